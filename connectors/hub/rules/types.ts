import type {
  Asked,
  Because,
  Context,
  FactPath,
  From,
  Rule,
  Sensitivity,
  Template,
  Tone,
  TriState,
  ValueType,
} from '../../contract/index.ts'

/** What rules read: one entry for each question, all systems together, before release. */
export interface FactBase {
  questions: Partial<Record<Asked, QuestionFacts>>
  context: Context
  now: Date
  /** The flags of this person that have not expired: `advice:<rule>`, `asked:<rule>`. */
  flags: readonly string[]
  /**
   * Whether this reader may run an action about this person. A question whose answer could not be stored
   * anywhere, or that names no action, is not asked.
   */
  actable?: ((action: { connector: string; name: string }) => boolean) | undefined
}
export interface QuestionFacts {
  /**
   * True when every asked system answered in full (rows may be empty); otherwise `because` says who is
   * missing and why.
   */
  complete: boolean
  because: readonly Because[]
  rows: readonly FactRow[]
  /** Fields that none of the asked systems offers. */
  unoffered?: readonly string[] | undefined
}
export interface FactRow {
  values: Readonly<Record<string, unknown>>
  from: From
  connector: string
  /**
   * Fields whose absence says nothing: the system does not offer them, or could not be read. Every other field
   * that is missing has no value there.
   */
  unknown?: { unoffered: readonly string[]; unread: readonly string[] } | undefined
}

/** One fact a rule read, with where it came from; `value` is released by the caller before it leaves. */
export interface Used {
  path: string
  value: unknown
  from?: From | undefined
  sensitivity: Sensitivity
}

export interface RuleResult {
  rule: string
  kind: 'glance' | 'signal' | 'stage' | 'margin' | 'promise' | 'advice'
  answer: TriState
  text: string
  tone: Tone
  spark?: readonly number[] | undefined
  used: readonly Used[]
  /** Highest of the facts read, unless the rule's publisher lowered it. */
  sensitivity: Sensitivity
}

/**
 * One advice that applies now, already ranked by `Deriver.run`. The hub seals `rule` into a ref and releases
 * `used`.
 */
export interface RankedAdvice {
  rule: string
  rank: 'repair' | 'promise' | 'help' | 'thanks' | 'offer'
  text: string
  used: readonly Used[]
  sensitivity: Sensitivity
  /**
   * `connector.action`, as the rule names it. The hub drops it where no connector has it or the role may not
   * act.
   */
  action?: { connector: string; name: string } | undefined
  link?: string | undefined
  /** How long a "not now" lasts, in days: the flag `advice:<rule>` is set for that time. */
  restDays: number
}

/** The one question worth asking the customer now. Once it is asked, the flag `asked:<rule>` is set. */
export interface ChosenQuestion {
  rule: string
  /** The fact the answer settles (`feedback.score`). */
  fact: FactPath
  words: string
  /** Why it is worth asking: which results it would decide, in the reader's language. */
  why: string
  action?: { connector: string; name: string } | undefined
  options: readonly { value: string; label: string }[]
  /** Without options: the type of the answer. */
  type?: ValueType | undefined
  sensitivity: Sensitivity
}

export interface DeriverInput {
  rules: readonly Rule[]
  template: Template
  /** BCP 47; texts, numbers, money and dates are written in it. */
  locale: string
  /** connector id → title in the reader's language. */
  titles: Readonly<Record<string, string>>
  sensitivityOf(path: string): Sensitivity
  settings: { timeZone: string; currency: string }
  /**
   * What a deriver of the same locale and systems has computed, for the next one to reuse. A draft changes
   * one rule, and the results of the others stay.
   */
  remembered?: Remembered | undefined
}
/** For each rule, the inputs of its last result. Opaque. */
export type Remembered = WeakMap<Rule, { key: readonly unknown[]; outcome: unknown }>
export interface DeriverRun {
  results: readonly RuleResult[]
  /** Ranked, at most three. */
  advice: readonly RankedAdvice[]
  question?: ChosenQuestion | undefined
  /** Rules that were stopped at their limit or failed; their results are unknown with code `stopped`. */
  stopped: readonly { rule: string; says: string }[]
}
/**
 * Keeps its results. A rule runs again only when a question it reads (by identity), the context, the flags or
 * the time it reads changed.
 */
export interface Deriver {
  run(facts: FactBase): DeriverRun
}

/**
 * The place of a problem: `path` within the file (`when`, `values.times`, `panels.2.fields.0`), and `at`
 * within a CEL expression, counted from 1.
 */
export interface FichaProblem {
  path: string
  at?: { line: number; column: number; length: number } | undefined
  says: string
}
/** `steps`: the most evaluation steps the rule may take, from declared list sizes. */
export interface RuleCost {
  steps: number
  reads: number
  questions: readonly Asked[]
}
export type RuleCheck =
  | { ok: true; rule: Rule; reads: readonly FactPath[]; cost: RuleCost }
  | { ok: false; problems: readonly FichaProblem[] }
export type FichaCheck<T> = { ok: true; value: T } | { ok: false; problems: readonly FichaProblem[] }
