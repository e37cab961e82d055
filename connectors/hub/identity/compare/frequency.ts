import { familyNames, givenNames, isGiven } from '../normalise/nicknames.ts'
import type { Profile } from './profile.ts'
import { Field, shipped } from './weights.ts'

/** Weight of what we knew before counting, in records. */
const before = 60

/** How often each value occurs: agreeing on García says less than agreeing on Zubizarreta. */
export interface Frequency {
  /** Records counted. 0: only what is known of names in general. */
  readonly size: number
  /** Chance that a stranger has this value. */
  of(field: number, value: string): number
}

/** A given name in its own right: one that people in general have, or several of these records. */
export const isNameHere =
  (frequency: Frequency) =>
  (given: string): boolean =>
    isGiven(given) ||
    frequency.of(Field.given, given) * (frequency.size + before) >=
      Math.max(4, frequency.size * 1e-4) + before * (shipped.u[Field.given]?.[0] as number)

/** Nothing counted: shipped frequencies of common names, and of values nothing is known about. */
export const unknownFrequency: Frequency = { size: 0, of: expected }

function expected(field: number, value: string): number {
  const known =
    field === Field.given
      ? givenNames.get(value)
      : field === Field.family
        ? familyNames.get(value)
        : undefined
  return known ?? (shipped.u[field]?.[0] as number)
}

/**
 * Counts on how many people each value is seen; somebody's many records count once. The pair that agrees is
 * left out: it is one of them.
 */
export function countValues(
  people: Iterable<readonly Profile[]>,
): Frequency & { top(field: number, n: number): { value: string; count: number }[] } {
  const counts: Map<string, number>[] = Array.from({ length: 11 }, () => new Map())
  let size = 0
  let mine = new Set<string>()
  const add = (field: number, value: string) => {
    if (value === '' || mine.has(`${field} ${value}`)) return
    if (several) mine.add(`${field} ${value}`)
    const map = counts[field] as Map<string, number>
    map.set(value, (map.get(value) ?? 0) + 1)
  }
  let several = false
  for (const person of people) {
    size++
    several = person.length > 1
    if (mine.size > 0) mine = new Set()
    for (const r of person) count(r)
  }
  function count(r: Profile): void {
    const cut = r.name?.cuts[0]
    for (const w of cut?.given ?? []) add(Field.given, w)
    for (const w of cut?.family ?? []) add(Field.family, w)
    add(Field.birthDate, r.birthDate)
    add(Field.postcode, r.postcode)
    add(Field.locality, r.locality)
    add(Field.region, r.region)
    add(Field.street, r.street?.text ?? '')
    for (const id of r.ids) add(Field.nationalId, id.value)
    for (const m of r.mails) add(Field.mail, m)
    for (const t of r.phones) add(Field.phone, t)
  }
  return {
    size,
    of: (field, value) => {
      const others = (counts[field] as Map<string, number>).get(value) ?? 0
      // a mail, a phone or an id is meant for one: two who hold it are one person sooner than two strangers
      // are
      const beside =
        field === Field.mail || field === Field.phone || field === Field.nationalId
          ? Math.max(0, others - 2) + 0.3
          : Math.max(0, others - 1)
      return Math.min(0.9, (beside + before * expected(field, value)) / (size + before))
    },
    top: (field, n) =>
      [...(counts[field] as Map<string, number>)]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
        .slice(0, n),
  }
}
