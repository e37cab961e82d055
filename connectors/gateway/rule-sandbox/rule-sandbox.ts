import type { FichaFault, Question } from '../../contract/index.ts'
import { message } from '../../hub/messages/index.ts'
import { nameOf } from '../../hub/operations/preview/read-draft.ts'
import { samples } from '../../hub/operations/preview/samples.ts'
import { ruleRows } from '../../hub/plan/queries.ts'
import { type FactBase, type RuleRun, type RuleRunResult, runRule } from '../../hub/rules/index.ts'

/** Runs rules that nobody has accepted yet, so that one that does not end costs the gateway nothing. */
export interface RuleSandbox {
  /**
   * Checks each rule and runs it once over made-up facts.
   *
   * @returns One result for each, in the same order: what came of it, or that it was ended at its bound of
   * time or memory.
   */
  run(all: readonly RuleRun[]): Promise<readonly (RuleRunResult | { ended: 'time' | 'memory' })[]>
}

/** Where there are no workers: within the evaluator's own bound of steps and time. */
export const inProcessSandbox: RuleSandbox = { run: async (all) => all.map(runRule) }

const maxKnown = 2_000

/**
 * Finds the rules that do not end. Other faults of a rule are reported by the check of the whole set. A rule
 * that ended once is not run again.
 */
export function createRuleTrial(
  sandbox: RuleSandbox,
  { timeZone, currency }: { timeZone: string; currency: string },
  now: () => Date,
): (rules: readonly unknown[], locale: string) => Promise<readonly FichaFault[]> {
  const ended = new Set<string>()
  // What goes to another thread is copied; of the hub's settings only these can be, the others hold functions.
  const settings = { timeZone, currency }
  return async (rules, locale) => {
    const facts = sampleFacts(now())
    const fresh = rules
      .map((rule, i) => ({ rule, i, text: JSON.stringify(rule) ?? '' }))
      .filter(({ text }) => !ended.has(text))
    if (fresh.length === 0) return []
    const results = await sandbox.run(fresh.map(({ rule }) => ({ rule, facts, locale, settings })))
    return fresh.flatMap(({ rule, i, text }, n): FichaFault[] => {
      const result = results[n]
      const place = `rules.${nameOf(rule, i)}.when`
      if (result && 'ended' in result) return [{ place, says: message(`trial.${result.ended}`, locale) }]
      if (result?.ok && result.stopped !== undefined) return [{ place, says: result.stopped }]
      if (ended.size >= maxKnown) ended.clear()
      ended.add(text)
      return []
    })
  }
}

/** As many rows as a card ever fetches for a rule: the rows of a sample, repeated. */
function sampleFacts(now: Date): FactBase {
  const rows = samples[0]?.rows(now, 'es') ?? {}
  const from = { connector: 'sample', record: 'sample', fetchedAt: now.toISOString(), confirmed: true }
  const questions = Object.fromEntries(
    Object.entries(rows).map(([question, all]) => {
      const known = (all ?? []).map(({ id: _, ...values }) => ({ values, connector: 'sample', from }))
      const many =
        known.length > 0 && question !== 'person' && question !== 'preferences' && question !== 'loyalty'
      return [
        question as Question,
        {
          complete: true,
          because: [],
          rows: many
            ? Array.from({ length: ruleRows }, (_, i) => known[i % known.length] as (typeof known)[number])
            : known,
        },
      ]
    }),
  )
  return { questions, context: {}, now, flags: [] }
}
