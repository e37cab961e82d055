import { type Model, pairBits } from '../hub/identify/bits.ts'
import { compareProfiles, newLevels, type Levels } from '../hub/identify/compare.ts'
import { countValues, isNameHere, type Frequency } from '../hub/identify/frequency.ts'
import type { Profile } from '../hub/identify/profile.ts'
import { fields, missing, type LearntWeights, priorFor, shipped, type Weights, weightsOf } from '../hub/identify/weights.ts'
import { type Files, filesVeto } from './filesveto.ts'
import { kinCounter } from './kin.ts'
import { candidatePairs } from './pairs.ts'

/** Fewer records than this teach nothing: the shipped weights hold. */
const enough = 200
const rounds = 8
/** What we knew counts as this many pairs seen. */
const trust = { m: 60, u: 2_000 }

export interface Trained { model: Model; /** Relatives at one address were seen in numbers. */ households: boolean; pairsRead: number; matches: number; rounds: number }

/** Repeatable numbers in [0, 1): training must give the same weights twice. */
export function seeded(seed: number): () => number {
  let s = seed >>> 0
  return () => { s = (s + 0x6d2b79f5) | 0; let t = Math.imul(s ^ (s >>> 15), 1 | s); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296 }
}

/**
 * Weights of these very records, without labels: u from random pairs, values by their counts, m by expectation and
 * maximisation over the pairs that share a key, held near the shipped ones. Reads at most `cap` pairs.
 */
export function train(profiles: readonly Profile[], options: { cap?: number; progress?: (said: string) => void } = {}): Trained {
  const frequency: Frequency = countValues(profiles.map(p => [p]))
  const model: Model = { weights: shipped, frequency, prior: priorFor(profiles.length) }
  if (profiles.length < enough) return { model, households: true, pairsRead: 0, matches: 0, rounds: 0 }
  options.progress?.('counting strangers')
  const u = strangers(profiles)
  const { list, total, households } = collect(profiles, { ...model, weights: { m: shipped.m, u } }, options)
  let m: Weights['m'] = shipped.m
  let prior = model.prior
  let matches = 0
  for (let round = 0; round < rounds; round++) {
    options.progress?.(`learning, round ${round + 1} of ${rounds}`)
    const weights = { m, u }
    const sums = m.map((levels, f) => levels.map((_, l) => (shipped.m[f] as readonly number[])[l] as number * trust.m))
    matches = 0
    for (const pair of list) {
      const bits = rescored(pair, weights, prior)
      const p = bits > 40 ? 1 : bits < -40 ? 0 : 1 / (1 + 2 ** -bits)
      if (p < 1e-4) continue
      matches += p
      for (let f = 0; f < fields.length; f++) { const l = pair.at[f] as number; if (l !== missing) (sums[f] as number[])[l] = ((sums[f] as number[])[l] as number) + p }
    }
    m = sums.map(levels => { const sum = levels.reduce((a, b) => a + b, 0); return levels.map(x => x / sum) })
    const expected = (matches * total) / Math.max(1, list.length)
    const all = (profiles.length * (profiles.length - 1)) / 2
    prior = within(Math.log2(Math.max(expected, 1) / all), profiles.length)
  }
  return { model: { weights: { m, u }, frequency, prior }, households, pairsRead: list.length, matches, rounds }
}

/** Weights learnt before, over these records: the values are counted here, the odds are those of a house this big. */
export function given(profiles: readonly Profile[], learnt: LearntWeights): Trained {
  const model: Model = { weights: weightsOf(learnt), frequency: countValues(profiles.map(p => [p])), prior: within(learnt.prior, profiles.length) }
  return { model, households: learnt.households, pairsRead: 0, matches: 0, rounds: 0 }
}
const within = (prior: number, people: number): number => Math.min(priorFor(people) + 4, Math.max(priorFor(people) - 4, prior))

/** A pair kept for training: its levels, and its weight so far without prior and without m. */
interface Kept { at: Int8Array; rest: number }

function collect(profiles: readonly Profile[], model: Model, options: { cap?: number }): { list: Kept[]; total: number; households: boolean } {
  const cap = options.cap ?? 300_000
  const list: Kept[] = []
  const random = seeded(7)
  const levels = newLevels()
  const flat: Model = { ...model, prior: 0 }
  const files: Files = { isName: isNameHere(model.frequency), households: false }
  let total = 0
  const kin = kinCounter(files)
  let read = 0
  candidatePairs(profiles, (a, b) => {
    total++
    // reservoir: every pair has the same chance to stay, however many come
    const slot = list.length < cap ? list.length : Math.floor(random() * total)
    if (slot >= cap) return
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    compareProfiles(x, y, levels)
    read++
    kin.see(x, y, levels)
    const veto = filesVeto(x, y, levels, files)
    list[slot] = { at: levels.at.slice(), rest: veto ? -1_000 : pairBits(flat, levels) - agreed(levels, shipped.m) }
  })
  return { list, total, households: kin.households(profiles.length, total / Math.max(1, read)) }
}
const agreed = (levels: { at: Int8Array }, m: Weights['m']): number => {
  let sum = 0
  for (let f = 0; f < fields.length; f++) { const l = levels.at[f] as number; if (l !== missing) sum += Math.log2((m[f] as readonly number[])[l] as number) }
  return sum
}
const rescored = (pair: Kept, weights: Weights, prior: number): number => prior + pair.rest + agreed(pair, weights.m)

/** How strangers compare: levels of random pairs, held near what fields of this kind usually give. */
function strangers(profiles: readonly Profile[]): Weights['u'] {
  const random = seeded(11)
  const levels: Levels = newLevels()
  const seen = shipped.u.map(l => l.map(() => 0))
  const tries = Math.min(60_000, profiles.length * 20)
  for (let i = 0; i < tries; i++) {
    const a = Math.floor(random() * profiles.length)
    const b = Math.floor(random() * profiles.length)
    if (a === b) continue
    compareProfiles(profiles[a] as Profile, profiles[b] as Profile, levels)
    for (let f = 0; f < fields.length; f++) { const l = levels.at[f] as number; if (l !== missing) (seen[f] as number[])[l] = ((seen[f] as number[])[l] as number) + 1 }
  }
  return seen.map((counts, f) => {
    if (fields[f] === 'order') return shipped.u[f] as readonly number[]
    const sum = counts.reduce((a, b) => a + b, 0)
    return counts.map((c, l) => (c + trust.u * ((shipped.u[f] as readonly number[])[l] as number)) / (sum + trust.u))
  })
}
