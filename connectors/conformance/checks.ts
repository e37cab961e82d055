import * as v from 'valibot'
import {
  type AnyRow,
  type Asked,
  type Connector,
  type FieldDefs,
  type ForeignCard,
  identifierKinds,
  isConnectorError,
  type Match,
  question,
  rowSchema,
  type Sensitivity,
  type SystemRecord,
  valueSchemas,
} from '../contract/index.ts'

/**
 * A plain assertion, so that the kit needs no runner. The error's message says what, where and what to do.
 */
export function assert(holds: unknown, says: string): asserts holds {
  if (!holds) throw new Error(says)
}
export const show = (x: unknown): string => {
  const text = JSON.stringify(x) ?? String(x)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

const optional = {
  name: v.optional(valueSchemas.personName),
  birthDate: v.optional(valueSchemas.date),
  address: v.optional(valueSchemas.address),
  url: v.optional(valueSchemas.url),
  observedAt: v.optional(valueSchemas.datetime),
}
const recordSchema = v.strictObject({
  id: valueSchemas.id,
  kind: v.optional(v.picklist(['person', 'company', 'household', 'prospect'])),
  ...optional,
  identifiers: v.array(
    v.strictObject({
      kind: v.picklist(identifierKinds),
      value: v.pipe(v.string(), v.minLength(1)),
      scope: v.optional(v.string()),
      verified: v.optional(v.boolean()),
    }),
  ),
})
const matchSchema = v.variant('match', [
  v.strictObject({ match: v.literal('none') }),
  v.strictObject({ match: v.literal('one'), record: recordSchema }),
  v.strictObject({ match: v.literal('many'), records: v.array(recordSchema), complete: v.boolean() }),
])
const totals = v.optional(
  v.strictObject({ count: v.optional(v.number()), sum: v.optional(valueSchemas.money) }),
)
const freshFor = v.optional(v.pipe(v.number(), v.minValue(0)))
const unread = v.optional(v.array(v.string()))
const unreadRows = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))
const foreign = v.looseObject({
  key: v.string(),
  title: v.unknown(),
  state: v.picklist(['loaded', 'nothing', 'missing']),
  blocks: v.array(
    v.looseObject({
      is: v.picklist(['text', 'badge', 'copy', 'link', 'datetime', 'divider', 'spacer', 'row', 'box']),
    }),
  ),
})

const issueOf = (schema: v.GenericSchema, value: unknown): string | undefined => {
  const r = v.safeParse(schema, value)
  const first = r.issues?.[0]
  return first && `${v.getDotPath(first) ?? 'it'}: ${first.message}`
}

export const recordsOf = (match: Match): readonly SystemRecord[] =>
  match.match === 'none' ? [] : match.match === 'one' ? [match.record] : match.records
export function checkMatch(match: unknown): asserts match is Match {
  const issue = issueOf(matchSchema, match)
  assert(!issue, `find answered something that is no Match (${issue}): ${show(match)}`)
}

export const defsOf = (connector: Connector, asked: Asked): FieldDefs =>
  asked === 'own' ? (connector.own?.fields ?? {}) : asked === 'cards' ? {} : question(asked).fields
export const isMany = (asked: Asked): boolean =>
  asked === 'cards' || (asked !== 'own' && question(asked).rows === 'many')

export interface Answered {
  rows: readonly AnyRow[]
  complete: boolean
  next?: string | undefined
  count?: number | undefined
}
/** Any answer as rows, after its whole shape was checked against the vocabulary. */
export function checkAnswer(connector: Connector, asked: Asked, answer: unknown): Answered {
  const row = asked === 'cards' ? foreign : rowSchema(defsOf(connector, asked))
  const schema = isMany(asked)
    ? v.strictObject({
        rows: v.array(row as v.GenericSchema),
        complete: v.boolean(),
        next: v.optional(v.string()),
        totals,
        freshFor,
        unread,
        unreadRows,
      })
    : v.strictObject({
        value: v.nullable(row as v.GenericSchema),
        complete: v.boolean(),
        freshFor,
        unread,
        unreadRows,
      })
  const issue = issueOf(schema, answer)
  assert(!issue, `${asked}: the answer has not the shape of the vocabulary (${issue})`)
  const a = answer as {
    rows?: AnyRow[]
    value?: AnyRow | null
    complete: boolean
    next?: string
    totals?: { count?: number }
  }
  return {
    rows: a.rows ?? (a.value ? [a.value] : []),
    complete: a.complete,
    next: a.next,
    count: a.totals?.count,
  }
}

/** What the connector says it offers of a question; undefined: all of it. */
export const offeredFields = (connector: Connector, asked: Asked): readonly string[] | undefined =>
  asked === 'cards' ? undefined : (asked === 'own' ? connector.own?.answer : connector.answers[asked])?.fields

/** Fields of a row beyond the wanted ones. */
export const unwanted = (rows: readonly AnyRow[], wanted: readonly string[]): string[] => [
  ...new Set(
    rows.flatMap((row) =>
      Object.keys(row).filter(
        (name) => row[name] !== undefined && name !== 'id' && name !== 'url' && !wanted.includes(name),
      ),
    ),
  ),
]

const personal: readonly [RegExp, string][] = [
  [/[\w.+-]+@[\w-]+\.[a-z]{2,}/i, 'a mail address'],
  [/(?:\+|\b00)\d{2}[ .-]?\d(?:[ .-]?\d){7,10}\b/, 'a telephone'],
  [/(?<![\w-])[67]\d{2}[ .-]\d{2,3}[ .-]\d{2,3}(?:[ .-]\d{2,3})?(?![\w-])/, 'a telephone'],
  [/\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}\b/, 'an IBAN'],
  [/(?<![A-Z0-9-])(?:\d{8}|[XYZ]\d{7})[A-HJ-NP-TV-Z](?![A-Z0-9-])/, 'a national id'],
]
const isDni = (text: string) => {
  const m = /([XYZ]?)(\d{7,8})([A-Z])/.exec(text)
  return (
    m !== null &&
    'TRWAGMYFPDXBNJZSQVHLCKE'[Number((m[1] ? 'XYZ'.indexOf(m[1]) : '') + (m[2] as string)) % 23] === m[3]
  )
}
/**
 * Finds personal data in a field declared to have none. Authors may declare a field wrongly, so its values
 * are examined.
 */
export function personalIn(sensitivity: Sensitivity, type: string, value: unknown): string | undefined {
  if (sensitivity !== 'none' && sensitivity !== 'pseudonymous') return undefined
  if (['date', 'datetime', 'number', 'money', 'percent', 'boolean', 'duration', 'series'].includes(type))
    return undefined
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return personal.find(
    ([pattern, what]) => pattern.test(text) && (what !== 'a national id' || isDni(text)),
  )?.[1]
}
/** A personal fact of the row that its link contains. */
export function factInLink(url: string, row: AnyRow, defs: FieldDefs): string | undefined {
  let plain = url
  try {
    plain = decodeURIComponent(url.replaceAll('+', ' '))
  } catch {
    /* as it is */
  }
  const within = (value: unknown): boolean =>
    typeof value === 'string'
      ? value.length > 3 && `${url}\n${plain}`.toLowerCase().includes(value.toLowerCase())
      : typeof value === 'object' && value !== null && Object.values(value).some(within)
  const found = Object.entries(defs).find(
    ([name, def]) => def.sensitivity !== 'none' && def.sensitivity !== 'pseudonymous' && within(row[name]),
  )
  return found && `${found[0]}, which is ${found[1].sensitivity}`
}
export const cardText = (card: ForeignCard): string => JSON.stringify(card.blocks)

/** Asserts that the error is a ConnectorError with one of these codes. */
export function checkError(e: unknown, codes: readonly string[], when: string): void {
  assert(
    isConnectorError(e),
    `${when}: it threw ${e instanceof Error ? `${e.name}: ${e.message}` : show(e)}; throw a ConnectorError with one of: ${codes.join(', ')}`,
  )
  assert(
    codes.includes(e.code),
    `${when}: the code is \`${e.code}\`, it should be ${codes.map((c) => `\`${c}\``).join(' or ')}`,
  )
}
/** Every text an error carries, its causes included. */
export const textOf = (e: unknown): string =>
  e instanceof Error
    ? `${e.name} ${e.message} ${e.stack ?? ''} ${JSON.stringify(e)} ${e.cause === undefined ? '' : textOf(e.cause)}`
    : show(e)
