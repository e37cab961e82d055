import {
  type AnyRow,
  type ConnectorContext,
  encoded,
  type FieldName,
  localize,
  type Money,
  type Question,
  type Status,
  type SystemRecord,
  type Text,
  toAddress,
  toDate,
  toDateTime,
  toMoney,
  toName,
  toNumber,
  toPhone,
  toText,
  type Want,
} from '../../contract/index.ts'
import { isJson, type Json, list } from './graphql.ts'
import type { VendureOptions } from './options.ts'

export const customerFields =
  'id createdAt updatedAt title firstName lastName emailAddress phoneNumber groups{name} user{verified} addresses{id streetLine1 streetLine2 city province postalCode phoneNumber country{code} defaultShippingAddress}'
const filled = (x: unknown): string | undefined => toText(x)?.trim() || undefined

/** An address with the one used for shipping first. */
const addressesOf = (c: Json) =>
  list(c.addresses).toSorted(
    (a, b) => Number(b.defaultShippingAddress === true) - Number(a.defaultShippingAddress === true),
  )
const addressOf = (a: Json | undefined) =>
  a &&
  toAddress({
    street: [filled(a.streetLine1), filled(a.streetLine2)].filter(Boolean).join(', '),
    locality: filled(a.city),
    region: filled(a.province),
    postalCode: filled(a.postalCode),
    country: isJson(a.country) ? filled(a.country.code) : filled(a.countryCode),
  })
const phonesOf = (c: Json) => [
  ...new Set([c.phoneNumber, ...list(c.addresses).map((a) => a.phoneNumber)].flatMap((p) => filled(p) ?? [])),
]
const nameOf = (c: Json) => toName({ given: filled(c.firstName), family: filled(c.lastName) })

export function recordOf(o: VendureOptions, c: Json, order?: string): SystemRecord | undefined {
  const id = filled(c.id)
  if (!id) return undefined
  const mail = filled(c.emailAddress)
  const verified = isJson(c.user) && typeof c.user.verified === 'boolean' ? { verified: c.user.verified } : {}
  return {
    id,
    name: nameOf(c),
    address: addressOf(addressesOf(c)[0]),
    observedAt: toDateTime(c.updatedAt),
    identifiers: [
      { kind: 'system', value: id, scope: o.id },
      ...(mail ? [{ kind: 'mail' as const, value: mail, ...verified }] : []),
      ...phonesOf(c).map((value) => ({ kind: 'phone' as const, value })),
      ...[...new Set(addressesOf(c).flatMap((a) => filled(a.postalCode) ?? []))].map((value) => ({
        kind: 'postcode' as const,
        value,
      })),
      ...(order ? [{ kind: 'order' as const, value: order, scope: o.id }] : []),
    ],
    url: o.pages ? `${o.pages}/customer/customers/${encoded(id)}` : undefined,
  }
}

/** What Vendure offers of each question. */
export const offered = {
  person: ['name', 'mails', 'phones', 'address', 'since', 'verified', 'segment'],
  orders: ['orderNumber', 'orderDate', 'status', 'total', 'items', 'lines', 'shippedTo'],
  payments: ['reference', 'amount', 'status', 'method', 'paymentDate', 'order'],
  returns: ['number', 'returnDate', 'status', 'amount', 'reason', 'order'],
} satisfies { [Q in Question]?: readonly FieldName<Q>[] }

export const personOf = (o: VendureOptions, c: Json, context: ConnectorContext): AnyRow => ({
  id: String(c.id),
  name: nameOf(c),
  mails: [filled(c.emailAddress) ?? []].flat(),
  phones: [...new Set(phonesOf(c).flatMap((p) => toPhone(p, o.phonePrefix, context.numberPlans) ?? []))],
  address: addressOf(addressesOf(c)[0]),
  since: toDate(c.createdAt),
  verified: isJson(c.user) && c.user.verified === true,
  segment: list(c.groups).flatMap((g) => {
    const code = filled(g.name)
    return code ? [{ code }] : []
  })[0],
})

/**
 * Vendure counts money in hundredths whatever the currency, unless its MoneyStrategy says otherwise
 * (`precision`).
 */
export const money = (o: VendureOptions, amount: unknown, currency: unknown): Money | undefined =>
  toMoney(amount, { currency: filled(currency) ?? o.currency ?? '', minor: o.precision ?? 2 })

type State = { code: string; label: Text; tone: NonNullable<Status['tone']> }
const status = (
  table: Readonly<Record<string, State>>,
  state: unknown,
  { locale }: Pick<Want, 'locale'>,
): Status | undefined => {
  const word = filled(state)
  const known = word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined
  return known
    ? { ...known, label: localize(known.label, locale) }
    : word === undefined
      ? undefined
      : { code: word }
}
const orderStates: Readonly<Record<string, State>> = {
  AddingItems: {
    code: 'cart',
    label: { es: 'En el carrito', en: 'In the cart', pt: 'No carrinho' },
    tone: 'calm',
  },
  ArrangingPayment: {
    code: 'unpaid',
    label: { es: 'Pendiente de pago', en: 'Awaiting payment', pt: 'Por pagar' },
    tone: 'warn',
  },
  PaymentAuthorized: {
    code: 'authorised',
    label: { es: 'Pago autorizado', en: 'Payment authorised', pt: 'Pagamento autorizado' },
    tone: 'calm',
  },
  PaymentSettled: { code: 'paid', label: { es: 'Pagado', en: 'Paid', pt: 'Pago' }, tone: 'calm' },
  PartiallyShipped: {
    code: 'partly-shipped',
    label: { es: 'Enviado en parte', en: 'Partly shipped', pt: 'Enviado em parte' },
    tone: 'warn',
  },
  Shipped: { code: 'shipped', label: { es: 'Enviado', en: 'Shipped', pt: 'Enviado' }, tone: 'calm' },
  PartiallyDelivered: {
    code: 'partly-delivered',
    label: { es: 'Entregado en parte', en: 'Partly delivered', pt: 'Entregue em parte' },
    tone: 'warn',
  },
  Delivered: { code: 'delivered', label: { es: 'Entregado', en: 'Delivered', pt: 'Entregue' }, tone: 'good' },
  Cancelled: { code: 'cancelled', label: { es: 'Cancelado', en: 'Cancelled', pt: 'Cancelado' }, tone: 'bad' },
}
const paymentStates: Readonly<Record<string, State>> = {
  Settled: { code: 'paid', label: { es: 'Cobrado', en: 'Paid', pt: 'Cobrado' }, tone: 'good' },
  Authorized: {
    code: 'authorised',
    label: { es: 'Autorizado', en: 'Authorised', pt: 'Autorizado' },
    tone: 'calm',
  },
  Created: { code: 'pending', label: { es: 'Pendiente', en: 'Pending', pt: 'Pendente' }, tone: 'warn' },
  Declined: { code: 'declined', label: { es: 'Rechazado', en: 'Declined', pt: 'Recusado' }, tone: 'bad' },
  Error: { code: 'failed', label: { es: 'Fallido', en: 'Failed', pt: 'Falhado' }, tone: 'bad' },
  Cancelled: { code: 'cancelled', label: { es: 'Anulado', en: 'Cancelled', pt: 'Anulado' }, tone: 'warn' },
}
const refundStates: Readonly<Record<string, State>> = {
  Pending: { code: 'pending', label: { es: 'Pendiente', en: 'Pending', pt: 'Pendente' }, tone: 'warn' },
  Settled: { code: 'refunded', label: { es: 'Devuelto', en: 'Refunded', pt: 'Reembolsado' }, tone: 'good' },
  Failed: { code: 'failed', label: { es: 'Fallido', en: 'Failed', pt: 'Falhado' }, tone: 'bad' },
}

export const orderOf = (o: VendureOptions, r: Json, want: Want): AnyRow => ({
  id: String(r.id),
  ...(o.pages ? { url: `${o.pages}/orders/${encoded(String(r.id))}` } : {}),
  orderNumber: filled(r.code),
  orderDate: toDateTime(r.orderPlacedAt ?? r.createdAt),
  status: status(orderStates, r.state, want),
  total: money(o, r.totalWithTax, r.currencyCode),
  items: toNumber(r.totalQuantity),
  lines:
    r.lines === undefined
      ? undefined
      : list(r.lines).map((l) => ({
          product: isJson(l.productVariant) ? filled(l.productVariant.name) : undefined,
          quantity: toNumber(l.quantity),
          price: money(o, l.linePriceWithTax, r.currencyCode),
        })),
  shippedTo: isJson(r.shippingAddress) ? addressOf(r.shippingAddress) : undefined,
})

export const paymentsOf = (o: VendureOptions, r: Json, want: Want): AnyRow[] =>
  list(r.payments).map((p) => ({
    id: String(p.id),
    reference: filled(p.transactionId),
    amount: money(o, p.amount, r.currencyCode),
    status: status(paymentStates, p.state, want),
    method: filled(p.method),
    paymentDate: toDateTime(p.createdAt),
    order: filled(r.code),
  }))

/** Refunds. Vendure lists them under the payment they undo. */
export const refundsOf = (o: VendureOptions, r: Json, want: Want): AnyRow[] =>
  list(r.payments).flatMap((p) =>
    list(p.refunds).map((f) => ({
      id: String(f.id),
      number: filled(f.transactionId) ?? String(f.id),
      returnDate: toDateTime(f.createdAt),
      status: status(refundStates, f.state, want),
      amount: money(o, f.total, r.currencyCode),
      reason: filled(f.reason),
      order: filled(r.code),
    })),
  )
