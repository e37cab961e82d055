import { canSpeak, type Model, pairBits } from '../hub/identify/bits.ts'
import { close, type Edge, type Refused } from '../hub/identify/closure.ts'
import { compareProfiles, newLevels } from '../hub/identify/compare.ts'
import { isNameHere } from '../hub/identify/frequency.ts'
import type { Profile } from '../hub/identify/profile.ts'
import type { Veto } from '../hub/identify/veto.ts'
import { filesVeto } from './filesveto.ts'
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
const firm: ReadonlySet<Veto> = new Set(['national-id', 'kind', 'nobody', 'suffix'])
const limits = { members: 60, look: 300 }

/** Pairs worth judging again: met once, kept with their weight. */
export interface Met { a: Float64Array; bits: Float64Array; size: number; histogram: number[]; compared: number }

/** Compares every pair that shares a key, once; keeps those that are not far below even odds. */
export function meet(profiles: readonly Profile[], model: Model, progress?: (said: string) => void): Met {
  const levels = newLevels()
  const met: Met = { a: new Float64Array(1 << 16), bits: new Float64Array(1 << 16), size: 0, histogram: Array.from({ length: 101 }, () => 0), compared: 0 }
  candidatePairs(profiles, (a, b) => {
    if (++met.compared % 200_000 === 0) progress?.(`${met.compared.toLocaleString('en')} pairs compared`)
    const bits = pairBits(model, compareProfiles(profiles[a] as Profile, profiles[b] as Profile, levels))
    const bar = Math.min(100, Math.max(0, Math.round(bits) - histogramFrom))
    met.histogram[bar] = (met.histogram[bar] as number) + 1
    if (bits < keptAbove) return
    if (met.size === met.a.length) { met.a = grown(met.a); met.bits = grown(met.bits) }
    met.a[met.size] = a * profiles.length + b
    met.bits[met.size++] = bits
  })
  return met
}
const keptAbove = -14
const grown = (from: Float64Array): Float64Array<ArrayBuffer> => { const to = new Float64Array(from.length * 2); to.set(from); return to }

/** Groups records whose weight is at least `threshold`, guarded. `apart` says which may never be one. */
export function cluster(profiles: readonly Profile[], met: Met, model: Model, options: { threshold: number; households: boolean; again?: boolean; apart?: ((a: number, b: number) => boolean) | undefined; progress?: ((said: string) => void) | undefined }): Clustering {
  const levels = newLevels()
  const files = { isName: isNameHere(model.frequency), households: options.households }
  const edges: Edge[] = []
  let vetoed = 0
  for (let p = 0; p < met.size; p++) {
    const a = Math.floor((met.a[p] as number) / profiles.length)
    const b = (met.a[p] as number) % profiles.length
    if (!options.again && (met.bits[p] as number) < options.threshold) continue
    if (options.apart?.(a, b)) continue
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    const bits = pairBits(model, compareProfiles(x, y, levels))
    if (bits < options.threshold || !besidesName(x, y, levels.at)) continue
    if (filesVeto(x, y, levels, files)) { vetoed++; continue }
    edges.push({ a, b, rank: 0, bits })
  }
  options.progress?.(`${edges.length.toLocaleString('en')} joins to judge`)
  const { clusters, refused } = close(profiles.length, edges, (a, b) => {
    if (options.apart?.(a, b)) return 'veto'
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    compareProfiles(x, y, levels)
    const veto = filesVeto(x, y, levels, files)
    // what may be written wrong in one record of many is a vote; two valid ids are not
    if (veto) return firm.has(veto) ? 'veto' : files.households ? 'conflict' : 'against'
    if (!canSpeak(levels)) return 'silent'
    return pairBits(model, levels) >= Math.min(0, options.threshold) ? 'for' : 'against'
  }, limits)
  return {
    clusters, refused, edges, histogram: met.histogram, compared: met.compared, vetoed,
    bits: (a, b) => pairBits(model, compareProfiles(profiles[a] as Profile, profiles[b] as Profile, levels)),
  }
}

/** A name alone never joins: something else must agree, or nothing else be known that could. */
function besidesName(a: Profile, b: Profile, at: Int8Array): boolean {
  const known = (at[G] as number) !== missing || (at[F] as number) !== missing
  const agree = [D, N, M, T, P, L, S].filter(f => { const l = at[f] as number; return l !== missing && l <= (f === D ? 4 : f === M && !(known && isOwnName(a, b)) ? 2 : 1) }).length
  return agree >= (known ? 1 : 2)
}
/** Every mail of both is the name over again: ana.ruiz@ of two providers is two namesakes as soon as one person. */
const isOwnName = (a: Profile, b: Profile): boolean => a.mails.every(m => isName(m, a)) && b.mails.every(m => isName(m, b))
function isName(mail: string, { name }: Profile): boolean {
  const local = mail.slice(0, mail.lastIndexOf('@'))
  const words = name?.text.split(' ') ?? []
  return !/\d/.test(local) && local.split(/[^a-z]+/).every(part => part.length < 2 || words.some(w => w.startsWith(part)) || words.some(w => part.startsWith(w) && words.includes(part.slice(w.length))))
}
