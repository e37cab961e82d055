import type { FactRow, Used } from '../types.ts'

/**
 * One evaluation: its budget, its time, and the facts it read. Evaluation is synchronous and never nests. So
 * the current run is one module variable; the CEL library has no place for it as a parameter.
 */
export interface Run {
  now: Date
  /** Steps left. Every row that a list visits costs the size of its predicate. */
  steps: number
  /** `performance.now()` after which the rule stops, whatever steps it has left. */
  deadline: number
  currency: string
  timeZone: string
  /** Facts that were read but that no system gave, by path. */
  absent: Set<string>
  /** Amounts that could not be added because they are in another currency. */
  foreign: Set<string>
  used: Used[]
}

/** The rule exceeded its bound. A rule cannot hide it with `a || b`, because every later step stops too. */
export class Stopped extends Error {
  override name = 'Stopped'
}
/**
 * The known facts do not decide it. CEL's own `&&` and `||` absorb errors exactly as Kleene's logic needs:
 * `false && undecided` is false, `true || undecided` is true. It is one frozen instance, because rows may
 * throw it by the thousand.
 */
export class Undecided extends Error {
  override name = 'Undecided'
}
export const undecided = new Undecided('what is known does not decide it')

let current: Run | undefined
/** The current run. Without one (while types are checked) nothing may be evaluated. */
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
  // The clock is read only now and then, because reading it costs more than a step.
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

/** Adds a fact to the reasons, once for each row and path. */
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
