import type { Life, LifeOrder } from './life.ts'
import { products } from './products.ts'
import type { ShopLine } from './raw.ts'
import type { SeedContext } from './seed-context.ts'
import { isCrowd, spellPhone } from './spell.ts'

export const sum = (lines: readonly ShopLine[]): number => lines.reduce((n, l) => n + l.cents * l.quantity, 0)

/** Lines that add up to the amount: things of the catalogue, and what is missing as one more. */
export function linesFor({ r }: SeedContext, cents?: number): ShopLine[] {
  if (cents === undefined)
    return r.some(products, r.int(1, 3)).map(([product, category, price]) => ({
      product,
      category,
      quantity: r.chance(0.12) ? 2 : 1,
      cents: price,
    }))
  const fits = products.filter((p) => p[2] <= cents)
  if (fits.length === 0) return [{ product: 'Complemento', category: 'moda', quantity: 1, cents }]
  const [product, category, price] = r.pick(fits)
  const left = cents - price
  return left === 0
    ? [{ product, category, quantity: 1, cents: price }]
    : [
        { product, category, quantity: 1, cents: price },
        { product: 'Otros artículos', category, quantity: 1, cents: left },
      ]
}

/** Accounts of the online shop with their orders, payments, returns and consents. Returns the account ids. */
export function seedShop(context: SeedContext, life: Life): string[] {
  const { raw, r, when, count } = context
  const ids = (life.shop ?? []).map((copy, i) => {
    const id = `c_${++count.customer}`
    const phone =
      copy.phone === null
        ? undefined
        : (copy.phone ?? (life.phones[0] && spellPhone(r, life.phones[0], !isCrowd(life.key))))
    const mail = copy.mail === null ? undefined : (copy.mail ?? life.mails[i] ?? life.mails[0])
    const full = !copy.bare
    raw.shop.customers.push({
      id,
      firstName: copy.given ?? life.given,
      lastName: copy.family ?? life.family,
      emailVerified: mail !== undefined && i === 0 && !copy.bare,
      created: when.at(-(copy.created ?? life.since)),
      updated: when.at(-(copy.updated ?? Math.min(life.since, 40))),
      ...(mail && { email: mail }),
      ...(phone && { phone }),
      ...(full && life.born && { born: life.born }),
      ...(full && life.taxId && { taxId: life.taxId }),
      ...(life.language && { language: life.language }),
      ...(full &&
        life.town && {
          street: copy.street ?? life.street ?? '',
          zip: copy.zip ?? life.zip ?? '',
          city: copy.town ?? life.town,
          region: life.region ?? '',
        }),
      ...(copy.company && { company: copy.company }),
      ...(copy.segment && { segment: copy.segment }),
    })
    return id
  })
  for (const order of life.orders ?? []) place(context, life, ids[order.account ?? 0], order)
  const first = ids[0]
  if (first)
    for (const c of life.consents ?? [])
      raw.shop.consents.push({
        id: `k_${count.row++}`,
        customer: first,
        ...c,
        at: when.at(-Math.min(life.since, 400)),
        basis: c.granted ? 'consentimiento' : 'oposición',
      })
  return ids
}

function place(context: SeedContext, life: Life, customer: string | undefined, o: LifeOrder): void {
  if (!customer) return
  const { raw, r, when, count } = context
  const lines = o.lines ?? linesFor(context, o.cents)
  const cents = o.cents ?? sum(lines)
  const number = o.number ?? String(++count.order)
  const state = o.state ?? 'delivered'
  const placed = when.past(o.day, r.int(8, 22), r.int(0, 59))
  raw.shop.orders.push({
    number,
    customer,
    placed,
    state,
    cents,
    lines,
    channel: o.channel ?? 'web',
    ...(o.promised !== undefined && { promised: when.at(o.promised, 14) }),
    ...(state === 'delivered' && {
      delivered: when.past(o.delivered ?? Math.min(0, o.day + r.int(2, 5)), 13),
    }),
    ...(o.pickup && { pickup: o.pickup }),
    ...(o.why && { why: o.why }),
    ...(!o.pickup && life.town && { shipTo: `${life.street ?? ''}, ${life.zip ?? ''} ${life.town}` }),
  })
  const paid = o.paid ?? (state === 'cancelled' ? 'refunded' : 'captured')
  raw.shop.payments.push({
    ref: `P${++count.payment}`,
    customer,
    order: number,
    cents,
    state: paid,
    method:
      o.method ?? r.pick(['Visa ···· 0119', 'Mastercard ···· 5120', 'Bizum', 'PayPal', 'Visa ···· 8834']),
    at: placed + 60_000,
    ...(o.due !== undefined && { due: when.at(o.due, 23, 59), iban: 'ES9121000418450200051332' }),
  })
  if (o.back) {
    const product = o.back.product ?? lines[0]?.product ?? 'Artículo'
    raw.shop.returns.push({
      rma: `D-${++count.rma}`,
      customer,
      order: number,
      cents: o.back.cents ?? lines.find((l) => l.product === product)?.cents ?? cents,
      state: o.back.state ?? 'refunded',
      reason: o.back.reason,
      product,
      at: when.past(o.back.day, 11),
    })
  }
}
