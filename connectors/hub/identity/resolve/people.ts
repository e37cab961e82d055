import type { Model } from '../compare/bits.ts'
import { compareNames } from '../compare/compare-names.ts'
import type { Profile } from '../compare/profile.ts'
import { auto } from '../compare/weights.ts'
import { close, type Edge } from './closure.ts'
import { pairKey, type Relation, relate } from './relation.ts'

/** Records grouped into people, every pair's relation, and the joins that were refused. */
export interface People {
  clusters: readonly (readonly number[])[]
  relation(a: number, b: number): Relation
  refused: readonly { a: number; b: number; why: string }[]
}
const ranks = { human: 3, unique: 2, strong: 1, likely: 0 } as const
const limits = { members: 40, look: 400 }

/** Pure: `profiles` must be sorted by key; then the same set gives the same people. */
export function groupPeople(
  profiles: readonly Profile[],
  model: Model,
  human: ReadonlyMap<string, 'same' | 'different'>,
  duplicatesAllowed: (system: string) => boolean,
): People {
  const n = profiles.length
  const matrix: Relation[] = []
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++)
      matrix.push(
        relate(
          profiles[a] as Profile,
          profiles[b] as Profile,
          model,
          human.get(pairKey((profiles[a] as Profile).key, (profiles[b] as Profile).key)) ?? null,
        ),
      )
  const relation = (a: number, b: number): Relation => {
    const [i, j] = a < b ? [a, b] : [b, a]
    return matrix[i * n - (i * (i + 1)) / 2 + j - i - 1] as Relation
  }
  const oneEach = (a: number, b: number) =>
    (profiles[a] as Profile).system === (profiles[b] as Profile).system &&
    !duplicatesAllowed((profiles[a] as Profile).system)
  const refused: { a: number; b: number; why: string }[] = []
  const edges: Edge[] = []
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      const r = relation(a, b)
      if (!r.join) {
        if ((r.unique || r.strong.length > 0) && (r.veto || r.human))
          refused.push({ a, b, why: r.human ? 'human' : (r.veto as string) })
        continue
      }
      if (r.join !== 'human' && oneEach(a, b)) {
        refused.push({ a, b, why: 'system' })
        continue
      }
      if (ranks[r.join] < 2 && (torn(a, b) || torn(b, a))) {
        refused.push({ a, b, why: 'ambiguous' })
        continue
      }
      edges.push({ a, b, rank: ranks[r.join], bits: Math.round(r.bits * 1000) / 1000 })
    }
  }
  const { clusters, refused: late } = close(
    n,
    edges,
    (a, b, rank) => {
      const r = relation(a, b)
      if (r.human === 'different') return 'veto'
      if (rank === 3 || r.human === 'same') return 'for'
      if (r.veto || oneEach(a, b)) return 'veto'
      return r.join ? 'for' : !r.speaks ? 'silent' : r.bits >= 0 ? 'for' : 'against'
    },
    limits,
  )
  for (const { edge, why } of late)
    refused.push({ a: edge.a, b: edge.b, why: why === 'veto' ? reasonOfVeto(edge) : 'outvoted' })
  return { clusters, relation, refused }

  /** `a` fits another record about as well as `b`, and that one is not `b`'s person. */
  function torn(a: number, b: number): boolean {
    const own = relation(a, b)
    for (let c = 0; c < n; c++) {
      if (c === a || c === b) continue
      const rival = relation(a, c)
      if (!rival.join || ranks[rival.join] < ranks[own.join as 'strong'] || oneEach(a, c)) continue
      if (rival.bits <= own.bits - auto.margin) continue
      const between = relation(b, c)
      if (between.human !== 'same' && (between.veto || between.human || oneEach(b, c))) return true
    }
    return false
  }
  function reasonOfVeto(edge: Edge): string {
    const direct = relation(edge.a, edge.b)
    return direct.veto ?? 'system'
  }
}

/**
 * Values that too many clearly different people of this very set hold: a shared desk phone, a family's mail
 * that became a firm's.
 */
export function crowded(profiles: readonly Profile[], most: number): ReadonlySet<string> {
  const holders = new Map<string, Profile[]>()
  for (const p of profiles) {
    for (const value of p.strong) {
      const all = holders.get(value) ?? []
      const known = all.some((o) => {
        const names = compareNames(o.name, p.name)
        return !names || !(names.given === 5 || names.family === 4)
      })
      if (!known || all.length === 0) holders.set(value, [...all, p])
    }
  }
  return new Set([...holders].filter(([, all]) => all.length > most).map(([value]) => value))
}
