import { learntModel } from '../../identity/compare/bits.ts'
import { profileOf } from '../../identity/compare/profile.ts'
import { groupPeople } from '../../identity/resolve/people.ts'
import { decisions } from '../../identity/resolve/relation.ts'
import type { FoundRecord } from '../../identity/types.ts'
import type { HubSettings, Link } from '../../ports.ts'

/**
 * Records found by a search, as people: the same joins, vetoes and human decisions as on a card. The order of
 * the best record of each is kept.
 */
export function groupIntoPeople(
  records: readonly FoundRecord[],
  links: readonly Link[],
  { country, weights }: Pick<HubSettings, 'country' | 'weights'>,
  duplicatesAllowed: (connector: string) => boolean,
): readonly (readonly FoundRecord[])[] {
  const sorted = [...records].sort((a, b) => (a.key < b.key ? -1 : 1))
  const { clusters } = groupPeople(
    sorted.map((r) => profileOf(r, country)),
    learntModel(weights),
    decisions(links),
    duplicatesAllowed,
  )
  const place = new Map(records.map((r, n) => [r.key, n]))
  const people = clusters.map((c) =>
    c.map((i) => sorted[i] as FoundRecord).sort((a, b) => (place.get(a.key) ?? 0) - (place.get(b.key) ?? 0)),
  )
  return people.sort((a, b) => (place.get(a[0]?.key ?? '') ?? 0) - (place.get(b[0]?.key ?? '') ?? 0))
}
