import * as v from 'valibot'
import {
  type AnyRow,
  type Asked,
  type Connector,
  ConnectorError,
  type FieldDef,
  type FieldDefs,
  fieldSchema,
  type LinkSubject,
  type Match,
  personInLink,
  type SystemRecord,
  safeLink,
  type Totals,
  textSchema,
  valueSchemas,
  question as vocabularyOf,
} from '../../contract/index.ts'

/**
 * A system's answer after checking: only wanted and declared fields, each of its type. It is not yet released
 * and never leaves the gateway.
 */
export interface Checked {
  rows: readonly AnyRow[]
  complete: boolean
  next?: string | undefined
  totals?: Totals | undefined
  freshFor?: number | undefined
  /** Fields that some row has and that could not be read: by the connector, or as the vocabulary has them. */
  unread?: readonly string[] | undefined
  /** Rows that came and could not be read at all. */
  unreadRows?: number | undefined
  faults: readonly { code: 'malformed' | 'card-missing'; says: string }[]
}

/** Whether all that the system has came and could be read. `shown`: only what could not be read of these counts. */
export const isWhole = (
  { complete, unread, unreadRows }: Pick<Checked, 'complete' | 'unread' | 'unreadRows'>,
  shown?: readonly string[],
): boolean =>
  complete && !unreadRows && !unread?.some((field) => shown === undefined || shown.includes(field))

/** The fields with which a connector may answer a question. */
export const fieldsOf = (connector: Connector, asked: Asked): FieldDefs =>
  asked === 'own'
    ? (connector.own?.fields ?? {})
    : asked === 'cards'
      ? cardFields
      : vocabularyOf(asked).fields
const cardFields = {
  title: { type: 'text', sensitivity: 'special' },
  state: { type: 'text', sensitivity: 'special' },
  blocks: { type: 'text', sensitivity: 'special', list: true },
} as const satisfies Record<string, FieldDef>

const totalsSchema = v.object({
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  sum: v.optional(valueSchemas.money),
})
const idSchema = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.minLength(1),
  v.maxLength(300),
)
const isObject = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

const isCount = (x: unknown): x is number => Number.isInteger(x) && (x as number) > 0

const nobody: LinkSubject = { identifiers: [] }

/**
 * Parses an answer to one question about a person. Throws `malformed` when it is no answer at all; a single
 * bad field is left out and reported.
 */
export function checkAnswer(
  connector: Connector,
  asked: Asked,
  wanted: readonly string[],
  limit: number,
  raw: unknown,
  about: LinkSubject = nobody,
): Checked {
  const bad = (what: string) =>
    new ConnectorError(
      'malformed',
      `[${connector.id}] ${asked}: ${what}; the connector must answer { rows | value, complete }`,
    )
  if (!isObject(raw)) throw bad('the answer is not an object')
  if (typeof raw.complete !== 'boolean') throw bad('`complete` is missing')
  const one = !('rows' in raw)
  if (one && !('value' in raw)) throw bad('neither `rows` nor `value`')
  const list: unknown = one ? (raw.value === null || raw.value === undefined ? [] : [raw.value]) : raw.rows
  if (!Array.isArray(list)) throw bad('`rows` is not a list')
  const faults: Checked['faults'][number][] = []
  const rows =
    asked === 'cards'
      ? checkCards(connector, wanted, list, faults)
      : list.slice(0, limit).map((row) => checkRow(connector, asked, wanted, row, faults, about))
  const wrong = rows.flatMap((row) => (row && misread.get(row)) ?? [])
  const said = Array.isArray(raw.unread) ? raw.unread.filter((name) => wanted.includes(name as string)) : []
  const unread = [...new Set([...wrong, ...(said as string[])])]
  const dropped = rows.filter((row) => row === undefined).length
  const unreadRows = dropped + (isCount(raw.unreadRows) ? raw.unreadRows : 0)
  const totals = raw.totals === undefined ? undefined : v.safeParse(totalsSchema, raw.totals)
  if (totals && !totals.success)
    faults.push({ code: 'malformed', says: `[${connector.id}] ${asked}: totals dropped, not { count, sum }` })
  return {
    rows: rows.filter((r): r is AnyRow => r !== undefined),
    complete: raw.complete && list.length <= limit,
    next:
      typeof raw.next === 'string' && raw.next.length > 0 && raw.next.length <= 4_000 ? raw.next : undefined,
    totals: totals?.success ? totals.output : undefined,
    freshFor:
      typeof raw.freshFor === 'number' && raw.freshFor >= 0 && Number.isFinite(raw.freshFor)
        ? raw.freshFor
        : undefined,
    ...(unread.length ? { unread } : {}),
    ...(unreadRows ? { unreadRows } : {}),
    faults,
  }
}

/** The fields of a row that were dropped. */
const misread = new WeakMap<AnyRow, readonly string[]>()
/** In how many rows of an answer a field was dropped. */
export const misreadIn = (rows: readonly AnyRow[], field: string): number =>
  rows.filter((row) => misread.get(row)?.includes(field)).length

function checkRow(
  connector: Connector,
  asked: Asked,
  wanted: readonly string[],
  row: unknown,
  faults: Checked['faults'][number][],
  about: LinkSubject,
): AnyRow | undefined {
  const id = isObject(row) ? v.safeParse(idSchema, row.id) : undefined
  if (!isObject(row) || !id?.success) {
    faults.push({ code: 'malformed', says: `[${connector.id}] ${asked}: a row without id was dropped` })
    return undefined
  }
  const defs = fieldsOf(connector, asked)
  const kept: AnyRow = { id: id.output }
  const url = safeLink(row.url)
  // A link may also contain a column that is no field of the row, so the identifiers we asked about are
  // looked for too.
  if (url && !carriesAPersonalFact(url, row, defs) && !personInLink(url, about)) kept.url = url
  for (const name of wanted) {
    const def = Object.hasOwn(defs, name) ? defs[name] : undefined
    const value = Object.hasOwn(row, name) ? row[name] : undefined
    if (!def || value === undefined || value === null) continue
    const parsed = v.safeParse(fieldSchema(def), value)
    if (parsed.success) kept[name] = parsed.output
    // The message leaves out the value: it may be personal.
    else {
      misread.set(kept, [...(misread.get(kept) ?? []), name])
      faults.push({
        code: 'malformed',
        says: `[${connector.id}] ${asked}.${name}: dropped, not a ${def.list ? 'list of ' : ''}${def.type}`,
      })
    }
  }
  return kept
}

/**
 * Everybody who sees the row gets its link. A link that contains a personal, financial or special fact of the
 * row would show what release hides.
 */
function carriesAPersonalFact(url: string, row: Record<string, unknown>, defs: FieldDefs): boolean {
  let plain = url
  try {
    plain = decodeURIComponent(url.replaceAll('+', ' '))
  } catch {
    /* as it is */
  }
  const said = `${url}\n${plain}`.toLowerCase()
  const within = (value: unknown): boolean =>
    typeof value === 'string'
      ? value.length > 3 && said.includes(value.toLowerCase())
      : Array.isArray(value)
        ? value.some(within)
        : isObject(value) && Object.values(value).some(within)
  return Object.entries(defs).some(
    ([name, def]) =>
      (def.sensitivity === 'personal' || def.sensitivity === 'financial' || def.sensitivity === 'special') &&
      Object.hasOwn(row, name) &&
      within(row[name]),
  )
}

const toneSchema = v.picklist(['normal', 'muted', 'good', 'warn', 'bad'])
const short = v.pipe(v.string(), v.maxLength(10_000))
const blockSchema: v.GenericSchema = v.lazy(() =>
  v.variant('is', [
    v.object({
      is: v.literal('text'),
      text: short,
      tone: v.fallback(toneSchema, 'normal'),
      size: v.fallback(v.picklist(['s', 'm', 'l']), 'm'),
    }),
    v.object({ is: v.literal('badge'), text: short, tone: v.fallback(toneSchema, 'normal') }),
    v.object({ is: v.literal('copy'), value: short, label: v.optional(short) }),
    v.object({
      is: v.literal('link'),
      label: short,
      url: v.pipe(
        v.string(),
        v.check((u) => safeLink(u) !== undefined, 'a link is https, mailto or tel'),
      ),
    }),
    v.object({ is: v.literal('datetime'), at: v.pipe(v.string(), v.maxLength(60)) }),
    v.object({ is: v.literal('divider') }),
    v.object({ is: v.literal('spacer') }),
    v.object({ is: v.literal('row'), main: blocks, aside: blocks }),
    v.object({ is: v.literal('box'), content: blocks }),
  ]),
)
const blocks = v.pipe(v.array(blockSchema), v.maxLength(200))
const cardSchema = v.object({
  key: idSchema,
  title: textSchema,
  state: v.picklist(['loaded', 'nothing', 'missing']),
  blocks,
})

function checkCards(
  connector: Connector,
  wanted: readonly string[],
  list: readonly unknown[],
  faults: Checked['faults'][number][],
): (AnyRow | undefined)[] {
  const keyOf = (card: unknown) => (isObject(card) ? String(card.key ?? '') : '')
  // An endpoint may send cards that nobody asked for. They are no fault, and they are dropped.
  return list
    .slice(0, 50)
    .filter((card) => wanted.includes(keyOf(card)) || keyOf(card) === '')
    .map((card) => {
      const parsed = v.safeParse(cardSchema, card)
      if (!parsed.success) {
        faults.push({
          code: 'malformed',
          says: `[${connector.id}] cards: a card that is not a card was dropped`,
        })
        return undefined
      }
      const { key, title, state, blocks: content } = parsed.output
      if (state === 'missing')
        faults.push({
          code: 'card-missing',
          says: `[${connector.id}] cards: «${key}» was asked for and did not come`,
        })
      return { id: key, title, state, blocks: content } as AnyRow
    })
}

const recordSchema = v.object({
  id: idSchema,
  kind: v.fallback(v.optional(v.picklist(['person', 'company', 'household', 'prospect'])), undefined),
  identifiers: v.array(
    v.object({
      kind: v.string(),
      value: v.string(),
      scope: v.optional(v.string()),
      verified: v.optional(v.boolean()),
    }),
  ),
  name: v.fallback(v.optional(valueSchemas.personName), undefined),
  birthDate: v.fallback(v.optional(valueSchemas.date), undefined),
  address: v.fallback(v.optional(valueSchemas.address), undefined),
  url: v.fallback(v.optional(valueSchemas.url), undefined),
  observedAt: v.fallback(v.optional(valueSchemas.datetime), undefined),
})
const clean = (raw: unknown): SystemRecord[] => {
  const r = v.safeParse(recordSchema, raw)
  return r.success
    ? [
        Object.fromEntries(
          Object.entries(r.output).filter(([, x]) => x !== undefined),
        ) as unknown as SystemRecord,
      ]
    : []
}

/**
 * Parses what `find` or `search` answered. What is no valid record is left out, and the match then counts as
 * incomplete.
 */
export function checkRecords(
  raw: unknown,
  limit: number,
): { records: readonly SystemRecord[]; whole: boolean } {
  const list = Array.isArray(raw) ? raw : []
  const records = list.slice(0, limit).flatMap(clean)
  return { records, whole: records.length === list.length }
}
export function checkMatch(connector: Connector, raw: unknown, limit: number): Match {
  const bad = () =>
    new ConnectorError(
      'malformed',
      `[${connector.id}] find: not a match; the connector must answer none, one or many`,
    )
  if (!isObject(raw)) throw bad()
  if (raw.match === 'none') return { match: 'none' }
  const list = raw.match === 'one' ? [raw.record] : raw.match === 'many' ? raw.records : undefined
  if (!Array.isArray(list)) throw bad()
  const { records, whole } = checkRecords(list, limit)
  if (list.length > 0 && records.length === 0) throw bad()
  const complete = whole && (raw.match === 'one' || raw.complete === true)
  return records.length === 0
    ? { match: 'none' }
    : records.length === 1 && complete
      ? { match: 'one', record: records[0] as SystemRecord }
      : { match: 'many', records, complete }
}
