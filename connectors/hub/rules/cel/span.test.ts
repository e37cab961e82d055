import { expect, test } from 'vitest'
import { equal, less, lessOrEqual, minus, negative, plus, product, quotient, Span } from './span.ts'

const span = (lo: number, hi: number) => new Span(lo, hi)
const decided = (test: () => boolean) => {
  try {
    return test()
  } catch {
    return 'undecided'
  }
}
const bounds = ({ lo, hi }: Span) => [lo, hi]

test('a comparison is decided when every value within the bounds gives the same answer', () => {
  const of = (compare: typeof less, a: Span, ...bs: number[]) => bs.map((b) => decided(() => compare(a, b)))
  expect(of(less, span(2, 4), 1, 2, 3, 4, 5)).toEqual([false, false, 'undecided', 'undecided', true])
  expect(of(lessOrEqual, span(2, 4), 1, 2, 3, 4, 5)).toEqual([false, 'undecided', 'undecided', true, true])
  expect(of(equal, span(2, 4), 1, 2, 3, 4, 5)).toEqual([false, 'undecided', 'undecided', 'undecided', false])
  expect(of(equal, span(3, 3), 2, 3, 4)).toEqual([false, true, false])
  for (const compare of [less, lessOrEqual, equal]) expect(compare(Number.NaN, span(0, 9))).toBe(false)
})

test('sums, differences and products hold every value that may come of them', () => {
  expect(bounds(plus(span(1, 2), span(10, 20)))).toEqual([11, 22])
  expect(bounds(minus(span(1, 2), span(10, 20)))).toEqual([-19, -8])
  expect(bounds(product(span(-1, 2), span(10, 20)))).toEqual([-20, 40])
  expect(bounds(product(span(0, 0), span(1, Infinity)))).toEqual([0, 0])
  expect(bounds(negative(span(1, 2)))).toEqual([-2, -1])
})

test('nothing is divided by what may be nought; by what may be endless, it may become nothing', () => {
  expect(bounds(quotient(span(10, 20), span(2, 5)))).toEqual([2, 10])
  expect(bounds(quotient(span(10, 10), span(2, Infinity)))).toEqual([0, 5])
  for (const b of [span(0, 1), span(-1, 0), span(-1, 1)]) expect(() => quotient(span(1, 1), b)).toThrow()
  expect(bounds(quotient(span(1, 1), span(-2, -1)))).toEqual([-1, -0.5])
})

test('a figure keeps what it is counted in; of two amounts the quotient is a plain number', () => {
  const euros = new Span(10, 10, 'money')
  expect(plus(euros, 1).unit).toBe('money')
  expect(plus(1, euros).unit).toBe('money')
  expect(product(2n, euros).unit).toBe('money')
  expect(negative(euros).unit).toBe('money')
  expect(quotient(euros, span(2, 2)).unit).toBe('money')
  expect(quotient(euros, euros).unit).toBe('number')
  expect(plus(span(1, 1), span(1, 1)).unit).toBe('number')
})
