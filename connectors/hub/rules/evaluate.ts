import { type Because, localize, type TriState } from '../../contract/index.ts'
import { message } from '../messages/index.ts'
import { becauseOf } from './because.ts'
import { Situation } from './cel/environment.ts'
import { celValueOf, OwnFacts, questionTypes } from './cel/facts.ts'
import { isCelFailure } from './cel/library.ts'
import { isUndecided } from './cel/loops.ts'
import { during, type Run, Stopped } from './cel/run.ts'
import type { Compiled, Expression } from './compile.ts'
import { holesOf, saysNothing } from './format.ts'
import type { DeriverInput, FactBase, Used } from './types.ts'

/**
 * The budget of one run of a rule: four times its highest cost by declared sizes, because lists may be longer
 * than declared. Steps are the bound that matters. The clock covers what steps do not count, and is long
 * enough for a busy machine.
 */
export interface Bound {
  steps: number
  milliseconds: number
}
export const defaultBound: Bound = { steps: 4_000_000, milliseconds: 2_000 }

export interface Evaluated {
  answer: TriState
  /** Values by name; one that is not decided is absent. */
  values: ReadonlyMap<string, unknown>
  /** stage: the first whose condition holds. */
  stage?: string | undefined
  used: readonly Used[]
  /** Set when the answer is decided but a figure in it is not: which systems have not answered in full. */
  missing?: readonly Because[] | undefined
  /** Facts it read and no system gave. */
  absent: ReadonlySet<string>
  stopped?: string | undefined
}

type Settings = DeriverInput['settings']
/**
 * What a rule reads, under the names it uses. Built for each rule, so that only what it reads is looked up.
 */
function bindings(compiled: Compiled, facts: FactBase): Record<string, unknown> {
  const all: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const q of questionTypes.keys())
    if (compiled.questions.includes(q)) all[q] = celValueOf(q, facts.questions[q])
  all.own = new OwnFacts(facts.questions.own)
  all.norm = new Map(Object.entries(compiled.rule.norm))
  all.now = facts.now
  all.context = situation(facts.context)
  return all
}
export function situation(context: FactBase['context']): Situation {
  const s = new Situation()
  for (const [k, value] of Object.entries(context))
    if (value !== undefined && typeof value !== 'object') (s as Record<string, unknown>)[k] = value
  return s
}

export function evaluate(
  compiled: Compiled,
  facts: FactBase,
  settings: Settings,
  locale: string,
  bound: Bound = defaultBound,
): Evaluated {
  const run: Run = {
    now: facts.now,
    steps: bound.steps,
    deadline: performance.now() + bound.milliseconds,
    currency: settings.currency,
    timeZone: settings.timeZone,
    absent: new Set(),
    foreign: new Set(),
    used: [],
  }
  const names = bindings(compiled, facts)
  const values = new Map<string, unknown>()
  const evaluateOne = (e: Expression): unknown => during(run, () => e.run(names))
  const evaluated = (answer: TriState, more: Partial<Evaluated> = {}): Evaluated => ({
    answer,
    values,
    used: run.used,
    absent: run.absent,
    ...more,
  })
  const unknown = (): TriState => ({ is: 'unknown', because: becauseOf(compiled, facts, run, locale) })
  const stopped = (error: unknown): Evaluated => {
    const says =
      error instanceof Stopped
        ? message(error.message === 'time' ? 'because.rule-time' : 'because.rule-steps', locale)
        : message('because.rule-failed', locale, { what: reasonOf(error) })
    return evaluated({ is: 'unknown', because: [{ code: 'stopped', says }] }, { stopped: says })
  }
  const condition = (e: Expression): boolean | undefined => {
    try {
      const value = evaluateOne(e)
      if (typeof value !== 'boolean') throw new TypeError('not a condition')
      return value
    } catch (error) {
      if (run.steps < 0) throw error instanceof Stopped ? error : new Stopped('steps')
      if (isUndecided(error)) return undefined
      throw error
    }
  }
  // Whatever the facts say, a norm that the company has not set decides nothing.
  if (Object.values(compiled.rule.norm).includes(null))
    return evaluated({
      is: 'unknown',
      because: [{ code: 'no-norm', says: message('because.norm-not-set', locale) }],
    })
  try {
    const is = condition(compiled.when)
    if (is === undefined) return evaluated(unknown())
    if (compiled.rule.kind === 'stage') {
      if (!is) return evaluated({ is: 'no' })
      for (const [stage, e] of compiled.values) {
        const holds = condition(e)
        // An earlier stage that may hold would win, so later ones decide nothing.
        if (holds === undefined) return evaluated(unknown())
        if (holds) return evaluated({ is: 'yes' }, { stage })
      }
      return evaluated({ is: 'no' })
    }
    for (const [name, e] of compiled.values) {
      try {
        values.set(name, evaluateOne(e))
      } catch (error) {
        if (run.steps < 0 || !isUndecided(error)) throw error
      }
    }
    // A margin is a figure or nothing: with an unknown figure in its text, the margin is unknown.
    if (
      compiled.rule.kind === 'margin' &&
      is &&
      holesOf(localize(compiled.rule.text.yes ?? '', locale)).some((name) => !values.has(name))
    )
      return evaluated(unknown())
    const holes = holesOf(localize(compiled.rule.text[is ? 'yes' : 'no'] ?? '', locale))
    return evaluated(
      { is: is ? 'yes' : 'no' },
      holes.some((name) => saysNothing(values.get(name)))
        ? { missing: becauseOf(compiled, facts, run, locale) }
        : {},
    )
  } catch (error) {
    return stopped(error)
  }
}
/** The library's messages contain no customer data, only types and names of fields. */
const reasonOf = (error: unknown): string =>
  isCelFailure(error) ? error.code : error instanceof Error ? error.name : 'error'
