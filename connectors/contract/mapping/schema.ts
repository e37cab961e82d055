import * as v from 'valibot'
import { sensitivities } from '../field.ts'
import { identifierKinds } from '../identifier.ts'
import { textSchema, valueSchemas, valueTypes } from '../values.ts'
import { type Question, questions, vocabulary } from '../vocabulary.ts'
import type { Mistake } from './names.ts'

/** Options whose shape is right are also read for mistakes that a shape does not show, each one line. */
export const withMistakes = <S extends v.GenericSchema>(
  shape: S,
  mistakesOf: (options: v.InferOutput<S>) => readonly Mistake[],
) =>
  v.pipe(
    shape,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return
      for (const { path, says } of mistakesOf(dataset.value as v.InferOutput<S>))
        addIssue({ message: says, path: path.map((key) => ({ key })) as never })
    }),
  )

/**
 * The options of a mapping, checked: a misspelt key or field is an error that says which, not a column that
 * stays empty.
 */
export const pointer = v.pipe(v.string(), v.maxLength(300))
export const words = v.pipe(v.string(), v.minLength(1), v.maxLength(4_000))
export const connectorId = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and dashes: `shop`'),
)
const scalar = v.union([v.string(), v.number(), v.boolean()])

const fieldMap: v.GenericSchema = v.lazy(() =>
  v.union(
    [
      pointer,
      v.strictObject({
        from: v.optional(v.union([pointer, v.array(pointer)])),
        value: v.optional(v.unknown()),
        empty: v.optional(v.array(scalar)),
        minor: v.optional(
          v.union([v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4)), v.literal('currency')]),
        ),
        decimal: v.optional(v.picklist([',', '.'], "one of `','`, `'.'`")),
        currency: v.optional(
          v.union([
            v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'a currency is ISO 4217: `EUR`')),
            v.strictObject({ from: pointer }),
          ]),
        ),
        map: v.optional(
          v.record(
            v.string(),
            v.union([
              v.string(),
              v.object({ ...valueSchemas.status.entries, label: v.optional(textSchema) }),
            ]),
          ),
        ),
        yes: v.optional(v.array(scalar)),
        times: v.optional(v.number()),
        unit: v.optional(v.picklist(['s', 'm', 'h', 'd', 'ms'], 'one of ms, s, m, h, d')),
        order: v.optional(v.picklist(['dmy', 'mdy'])),
        join: v.optional(v.string()),
        split: v.optional(v.string()),
        of: v.optional(v.record(v.string(), fieldMap)),
      }),
    ],
    'a pointer (`order.total`) or { from, minor, map, … }; see FieldRule',
  ),
)

export const recordMap = v.strictObject({
  id: pointer,
  kind: v.optional(fieldMap),
  identifiers: v.array(
    v.strictObject({
      kind: v.picklist(identifierKinds),
      from: pointer,
      scope: v.optional(words),
      verified: v.optional(v.union([pointer, v.literal(true)])),
    }),
  ),
  name: v.optional(fieldMap),
  birthDate: v.optional(fieldMap),
  address: v.optional(fieldMap),
  observedAt: v.optional(fieldMap),
  url: v.optional(words),
})

const kinds = v.pipe(v.array(v.picklist(identifierKinds)), v.minLength(1))
/** What every answer has. `fields` may only name fields of its question. */
const answerBase = {
  from: v.optional(v.union([v.literal('record'), kinds])),
  id: v.optional(pointer),
  url: v.optional(words),
  owner: v.optional(pointer),
  freshFor: v.optional(v.pipe(v.number(), v.minValue(0))),
  retry: v.optional(v.picklist([0, 1])),
}

/** One entry per question, each with its own list of fields, plus what the kind of connector adds. */
export function answersSchema<E extends v.ObjectEntries>(extra: E) {
  const one = (q: Question) => {
    const names = Object.keys(vocabulary[q].fields)
    return v.optional(
      v.strictObject({
        ...answerBase,
        ...extra,
        fields: named(names, `${q} has no such field; it has ${names.join(', ')}`),
      }),
    )
  }
  return v.strictObject(
    Object.fromEntries(questions.map((q) => [q, one(q)])) as { [Q in Question]: ReturnType<typeof one> },
  )
}
export const ownSchema = <E extends v.ObjectEntries>(extra: E) =>
  v.strictObject({
    fields: v.record(v.string(), fieldDef),
    blocks: v.optional(v.array(v.looseObject({ block: v.string() }))),
    answer: v.strictObject({ ...answerBase, ...extra, fields: v.record(v.string(), fieldMap) }),
  })

const named = (names: readonly string[], message: string) =>
  v.record(v.picklist(names as readonly [string, ...string[]], message), fieldMap)
export const fieldDef = v.strictObject({
  type: v.picklist(valueTypes),
  sensitivity: v.picklist(
    sensitivities,
    'say how private it is: none, pseudonymous, personal, financial or special',
  ),
  label: v.optional(textSchema),
  list: v.optional(v.literal(true)),
  of: v.optional(v.record(v.string(), v.object({ type: v.picklist(valueTypes) }))),
})
export const anyFieldMap = fieldMap

/** What every mapped system has. */
export const systemEntries = {
  id: connectorId,
  title: textSchema,
  mayHoldDuplicates: v.optional(v.boolean()),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'a currency is ISO 4217: `EUR`'))),
  decimal: v.optional(v.picklist([',', '.'], "one of `','`, `'.'`")),
  timeZone: v.optional(
    v.pipe(
      v.string(),
      v.check((zone) => {
        try {
          return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
        } catch {
          return false
        }
      }, 'a time zone is IANA: `Europe/Madrid`'),
    ),
  ),
  phonePrefix: v.optional(v.pipe(v.string(), v.regex(/^\+\d{1,3}$/, 'a prefix is `+34`'))),
}
const perKind = <S extends v.GenericSchema>(schema: S) =>
  v.strictObject(
    Object.fromEntries(identifierKinds.map((kind) => [kind, v.optional(schema)])) as Record<
      (typeof identifierKinds)[number],
      v.OptionalSchema<S, undefined>
    >,
  )

export { perKind }
