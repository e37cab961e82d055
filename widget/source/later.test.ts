import { expect, it } from 'vitest'
import type { Outcome } from '../../connectors/contract/index.ts'
import { gatewayLater } from './later.ts'

const outcome = (n: number): Outcome => ({ kind: 'late', connector: `s${n}`, at: '2026-11-01T10:00:00Z' })
const outcomes = (n: number) => Array.from({ length: n }, (_, i) => outcome(i))

it('of earlier outcomes, those from the first batch that does not arrive on are kept for another time', async () => {
  const missed: (readonly Outcome[])[] = []
  const statuses = [204, 204, 503]
  const later = gatewayLater({
    base: '',
    call: () => Promise.reject(new Error('not asked')),
    fetch: async () => new Response(null, { status: statuses.shift() ?? 204 }),
    session: { token: async () => 't1', forget: () => {} },
    unsent: (batch) => missed.push(batch),
    queued: async () => outcomes(120),
  })
  expect(await later.send([outcome(0)])).toBe(true)
  expect(missed).toEqual([outcomes(120).slice(50)])
  expect(statuses).toEqual([])
})
