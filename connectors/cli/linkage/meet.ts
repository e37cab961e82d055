import { pairBits } from '../../hub/identity/compare/bits.ts'
import { newLevels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { candidatePairs } from './pairs.ts'
import type { Trained } from './train.ts'

export const histogramFrom = -40

/** Pairs worth judging again: met once, kept with their weight. */
export interface Met {
  a: Float64Array
  bits: Float64Array
  size: number
  histogram: number[]
  compared: number
}

/** Compares every pair that shares a key, once; keeps those that are not far below even odds. */
export function meet(
  profiles: readonly Profile[],
  { model, compare }: Trained,
  progress?: (said: string) => void,
): Met {
  const levels = newLevels()
  const met: Met = {
    a: new Float64Array(1 << 16),
    bits: new Float64Array(1 << 16),
    size: 0,
    histogram: Array.from({ length: 101 }, () => 0),
    compared: 0,
  }
  candidatePairs(profiles, (a, b) => {
    if (++met.compared % 200_000 === 0) progress?.(`${met.compared.toLocaleString('en')} pairs compared`)
    const bits = pairBits(model, compare(profiles[a] as Profile, profiles[b] as Profile, levels))
    const bar = Math.min(100, Math.max(0, Math.round(bits) - histogramFrom))
    met.histogram[bar] = (met.histogram[bar] as number) + 1
    if (bits < keptAbove) return
    if (met.size === met.a.length) {
      met.a = grown(met.a)
      met.bits = grown(met.bits)
    }
    met.a[met.size] = a * profiles.length + b
    met.bits[met.size++] = bits
  })
  return met
}
const keptAbove = -14
const grown = (from: Float64Array): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(from.length * 2)
  to.set(from)
  return to
}
