import { pairBits } from '../../hub/identity/compare/bits.ts'
import { newLevels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { candidatePairs } from './candidate-pairs.ts'
import type { Trained } from './train.ts'

export const histogramFrom = -40

/** Pairs that share a key and may be one person: `a` holds both indexes, first × records + second. */
export interface ComparedPairs {
  a: Float64Array
  bits: Float64Array
  size: number
  histogram: number[]
  compared: number
}

/** Compares every pair that shares a key, once; keeps those that are not far below even odds. */
export function compareCandidates(
  profiles: readonly Profile[],
  { model, compare }: Trained,
  progress?: (said: string) => void,
): ComparedPairs {
  const levels = newLevels()
  const compared: ComparedPairs = {
    a: new Float64Array(1 << 16),
    bits: new Float64Array(1 << 16),
    size: 0,
    histogram: Array.from({ length: 101 }, () => 0),
    compared: 0,
  }
  candidatePairs(profiles, (a, b) => {
    if (++compared.compared % 200_000 === 0)
      progress?.(`${compared.compared.toLocaleString('en')} pairs compared`)
    const bits = pairBits(model, compare(profiles[a] as Profile, profiles[b] as Profile, levels))
    const bar = Math.min(100, Math.max(0, Math.round(bits) - histogramFrom))
    compared.histogram[bar] = (compared.histogram[bar] as number) + 1
    if (bits < keptAbove) return
    if (compared.size === compared.a.length) {
      compared.a = grown(compared.a)
      compared.bits = grown(compared.bits)
    }
    compared.a[compared.size] = a * profiles.length + b
    compared.bits[compared.size++] = bits
  })
  return compared
}
const keptAbove = -14
const grown = (from: Float64Array): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(from.length * 2)
  to.set(from)
  return to
}
