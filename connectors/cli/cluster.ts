import { canSpeak, type Model, pairBits } from '../hub/identify/bits.ts'
import { close, type Edge, type Refused } from '../hub/identify/closure.ts'
import { compareProfiles, newLevels } from '../hub/identify/compare.ts'
import { isNameHere } from '../hub/identify/frequency.ts'
import type { Profile } from '../hub/identify/profile.ts'
import { vetoOf } from '../hub/identify/veto.ts'
import { D, F, G, L, M, missing, N, P, S, T } from '../hub/identify/weights.ts'
import { candidatePairs } from './pairs.ts'

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
export const histogramFrom = -40
const limits = { members: 60, look: 300 }

/** Groups records whose weight is at least `threshold`, guarded. `apart` says which may never be one. */
export function cluster(profiles: readonly Profile[], model: Model, options: { threshold: number; households?: boolean; apart?: (a: number, b: number) => boolean; progress?: (said: string) => void }): Clustering {
  const levels = newLevels()
  const files = { isName: isNameHere(model.frequency), households: options.households ?? true }
  const edges: Edge[] = []
  const histogram = Array.from({ length: 101 }, () => 0)
  let compared = 0
  let vetoed = 0
  candidatePairs(profiles, (a, b) => {
    if (options.apart?.(a, b)) return
    compared++
    if (compared % 200_000 === 0) options.progress?.(`${compared.toLocaleString('en')} pairs compared`)
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    compareProfiles(x, y, levels)
    const bits = pairBits(model, levels)
    const bar = Math.min(100, Math.max(0, Math.round(bits) - histogramFrom))
    histogram[bar] = (histogram[bar] as number) + 1
    if (bits < options.threshold || !besidesName(levels.at)) return
    if (vetoOf(x, y, levels, files)) { vetoed++; return }
    edges.push({ a, b, rank: 0, bits })
  })
  options.progress?.(`${edges.length.toLocaleString('en')} joins to judge`)
  const { clusters, refused } = close(profiles.length, edges, (a, b) => {
    if (options.apart?.(a, b)) return 'veto'
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    compareProfiles(x, y, levels)
    const veto = vetoOf(x, y, levels, files)
    // where no families are registered, a name that does not fit is one vote against; elsewhere it is another person
    if (veto) return files.households || veto === 'national-id' || veto === 'kind' || veto === 'nobody' || veto === 'suffix' ? 'veto' : 'against'
    if (!canSpeak(levels)) return 'silent'
    return pairBits(model, levels) >= Math.min(0, options.threshold) ? 'for' : 'against'
  }, limits)
  return {
    clusters, refused, edges, histogram, compared, vetoed,
    bits: (a, b) => { compareProfiles(profiles[a] as Profile, profiles[b] as Profile, levels); return pairBits(model, levels) },
  }
}

/** A name alone never joins: something else must agree, or nothing else be known that could. */
function besidesName(at: Int8Array): boolean {
  const agree = [D, N, M, T, P, L, S].filter(f => { const l = at[f] as number; return l !== missing && l <= (f === D ? 4 : f === M ? 2 : 1) }).length
  return agree >= ((at[G] as number) === missing && (at[F] as number) === missing ? 2 : 1)
}
