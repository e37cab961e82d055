import type { Identifier } from '../../../contract/index.ts'
import { agreements } from '../compare/bits.ts'
import { auto, Field, Level, missing } from '../compare/weights.ts'
import { answers } from '../identifiers.ts'
import type { FoundRecord } from '../types.ts'
import type { Relation } from './relation.ts'

/** How one person stands to what was asked. */
export interface CandidateStanding {
  person: number
  bits: number
  /** Hints its records bear, by grade. */
  unique: readonly Identifier[]
  strong: readonly Identifier[]
  weak: readonly Identifier[]
  best: Relation
  bestRecord: number
  chosen: boolean
  /** Nothing tells who it is: no name, no birth date. Never competes with a record that has one. */
  bare: boolean
  /**
   * All that it bears of what was asked is known to be several people's: a family's mail, a phone of somebody
   * set apart.
   */
  shared: boolean
  /** What was asked contradicts it: another name, another birth date, another id. */
  contradicts: boolean
}
export interface Verdict {
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
  first: CandidateStanding | null
  order: readonly CandidateStanding[]
}

export function bears(record: FoundRecord, hint: Identifier): boolean {
  return (
    record.identifiers.some((id) => answers(id, hint) || isOwnNumber(record, id, hint)) ||
    (hint.kind === 'system' && hint.value === record.record.id && hint.scope === record.connector)
  )
}

/** A number without a scope is, where the host names that very system, one of its own: a short one, too. */
const isOwnNumber = ({ connector }: FoundRecord, id: Identifier, hint: Identifier): boolean =>
  (hint.kind === 'order' || hint.kind === 'ticket') &&
  id.scope === undefined &&
  hint.scope === connector &&
  id.kind === hint.kind &&
  id.value === hint.value

const hard = (s: CandidateStanding): number => s.unique.length * 2 + s.strong.length
const names = (s: CandidateStanding): readonly Identifier[] => [...s.unique, ...s.strong]
/** Bears every sure hint the other bears, and a unique one or at least one more. */
const covers = (a: CandidateStanding, b: CandidateStanding): boolean =>
  hard(a) > hard(b) && names(b).every((h) => names(a).includes(h))

/**
 * identified: one person bears what was asked, or a human chose it · possible: one, with a doubt the agent
 * resolves with a tap · several: the agent chooses · nobody. Never the heavier of two that fit.
 */
export function decide(standings: readonly CandidateStanding[], asked: { name: boolean }): Verdict {
  const order = [...standings].sort(
    (a, b) =>
      Number(b.chosen) - Number(a.chosen) ||
      Number(a.contradicts) - Number(b.contradicts) ||
      hard(b) - hard(a) ||
      b.bits - a.bits ||
      a.person - b.person,
  )
  const verdict = (outcome: Verdict['outcome'], first: CandidateStanding | null = null): Verdict => ({
    outcome,
    first,
    order: first ? [first, ...order.filter((s) => s !== first)] : order,
  })
  // of a value that several people have, the only one known may be the other one: a tap confirms, unless the
  // name or birth date was said too
  const sole = (s: CandidateStanding) =>
    verdict(
      s.shared && !s.best.nameAgrees && s.best.levels.at[Field.birthDate] !== Level.birthDate.same
        ? 'possible'
        : 'identified',
      s,
    )
  const chosen = order.filter((s) => s.chosen)
  if (chosen.length === 1) return verdict('identified', chosen[0])
  const sure = order.filter((s) => hard(s) > 0)
  const named = sure.filter((s) => !s.bare)
  const field = named.length > 0 ? named : sure.slice(0, 1)
  const fits = field.filter((s) => !s.contradicts)
  if (fits.length === 0 && field.length > 0) {
    // one key, the same first name and another surname may be a married name: worth a tap. Another first name
    // is somebody else of the house
    const near = field.length === 1 ? (field[0] as CandidateStanding) : null
    return near && !/^[fbng]/.test(near.best.veto ?? '') ? verdict('possible', near) : verdict('several')
  }
  if (fits.length === 1) {
    const one = fits[0] as CandidateStanding
    return one.best.levels.at[Field.family] === Level.family.other ||
      one.best.levels.at[Field.given] === Level.given.like
      ? verdict('possible', one)
      : sole(one)
  }
  if (fits.length > 1) {
    const top = fits.find((s) => fits.every((o) => o === s || covers(s, o)))
    if (top) return sole(top)
    if (asked.name) {
      const called = fits.filter((s) => s.best.nameAgrees)
      const rest = fits.filter((s) => s !== called[0])
      if (
        called.length === 1 &&
        rest.every(
          (s) =>
            s.bits <= (called[0] as CandidateStanding).bits - auto.margin &&
            hard(s) <= hard(called[0] as CandidateStanding),
        )
      )
        return verdict('identified', called[0])
    }
    return verdict('several')
  }
  return byLikelihood(order, verdict)
}

/**
 * Weak keys alone never identify. Far above even odds and above the next they preselect; else the agent
 * chooses or searches.
 */
function byLikelihood(
  order: readonly CandidateStanding[],
  verdict: (outcome: Verdict['outcome'], first?: CandidateStanding | null) => Verdict,
): Verdict {
  const likely = order
    .filter(
      (s) => !s.contradicts && (s.bits >= 0 || s.weak.some((h) => h.kind === 'phone' || h.kind === 'mail')),
    )
    .sort((a, b) => b.bits - a.bits || a.person - b.person)
  const one = likely[0]
  if (!one)
    return order.some(
      (s) =>
        !s.contradicts && (s.best.nameAgrees || (s.bits >= -6 && s.best.levels.at[Field.family] !== missing)),
    )
      ? verdict('several')
      : verdict('nobody')
  const margin = one.bits - (likely[1]?.bits ?? -Infinity)
  const key = one.weak.some((h) => h.kind === 'phone' || h.kind === 'mail')
  const enough = key
    ? one.bits >= 0 || (likely.length === 1 && one.best.levels.at[Field.family] === missing)
    : one.bits >= auto.bits && agreements(one.best.levels) >= 2
  return enough && margin >= auto.margin ? verdict('possible', one) : verdict('several')
}
