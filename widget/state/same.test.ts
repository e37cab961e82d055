import { describe, expect, it } from 'vitest'
import fc from '../../e2e/support/properties.ts'
import { same } from './same.ts'

describe('what did not change', () => {
  it('is the object it was, however deep; what did is new, and beside it all else stays', () => {
    const before = {
      rows: [
        { ref: 'a', fields: { total: { amount: '1' } } },
        { ref: 'b', fields: {} },
      ],
      title: 't',
    }
    const copy = structuredClone(before)
    expect(same(before, copy)).toBe(before)
    ;(copy.rows[1] as { ref: string }).ref = 'c'
    const next = same(before, copy)
    expect(next).toEqual(copy)
    expect([
      next === (before as unknown),
      next.rows[0] === before.rows[0],
      next.rows[1] === before.rows[1],
    ]).toEqual([false, true, false])
  })
  it('says always exactly what is said now: keys that came or went, lists that grew, nothing and undefined', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, next) => {
        expect(same(before, next)).toEqual(next)
      }),
    )
    for (const [before, next] of [
      [{ a: 1 }, {}],
      [{}, { a: undefined }],
      [[1], [1, 2]],
      [[1, 2], [1]],
      [[], {}],
      [{ 0: 1 }, [1]],
      [null, {}],
      [{}, null],
      [
        { a: 1, b: 2 },
        { a: 1, c: 2 },
      ],
    ])
      expect(same(before, next)).toStrictEqual(next)
  })
})
