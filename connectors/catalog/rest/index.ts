import * as v from 'valibot'
import {
  type Action,
  type Answers,
  type Connector,
  type ConnectorContext,
  ConnectorError,
  defineConnector,
  type Find,
  hasIdentifier,
  type Identifier,
  matched,
  type Own,
  type Question,
  type StandardSchema,
  type SystemRecord,
  textSchema,
  toNumber,
} from '../../contract/index.ts'
import { look } from '../../contract/mapping/pointer.ts'
import { fold, isGuest, mapRecord } from '../../contract/mapping/record.ts'
import {
  answersSchema,
  anyFieldMap,
  fieldDef,
  ownSchema,
  perKind,
  pointer,
  recordMap,
  systemEntries,
  withMistakes,
  words,
} from '../../contract/mapping/schema.ts'
import { resembles } from '../../contract/mapping/strangers.ts'
import { answerer } from './answers.ts'
import { call, keyValues } from './call.ts'
import { mistakesOf } from './check-names.ts'
import { listAt } from './failure.ts'
import type { RestAction, RestAnswer, RestOptions } from './options.ts'

export type {
  AnswerMap,
  FieldMap,
  FieldRule,
  Locale,
  Meaning,
  Pointer,
  RecordMap,
} from '../../contract/mapping/types.ts'
export type { Call, Nothing, Paging, RestAction, RestAnswer, RestOptions } from './options.ts'

const callEntries = {
  method: v.optional(v.picklist(['GET', 'POST', 'PUT', 'PATCH'])),
  path: v.pipe(words, v.startsWith('/', 'a path begins with / and stands under `base`')),
  query: v.optional(v.record(v.string(), v.string())),
  body: v.optional(v.unknown()),
  headers: v.optional(v.record(v.string(), v.string())),
}
const nothing = {
  missing: v.optional(v.literal('none')),
  none: v.optional(v.array(v.union([v.string(), v.number()]))),
}
const more = { rows: v.optional(pointer), record: v.optional(recordMap) }
const max = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)))
const paging = v.variant('by', [
  v.strictObject({ by: v.literal('cursor'), next: pointer }),
  v.strictObject({
    by: v.literal('page'),
    first: v.optional(v.picklist([0, 1])),
    total: v.optional(pointer),
    pages: v.optional(pointer),
    max,
  }),
  v.strictObject({ by: v.literal('offset'), total: v.optional(pointer), max }),
])
const answerEntries = {
  ...nothing,
  call: v.strictObject(callEntries),
  rows: v.optional(pointer),
  paging: v.optional(paging),
  totals: v.optional(v.strictObject({ count: v.optional(pointer), sum: v.optional(anyFieldMap) })),
}
const secret = v.pipe(
  v.string(),
  v.regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of a secret in the gateway (`SHOP_TOKEN`), never its value'),
)
const access = v.variant('kind', [
  v.strictObject({ kind: v.literal('open') }),
  v.strictObject({ kind: v.literal('bearer'), secret }),
  v.strictObject({ kind: v.literal('header'), header: words, secret }),
  v.strictObject({ kind: v.literal('basic'), user: v.string(), secret }),
  v.strictObject({ kind: v.literal('hmac-body'), header: words, secret }),
  v.strictObject({
    kind: v.literal('oauth2'),
    tokenUrl: v.pipe(v.string(), v.url()),
    clientId: v.string(),
    secret,
    scope: v.optional(v.string()),
  }),
  v.strictObject({
    kind: v.literal('login'),
    url: v.pipe(v.string(), v.url()),
    body: v.string(),
    secret,
    tokenHeader: words,
  }),
])
const base = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s?#]+$/, 'an address without query: `https://api.shop.example/v2`'),
  v.url('an address: `https://api.shop.example/v2`'),
)
const shape = v.strictObject({
  ...systemEntries,
  base,
  access: v.optional(access),
  headers: v.optional(v.record(v.string(), v.string())),
  find: v.optional(
    v.strictObject({
      by: perKind(v.strictObject({ ...callEntries, ...more, ...nothing, total: v.optional(pointer) })),
      rows: v.optional(pointer),
      record: recordMap,
    }),
  ),
  answers: v.optional(answersSchema(answerEntries)),
  own: v.optional(ownSchema(answerEntries)),
  search: v.optional(v.strictObject({ ...callEntries, ...more })),
  actions: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        title: textSchema,
        confirm: textSchema,
        input: v.record(
          v.string(),
          v.strictObject({
            ...fieldDef.entries,
            required: v.optional(v.literal(true)),
            maxLength: v.optional(v.number()),
            options: v.optional(v.array(v.strictObject({ value: v.string(), label: textSchema }))),
          }),
        ),
        call: v.strictObject(callEntries),
        message: v.optional(textSchema),
        refresh: v.optional(v.array(v.string())),
      }),
    ),
  ),
})
const schema = withMistakes(shape, mistakesOf as never) as unknown as StandardSchema<unknown, RestOptions>

/**
 * The connector: `rest(options)`, where `options` are `RestOptions`.
 *
 * @throws {OptionsError} One line for each wrong option, when it is made.
 * @example
 * ```ts
 * rest({
 *   id: 'shop',
 *   title: 'Tienda',
 *   base: 'https://api.shop.example/v2',
 *   access: { kind: 'bearer', secret: 'SHOP_TOKEN' },
 *   currency: 'EUR',
 *   find: {
 *     by: { mail: { path: '/customers', query: { email: '{value}' } } },
 *     rows: 'data',
 *     record: { id: 'id', identifiers: [{ kind: 'mail', from: 'email' }] },
 *   },
 *   answers: {
 *     orders: {
 *       call: { path: '/customers/{record}/orders', query: { limit: '{limit}', after: '{cursor}' } },
 *       rows: 'data',
 *       paging: { by: 'cursor', next: 'meta.next' },
 *       fields: { orderNumber: 'number', total: { from: 'totalCents', minor: 2 } },
 *     },
 *   },
 * })
 * ```
 */
export default defineConnector('rest', schema, (o: RestOptions): Connector => {
  const answers: Record<string, unknown> = {}
  for (const [question, how] of Object.entries(o.answers ?? {}))
    if (how) answers[question] = answerer(o, question as Question, how as RestAnswer<string>)
  return {
    id: o.id,
    title: o.title,
    origins: originsOf(o),
    access: o.access ?? { kind: 'open' },
    answers: answers as Answers,
    ...(o.mayHoldDuplicates === undefined ? {} : { mayHoldDuplicates: o.mayHoldDuplicates }),
    ...(o.find ? { find: finder(o, o.find) } : {}),
    ...(o.own
      ? {
          own: {
            fields: o.own.fields,
            blocks: o.own.blocks ?? [],
            answer: answerer(o, 'own', o.own.answer),
          } as unknown as Own,
        }
      : {}),
    ...(o.search ? { search: searcher(o, o.search) } : {}),
    ...(o.actions
      ? {
          actions: Object.fromEntries(
            Object.entries(o.actions).map(([name, action]) => [name, actor(o, name, action)]),
          ),
        }
      : {}),
  }
})

const originsOf = (o: RestOptions): string[] => {
  const token =
    o.access?.kind === 'oauth2' ? o.access.tokenUrl : o.access?.kind === 'login' ? o.access.url : undefined
  return [...new Set([o.base, token].flatMap((address) => (address ? [new URL(address).origin] : [])))]
}

const finder = (o: RestOptions, find: NonNullable<RestOptions['find']>): Find => ({
  by: Object.keys(find.by) as Identifier['kind'][],
  async run(key: Identifier, context: ConnectorContext) {
    const how = find.by[key.kind]
    if (!how) return matched([])
    const asked = `find by ${key.kind}`
    const who = `[${o.id}] ${asked}`
    const [map, rows] = [how.record ?? find.record, how.rows ?? find.rows ?? '']
    const came = await call(o, who, how, { ...keyValues(key), limit: 50 }, context, {
      rows,
      id: map.id,
      none: how.none,
    })
    if (typeof came === 'string') return matched([])
    const { body } = came
    const said = how.total === undefined ? undefined : toNumber(look(body, how.total))
    if (said === 0 && look(body, rows) === null) return matched([])
    const list = listAt(body, rows, who, { missing: how.missing, may: true })
    const place = { ...o, unread: (field: string, value: unknown) => context.unread?.(asked, field, value) }
    const all = fold(list.flatMap((each) => mapRecord(map, each, place, who) ?? []))
    const records = all.filter(
      (record) => !isGuest(record, key) && hasIdentifier(record, key, o.phonePrefix, context.numberPlans),
    )
    const total = said ?? list.length
    if (how.total !== undefined && said === undefined) context.unread?.(asked, 'total', look(body, how.total))
    const mapped = all.some((record) => record.identifiers.some((one) => one.kind === key.kind))
    const unmapped = `none of the records that came (${total > list.length ? `${list.length} of ${total}` : all.length}) has any ${key.kind}; check record.identifiers against the system's answer`
    if (records.length === 0 && total > list.length)
      throw new ConnectorError(
        'malformed',
        `${who}: ${mapped ? `the system answered with ${list.length} of ${total} records, none of which bears the ${key.kind} asked; it seems to ignore the filter, check the call` : unmapped}`,
      )
    if (records.length === 0 && said === undefined && !all.every((record) => resembles(record, key)))
      throw new ConnectorError(
        'malformed',
        `${who}: ${mapped ? `the system answered with ${all.length} ${all.length === 1 ? 'record' : 'records'}, none of which bears the ${key.kind} asked; it seems to ignore the filter: check the call, and write \`total\` where it says how many there are` : unmapped}`,
      )
    // An order or a ticket may be of somebody who is no customer; a customer without an id cannot be one.
    if (all.length === 0 && list.length > 0 && key.kind !== 'order' && key.kind !== 'ticket')
      throw new ConnectorError(
        'malformed',
        `${who}: none of ${list.length} records has an id at \`${map.id}\`; check \`rows\` and \`record.id\` against the system's answer`,
      )
    return matched(records, !(total > list.length))
  },
})

const searcher = (
  o: RestOptions,
  how: NonNullable<RestOptions['search']>,
): NonNullable<Connector['search']> => ({
  async run(text: string, limit: number, context: ConnectorContext): Promise<readonly SystemRecord[]> {
    const record = how.record ?? o.find?.record
    const rows = how.rows ?? o.find?.rows ?? ''
    if (!record || text === '') return []
    const came = await call(o, `[${o.id}] search`, how, { text, limit }, context, { rows, id: record.id })
    if (typeof came === 'string') return []
    return fold(
      listAt(came.body, rows, `[${o.id}] search`, { may: true }).flatMap(
        (each) => mapRecord(record, each, o, `[${o.id}] search`) ?? [],
      ),
    ).slice(0, limit)
  },
})

const actor = (
  o: RestOptions,
  name: string,
  { call: how, message, refresh, ...words }: RestAction,
): Action => ({
  ...words,
  async run(input, on, context) {
    const given = Object.fromEntries(
      Object.keys(words.input).map((key) => [`input.${key}`, input[key] as string | number | undefined]),
    )
    const values = {
      ...Object.fromEntries(on.record.identifiers.toReversed().map((one) => [one.kind, one.value])),
      record: on.record.id,
      row: on.row,
      key: on.key,
      ...given,
    }
    const came = await call(
      o,
      `[${o.id}] ${name}`,
      { method: 'POST', ...how, headers: { 'idempotency-key': '{key}', ...how.headers } },
      values,
      context,
      // An action on the customer is on no row.
      { optional: ['row'], action: true },
    )
    return {
      done: came !== 'absent',
      ...(message ? { message } : {}),
      ...(refresh ? { refresh } : {}),
    }
  },
})
