import type { LearntWeights } from '../../../contract/index.ts'
import type { Levels } from './compare.ts'
import type { Frequency } from './frequency.ts'
import { unknownFrequency } from './frequency.ts'
import { Field, fields, hubPrior, Level, missing, shipped, type Weights, weightsOf } from './weights.ts'

/** Everything the weight of a pair depends on besides the pair. */
export interface Model {
  weights: Weights
  frequency: Frequency
  prior: number
}
export const hubModel: Model = { weights: shipped, frequency: unknownFrequency, prior: hubPrior }
/**
 * The hub's with what a tenant learnt. Odds learnt on a sample smaller than the house never make it bolder.
 */
export function learntModel(learnt: LearntWeights | undefined): Model {
  if (!learnt) return hubModel
  const weights = weightsOf(learnt)
  const of: Frequency['of'] = (field, value) =>
    field === Field.given || field === Field.family
      ? unknownFrequency.of(field, value)
      : ((weights.u[field] as readonly number[])[0] as number)
  return { weights, frequency: { size: 0, of }, prior: Math.min(learnt.prior, hubPrior) }
}

const log2 = Math.log2
/** Agreeing on words: as rare as they are together, but never rarer than one in twenty million. */
function rarity(frequency: Frequency, field: number, values: readonly string[]): number {
  let u = 1
  for (const v of values) u *= frequency.of(field, v)
  return Math.max(u, 5e-8)
}

/** Bits of one field of a compared pair; 0 when a side lacks it. */
export function fieldBits(model: Model, levels: Levels, field: number): number {
  const level = levels.at[field] as number
  if (level === missing) return 0
  const m = (model.weights.m[field] as readonly number[])[level] as number
  if (field === Field.given || field === Field.family) {
    const by = field === Field.given ? levels.name?.givenBy : levels.name?.familyBy
    if (by && by.length > 0 && level <= 1) return log2(m / rarity(model.frequency, field, by))
  } else if (level === 0 && field !== Field.order) {
    return log2(m / model.frequency.of(field, levels.by[field] as string))
  }
  return log2(m / ((model.weights.u[field] as readonly number[])[level] as number))
}

const places = [Field.postcode, Field.locality, Field.street, Field.region] as const
/**
 * Weight of a pair in bits: prior and all fields. Fills `each` when given. Parts of one address are not
 * independent: they are damped.
 */
export function pairBits(model: Model, levels: Levels, each?: Float64Array): number {
  let sum = model.prior
  let against = 0
  for (let f = 0; f < fields.length; f++) {
    let bits = fieldBits(model, levels, f)
    if (bits > 0 && f === Field.locality && levels.at[Field.postcode] === Level.postcode.same)
      bits = Math.min(bits, 2)
    if (
      bits > 0 &&
      f === Field.region &&
      (levels.at[Field.postcode] === Level.postcode.same || levels.at[Field.locality] === Level.locality.same)
    )
      bits = Math.min(bits, 0.5)
    if (bits < 0 && places.includes(f as (typeof places)[number])) {
      bits = Math.max(bits, -6 - against)
      against += bits
    }
    if (each) each[f] = bits
    sum += bits
  }
  return sum
}

/** Fields that agree, in full or nearly: name counts once, address counts once. */
export function agreements(levels: Levels): number {
  const at = levels.at
  const ok = (f: number, worst: number) => at[f] !== missing && (at[f] as number) <= worst
  return (
    Number(ok(Field.given, Level.given.slip) && ok(Field.family, Level.family.slip)) +
    Number(ok(Field.birthDate, Level.birthDate.slip)) +
    Number(ok(Field.nationalId, Level.nationalId.slip)) +
    Number(ok(Field.mail, Level.mail.sameMailbox)) +
    Number(ok(Field.phone, Level.phone.same)) +
    Number(
      ok(Field.postcode, Level.postcode.same) ||
        ok(Field.locality, Level.locality.same) ||
        ok(Field.street, Level.street.near),
    )
  )
}

/** Whether the pair can compare two independent things at least: else it has nothing to say about a join. */
export function canSpeak(levels: Levels): boolean {
  const at = levels.at
  const has = (f: number) => Number(at[f] !== missing)
  return (
    Math.max(has(Field.given), has(Field.family)) +
      has(Field.birthDate) +
      has(Field.nationalId) +
      has(Field.mail) +
      has(Field.phone) +
      Math.max(has(Field.postcode), has(Field.locality), has(Field.street)) >=
    2
  )
}
