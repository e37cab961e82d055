import * as v from 'valibot'
import {
  type Answers,
  type AnyRow,
  type Connector,
  defineConnector,
  type FieldName,
  hasIdentifier,
  type Identifier,
  identifierKinds,
  matched,
  type Question,
  question,
  questions,
  type Row,
  rowSchema,
  type StandardSchema,
  type SystemRecord,
  type Text,
  textSchema,
  vocabulary,
  type Want,
} from '../../contract/index.ts'

/**
 * The data of the memory connector: people, their records, and the rows of each answer. Read this connector
 * first. It calls no system, so its file shows the contract and nothing else.
 */
export interface MemoryOptions {
  id: string
  title: Text
  people: readonly { record: SystemRecord; answers?: { readonly [Q in Question]?: readonly Row<Q>[] } }[]
  /**
   * The fields that it offers of a question, whether or not somebody has a value there. Default: those that
   * somebody has.
   */
  fields?: { readonly [Q in Question]?: readonly FieldName<Q>[] }
}

// 1. The options are checked by a schema, so that a mistake is one clear line at start. Any Standard Schema
// validator will do.
const record = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  identifiers: v.array(v.looseObject({ kind: v.picklist(identifierKinds), value: v.string() })),
})
const rows = Object.fromEntries(questions.map((q) => [q, v.optional(v.array(rowSchema(question(q).fields)))]))
const offered = Object.fromEntries(
  questions.map((q) => [q, v.optional(v.array(v.picklist(Object.keys(question(q).fields))))]),
)
const schema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and dashes')),
  title: textSchema,
  people: v.array(v.strictObject({ record, answers: v.optional(v.strictObject(rows)) })),
  fields: v.optional(v.strictObject(offered)),
}) as unknown as StandardSchema<unknown, MemoryOptions>

// 2. A connector module's default export turns options into a connector.
/**
 * The connector: `memory(options)`, where `options` are `MemoryOptions`.
 *
 * @throws {OptionsError} One line for each wrong option, when it is made.
 * @example
 * ```ts
 * memory({
 *   id: 'crm',
 *   title: 'CRM',
 *   people: [{ record: { id: '17', identifiers: [{ kind: 'mail', value: 'lucia@correo.example' }] } }],
 * })
 * ```
 */
export default defineConnector(
  'memory',
  schema,
  (o: MemoryOptions): Connector => ({
    id: o.id,
    title: o.title,
    // 3. The only origins it may call (none here), and how it authenticates. Secrets are named here; their
    // values are in the gateway.
    origins: [],
    access: { kind: 'open' },

    // 4. find: which kinds of identifier it can look for, and every record that has the given one. "Nobody"
    // is an answer, not a failure.
    find: {
      by: identifierKinds,
      run: async (key: Identifier) =>
        matched(o.people.filter((one) => hasIdentifier(one.record, key)).map((one) => one.record)),
    },

    // 5. search: type-ahead over names and identifiers.
    search: {
      run: async (text, limit) =>
        o.people
          .map((one) => one.record)
          .filter((r) =>
            [r.name?.full, ...r.identifiers.map((i) => i.value)].some((s) =>
              s?.toLowerCase().startsWith(text.toLowerCase()),
            ),
          )
          .slice(0, limit),
    },

    // 6. answers: one per question it can answer. Capability is presence: a question that is not here is
    // never asked, and of a field that `fields` does not name its silence says nothing.
    answers: Object.fromEntries(
      questions
        .filter((q) => o.people.some((one) => one.answers?.[q]))
        .map((q) => [
          q,
          {
            from: 'record',
            fields: o.fields?.[q] ?? fieldsThere(o, q),
            get: async (r: SystemRecord, want: Want) => answer(o, q, r, want),
          },
        ]),
    ) as Answers,
  }),
)

const fieldsThere = (o: MemoryOptions, q: Question): readonly string[] => [
  ...new Set(
    o.people
      .flatMap((one): readonly AnyRow[] => one.answers?.[q] ?? [])
      .flatMap((row) =>
        Object.keys(row).filter((name) => name !== 'id' && name !== 'url' && row[name] !== undefined),
      ),
  ),
]

function answer(o: MemoryOptions, q: Question, { id }: SystemRecord, want: Want) {
  const all: readonly AnyRow[] = o.people.find((one) => one.record.id === id)?.answers?.[q] ?? []
  // 7. Only the wanted fields: a field that was not asked for does not leave the connector.
  const only = (row: AnyRow): AnyRow =>
    Object.fromEntries(
      Object.entries(row).filter(([name]) => name === 'id' || name === 'url' || want.fields.includes(name)),
    ) as AnyRow
  if (vocabulary[q].rows === 'one') return { value: all[0] ? only(all[0]) : null, complete: true }
  // 8. Pages: `complete` is false while there is more, and `next` says where to go on. Totals come from the
  // owner.
  const start = Number(want.cursor ?? 0)
  const end = start + want.limit
  return {
    rows: all.slice(start, end).map(only),
    complete: end >= all.length,
    ...(end < all.length ? { next: String(end) } : {}),
    totals: { count: all.length },
  }
}
