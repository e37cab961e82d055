import type { FactRow, Used } from '../types.ts'

/**
 * One evaluation: what it may spend, what time it is, and what it touched. Evaluation is synchronous and
 * never nests, so the run in course is one module variable instead of a parameter the CEL library has no
 * place for.
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
  used: Used[]
}

/**
 * The rule went past its bound. Never caught by a rule: `a || b` cannot hide it, because every later step
 * stops too.
 */
export class Stopped extends Error {
  override name = 'Stopped'
}
/**
 * What is known does not decide it. CEL's own `&&` and `||` absorb errors exactly as Kleene's logic wants:
 * `false && undecided` is false, `true || undecided` is true. One frozen instance: rows may throw it by the
 * thousand.
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
  try {
    return evaluate()
  } finally {
    current = outer
  }
}

export function spend(steps: number): void {
  const run = running()
  run.steps -= steps
  if (run.steps < 0) {
    run.steps = -1
    throw new Stopped('steps')
  }
  // The clock is asked now and then: asking costs more than a step.
  if ((run.steps & 0xff) < steps && performance.now() > run.deadline) {
    run.steps = -1
    throw new Stopped('time')
  }
}

/** At most this many facts of one path are listed as reasons: enough to explain, few enough to read. */
const usedPerPath = 12
interface NotedFacts {
  perPath: Map<string, number>
  rows: WeakMap<FactRow, Set<string>>
}
const noted = new WeakMap<Run, NotedFacts>()

/** Lists a fact among the reasons: once for each row and path. */
export function note(path: string, value: unknown, row: FactRow): void {
  if (value === undefined) return
  const run = running()
  let known = noted.get(run)
  if (!known) noted.set(run, (known = { perPath: new Map(), rows: new WeakMap() }))
  const n = known.perPath.get(path) ?? 0
  if (n >= usedPerPath) return
  let paths = known.rows.get(row)
  if (!paths) known.rows.set(row, (paths = new Set()))
  if (paths.has(path)) return
  paths.add(path)
  known.perPath.set(path, n + 1)
  run.used.push({ path, value, from: row.from, sensitivity: 'none' })
}
