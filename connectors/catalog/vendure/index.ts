import * as v from 'valibot'
import {
  type Access,
  type Answers,
  type AnyRow,
  type Connector,
  type ConnectorContext,
  ConnectorError,
  defineConnector,
  hasIdentifier,
  type Identifier,
  matched,
  phoneSpellings,
  type Question,
  queryValue,
  type StandardSchema,
  type SystemRecord,
  textSchema,
  toNumber,
  toText,
  type Want,
} from '../../contract/index.ts'
import { graphql, isJson, type Json, list } from './graphql.ts'
import type { VendureOptions } from './options.ts'
import { customerFields, offered, orderOf, paymentsOf, personOf, recordOf, refundsOf } from './read.ts'

export type { VendureOptions } from './options.ts'

/**
 * The access of an administrator's login. The gateway keeps the token and renews it.
 *
 * @param base `https://shop.example.com`: what stands before `/admin-api`.
 * @param user The administrator's name.
 * @param secret The name of the variable that holds the password.
 */
export const vendureLogin = (
  base: string,
  user: string,
  secret: string,
): Extract<Access, { kind: 'login' }> => ({
  kind: 'login',
  url: `${base.replace(/\/+$/, '')}/admin-api`,
  secret,
  tokenHeader: 'vendure-auth-token',
  body: JSON.stringify({
    query: 'mutation($u:String!,$p:String!){login(username:$u,password:$p){__typename}}',
    variables: { u: user, p: '{secret}' },
  }),
})

const secret = v.pipe(
  v.string(),
  v.regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of a secret in the gateway (`VENDURE_KEY`), never its value'),
)
const address = v.pipe(
  v.string(),
  v.url('an address: `https://shop.example.com`'),
  v.regex(/^https?:\/\/[^\s?#]+$/, 'an address without query'),
)
const schema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and dashes')),
  title: textSchema,
  base: address,
  pages: v.optional(address),
  channel: v.optional(v.string()),
  access: v.variant('kind', [
    v.strictObject({ kind: v.literal('bearer'), secret }),
    v.strictObject({ kind: v.literal('header'), header: v.string(), secret }),
    v.strictObject({
      kind: v.literal('login'),
      url: address,
      body: v.string(),
      secret,
      tokenHeader: v.string(),
    }),
  ]),
  precision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'a currency is ISO 4217'))),
  phonePrefix: v.optional(v.pipe(v.string(), v.regex(/^\+\d{1,3}$/, 'a prefix is `+34`'))),
}) as unknown as StandardSchema<unknown, VendureOptions>

/**
 * The connector: `vendure(options)`, where `options` are `VendureOptions`.
 *
 * @throws {OptionsError} One line for each wrong option, when it is made.
 * @example
 * ```ts
 * vendure({
 *   id: 'shop',
 *   title: 'Tienda',
 *   base: 'https://shop.example.com',
 *   access: vendureLogin('https://shop.example.com', 'ficha', 'VENDURE_PASSWORD'),
 *   currency: 'EUR',
 *   phonePrefix: '+34',
 * })
 * ```
 */
export default defineConnector(
  'vendure',
  schema,
  (o: VendureOptions): Connector => ({
    id: o.id,
    title: o.title,
    access: o.access,
    origins: [
      ...new Set(
        [o.base, ...(o.access.kind === 'login' ? [o.access.url] : [])].map((a) => new URL(a).origin),
      ),
    ],
    find: {
      by: ['mail', 'phone', 'postcode', 'order', 'system'],
      run: (key, context) => find(o, key, context),
    },
    search: {
      run: async (text, limit, context) =>
        (
          await customers(
            o,
            'search',
            {
              _or: ['emailAddress', 'lastName', 'firstName', 'phoneNumber'].map((field) => ({
                [field]: { contains: text },
              })),
            },
            limit,
            context,
          )
        ).records.slice(0, limit),
    },
    answers: {
      person: {
        from: 'record',
        fields: offered.person,
        freshFor: 300,
        get: async ({ id }: SystemRecord, want: Want, context: ConnectorContext) => {
          const { customer } = await run(
            o,
            'person',
            `query($id:ID!){customer(id:$id){${customerFields}}}`,
            { id },
            context,
          )
          return {
            value: isJson(customer) ? only(personOf(o, customer, context), want) : null,
            complete: true,
          }
        },
      },
      orders: {
        from: 'record',
        fields: offered.orders,
        freshFor: 60,
        get: (record: SystemRecord, want: Want, context: ConnectorContext) =>
          rows(o, 'orders', record, want, orderFields(want), (order) => [orderOf(o, order, want)], context),
      },
      payments: {
        from: 'record',
        fields: offered.payments,
        freshFor: 60,
        get: (record: SystemRecord, want: Want, context: ConnectorContext) =>
          rows(
            o,
            'payments',
            record,
            want,
            'id code currencyCode payments{id method amount state transactionId createdAt}',
            (order) => paymentsOf(o, order, want),
            context,
          ),
      },
      returns: {
        from: 'record',
        fields: offered.returns,
        freshFor: 60,
        get: (record: SystemRecord, want: Want, context: ConnectorContext) =>
          rows(
            o,
            'returns',
            record,
            want,
            'id code currencyCode payments{refunds{id total state reason transactionId createdAt}}',
            (order) => refundsOf(o, order, want),
            context,
          ),
      },
    } as Answers,
  }),
)

const run = (o: VendureOptions, what: string, query: string, variables: Json, context: ConnectorContext) =>
  graphql(
    context,
    `[${o.id}] ${what}`,
    `${o.base.replace(/\/+$/, '')}/admin-api`,
    query,
    variables,
    o.channel ? { 'vendure-token': o.channel } : {},
  )

const only = (row: AnyRow, want: Want): AnyRow =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([name, value]) =>
        value !== undefined && (name === 'id' || name === 'url' || want.fields.includes(name)),
    ),
  ) as AnyRow
/** Lines and addresses are fetched only when they are wanted. */
const orderFields = ({ fields }: Want) =>
  `id code state createdAt orderPlacedAt currencyCode totalWithTax totalQuantity${fields.includes('lines') ? ' lines{quantity linePriceWithTax productVariant{name}}' : ''}${fields.includes('shippedTo') ? ' shippingAddress{streetLine1 streetLine2 city province postalCode countryCode}' : ''}`

async function customers(
  o: VendureOptions,
  what: string,
  filter: Json,
  take: number,
  context: ConnectorContext,
) {
  const data = await run(
    o,
    what,
    `query($f:CustomerFilterParameter,$n:Int){customers(options:{filter:$f,take:$n}){totalItems items{${customerFields}}}}`,
    { f: filter, n: take },
    context,
  )
  if (!isJson(data.customers) || !Array.isArray(data.customers.items))
    throw new ConnectorError('malformed', `[${o.id}] ${what}: the answer has no customers`)
  const items = list(data.customers.items)
  return {
    records: items.flatMap((c) => recordOf(o, c) ?? []),
    more: (toNumber(data.customers.totalItems) ?? items.length) > items.length,
  }
}

async function find(o: VendureOptions, key: Identifier, context: ConnectorContext) {
  const mine = (records: readonly SystemRecord[]) =>
    records.filter((record) => hasIdentifier(record, key, o.phonePrefix, context.numberPlans))
  if (key.kind === 'system') {
    if (key.scope !== undefined && key.scope !== o.id) return matched([])
    const { customer } = await run(
      o,
      'find by system',
      `query($id:ID!){customer(id:$id){${customerFields}}}`,
      { id: key.value },
      context,
    )
    return matched(mine(isJson(customer) ? [recordOf(o, customer) ?? []].flat() : []))
  }
  if (key.kind === 'order') {
    const data = await run(
      o,
      'find by order',
      `query($f:OrderFilterParameter){orders(options:{filter:$f,take:5}){items{code customer{${customerFields}}}}}`,
      { f: { code: { eq: key.value } } },
      context,
    )
    return matched(
      mine(
        list(isJson(data.orders) ? data.orders.items : []).flatMap((order) =>
          isJson(order.customer) ? (recordOf(o, order.customer, toText(order.code)) ?? []) : [],
        ),
      ),
    )
  }
  const { records, more } = await customers(o, `find by ${key.kind}`, filterOf(key), 50, context)
  const found = mine(records)
  if (found.length === 0 && more)
    throw new ConnectorError(
      'malformed',
      `[${o.id}] find by ${key.kind}: ${records.length} customers came and none bears what was asked; this Vendure seems to ignore the filter`,
    )
  return matched(found, !more)
}

/**
 * Vendure stores a telephone as typed, so the usual spellings of its last nine digits are searched and the
 * answers checked.
 */
function filterOf(key: Identifier): Json {
  if (key.kind === 'mail') return { emailAddress: { eq: queryValue(key) } }
  if (key.kind === 'postcode') return { postalCode: { eq: key.value } }
  const spelt = phoneSpellings(key)
  return spelt.length === 1
    ? { phoneNumber: { contains: spelt[0] } }
    : { _or: spelt.map((text) => ({ phoneNumber: { contains: text } })) }
}

/**
 * Vendure pages orders; payments and refunds belong to them. So a page of payments is some of the rows of a
 * page of orders (`from~skip`).
 */
async function rows(
  o: VendureOptions,
  what: Question,
  record: SystemRecord,
  want: Want,
  fields: string,
  of: (order: Json) => AnyRow[],
  context: ConnectorContext,
) {
  const m = /^(\d{1,9})~(\d{1,5})~(\d{1,3})$/.exec(want.cursor ?? '')
  const [from, skip, take] = m
    ? [Number(m[1]), Number(m[2]), Number(m[3])]
    : [0, 0, what === 'orders' ? Math.max(1, Math.min(100, want.limit)) : 25]
  const data = await run(
    o,
    what,
    `query($id:ID!,$n:Int,$s:Int){customer(id:$id){id orders(options:{take:$n,skip:$s,sort:{orderPlacedAt:DESC,id:DESC},filter:{active:{eq:false}}}){totalItems items{${fields}}}}}`,
    { id: record.id, n: take, s: from },
    context,
  )
  if (data.customer === null) return { rows: [], complete: true }
  const page = isJson(data.customer) && isJson(data.customer.orders) ? data.customer.orders : undefined
  if (!page || !Array.isArray(page.items))
    throw new ConnectorError('malformed', `[${o.id}] ${what}: the answer has no orders`)
  const orders = list(page.items)
  const all = orders.flatMap(of)
  const total = toNumber(page.totalItems)
  const more =
    orders.length > 0 && (total === undefined ? orders.length >= take : from + orders.length < total)
  const next =
    skip + want.limit < all.length
      ? `${from}~${skip + want.limit}~${take}`
      : more
        ? `${from + orders.length}~0~${take}`
        : undefined
  return {
    rows: all.slice(skip, skip + want.limit).map((row) => only(row, want)),
    complete: next === undefined,
    ...(next === undefined ? {} : { next }),
    ...(what === 'orders' && total !== undefined ? { totals: { count: total } } : {}),
  }
}
