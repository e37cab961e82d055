import * as v from 'valibot'
import type { Because } from './event.ts'
import type { Field, From } from './reading.ts'
import type { Money } from './values.ts'
import type { Question } from './vocabulary.ts'

export const rollUpKinds = ['household', 'company'] as const
export const rollUpKind = v.picklist(rollUpKinds)
export type RollUpKind = (typeof rollUpKinds)[number]

/**
 * What each member of a household or a company has, asked live of the systems that own it, and the sum. Members are edges: nobody is merged.
 * `complete: false`: at least so much; `because` says of whom or of what the rest is missing. One sum for each currency, never one of two.
 */
export interface RollUp {
  kind: RollUpKind
  question: Question
  members: readonly RollUpMember[]
  /** Members that were not asked: more than one answer may ask. */
  beyond: number
  sums: Field<readonly Money[]>
  complete: boolean
  because: readonly Because[]
}
/** `unknown`: who it is could not be told for certain, so that nothing was asked. `from`: each system that answered, and when. */
export interface RollUpMember {
  name: Field<string>
  role?: Field<string> | undefined
  /** The card's own customer. */
  self?: true | undefined
  is: 'waiting' | 'value' | 'none' | 'incomplete' | 'unknown' | 'withheld'
  sums: Field<readonly Money[]>
  from: readonly From[]
  because: readonly Because[]
}
