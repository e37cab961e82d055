import * as v from 'valibot'
import {
  answers,
  type ConnectorContext,
  ConnectorError,
  defineConnector,
  encoded,
  fetchJson,
  hasIdentifier,
  matched,
  queryValue,
  type Row,
  type SystemRecord,
  toAddress,
  toDateTime,
  toMoney,
  toName,
} from '../../contract/index.ts'

/**
 * The worked example of `connectors/README.md`: identity, address, orders with money and status, and one
 * action. It is written by hand, although `rest` could do it by mapping.
 */
const schema = v.strictObject({
  id: v.optional(v.string(), 'shop'),
  origin: v.pipe(v.string(), v.url('an address: `https://api.shop.example`')),
})

interface Customer {
  id: string
  email: string
  phones: { number: string }[]
  profile: { first: string; last: string }
  addr: { street: string; city: string; zip: string } | null
}
interface Order {
  number: string
  customerId: string
  placedAt: string
  state: string
  totalCents: number
  currency: string
}
interface Page<T> {
  data: T[]
  meta: { next?: string | null; total: number }
}

const states = {
  ENVIADO: { code: 'shipped', tone: 'calm' },
  ENTREGADO: { code: 'delivered', tone: 'good' },
  CANCELADO: { code: 'cancelled', tone: 'bad' },
} as const

export default defineConnector('example-shop', schema, ({ id, origin }) => {
  const page = async <T>(context: ConnectorContext, what: string, path: string): Promise<Page<T>> => {
    const body = (await fetchJson(context, `[${id}] ${what}`, `${origin}/v2${path}`, {}, [404])) as
      | Page<T>
      | undefined
    if (body !== undefined && !Array.isArray(body?.data))
      throw new ConnectorError(
        'malformed',
        `[${id}] ${what}: the answer has no \`data\`; check the API's version`,
      )
    return body ?? { data: [], meta: { total: 0 } }
  }
  const recordOf = (c: Customer): SystemRecord => ({
    id: c.id,
    name: toName({ given: c.profile.first, family: c.profile.last }),
    identifiers: [
      { kind: 'mail', value: c.email },
      ...c.phones.map((p) => ({ kind: 'phone' as const, value: p.number })),
    ],
    address: c.addr
      ? toAddress({ street: c.addr.street, locality: c.addr.city, postalCode: c.addr.zip })
      : undefined,
  })
  const orderOf = (o: Order): Row<'orders'> => ({
    id: o.number,
    orderNumber: o.number,
    orderDate: toDateTime(o.placedAt, { timeZone: 'Europe/Madrid' }),
    status: o.state in states ? states[o.state as keyof typeof states] : { code: o.state },
    total: toMoney(o.totalCents, { currency: o.currency, minor: 2 }),
  })
  return {
    id,
    title: 'Tienda',
    origins: [new URL(origin).origin],
    access: { kind: 'bearer', secret: 'SHOP_TOKEN' },
    find: {
      by: ['mail', 'phone'],
      // Some systems ignore a filter and return everybody, so records without the identifier are dropped.
      run: async (key, context) =>
        matched(
          (
            await page<Customer>(
              context,
              'find',
              `/customers?${key.kind === 'mail' ? 'email' : 'phone'}=${encoded(queryValue(key))}`,
            )
          ).data
            .map(recordOf)
            .filter((r) => hasIdentifier(r, key, '+34')),
        ),
    },
    answers: answers({
      orders: {
        from: 'record',
        freshFor: 60,
        get: async (record, want, context) => {
          const { data, meta } = await page<Order>(
            context,
            'orders',
            `/customers/${encoded(record.id)}/orders?limit=${want.limit}&after=${want.cursor ?? 0}`,
          )
          const rows = data.filter((o) => o.customerId === record.id).map(orderOf)
          const wanted = rows.map(
            (row) =>
              Object.fromEntries(
                Object.entries(row).filter(([name]) => name === 'id' || want.fields.some((f) => f === name)),
              ) as Row<'orders'>,
          )
          return {
            rows: wanted,
            complete: !meta.next,
            next: meta.next ?? undefined,
            totals: { count: meta.total },
          }
        },
      },
    }),
    actions: {
      gesture: {
        title: { es: 'Dar un detalle', en: 'Give a gesture', pt: 'Dar um mimo' },
        confirm: { es: '¿Dar «{what}»?', en: 'Give “{what}”?', pt: 'Dar «{what}»?' },
        input: { what: { type: 'text', sensitivity: 'personal', required: true, maxLength: 200 } },
        run: async ({ what }, { record, key }, context) => {
          await fetchJson(
            context,
            `[${id}] gesture`,
            `${origin}/v2/customers/${encoded(record.id)}/gestures`,
            {
              method: 'POST',
              headers: { 'content-type': 'application/json', 'idempotency-key': key },
              body: JSON.stringify({ what }),
            },
          )
          return { done: true, refresh: ['orders'] }
        },
      },
    },
  }
})
