import { canSpeak } from '../../hub/identity/compare/bits.ts'
import { newLevels } from '../../hub/identity/compare/compare.ts'
import { isNameHere } from '../../hub/identity/compare/frequency.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { D, F, G, L, M, missing, N, P, S, T } from '../../hub/identity/compare/weights.ts'
import { close, type Edge, type Refused } from '../../hub/identity/resolve/closure.ts'
import type { Veto } from '../../hub/identity/resolve/veto.ts'
import { filesVeto } from './files-veto.ts'
import type { Met } from './meet.ts'
import { namesakes, torn } from './namesakes.ts'
import { isOwnName } from './own-name.ts'
import { weigh } from './relatives.ts'
import type { Trained } from './train.ts'

export interface Clustering {
  clusters: number[][]
  refused: Refused[]
  /** Edges above the threshold; and how all compared pairs spread, by bits from -40 to 60. */
  edges: Edge[]
  histogram: number[]
  compared: number
  vetoed: number
  bits(a: number, b: number): number
}
const firm: ReadonlySet<Veto> = new Set(['national-id', 'kind', 'nobody', 'suffix'])
const limits = { members: 60, look: 300 }
/**
 * Where relatives are on file, that it is one person must be four times likelier than that it is two of a
 * household. Fewer: possible, not a link.
 */
const rivals = 2

/** Groups records whose weight is at least `threshold`, guarded. `apart` says which may never be one. */
export function cluster(
  profiles: readonly Profile[],
  met: Met,
  { model, compare, relatives, households }: Trained,
  options: {
    threshold: number
    again?: boolean
    apart?: ((a: number, b: number) => boolean) | undefined
    progress?: ((said: string) => void) | undefined
  },
): Clustering {
  const levels = newLevels()
  const files = { isName: isNameHere(model.frequency), households }
  let edges: Edge[] = []
  const named = relatives ? namesakes(profiles, met, compare, files) : new Uint8Array(profiles.length)
  const weight = { bits: 0, margin: 0 }
  const bitsOf = (a: number, b: number): number =>
    weigh(model, relatives, levels, named[a] === 1 || named[b] === 1, weight).bits
  let vetoed = 0
  for (let p = 0; p < met.size; p++) {
    const a = Math.floor((met.a[p] as number) / profiles.length)
    const b = (met.a[p] as number) % profiles.length
    if (!options.again && (met.bits[p] as number) < options.threshold) continue
    if (options.apart?.(a, b)) continue
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    compare(x, y, levels)
    const bits = bitsOf(a, b)
    if (bits < options.threshold || weight.margin < rivals || !besidesName(x, y, levels.at)) continue
    if (filesVeto(x, y, levels, files)) {
      vetoed++
      continue
    }
    edges.push({ a, b, rank: 0, bits })
  }
  if (relatives) {
    const near = new Map<number, number[]>()
    const beside = (i: number, j: number): void => {
      const all = near.get(i)
      if (all) all.push(j)
      else near.set(i, [j])
    }
    for (const { a, b } of edges) {
      beside(a, b)
      beside(b, a)
    }
    const late = torn(profiles, near, named, compare, files)
    for (const i of late) named[i] = 1
    edges = edges.flatMap((edge) => {
      compare(profiles[edge.a] as Profile, profiles[edge.b] as Profile, levels)
      const bits = bitsOf(edge.a, edge.b)
      return bits < options.threshold || weight.margin < rivals ? [] : [{ ...edge, bits }]
    })
  }
  options.progress?.(`${edges.length.toLocaleString('en')} joins to judge`)
  const { clusters, refused } = close(
    profiles.length,
    edges,
    (a, b) => {
      if (options.apart?.(a, b)) return 'veto'
      const x = profiles[a] as Profile
      const y = profiles[b] as Profile
      compare(x, y, levels)
      const veto = filesVeto(x, y, levels, files)
      // what may be written wrong in one record of many is a vote; two valid ids are not
      if (veto) return firm.has(veto) ? 'veto' : files.households ? 'conflict' : 'against'
      if (!canSpeak(levels)) return 'silent'
      return bitsOf(a, b) >= Math.min(0, options.threshold) ? 'for' : 'against'
    },
    limits,
  )
  return {
    clusters,
    refused,
    edges,
    histogram: met.histogram,
    compared: met.compared,
    vetoed,
    bits: (a, b) => {
      compare(profiles[a] as Profile, profiles[b] as Profile, levels)
      return bitsOf(a, b)
    },
  }
}

/** A name alone never joins: something else must agree, or nothing else be known that could. */
function besidesName(a: Profile, b: Profile, at: Int8Array): boolean {
  const known = (at[G] as number) !== missing || (at[F] as number) !== missing
  const agree = [D, N, M, T, P, L, S].filter((f) => {
    const l = at[f] as number
    return l !== missing && l <= (f === D ? 4 : f === M && !(known && isOwnName(a, b)) ? 2 : 1)
  }).length
  return agree >= (known ? 1 : 2)
}
