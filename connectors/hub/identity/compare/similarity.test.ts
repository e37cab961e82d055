import { expect, test } from 'vitest'
import { alike, typos } from './similarity.ts'

/** Words over few letters, so that many are near each other; the same in every run. */
function words(count: number): string[] {
  let state = 12345
  const next = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(7) }, () => 'abcd'[next(4)]).join(''),
  )
}
const some = words(160)

/** Optimal string alignment by its textbook recurrence. */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)])
  for (let j = 0; j <= b.length; j++) d[0]![j] = j
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1)
    }
  return d[a.length]![b.length]!
}

test('slips are counted as the textbook counts them, up to the most that is asked', () => {
  for (const a of some)
    for (const b of some)
      for (const most of [1, 2, 3])
        expect(Math.min(typos(a, b, most), most + 1), `${a} ${b} ${most}`).toBe(
          Math.min(distance(a, b), most + 1),
        )
})

test('a bound spares the work and never changes an answer that reaches it', () => {
  for (const a of some)
    for (const b of some) {
      const full = alike(a, b)
      for (const least of [0.8, 0.9, 0.93])
        if (full >= least) expect(alike(a, b, least), `${a} ${b} ${least}`).toBe(full)
        else expect(alike(a, b, least), `${a} ${b} ${least}`).toBeLessThan(least)
    }
})

test('likeness is that of Winkler: his published examples, the same in both directions', () => {
  for (const [a, b, published] of [
    ['martha', 'marhta', 0.961],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.813],
  ] as const) {
    expect(alike(a, b)).toBeCloseTo(published, 3)
    expect(alike(b, a)).toBeCloseTo(published, 3)
  }
  expect([alike('ana', 'ana'), alike('ana', ''), alike('abc', 'xyz')]).toEqual([1, 0, 0])
})
