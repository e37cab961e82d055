import { fields, missing } from '../compare/weights.ts'
import type { Evidence } from '../types.ts'
import type { Relation } from './relation.ts'

const round = (bits: number): number => Math.round(bits * 10) / 10

/**
 * Everything that spoke for or against a pair, heaviest first, and the prior last: their sum is the pair's
 * weight.
 */
export function reasonsOf(relation: Relation, systems: readonly string[], prior: number): Evidence[] {
  const out: Evidence[] = []
  if (relation.human === 'same') out.push({ field: 'agent', reason: 'agent', bits: 0, systems })
  if (relation.unique && relation.unique.kind !== 'nationalId')
    out.push({
      field: relation.unique.kind,
      reason: 'number',
      bits: uniqueBits,
      systems,
    })
  if (relation.strong.some((s) => s.verified))
    out.push({ field: 'verified', reason: 'verified', bits: 0, systems })
  fields.forEach((field, f) => {
    const level = relation.levels.at[f] as number
    const bits = relation.each[f] as number
    if (level !== missing && !(field === 'order' && level === 0))
      out.push({ field, reason: `${field}.${level}`, bits: round(bits), systems })
  })
  out.sort((a, b) => Math.abs(b.bits) - Math.abs(a.bits) || (a.field < b.field ? -1 : 1))
  out.push({ field: 'prior', reason: 'prior', bits: round(prior), systems: [] })
  return out
}
/** A number of its own says as much as a value that one stranger in a million has. */
export const uniqueBits = 20
