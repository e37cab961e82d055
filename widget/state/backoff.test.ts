import { expect, it } from 'vitest'
import { backoff } from './backoff.ts'

it('waits twice as long each time, up to half a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => backoff(attempt, () => 1))).toEqual([
    700, 1_400, 2_800, 5_600, 11_200, 22_400, 30_000, 30_000,
  ])
})

it('leaves half of each wait to chance: cards that lost one gateway together do not come back together', () => {
  for (const attempt of [0, 3, 50]) {
    const most = backoff(attempt, () => 1)
    expect(backoff(attempt, () => 0)).toBe(most / 2)
    expect(backoff(attempt, () => 0.5)).toBe(most * 0.75)
  }
})
