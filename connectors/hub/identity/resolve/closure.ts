/** A proposed join. Ranks: 3 a human's decision, 2 a unique key, 1 a strong key, 0 likelihood alone. */
export interface Edge {
  a: number
  b: number
  rank: 3 | 2 | 1 | 0
  bits: number
}
/** The vote of a pair across two clusters on their join. `conflict` outweighs two votes for. */
export type Cross = 'veto' | 'for' | 'against' | 'conflict' | 'silent'
export interface Refused {
  edge: Edge
  why: 'veto' | 'outvoted' | 'too-big'
}

/**
 * Joins edges by rank and weight, heaviest first, ties by number: the same edges give the same clusters
 * whatever their order. Two clusters join unless a cross pair vetoes it or, below rank 2, more than half of
 * the cross pairs that can speak are against. `look` caps the cross pairs read of two large clusters (spread
 * evenly, so that the reading does not depend on luck).
 */
export function close(
  size: number,
  edges: readonly Edge[],
  cross: (a: number, b: number, rank: number) => Cross,
  limits: { members: number; look: number },
): { clusters: number[][]; refused: Refused[] } {
  const root = Int32Array.from({ length: size }, (_, i) => i)
  const members: (number[] | undefined)[] = Array.from({ length: size })
  const of = (i: number): number => {
    while (root[i] !== i) {
      root[i] = root[root[i] as number] as number
      i = root[i] as number
    }
    return i
  }
  const hub = (r: number): number[] => members[r] ?? [r]
  const refused: Refused[] = []
  const sorted = [...edges].sort((x, y) => y.rank - x.rank || y.bits - x.bits || x.a - y.a || x.b - y.b)
  for (const edge of sorted) {
    const x = of(edge.a)
    const y = of(edge.b)
    if (x === y) continue
    const left = hub(x)
    const right = hub(y)
    if (edge.rank < 2 && left.length + right.length > limits.members) {
      refused.push({ edge, why: 'too-big' })
      continue
    }
    const verdict = judge(left, right, edge, cross, limits.look)
    if (verdict !== 'joined') {
      refused.push({ edge, why: verdict })
      continue
    }
    const [to, from] = x < y ? [x, y] : [y, x]
    root[from] = to
    members[to] = [...left, ...right].sort((p, q) => p - q)
    members[from] = undefined
  }
  const clusters: number[][] = []
  for (let i = 0; i < size; i++) if (of(i) === i) clusters.push(hub(i))
  return { clusters, refused }
}

function judge(
  left: readonly number[],
  right: readonly number[],
  edge: Edge,
  cross: (a: number, b: number, rank: number) => Cross,
  look: number,
): 'joined' | 'veto' | 'outvoted' {
  const pairs = left.length * right.length
  if (pairs === 1) {
    const only = cross(edge.a, edge.b, edge.rank)
    return only === 'veto' ? 'veto' : 'joined'
  }
  const step = Math.max(1, Math.floor(pairs / look))
  let yes = 0
  let no = 0
  for (let p = 0; p < pairs; p += step) {
    const said = cross(
      left[Math.floor(p / right.length)] as number,
      right[p % right.length] as number,
      edge.rank,
    )
    if (said === 'veto') return 'veto'
    if (said === 'for') yes++
    else if (said === 'against') no++
    else if (said === 'conflict') no += 2.01
  }
  return edge.rank >= 2 || yes >= no ? 'joined' : 'outvoted'
}
