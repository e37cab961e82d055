import type { FactRow, Used } from '../types.ts'

/**
 * One evaluation: what it may spend, what time it is, and what it touched. Evaluation is synchronous and never nests,
 * so the run in course is one module variable instead of a parameter the CEL library has no place for.
 */
export interface Run {
  now: Date
  /** Steps left. Every row a list walks costs the size of its predicate. */
  steps: number
  /** `performance.now()` after which the rule stops, whatever steps it has left. */
  deadline: number
  currency: string
  timeZone: string
  /** Facts asked for that no system told, by path. */
  absent: Set<string>
  /** Amounts that could not be added because they are in another currency. */
  foreign: Set<string>
  used: Map<string, Used>
}

/** The rule went past its bound. Never caught by a rule: `a || b` cannot hide it, because every later step stops too. */
export class Stopped extends Error {
  override name = 'Stopped'
}
/**
 * What is known does not decide it. CEL's own `&&` and `||` absorb errors exactly as Kleene's logic wants:
 * `false && undecided` is false, `true || undecided` is true. One frozen instance: rows may throw it by the thousand.
 */
export class Undecided extends Error {
  override name = 'Undecided'
}
export const undecided = new Undecided('what is known does not decide it')

let current: Run | undefined
/** The run in course. Outside of one (checking types) nothing may evaluate. */
export const running = (): Run => {
  if (!current) throw new Stopped('nothing is being evaluated')
  return current
}
export function during<T>(run: Run, evaluate: () => T): T {
  const outer = current
  current = run
  try { return evaluate() } finally { current = outer }
}

export function spend(steps: number): void {
  const run = running()
  run.steps -= steps
  if (run.steps < 0) { run.steps = -1; throw new Stopped('steps') }
  // The clock is asked now and then: asking costs more than a step.
  if ((run.steps & 0xff) < steps && performance.now() > run.deadline) { run.steps = -1; throw new Stopped('time') }
}

/** At most this many facts of one path are listed as reasons; the newest ones come first by construction. */
const usedPerPath = 12
const perPath = new WeakMap<Run, Map<string, number>>()

export function note(path: string, value: unknown, row: FactRow): void {
  const run = running()
  let counts = perPath.get(run)
  if (!counts) perPath.set(run, (counts = new Map()))
  const n = counts.get(path) ?? 0
  if (n >= usedPerPath || value === undefined) return
  const key = `${path} ${row.from.connector} ${row.from.record} ${String(row.values['id'] ?? '')}`
  if (run.used.has(key)) return
  counts.set(path, n + 1)
  run.used.set(key, { path, value, from: row.from, sensitivity: 'none' })
}
