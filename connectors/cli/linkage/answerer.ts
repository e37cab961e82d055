import type { Identifier, LearntWeights } from '../../contract/index.ts'
import { mailbox } from '../../contract/mail.ts'
import type { Model } from '../../hub/identity/compare/bits.ts'
import { compareProfiles, newLevels } from '../../hub/identity/compare/compare.ts'
import { countValues, isNameHere } from '../../hub/identity/compare/frequency.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { Field, Level, priorFor, shipped, weightsOf } from '../../hub/identity/compare/weights.ts'
import { resolve } from '../../hub/identity/resolve/resolve.ts'
import type { Person, Resolution } from '../../hub/identity/types.ts'
import { reasonLabel } from '../../hub/messages/labels.ts'
import type { Link } from '../../hub/ports.ts'
import type { LoadedRecord } from '../files/records.ts'
import { doubtOf } from './doubt.ts'
import { haveOtherGivenNames } from './files-veto.ts'
import { createLookup } from './lookup.ts'

export interface Answer {
  outcome: Resolution['outcome']
  id: string | null
  ids: string[]
  bits: number | null
  by: string | null
  candidates: { ids: string[]; bits: number }[]
  says: string | null
}

/** Records that may be two people by what could not be read of them are not taken for one. */
function keptApart(found: readonly LoadedRecord[]): Link[] {
  if (!found.some((r) => r.unread)) return []
  return found.flatMap((a, i) =>
    found
      .slice(i + 1)
      .filter((b) => doubtOf(a, b) !== null)
      .map((b): Link => ({ id: '', a: a.found.key, b: b.found.key, decision: 'different', at: '', by: '' })),
  )
}

/** What was asked by, as the card asks: a mail by its box too, where its provider has several spellings of it. */
const hintsOf = ({ found }: LoadedRecord): Identifier[] =>
  found.identifiers.flatMap((id) =>
    id.kind === 'mail' && id.grade === 'strong' && mailbox(id.value) !== id.value
      ? [id, { ...id, value: mailbox(id.value), grade: 'weak' as const }]
      : [id],
  )

/**
 * Answers queries over a file of records as the card would, were that file a system that may hold duplicates.
 */
export function createAnswerer(
  records: readonly LoadedRecord[],
  country: string,
  locale: string,
  learnt?: LearntWeights,
): (query: LoadedRecord) => Answer {
  const model: Model = {
    weights: learnt ? weightsOf(learnt) : shipped,
    frequency: countValues(records.map((r) => [r.profile])),
    prior: priorFor(records.length),
  }
  const lookup = createLookup(
    records.map((r) => r.profile),
    model,
  )
  const byKey = new Map(records.map((r) => [r.found.key, r]))
  const counted = new Map<string, number>()
  for (const r of records)
    for (const id of r.found.identifiers)
      if (id.grade === 'strong') counted.set(id.value, (counted.get(id.value) ?? 0) + 1)
  const generic = (id: Identifier): boolean => (counted.get(id.value) ?? 0) > 8
  const levels = newLevels()
  const isName = isNameHere(model.frequency)
  /**
   * Justin is no slip of Austin where both are names that people here bear: a brother, unless the birth date
   * or the national id is theirs.
   */
  const brother = (a: Profile, b: Profile): boolean => {
    const { at } = compareProfiles(a, b, levels)
    return (
      (at[Field.given] === Level.given.slip || at[Field.given] === Level.given.like) &&
      at[Field.nationalId] !== Level.nationalId.same &&
      at[Field.birthDate] !== Level.birthDate.same &&
      at[Field.birthDate] !== Level.birthDate.swapped &&
      haveOtherGivenNames(a, b, { isName })
    )
  }
  const idsOf = (keys: readonly string[]): string[] => keys.map((k) => (byKey.get(k) as LoadedRecord).id)
  return (query) => {
    const hits = lookup.find(query.profile)
    const resolution = resolve(
      {
        hints: hintsOf(query),
        query: { ...query.profile, key: '?', system: '?' },
        records: hits.map((h) => (records[h.at] as LoadedRecord).found),
        links: keptApart(hits.map((h) => records[h.at] as LoadedRecord)),
        generic,
        duplicatesAllowed: () => true,
        country,
      },
      model,
    )
    const of = (found: Person | undefined) =>
      found && hits.find((h) => found.records.includes((records[h.at] as LoadedRecord).found.key))
    const first = of(resolution.person)
    const firstRecord = first && (records[first.at] as LoadedRecord)
    const doubted =
      firstRecord !== undefined &&
      (brother(query.profile, firstRecord.profile) || doubtOf(query, firstRecord) !== null)
    const outcome = !doubted
      ? resolution.outcome
      : resolution.outcome === 'identified'
        ? 'possible'
        : 'several'
    const person = outcome === 'several' ? undefined : resolution.person
    const best = of(person)
    const reason = person?.reasons.find((r) => r.field !== 'prior')
    return {
      outcome,
      id: best ? (records[best.at] as LoadedRecord).id : null,
      ids: person ? idsOf(person.records) : [],
      bits: person?.bits ?? null,
      by: person?.by ?? null,
      candidates: resolution.candidates.map((c) => ({ ids: idsOf(c.records), bits: c.bits })),
      says: reason ? reasonLabel(reason.reason, locale) : null,
    }
  }
}
