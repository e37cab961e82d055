import { type Model, pairBits } from '../../hub/identity/compare/bits.ts'
import type { Levels } from '../../hub/identity/compare/compare.ts'
import { Field, fields, missing, shipped, type Weights } from '../../hub/identity/compare/weights.ts'

/**
 * How two people of one household compare, beside how one person's records do (`m`) and how strangers do
 * (`u`): a father and the son of his name share nearly all that two records of one man share. `odds`: of such
 * a pair among all pairs, in bits.
 */
export interface Relatives {
  r: Weights['m']
  odds: number
}

/**
 * Before anything is seen: a household has one address, often one telephone and sometimes one mail, as many
 * surnames as its tradition gives it, birth dates of its own; one first name in thirty occurs twice.
 * Re-estimated on the records (`train.ts`).
 */
export const shippedRelatives: Weights['m'] = [
  [0.03, 0.01, 0.03, 0.01, 0.03, 0.89],
  [0.55, 0.1, 0.02, 0.2, 0.13],
  [0.04, 0.002, 0.01, 0.04, 0.03, 0.878],
  [0.001, 0.004, 0.015, 0.98],
  [0.3, 0.01, 0.02, 0.05, 0.62],
  [0.4, 0.02, 0.58],
  [0.9, 0.04, 0.06],
  [0.9, 0.05, 0.05],
  [0.75, 0.12, 0.04, 0.09],
  [0.95, 0.03, 0.02],
  shipped.m[10] as readonly number[],
]

const term = new Float64Array(fields.length)
/**
 * Bits by which a pair is relatives rather than strangers. `named`: a household where two are known to bear
 * the name, so that one name says nothing.
 */
export function relativeBits(
  relatives: Relatives,
  levels: Pick<Levels, 'at'>,
  m: Weights['m'],
  each: Float64Array,
  named: boolean,
): number {
  let sum = relatives.odds + besideOne(relatives.r, levels, m, named)
  for (let f = 0; f < fields.length; f++) if (levels.at[f] !== missing) sum += each[f] as number
  return sum
}

const places = [Field.postcode, Field.locality, Field.street, Field.region] as const
/**
 * Bits by which relatives explain the levels better than one person: a field's weight against strangers with
 * these leaves what strangers say of it. Who has not moved agrees in street, town and postcode at once: an
 * address speaks once for it, and once against.
 */
export function besideOne(
  r: Weights['m'],
  { at }: Pick<Levels, 'at'>,
  m: Weights['m'],
  named: boolean,
): number {
  let sum = 0
  let home = 0
  let away = 0
  for (let f = 0; f < fields.length; f++) {
    const level = at[f] as number
    if (level === missing || (named && f === Field.given)) continue
    const bits = Math.log2(
      ((r[f] as readonly number[])[level] as number) / ((m[f] as readonly number[])[level] as number),
    )
    if (!places.includes(f as (typeof places)[number])) sum += bits
    else if (bits > home) home = bits
    else if (bits < away) away = bits
  }
  return sum + home + away
}

/** log2(1 + 2^bits), without overflow: what an alternative as likely as that takes off. */
export const taken = (bits: number): number => (bits > 30 ? bits : Math.log2(1 + 2 ** bits))

/** Weight of a pair, reused: `bits` against everybody else it may be, `margin` against relatives alone. */
export interface Weight {
  bits: number
  margin: number
}

/** One person against strangers, and against relatives where households are on file. */
export function weigh(
  model: Model,
  relatives: Relatives | null,
  levels: Levels,
  named: boolean,
  out: Weight,
): Weight {
  const bits = pairBits(model, levels, term)
  const kin = relatives ? relativeBits(relatives, levels, model.weights.m, term, named) : -Infinity
  out.bits = bits - taken(kin)
  out.margin = bits - kin
  return out
}
