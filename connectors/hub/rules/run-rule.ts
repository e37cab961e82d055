import type { TriState } from '../../contract/index.ts'
import { checkRule } from './check.ts'
import { compiledOf } from './compile.ts'
import { type Bound, defaultBound, evaluate } from './evaluate.ts'
import type { FactBase, FichaProblem } from './types.ts'

/** One run of a rule that is being written. Plain data in and out, so that a worker can do it. */
export interface RuleRun {
  rule: unknown
  facts: FactBase
  locale: string
  settings: { timeZone: string; currency: string }
  bound?: Bound | undefined
}
export type RuleRunResult =
  | { ok: true; answer: TriState; steps: number; stopped?: string | undefined }
  | { ok: false; problems: readonly FichaProblem[] }

/**
 * Checks a rule and runs it once over the given facts, within its limits of steps and time. It always
 * returns. The gateway may run it in a worker and end that too, should the library itself ever hang.
 */
export function runRule(run: RuleRun): RuleRunResult {
  const checked = checkRule(run.rule, run.locale)
  if (!checked.ok) return checked
  const result = compiledOf(checked.rule)
  if ('problems' in result) return { ok: false, problems: result.problems }
  const { answer, stopped } = evaluate(
    result.compiled,
    run.facts,
    run.settings,
    run.locale,
    run.bound ?? defaultBound,
  )
  return { ok: true, answer, steps: checked.cost.steps, ...(stopped === undefined ? {} : { stopped }) }
}
