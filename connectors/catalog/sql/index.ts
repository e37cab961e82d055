import * as v from 'valibot'
import {
  type Answers,
  type AnyRow,
  type Connector,
  type ConnectorContext,
  ConnectorError,
  defineConnector,
  type FieldDefs,
  type Find,
  hasIdentifier,
  type Identifier,
  type IdentifierKind,
  type Money,
  matched,
  type Own,
  type Question,
  queryValue,
  type StandardSchema,
  type SystemRecord,
  sameIdentifier,
  type Totals,
  toKey,
  toNumber,
  vocabulary,
  type Want,
} from '../../contract/index.ts'
import { mapField } from '../../contract/mapping/fields.ts'
import { identifying } from '../../contract/mapping/names.ts'
import { look } from '../../contract/mapping/pointer.ts'
import { fold, isGuest, mapRecord } from '../../contract/mapping/record.ts'
import { mapRows } from '../../contract/mapping/rows.ts'
import {
  answersSchema,
  anyFieldMap,
  ownSchema,
  perKind,
  recordMap,
  systemEntries,
  withMistakes,
  words,
} from '../../contract/mapping/schema.ts'
import { resembles } from '../../contract/mapping/strangers.ts'
import { type Bound, bind, isSelect, namesIn } from './bind.ts'
import { mistakesOf } from './check-names.ts'
import type { SqlAnswer, SqlOptions } from './options.ts'

export type {
  AnswerMap,
  FieldMap,
  FieldRule,
  Locale,
  Meaning,
  Pointer,
  RecordMap,
} from '../../contract/mapping/types.ts'
export type { SqlAnswer, SqlOptions } from './options.ts'

const select = v.pipe(
  words,
  v.check(isSelect, 'one SELECT (or WITH … SELECT), without `;` and without `?`: values are named, `:value`'),
)
const entries = {
  select,
  totals: v.optional(v.strictObject({ select, sum: v.optional(anyFieldMap) })),
  lines: v.optional(v.strictObject({ field: v.string(), select, of: v.string() })),
}
const shape = v.strictObject({
  ...systemEntries,
  database: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9-]*$/, 'the NAME of a connection in the gateway (`till`), never an address'),
  ),
  find: v.optional(
    v.strictObject({
      by: perKind(select),
      record: recordMap,
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  ),
  answers: v.optional(answersSchema(entries)),
  own: v.optional(ownSchema(entries)),
  search: v.optional(select),
})
const schema = withMistakes(shape, mistakesOf as never) as unknown as StandardSchema<unknown, SqlOptions>

/**
 * The connector: `sql(options)`, where `options` are `SqlOptions`.
 *
 * @throws {OptionsError} One line for each wrong option, when it is made.
 * @example
 * ```ts
 * sql({
 *   id: 'till',
 *   title: 'Caja',
 *   database: 'till',
 *   find: {
 *     by: { phone: 'SELECT id, name, phone FROM customers WHERE phone = :value' },
 *     record: { id: 'id', identifiers: [{ kind: 'phone', from: 'phone' }], name: 'name' },
 *   },
 *   answers: {
 *     orders: {
 *       select: 'SELECT number, bought_at, total FROM sales WHERE customer = :record LIMIT :limit OFFSET :offset',
 *       id: 'number',
 *       fields: { orderNumber: 'number', orderDate: 'bought_at', total: 'total' },
 *     },
 *   },
 * })
 * ```
 */
export default defineConnector('sql', schema, (o: SqlOptions): Connector => {
  const answers: Record<string, unknown> = {}
  for (const [question, how] of Object.entries(o.answers ?? {}))
    if (how) answers[question] = answerer(o, question as Question, how as SqlAnswer<string>)
  const { search } = o
  return {
    id: o.id,
    title: o.title,
    origins: [],
    access: { kind: 'sql', database: o.database },
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
    ...(search && o.find
      ? {
          search: {
            run: async (text, limit, context) =>
              fold(
                (await rowsOf(o, 'search', search, { text, limit }, context)).flatMap(
                  (row) => mapRecord((o.find as NonNullable<SqlOptions['find']>).record, row, o) ?? [],
                ),
              ).slice(0, limit),
          },
        }
      : {}),
  }
})

async function rowsOf(
  o: SqlOptions,
  what: string,
  text: string,
  values: Bound,
  context: ConnectorContext,
): Promise<readonly Record<string, unknown>[]> {
  if (!context.query)
    throw new ConnectorError(
      'unsupported',
      `[${o.id}] ${what}: there is no database here; name the connection \`${o.database}\` in the gateway's configuration`,
    )
  const { sql, params } = bind(text, values)
  return context.query(sql, params)
}

const finder = (o: SqlOptions, find: NonNullable<SqlOptions['find']>): Find => ({
  by: Object.keys(find.by) as IdentifierKind[],
  async run(key, context) {
    const text = find.by[key.kind]
    if (!text) return matched([])
    const limit = find.limit ?? 200
    const rows = await rowsOf(
      o,
      `find by ${key.kind}`,
      text,
      { value: queryValue(key), raw: key.raw, limit },
      context,
    )
    const asked = `find by ${key.kind}`
    const place = { ...o, unread: (field: string, value: unknown) => context.unread?.(asked, field, value) }
    const all = fold(rows.flatMap((row) => mapRecord(find.record, row, place) ?? []))
    const records = all.filter(
      (record) => !isGuest(record, key) && hasIdentifier(record, key, o.phonePrefix, context.numberPlans),
    )
    if (all.length === 0 && rows.length > 0)
      throw new ConnectorError(
        'malformed',
        `[${o.id}] find by ${key.kind}: none of ${rows.length} rows has an id in \`${find.record.id}\`; check \`find.record.id\` against the columns of the SELECT`,
      )
    if (records.length === 0 && rows.length >= limit && !all.every((record) => resembles(record, key)))
      throw new ConnectorError(
        'malformed',
        `[${o.id}] find by ${key.kind}: the SELECT gave ${rows.length} rows, which is its limit, and none of them bears the ${key.kind} asked; check its WHERE`,
      )
    return matched(records, records.length < 2 || rows.length < limit)
  },
})

type Subject = { record: SystemRecord } | { key: Identifier }
const valuesOf = (subject: Subject): Bound => {
  if ('key' in subject) return { value: queryValue(subject.key), raw: subject.key.raw }
  const values: Record<string, string> = { record: subject.record.id }
  for (const { kind, value } of subject.record.identifiers) values[kind] ??= value
  return values
}

/** The parameters by which a SELECT says whom it is about. */
const whomIn = (select: string): string[] => [
  ...new Set(namesIn(select).filter((each) => identifying.has(each))),
]
const missingIn = (select: string, values: Bound): string[] =>
  whomIn(select).filter((each) => values[each] === undefined || values[each] === '')
const notAsked = (o: SqlOptions, question: string, names: readonly string[]): ConnectorError =>
  new ConnectorError(
    'unsupported',
    `[${o.id}] ${question}: not asked, because the record has no ${names.join(', no ')}; the SELECT asks by ${names.map((each) => `:${each}`).join(', ')}: map it among the record's identifiers, or ask by :record`,
  )

interface Got {
  rows: readonly AnyRow[]
  complete: boolean
  next?: string
  totals?: Totals
  freshFor?: number
  unread?: readonly string[]
  unreadRows?: number
}
async function get(
  o: SqlOptions,
  question: Question | 'own',
  defs: FieldDefs,
  how: SqlAnswer<string>,
  subject: Subject,
  want: Want,
  context: ConnectorContext,
): Promise<Got> {
  const offset = want.cursor === undefined ? 0 : Number(/^\d{1,12}$/.exec(want.cursor)?.[0] ?? Number.NaN)
  if (Number.isNaN(offset))
    throw new ConnectorError(
      'unsupported',
      `[${o.id}] ${question}: this cursor is not one of ours; ask for the first page again`,
    )
  const who = { ...valuesOf(subject), locale: want.locale }
  const missing = missingIn(how.select, who)
  if (missing.length > 0 && missing.length === whomIn(how.select).length) throw notAsked(o, question, missing)
  // One row more than wanted shows whether there are more. A SELECT without LIMIT gives all rows, and they
  // are cut here.
  const pages = /:offset\b/.test(how.select)
  const found = await rowsOf(o, question, how.select, { ...who, limit: want.limit + 1, offset }, context)
  // NULL equals nothing: an empty answer to a SELECT that lacks one of its values is no answer.
  if (missing.length > 0 && found.length === 0 && offset === 0) throw notAsked(o, question, missing)
  const page = pages ? found.slice(0, want.limit) : found.slice(offset, offset + want.limit)
  const more = pages ? found.length > want.limit : found.length > offset + want.limit
  const full =
    how.lines && want.fields.includes(how.lines.field) && page.length > 0
      ? await withLines(o, question, how, how.lines, page, who, context)
      : page
  const mine = (owner: string) =>
    'record' in subject
      ? owner === subject.record.id
      : sameIdentifier(
          { kind: subject.key.kind, value: owner },
          subject.key,
          o.phonePrefix,
          context.numberPlans,
        )
  const { owner } = how
  if (
    owner !== undefined &&
    offset === 0 &&
    full.length > 0 &&
    whomIn(how.select).length > 0 &&
    !full.some((row) => mine(toKey(look(row, owner)) ?? ''))
  )
    throw new ConnectorError(
      'malformed',
      `[${o.id}] ${question}: the SELECT gave ${full.length} ${full.length === 1 ? 'row' : 'rows'}, none of which is of the one asked about (\`owner\`: \`${owner}\`); check its WHERE`,
    )
  const { rows, strangers, nameless, ownerless, unread } = mapRows(defs, how, full, want.fields, mine, {
    ...o,
    // Databases write decimals with a point; a column of texts may not.
    decimal: o.decimal ?? '.',
    language: want.locale,
    numberPlans: context.numberPlans,
    unread: (field, value) => context.unread?.(question, field, value),
  })
  if (nameless > 0 && nameless === full.length)
    throw new ConnectorError(
      'malformed',
      `[${o.id}] ${question}: none of ${nameless} ${nameless === 1 ? 'row' : 'rows'} has an id in \`${how.id ?? 'id'}\`; write \`id\`: the column that has the row's own number`,
    )
  const next = more && page.length > 0 ? { next: String(offset + page.length) } : {}
  // What the database counted holds the rows of others too.
  const totals = how.totals && strangers === 0 ? { totals: await totalsOf(o, how.totals, who, context) } : {}
  return {
    rows,
    complete: !more,
    ...next,
    ...totals,
    ...(how.freshFor === undefined ? {} : { freshFor: how.freshFor }),
    ...(unread.length ? { unread } : {}),
    ...(nameless + ownerless ? { unreadRows: nameless + ownerless } : {}),
  }
}

async function withLines(
  o: SqlOptions,
  question: string,
  how: SqlAnswer<string>,
  lines: NonNullable<SqlAnswer<string>['lines']>,
  page: readonly Record<string, unknown>[],
  who: Bound,
  context: ConnectorContext,
) {
  const idOf = (row: Record<string, unknown>) => toKey(row[how.id ?? 'id']) ?? ''
  const all = await rowsOf(o, `${question} lines`, lines.select, { ...who, ids: page.map(idOf) }, context)
  const byRow = new Map<string, Record<string, unknown>[]>()
  for (const line of all)
    byRow.set(String(line[lines.of]), [...(byRow.get(String(line[lines.of])) ?? []), line])
  return page.map((row) => ({ ...row, [lines.field]: byRow.get(idOf(row)) ?? [] }))
}

async function totalsOf(
  o: SqlOptions,
  how: NonNullable<SqlAnswer<string>['totals']>,
  who: Bound,
  context: ConnectorContext,
): Promise<Totals> {
  const row = (await rowsOf(o, 'totals', how.select, who, context))[0] ?? {}
  return {
    count: toNumber(row.count),
    sum:
      row.sum === undefined
        ? undefined
        : (mapField('sum', { type: 'money' }, how.sum ?? 'sum', {
            row,
            root: row,
            locale: { ...o, decimal: o.decimal ?? '.' },
            unread: () => {},
          }) as Money | undefined),
  }
}

function answerer(o: SqlOptions, question: Question | 'own', how: SqlAnswer<string>) {
  const defs: FieldDefs = question === 'own' ? (o.own?.fields ?? {}) : vocabulary[question].fields
  const many = question !== 'own' && vocabulary[question].rows === 'many'
  const shaped = async (subject: Subject, want: Want, context: ConnectorContext) => {
    const got = await get(
      o,
      question,
      defs,
      how,
      subject,
      many ? want : { ...want, limit: 1, cursor: undefined },
      context,
    )
    if (!many && how.owner === undefined && !got.complete)
      throw new ConnectorError(
        'malformed',
        `[${o.id}] ${question}: the SELECT gave several rows where one belongs, and nothing says which it is; check its WHERE, or write LIMIT 1 after the ORDER BY that says which`,
      )
    return many
      ? got
      : {
          value: got.rows[0] ?? null,
          complete: got.complete,
          ...(got.freshFor === undefined ? {} : { freshFor: got.freshFor }),
          ...(got.unread ? { unread: got.unread } : {}),
          ...(got.unreadRows ? { unreadRows: got.unreadRows } : {}),
        }
  }
  const tempo = {
    fields: Object.keys(how.fields),
    ...(how.freshFor === undefined ? {} : { freshFor: how.freshFor }),
    ...(how.retry === undefined ? {} : { retry: how.retry }),
  }
  return how.from === undefined || how.from === 'record'
    ? {
        ...tempo,
        from: 'record' as const,
        get: (record: SystemRecord, want: Want, context: ConnectorContext) =>
          shaped({ record }, want, context),
      }
    : {
        ...tempo,
        from: how.from,
        get: (key: Identifier, want: Want, context: ConnectorContext) => shaped({ key }, want, context),
      }
}
