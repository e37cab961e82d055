import * as v from 'valibot'
import {
  type Connector,
  type ConnectorContext,
  ConnectorError,
  defineConnector,
  encoded,
  type FieldName,
  hasIdentifier,
  type Identifier,
  localize,
  matched,
  queryValue,
  type Row,
  type Rows,
  type StandardSchema,
  type SystemRecord,
  type Text,
  textSchema,
  toText,
  type Want,
} from '../../contract/index.ts'
import { actionsOf, handoffIn, historyOf, requestor, saidIn } from './notes.ts'
import type { RequestTrackerOptions } from './options.ts'
import {
  byPhone,
  custom,
  type Json,
  offeredBy,
  personOf,
  recordOf,
  requestOf,
  requestorsOf,
  rt,
  userFields,
  when,
} from './read.ts'

export type { RequestTrackerOptions } from './options.ts'

const secret = v.pipe(
  v.string(),
  v.regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of a secret in the gateway (`RT_PASSWORD`), never its value'),
)
const address = v.pipe(
  v.string(),
  v.url('an address: `https://rt.example.com`'),
  v.regex(/^https?:\/\/[^\s?#]+$/, 'an address without query'),
)
const field = v.optional(v.string())
const schema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and dashes')),
  title: textSchema,
  base: address,
  pages: v.optional(address),
  access: v.variant('kind', [
    v.strictObject({ kind: v.literal('basic'), user: v.string(), secret }),
    v.strictObject({ kind: v.literal('header'), header: v.string(), secret }),
    v.strictObject({ kind: v.literal('bearer'), secret }),
  ]),
  customFields: v.optional(
    v.strictObject({
      order: field,
      matter: field,
      channel: field,
      told: field,
      offered: field,
      messages: field,
    }),
  ),
  queues: v.optional(v.record(v.string(), v.string())),
  handoffQueue: field,
  phonePrefix: v.optional(v.pipe(v.string(), v.regex(/^\+\d{1,3}$/, 'a prefix is `+34`'))),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'a currency is ISO 4217'))),
}) as unknown as StandardSchema<unknown, RequestTrackerOptions>

/**
 * The connector: `requestTracker(options)`, where `options` are `RequestTrackerOptions`.
 *
 * @throws {OptionsError} One line for each wrong option, when it is made.
 * @example
 * ```ts
 * requestTracker({
 *   id: 'desk',
 *   title: 'Request Tracker',
 *   base: 'https://rt.example.com',
 *   access: { kind: 'header', header: 'Authorization', secret: 'RT_TOKEN' },
 *   queues: { Reclamaciones: 'complaint' },
 *   phonePrefix: '+34',
 * })
 * ```
 */
export default defineConnector(
  'request-tracker',
  schema,
  (o: RequestTrackerOptions): Connector => ({
    id: o.id,
    title: o.title,
    origins: [new URL(o.base).origin],
    access: o.access,
    find: { by: ['mail', 'phone', 'ticket', 'system'], run: (key, context) => find(o, key, context) },
    search: { run: (text, limit, context) => search(o, text, limit, context) },
    answers: {
      person: {
        from: 'record',
        fields: offeredBy(o).person,
        freshFor: 300,
        get: async (record, want, context) => {
          const user = await rt(o, context).user(record.id)
          const { id, ...all } = user ? personOf(o, user, context) : { id: '' }
          return {
            value: user
              ? {
                  id,
                  ...Object.fromEntries(
                    Object.entries(all).filter(
                      ([name, value]) =>
                        value !== undefined && want.fields.includes(name as FieldName<'person'>),
                    ),
                  ),
                }
              : null,
            complete: true,
          }
        },
      },
      requests: {
        from: 'record',
        fields: offeredBy(o).requests,
        freshFor: 30,
        get: (record, want, context) => requests(o, record, want, context),
      },
      interactions: {
        from: 'record',
        fields: offeredBy(o).interactions,
        freshFor: 30,
        get: (record, want, context) => interactions(o, record, want, context),
      },
    },
    actions: actionsOf(o),
  }),
)

async function find(o: RequestTrackerOptions, key: Identifier, context: ConnectorContext) {
  const { collection, one, user } = rt(o, context)
  const mine = (records: readonly (SystemRecord | undefined)[]) =>
    records.filter(
      (r): r is SystemRecord => r !== undefined && hasIdentifier(r, key, o.phonePrefix, context.numberPlans),
    )
  if (key.kind === 'system') {
    const found = key.scope === undefined || key.scope === o.id ? await user(key.value) : undefined
    return matched(found ? mine([recordOf(o, found)]) : [])
  }
  if (key.kind === 'mail') {
    const page = await collection('find by mail', '/users', { fields: userFields, per_page: '20' }, [
      { field: 'EmailAddress', operator: '=', value: queryValue(key) },
    ])
    return whole(o, key, mine(page.items.map((u) => recordOf(o, u))), page)
  }
  if (key.kind === 'ticket') {
    const number = /^#?(\d{1,12})$/.exec(key.value)?.[1]
    const ticket = number === undefined ? undefined : await one('find by ticket', `/ticket/${number}`)
    const users = await Promise.all((ticket ? requestorsOf(ticket) : []).slice(0, 5).map(user))
    return matched(mine(users.map((u) => (u ? recordOf(o, u, number) : undefined))))
  }
  const page = await collection('find by phone', '/tickets', {
    query: byPhone(key),
    fields: 'Requestor',
    per_page: '100',
  })
  const names = [...new Set(page.items.flatMap(requestorsOf))].slice(0, 10)
  return whole(
    o,
    key,
    mine((await Promise.all(names.map(user))).map((u) => (u ? recordOf(o, u) : undefined))),
    page,
  )
}

/** If a page has only other people and more pages follow, the answer is neither somebody nor nobody. */
function whole(
  o: RequestTrackerOptions,
  key: Identifier,
  records: readonly SystemRecord[],
  page: { items: readonly Json[]; more: boolean },
) {
  if (records.length === 0 && page.more)
    throw new ConnectorError(
      'malformed',
      `[${o.id}] find by ${key.kind}: ${page.items.length} records came and none bears what was asked; this RT seems to ignore the filter`,
    )
  return matched(records, !page.more)
}

async function search(
  o: RequestTrackerOptions,
  text: string,
  limit: number,
  context: ConnectorContext,
): Promise<readonly SystemRecord[]> {
  const like = (name: string) => ({ field: name, operator: 'LIKE', value: text, entry_aggregator: 'OR' })
  const page = await rt(o, context).collection(
    'search',
    '/users',
    { fields: userFields, per_page: String(Math.min(100, limit)) },
    [like(text.includes('@') ? 'EmailAddress' : 'RealName')],
  )
  const bare = (s: string | undefined) => (s ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const has = (r: SystemRecord) =>
    bare([r.name?.full, ...r.identifiers.map((i) => i.value)].join(' ')).includes(bare(text))
  return page.items
    .flatMap((u) => recordOf(o, u) ?? [])
    .filter(has)
    .slice(0, limit)
}

const ticketFields =
  'Subject,Status,Priority,Created,LastUpdated,Due,Resolved,Started,Queue,Requestor,CustomFields'
/**
 * The cursor: `page~size` of the system, and `~skip` for the rows of that page already given. The size of the
 * first page stays, otherwise pages would shift.
 */
const placeOf = (cursor: string | undefined, size: number) => {
  const m = /^(\d{1,7})~(\d{1,3})~(\d{1,5})$/.exec(cursor ?? '')
  return m ? { page: Number(m[1]), size: Number(m[2]), skip: Number(m[3]) } : { page: 1, size, skip: 0 }
}

async function ticketsOf(
  o: RequestTrackerOptions,
  record: SystemRecord,
  place: { page: number; size: number },
  context: ConnectorContext,
) {
  const page = await rt(o, context).collection('requests', '/tickets', {
    query: requestor(record),
    fields: ticketFields,
    'fields[Queue]': 'Name',
    orderby: 'Created',
    order: 'DESC',
    per_page: String(place.size),
    page: String(place.page),
  })
  const items = page.items.filter((t) => requestorsOf(t).includes(record.id))
  if (place.page === 1 && items.length === 0 && page.items.length > 0)
    throw new ConnectorError(
      'malformed',
      `[${o.id}] requests: RT answered with ${page.items.length} ${page.items.length === 1 ? 'ticket' : 'tickets'}, none of which is of the requestor asked about; it seems to ignore the filter`,
    )
  return { ...page, items, strangers: items.length < page.items.length }
}

async function requests(
  o: RequestTrackerOptions,
  record: SystemRecord,
  want: Want<FieldName<'requests'>>,
  context: ConnectorContext,
): Promise<Rows<Row<'requests'>>> {
  const place = placeOf(want.cursor, Math.max(1, Math.min(100, want.limit)))
  const page = await ticketsOf(o, record, place, context)
  const rows = page.items.slice(place.skip, place.skip + want.limit)
  const handoffs = want.fields.includes('handoff')
    ? await Promise.all(rows.map(async (t) => handoffIn((await historyOf(o, String(t.id), context)).items)))
    : []
  const left = place.skip + want.limit < page.items.length
  const next = left
    ? `${place.page}~${place.size}~${place.skip + want.limit}`
    : page.more
      ? `${place.page + 1}~${place.size}~0`
      : undefined
  return {
    rows: rows.map((t, i) => requestOf(o, t, want.fields, { handoff: handoffs[i], language: want.locale })),
    complete: next === undefined,
    next,
    totals: page.strangers ? undefined : { count: page.total },
  }
}

const kinds: Readonly<Record<string, { code: string; label: Text }>> = {
  Create: { code: 'request', label: { es: 'Solicitud', en: 'Request', pt: 'Pedido' } },
  Correspond: { code: 'message', label: { es: 'Mensaje', en: 'Message', pt: 'Mensagem' } },
  Comment: { code: 'note', label: { es: 'Nota', en: 'Note', pt: 'Nota' } },
}
/** Five tickets at a time, newest first, each with its history. */
async function interactions(
  o: RequestTrackerOptions,
  record: SystemRecord,
  want: Want<FieldName<'interactions'>>,
  context: ConnectorContext,
): Promise<Rows<Row<'interactions'>>> {
  const place = placeOf(want.cursor, 5)
  const page = await ticketsOf(o, record, place, context)
  const histories = await Promise.all(
    page.items.map(async (t) => ({ ticket: t, ...(await historyOf(o, String(t.id), context)) })),
  )
  const all = histories.flatMap(({ ticket, items }) =>
    items
      .filter((e) => typeof e.Type === 'string' && Object.hasOwn(kinds, e.Type))
      .map((e) => interactionOf(o, record, ticket, e, want.fields, want.locale)),
  )
  const sorted = all
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.row.id < b.row.id ? 1 : -1))
    .map((x) => x.row)
  const left = place.skip + want.limit < sorted.length
  const next = left
    ? `${place.page}~${place.size}~${place.skip + want.limit}`
    : page.more
      ? `${place.page + 1}~${place.size}~0`
      : undefined
  return {
    rows: sorted.slice(place.skip, place.skip + want.limit),
    complete: next === undefined && histories.every((h) => h.whole),
    next,
  }
}

function interactionOf(
  o: RequestTrackerOptions,
  record: SystemRecord,
  ticket: Json,
  e: Json,
  wanted: readonly FieldName<'interactions'>[],
  language: string,
): { at: string; row: Row<'interactions'> } {
  const cf = o.customFields ?? {}
  const [first, by, at] = [e.Type === 'Create', toText((e.Creator as Json | undefined)?.id), when(e.Created)]
  const channel = custom(ticket, cf.channel)[0]
  const minutes = Number(e.TimeTaken)
  const kind = kinds[e.Type as string]
  const all: Partial<Row<'interactions'>> = {
    kind:
      channel && e.Type !== 'Comment'
        ? { code: channel }
        : kind && { ...kind, label: localize(kind.label, language) },
    startDate: at,
    direction:
      e.Type === 'Comment' ? { code: 'internal' } : { code: by === record.id || first ? 'in' : 'out' },
    matter: custom(ticket, cf.matter)[0],
    summary: saidIn(e).slice(0, 500) || (first ? toText(ticket.Subject) : undefined),
    told: first && cf.told ? custom(ticket, cf.told) : undefined,
    offered: first && cf.offered ? custom(ticket, cf.offered) : undefined,
    duration: minutes > 0 ? `PT${Math.round(minutes)}M` : undefined,
  }
  const fields = Object.fromEntries(
    Object.entries(all).filter(
      ([name, value]) => value !== undefined && wanted.includes(name as FieldName<'interactions'>),
    ),
  )
  return {
    at: at ?? '',
    row: {
      id: `${String(ticket.id)}/${String(e.id)}`,
      ...(o.pages
        ? {
            url: `${o.pages}/Ticket/Display.html?id=${encoded(String(ticket.id))}#txn-${encoded(String(e.id))}`,
          }
        : {}),
      ...fields,
    },
  }
}
