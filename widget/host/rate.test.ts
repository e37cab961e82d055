import { expect, it } from 'vitest'
import { bucket } from './rate.ts'

it('a host that was silent for long may say no more at once than in one second', () => {
  let now = 0
  const { take } = bucket(() => now, 5)
  const taken = () => [...Array(20)].filter(() => take()).length
  expect(taken()).toBe(5)
  now += 60_000
  expect(taken()).toBe(5)
})
