import * as v from 'valibot'
import { becauseSchema, fieldOf, fromSchema, listOf } from './released.ts'
import { valueSchemas } from './values.ts'
import { questions } from './vocabulary.ts'

/** The schema of `RollUpKind`. */
export const rollUpKind = v.picklist(['household', 'company'])
/** Whose money is added up: a household's or a company's. */
export type RollUpKind = v.InferOutput<typeof rollUpKind>

/** One sum for each currency, never one of two. */
const sums = fieldOf(listOf(valueSchemas.money))

const memberSchema = v.strictObject({
  name: fieldOf(v.string()),
  role: v.optional(fieldOf(v.string())),
  /** The card's own customer. */
  self: v.optional(v.literal(true)),
  /** `unknown`: the person could not be identified with certainty, so nothing was asked. */
  is: v.picklist(['waiting', 'value', 'none', 'incomplete', 'unknown', 'withheld']),
  sums,
  /** Each system that answered, and when. */
  from: listOf(fromSchema),
  because: listOf(becauseSchema),
})
/**
 * One member of a household or a company, with the sums of one question.
 * @interface
 */
export type RollUpMember = v.InferOutput<typeof memberSchema>

/** The schema of `RollUp`. */
export const rollUpSchema = v.strictObject({
  kind: rollUpKind,
  question: v.picklist(questions),
  /** Members that were not asked: more than one answer may ask. */
  beyond: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sums,
  /** False: the sum is at least this much; `because` says whose part or which part is missing. */
  complete: v.boolean(),
  because: listOf(becauseSchema),
  members: listOf(memberSchema),
})
/**
 * What each member of a household or a company has, asked live of the systems that own it, and the sum.
 * Members stay separate: nobody is merged.
 * @interface
 */
export type RollUp = v.InferOutput<typeof rollUpSchema>
