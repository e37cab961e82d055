import type { Answer3, Asked, Because, Context, From, Sensitivity, Tone } from '../../contract/index.ts'

/** What rules read: one entry per question, every system together, before release. */
export interface FactBase {
  questions: Partial<Record<Asked, QuestionFacts>>
  context: Context
  now: Date
  /** hashed marks of this person that are alive: `advice:<rule>`, `asked:<rule>`. */
  marks: readonly string[]
}
export interface QuestionFacts {
  /** complete: every asked system answered fully (rows may be empty) · otherwise `because` says who and why. */
  complete: boolean
  because: readonly Because[]
  rows: readonly FactRow[]
}
export interface FactRow { values: Readonly<Record<string, unknown>>; from: From; connector: string }

/** One fact a rule read, with where it came from; `value` is released by the caller before it leaves. */
export interface Used { path: string; value: unknown; from?: From | undefined; sensitivity: Sensitivity }

export interface Derived {
  rule: string
  kind: 'glance' | 'signal' | 'stage' | 'margin' | 'promise' | 'advice'
  answer: Answer3
  text: string
  tone: Tone
  spark?: readonly number[] | undefined
  used: readonly Used[]
  /** Highest of the facts read, unless the rule's publisher lowered it. */
  sensitivity: Sensitivity
}
