import { undecided } from './run.ts'

/** How a figure is written for a person. */
export type Unit = 'number' | 'money' | 'percent' | 'days'

/**
 * A figure known to lie between two bounds. They are equal when every row was seen; the upper one is open
 * when a list is incomplete. A comparison is decided only when every value within the bounds gives the same
 * answer.
 */
export class Span {
  readonly lo: number
  readonly hi: number
  readonly unit: Unit
  constructor(lo: number, hi: number, unit: Unit = 'number') {
    this.lo = lo
    this.hi = hi
    this.unit = unit
  }
  get exact(): boolean {
    return this.lo === this.hi
  }
}
export const exactly = (n: number, unit: Unit = 'number'): Span => new Span(n, n, unit)

export type Figure = Span | number | bigint
const lo = (f: Figure): number => (f instanceof Span ? f.lo : Number(f))
const hi = (f: Figure): number => (f instanceof Span ? f.hi : Number(f))

const decide = (always: boolean, never: boolean): boolean => {
  if (always) return true
  if (never) return false
  throw undecided
}
/** NaN compares false both ways, as IEEE and CEL say. It has no bounds, so it is never undecided. */
export const less = (a: Figure, b: Figure): boolean =>
  anyNaN(a, b) ? false : decide(hi(a) < lo(b), lo(a) >= hi(b))
export const lessOrEqual = (a: Figure, b: Figure): boolean =>
  anyNaN(a, b) ? false : decide(hi(a) <= lo(b), lo(a) > hi(b))
export const equal = (a: Figure, b: Figure): boolean =>
  anyNaN(a, b)
    ? false
    : decide(lo(a) === hi(a) && lo(b) === hi(b) && lo(a) === lo(b), hi(a) < lo(b) || lo(a) > hi(b))
const anyNaN = (a: Figure, b: Figure): boolean => [lo(a), hi(a), lo(b), hi(b)].some(Number.isNaN)

const unitOf = (a: Figure, b: Figure): Unit =>
  a instanceof Span && a.unit !== 'number' ? a.unit : b instanceof Span ? b.unit : 'number'
/** 0 × ∞ is 0 here: a bound times nothing is nothing. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)

export const plus = (a: Figure, b: Figure): Span => new Span(lo(a) + lo(b), hi(a) + hi(b), unitOf(a, b))
export const minus = (a: Figure, b: Figure): Span => new Span(lo(a) - hi(b), hi(a) - lo(b), unitOf(a, b))
export const product = (a: Figure, b: Figure): Span => {
  const all = [times(lo(a), lo(b)), times(lo(a), hi(b)), times(hi(a), lo(b)), times(hi(a), hi(b))]
  return new Span(Math.min(...all), Math.max(...all), unitOf(a, b))
}
/**
 * With a divisor that may be zero the result is undecided. The quotient of two figures of one unit is a plain
 * number.
 */
export const quotient = (a: Figure, b: Figure): Span => {
  if (lo(b) <= 0 && hi(b) >= 0) throw undecided
  const of = (x: number, y: number): number => (Math.abs(y) === Infinity ? 0 : x / y)
  const all = [of(lo(a), lo(b)), of(lo(a), hi(b)), of(hi(a), lo(b)), of(hi(a), hi(b))]
  return new Span(
    Math.min(...all),
    Math.max(...all),
    b instanceof Span && b.unit !== 'number' ? 'number' : unitOf(a, b),
  )
}
export const negative = (a: Span): Span => new Span(-a.hi, -a.lo, a.unit)
