import { expect, test } from 'vitest'
import { type Cross, close, type Edge } from './closure.ts'

const edge = (a: number, b: number, rank: Edge['rank'] = 1, bits = 10): Edge => ({ a, b, rank, bits })
const limits = { members: 40, look: 400 }
/** What pairs say of each other, by `a b`; the others are silent. */
const close4 = (
  edges: readonly Edge[],
  says: Record<string, Cross> = {},
  more: Partial<typeof limits> = {},
) => {
  const { clusters, refused } = close(
    4,
    edges,
    (a, b) => says[a < b ? `${a} ${b}` : `${b} ${a}`] ?? 'silent',
    { ...limits, ...more },
  )
  return { clusters, refused: refused.map((r) => [r.edge.a, r.edge.b, r.why]) }
}

test('a join that as many are for as against is made; one more against and it is not', () => {
  const edges = [edge(0, 1, 1, 20), edge(1, 2)]
  const even = close4(edges, { '0 1': 'for', '1 2': 'for', '0 2': 'against' })
  expect(even).toEqual({ clusters: [[0, 1, 2], [3]], refused: [] })
  const conflict = close4(edges, { '0 1': 'for', '1 2': 'for', '0 2': 'conflict' })
  expect(conflict).toEqual({ clusters: [[0, 1], [2], [3]], refused: [[1, 2, 'outvoted']] })
})

test('a conflict outweighs two votes for, and three votes outweigh it', () => {
  const pairs = [edge(0, 1, 1, 30), edge(2, 3, 1, 20), edge(1, 2)]
  const votes = { '0 2': 'for', '0 3': 'conflict', '1 2': 'for' } as const
  expect(close4(pairs, votes).clusters).toEqual([
    [0, 1],
    [2, 3],
  ])
  expect(close4(pairs, { ...votes, '1 3': 'for' }).clusters).toEqual([[0, 1, 2, 3]])
})

test('a veto between any two of them keeps both sides apart, whatever the key; votes do not, below a unique one', () => {
  const joins = (rank: Edge['rank'], says: Cross) =>
    close4([edge(0, 1, 3, 30), edge(1, 2, rank)], { '0 2': says, '1 2': says === 'veto' ? 'for' : 'silent' })
      .clusters[0]
  expect([joins(2, 'veto'), joins(1, 'veto')]).toEqual([
    [0, 1],
    [0, 1],
  ])
  expect([joins(2, 'against'), joins(1, 'against')]).toEqual([
    [0, 1, 2],
    [0, 1],
  ])
  expect(close4([edge(0, 1)], { '0 1': 'veto' })).toMatchObject({ refused: [[0, 1, 'veto']] })
})

test('a human’s word is heard before a key, a key before likelihood, and of two alike the heavier', () => {
  const apart: Record<string, Cross> = { '0 2': 'veto' }
  const first = (one: Edge, two: Edge) => close4([one, two], apart).clusters[0]
  expect(first(edge(0, 1, 0, 90), edge(1, 2, 1, 1))).toEqual([0])
  expect(first(edge(0, 1, 1, 1), edge(1, 2, 0, 90))).toEqual([0, 1])
  expect(first(edge(0, 1, 1, 9), edge(1, 2, 1, 8))).toEqual([0, 1])
  expect(first(edge(1, 2, 1, 9), edge(0, 1, 1, 8))).toEqual([0])
  expect(first(edge(1, 2), edge(0, 1))).toEqual([0, 1])
})

test('a person of more records than anybody has is not made by keys that are shared, only by a unique one', () => {
  const chain = (rank: Edge['rank']) => close4([edge(0, 1, rank), edge(1, 2, rank, 5)], {}, { members: 2 })
  expect(chain(1)).toEqual({ clusters: [[0, 1], [2], [3]], refused: [[1, 2, 'too-big']] })
  expect(chain(2).clusters[0]).toEqual([0, 1, 2])
})
