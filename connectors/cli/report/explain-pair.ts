import type { Reason } from '../../contract/index.ts'
import { pairBits } from '../../hub/identity/compare/bits.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { reasonsOf } from '../../hub/identity/resolve/reasons.ts'
import { relate } from '../../hub/identity/resolve/relation.ts'
import { message } from '../../hub/messages/index.ts'
import { reasonLabel } from '../../hub/messages/labels.ts'
import type { Trained } from '../linkage/train.ts'

/**
 * The reasons of a pair that weighs `bits`, as the card gives them, and what the likeness of relatives takes
 * off: they sum to its weight.
 */
export function explainPair(
  a: Profile,
  b: Profile,
  { model, compare }: Trained,
  bits: number,
  locale: string,
): Reason[] {
  const relation = relate(a, b, model, null)
  const alone = pairBits(model, compare(a, b, relation.levels), relation.each)
  const systems = [...new Set([a.system, b.system])]
  const reasons = reasonsOf(relation, systems, model.prior).map(
    ({ reason, ...weight }): Reason => ({ ...weight, says: reasonLabel(reason, locale) }),
  )
  const taken = Math.round((bits - alone) * 10) / 10
  return taken === 0
    ? reasons
    : [...reasons, { field: 'relatives', says: message('reason.relatives', locale), bits: taken, systems }]
}
export const probability = (bits: number): number => Math.round((1 / (1 + 2 ** -bits)) * 1e6) / 1e6
