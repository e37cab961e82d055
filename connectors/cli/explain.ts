import type { Reason } from '../contract/index.ts'
import type { Model } from '../hub/identify/bits.ts'
import type { Profile } from '../hub/identify/profile.ts'
import { reasonsOf } from '../hub/identify/reasons.ts'
import { relate } from '../hub/identify/relation.ts'

/** The reasons of a pair, as the card gives them: they sum to its weight. */
export function explainPair(a: Profile, b: Profile, model: Model, locale: string): Reason[] {
  return reasonsOf(relate(a, b, model, null), [...new Set([a.system, b.system])], locale, model.prior)
}
export const probability = (bits: number): number => Math.round((1 / (1 + 2 ** -bits)) * 1e6) / 1e6
