import * as v from 'valibot'
import { connectorErrorCodes } from './errors.ts'
import { fromSchema, listOf, releasedRowSchema } from './released.ts'
import { rollUpSchema } from './roll-up.ts'
import { valueSchemas } from './values.ts'
import { questions } from './vocabulary.ts'

const text = v.string()

/** The schema of `Asked`. */
export const askedSchema = v.picklist([...questions, 'own', 'cards'])
/** What can be asked: the vocabulary, a connector's own fields, foreign cards. */
export type Asked = v.InferOutput<typeof askedSchema>

const rows = listOf(releasedRowSchema)
const knownSchema = v.variant('known', [
  v.strictObject({ known: v.literal('nothing') }),
  v.strictObject({ known: v.literal('none'), from: fromSchema }),
  v.strictObject({ known: v.literal('value'), value: rows, from: fromSchema, freshUntil: text }),
  v.strictObject({
    known: v.literal('incomplete'),
    value: rows,
    from: fromSchema,
    /**
     * truncated: the system has more than it gave · filtered: there may be rows that this role does not see ·
     * unreadable: a row, or a value of what is shown, came and could not be read.
     */
    missing: v.picklist(['truncated', 'filtered', 'unreadable']),
  }),
  /** Decided from template and role before asking: says nothing about whether data exists. */
  v.strictObject({ known: v.literal('withheld') }),
])
/** What we know. What we are asking is another axis: `Asking`. */
export type Known = v.InferOutput<typeof knownSchema>

const askingSchema = v.variant('asking', [
  v.strictObject({ asking: v.literal('idle') }),
  v.strictObject({ asking: v.literal('waiting'), since: text }),
  /** Soft deadline passed; still waiting. `after` in milliseconds. */
  v.strictObject({ asking: v.literal('late'), after: v.number() }),
  v.strictObject({
    asking: v.literal('failed'),
    code: v.picklist(connectorErrorCodes),
    since: text,
    retryAt: v.optional(text),
  }),
])
/**
 * Whether a question is being asked, beside what is known: `idle`, `waiting` since a time, `late` (its soft
 * deadline passed, in milliseconds), or `failed` with a closed code.
 */
export type Asking = v.InferOutput<typeof askingSchema>

/** The schema of `Reading`. */
export const readingSchema = v.strictObject({
  question: askedSchema,
  connector: text,
  state: knownSchema,
  asking: askingSchema,
  totals: v.optional(v.strictObject({ count: v.optional(v.number()), sum: v.optional(valueSchemas.money) })),
  /** Sealed cursor for the next page. */
  next: v.optional(text),
  /** Only in the answer to an ask with `rollUp`, which reads `relations`. */
  rollUp: v.optional(rollUpSchema),
})
/**
 * What is known of one question at one connector, after release: the rows, or why there are none.
 * @interface
 */
export type Reading = v.InferOutput<typeof readingSchema>
