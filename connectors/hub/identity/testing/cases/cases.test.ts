import { expect, test } from 'vitest'
import { mixed, run } from './case.ts'
import { doubtful } from './doubtful.ts'
import { identified } from './identified.ts'

const all = [...identified, ...doubtful]
test('there are sixty cases at least, and twenty-five must be identified', () => {
  expect(new Set(all.map((c) => c.name)).size).toBe(all.length)
  expect(all.length).toBeGreaterThanOrEqual(60)
  expect(all.filter((c) => c.outcome === 'identified').length).toBeGreaterThanOrEqual(25)
})
test.each(all.map((c) => [c.name, c] as const))('%s', (_name, c) => {
  const r = run(c)
  expect(mixed(c, r), 'strangers joined').toEqual([])
  expect(r.outcome).toBe(c.outcome)
  if (c.person) expect(r.person?.records).toEqual(c.person)
  for (const p of r.person ? [r.person] : []) expect(p.reasons.length).toBeGreaterThan(0)
})
test('planted: a wrong join is noticed', () => {
  const c = doubtful[0]!
  expect(
    mixed(c, {
      ...run(c),
      candidates: [
        {
          records: ['desk/1', 'shop/1'],
          kind: 'person',
          bits: 0,
          by: 'phone',
          level: 'possible',
          reasons: [],
        },
      ],
    }),
  ).toEqual(['desk/1+shop/1'])
})
test('10,000 random arrival orders of the same answers end the same', () => {
  let seed = 42
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
  const wanted = all.map((c) => JSON.stringify(run(c)))
  for (let n = 0; n < 10_000; n++) {
    const at = n % all.length
    const c = all[at]!
    const order = [...c.records]
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    const got = JSON.stringify(run(c, order))
    if (got !== wanted[at]) expect(got, `${c.name}: ${order.map((o) => o.at)}`).toBe(wanted[at])
  }
})
