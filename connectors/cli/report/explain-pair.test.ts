import { expect, test } from 'vitest'
import { probability } from './explain-pair.ts'

test('a weight in bits is the odds to the power of two', () => {
  expect([0, 1, -1, 10].map(probability)).toEqual([0.5, 0.666667, 0.333333, 0.999024])
  expect(probability(60)).toBe(1)
})
