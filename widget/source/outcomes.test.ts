import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Outcome } from '../../connectors/contract/index.ts'
import { outcomePost } from './outcomes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const one = (n: number): Outcome => ({ kind: 'missed', at: '2026-01-01T00:00:00Z', reason: `r${n}` })
function post(arrives: (n: number) => Promise<boolean> = async () => true) {
  const sent: number[] = []
  const missed: number[] = []
  const { add, flush } = outcomePost(
    (batch) => {
      sent.push(batch.length)
      return arrives(sent.length)
    },
    (batch) => missed.push(batch.length),
  )
  const many = (count: number) => {
    for (let n = 0; n < count; n++) add(one(n))
  }
  return { sent, missed, many, flush }
}

it('what happens within two seconds of the first goes together', async () => {
  const p = post()
  p.many(1)
  await vi.advanceTimersByTimeAsync(1_999)
  p.many(2)
  expect(p.sent).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(p.sent).toEqual([3])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(p.sent).toEqual([3])
})

it('fifty go at once, and whoever leaves sends what is there, once', async () => {
  const p = post()
  p.many(49)
  expect(p.sent).toEqual([])
  p.many(1)
  expect(p.sent).toEqual([50])
  p.many(2)
  p.flush()
  p.flush()
  await vi.advanceTimersByTimeAsync(10_000)
  expect([p.sent, p.missed]).toEqual([[50, 2], []])
})

it('what did not arrive is handed over, whether it was refused or found nobody', async () => {
  const p = post((n) => (n === 1 ? Promise.resolve(false) : Promise.reject(new Error('offline'))))
  p.many(3)
  p.flush()
  p.many(1)
  p.flush()
  await vi.advanceTimersByTimeAsync(0)
  expect(p.missed).toEqual([3, 1])
})
