import type { LearntWeights } from '../../contract/index.ts'
import { type Model, pairBits } from '../../hub/identity/compare/bits.ts'
import { type Levels, newLevels } from '../../hub/identity/compare/compare.ts'
import { countValues, type Frequency, isNameHere } from '../../hub/identity/compare/frequency.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import {
  fields,
  missing,
  priorFor,
  shipped,
  type Weights,
  weightsOf,
} from '../../hub/identity/compare/weights.ts'
import { candidatePairs } from './candidate-pairs.ts'
import { type Compare, createComparer } from './comparer.ts'
import { type Files, filesVeto } from './files-veto.ts'
import { createHouseholdDetector } from './household-detector.ts'
import { besideOne, type Relatives, shippedRelatives, taken } from './relatives.ts'

/** Fewer records than this teach nothing: the shipped weights hold. */
const minRecords = 200
const rounds = 8
/** What we knew counts as this many pairs seen. */
const priorPairs = { m: 60, u: 2_000 }

export interface Trained {
  model: Model
  /** How two records of these files are compared. */
  compare: Compare
  /** How people of one household compare; null where no relatives are registered. */
  relatives: Relatives | null
  /** Relatives at one address were seen in numbers. */
  households: boolean
  pairsRead: number
  matches: number
  rounds: number
}

/** Repeatable numbers in [0, 1): training must give the same weights twice. */
export function seeded(seed: number): () => number {
  let s = seed >>> 0
  return () => {
    s = (s + 0x6d2b79f5) | 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Weights of these very records, without labels: u from random pairs, values by their counts, m by
 * expectation and maximisation over the pairs that share a key, held near the shipped ones. Reads at most
 * `cap` pairs.
 */
export function train(
  profiles: readonly Profile[],
  options: { cap?: number; progress?: (said: string) => void } = {},
): Trained {
  const frequency: Frequency = countValues(profiles.map((p) => [p]))
  const compare = createComparer(profiles)
  const model: Model = { weights: shipped, frequency, prior: priorFor(profiles.length) }
  if (profiles.length < minRecords)
    return {
      model,
      compare,
      relatives: shippedOf(profiles.length),
      households: true,
      pairsRead: 0,
      matches: 0,
      rounds: 0,
    }
  options.progress?.('counting strangers')
  const u = strangers(profiles, compare, model)
  const { list, total, households } = collect(
    profiles,
    { ...model, weights: { m: shipped.m, u } },
    compare,
    options,
  )
  let m: Weights['m'] = shipped.m
  let relatives = households ? shippedOf(profiles.length) : null
  let prior = model.prior
  let matches = 0
  const all = (profiles.length * (profiles.length - 1)) / 2
  const scale = total / Math.max(1, list.length)
  for (let round = 0; round < rounds; round++) {
    options.progress?.(`learning, round ${round + 1} of ${rounds}`)
    const sums = priorCounts(shipped.m)
    const kin = priorCounts(shippedRelatives)
    matches = 0
    let relations = 0
    for (const pair of list) {
      const one = pair.rest + agreed(pair, m)
      const bits = prior + one
      const other = relatives ? relatives.odds + one + besideOne(relatives.r, pair, m, false) : -Infinity
      // one person, relatives or strangers: the three share out the pair
      const p = pair.never ? 0 : share(bits - taken(other))
      if (p >= 1e-4) {
        matches += p
        add(sums, pair, p)
      }
      const q = relatives ? share(other - (pair.never ? 0 : taken(bits))) : 0
      if (q >= 1e-4) {
        relations += q
        add(kin, pair, q)
      }
    }
    m = parts(sums)
    prior = within(Math.log2(Math.max(matches * scale, 1) / all), profiles.length)
    if (relatives) relatives = { r: parts(kin), odds: Math.log2(Math.max(relations * scale, 1) / all) }
  }
  return {
    model: { weights: { m, u }, frequency, prior },
    compare,
    relatives,
    households,
    pairsRead: list.length,
    matches,
    rounds,
  }
}
/** Where nothing was counted: as many pairs of relatives as of one person's records. */
const shippedOf = (records: number): Relatives => ({ r: shippedRelatives, odds: priorFor(records) })
const share = (bits: number): number => (bits > 40 ? 1 : bits < -40 ? 0 : 1 / (1 + 2 ** -bits))
/** What was known before counts as some pairs seen. */
const priorCounts = (known: Weights['m']): number[][] =>
  known.map((levels) => levels.map((x) => x * priorPairs.m))
const parts = (sums: number[][]): Weights['m'] =>
  sums.map((levels) => {
    const sum = levels.reduce((a, b) => a + b, 0)
    return levels.map((x) => x / sum)
  })
function add(sums: number[][], { at }: Kept, p: number): void {
  for (let f = 0; f < fields.length; f++) {
    const l = at[f] as number
    if (l !== missing) (sums[f] as number[])[l] = ((sums[f] as number[])[l] as number) + p
  }
}

/**
 * Weights learnt before, over these records: the values are counted here, the odds are those of a house this
 * big.
 */
export function trainedWith(profiles: readonly Profile[], learnt: LearntWeights): Trained {
  const model: Model = {
    weights: weightsOf(learnt),
    frequency: countValues(profiles.map((p) => [p])),
    prior: within(learnt.prior, profiles.length),
  }
  return {
    model,
    compare: createComparer(profiles),
    relatives: learnt.households ? shippedOf(profiles.length) : null,
    households: learnt.households,
    pairsRead: 0,
    matches: 0,
    rounds: 0,
  }
}
const within = (prior: number, people: number): number =>
  Math.min(priorFor(people) + 4, Math.max(priorFor(people) - 4, prior))

/**
 * A pair kept for training: its levels, its weight so far without prior and without m, and whether a veto
 * says that it is two people.
 */
interface Kept {
  at: Int8Array
  rest: number
  never: boolean
}

function collect(
  profiles: readonly Profile[],
  model: Model,
  compare: Compare,
  options: { cap?: number },
): { list: Kept[]; total: number; households: boolean } {
  const cap = options.cap ?? 300_000
  const list: Kept[] = []
  const random = seeded(7)
  const levels = newLevels()
  const flat: Model = { ...model, prior: 0 }
  const files: Files = { isName: isNameHere(model.frequency), households: false }
  let total = 0
  const household = createHouseholdDetector(files)
  let read = 0
  candidatePairs(profiles, (a, b) => {
    total++
    // reservoir: every pair has the same chance to stay, however many come
    const slot = list.length < cap ? list.length : Math.floor(random() * total)
    if (slot >= cap) return
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    compare(x, y, levels)
    read++
    household.observe(x, y, levels)
    const veto = filesVeto(x, y, levels, files)
    list[slot] = {
      at: levels.at.slice(),
      rest: pairBits(flat, levels) - agreed(levels, shipped.m),
      never: veto !== null,
    }
  })
  return { list, total, households: household.hasHouseholds(profiles.length, total / Math.max(1, read)) }
}
const agreed = (levels: { at: Int8Array }, m: Weights['m']): number => {
  let sum = 0
  for (let f = 0; f < fields.length; f++) {
    const l = levels.at[f] as number
    if (l !== missing) sum += Math.log2((m[f] as readonly number[])[l] as number)
  }
  return sum
}

/**
 * How strangers compare: levels of random pairs, held near what fields of this kind usually give. A pair that
 * looks like one person is none: in a small file of many duplicates chance meets them too.
 */
function strangers(profiles: readonly Profile[], compare: Compare, model: Model): Weights['u'] {
  const random = seeded(11)
  const levels: Levels = newLevels()
  const seen = shipped.u.map((l) => l.map(() => 0))
  const tries = Math.min(60_000, profiles.length * 20)
  for (let i = 0; i < tries; i++) {
    const a = Math.floor(random() * profiles.length)
    const b = Math.floor(random() * profiles.length)
    if (a === b) continue
    compare(profiles[a] as Profile, profiles[b] as Profile, levels)
    if (pairBits(model, levels) >= 0) continue
    for (let f = 0; f < fields.length; f++) {
      const l = levels.at[f] as number
      if (l !== missing) (seen[f] as number[])[l] = ((seen[f] as number[])[l] as number) + 1
    }
  }
  return seen.map((counts, f) => {
    if (fields[f] === 'order') return shipped.u[f] as readonly number[]
    const sum = counts.reduce((a, b) => a + b, 0)
    return counts.map(
      (c, l) =>
        (c + priorPairs.u * ((shipped.u[f] as readonly number[])[l] as number)) / (sum + priorPairs.u),
    )
  })
}
