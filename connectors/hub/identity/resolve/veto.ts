import type { Levels } from '../compare/compare.ts'
import type { Profile } from '../compare/profile.ts'
import { alike, typos } from '../compare/similarity.ts'
import { Field, Level, missing } from '../compare/weights.ts'
import { generation } from '../normalise/dates.ts'

/** Why two records cannot be one person, whatever else they share. */
export type Veto =
  | 'kind'
  | 'nobody'
  | 'national-id'
  | 'birth-date'
  | 'suffix'
  | 'full-name'
  | 'given-name'
  | 'surname'

/**
 * What no agreement outweighs, on a screen or over files: nobody's account, a person and a firm, two valid
 * ids, Jr and Sr.
 */
export function firmVeto(a: Profile, b: Profile): Veto | null {
  if (a.nobody || b.nobody) return 'nobody'
  if (a.kind !== b.kind) return 'kind'
  if (twoNationalIds(a, b)) return 'national-id'
  const x = a.name?.suffix ?? ''
  const y = b.name?.suffix ?? ''
  return x !== '' && y !== '' && x !== y ? 'suffix' : null
}

/**
 * The first veto that holds on an agent's screen, where a wrong person is worse than two records: any clear
 * difference holds.
 */
export function vetoOf(a: Profile, b: Profile, { at }: Levels): Veto | null {
  const firm = firmVeto(a, b)
  if (firm) return firm
  if (
    (at[Field.birthDate] as number) >= Level.birthDate.slip &&
    a.birthDateReal &&
    b.birthDateReal &&
    (generation(a.birthDate, b.birthDate)
      ? at[Field.nationalId] !== Level.nationalId.same
      : !slipped(a.birthDate, b.birthDate))
  )
    return 'birth-date'
  if (at[Field.given] === Level.given.other && at[Field.family] === Level.family.other) return 'full-name'
  if (at[Field.nationalId] === Level.nationalId.same || at[Field.nationalId] === Level.nationalId.slip)
    return null
  return at[Field.given] === Level.given.other
    ? 'given-name'
    : (at[Field.family] as number) >= Level.family.like &&
        halfKin(a, b) &&
        !(at[Field.birthDate] !== missing && (at[Field.birthDate] as number) <= Level.birthDate.slip)
      ? 'surname'
      : null
}

/**
 * Two surnames each, and only one in common: mother and daughter, uncle and nephew, a father and the son who
 * bears his name.
 */
export function halfKin(a: Profile, b: Profile): boolean {
  const x = a.name?.cuts[0]?.family ?? []
  const y = b.name?.cuts[0]?.family ?? []
  if (x.length !== 2 || y.length !== 2) return false
  const [p, q] = x as [string, string]
  const [r, s] = y as [string, string]
  const other = (v: string, w: string) => alike(v, w, 0.75) < 0.75
  return (
    (p === r && other(q, s)) ||
    (q === s && other(p, r)) ||
    (p === s && other(q, r)) ||
    (q === r && other(p, s))
  )
}

/** One date written wrong: two characters at most, or one of day, month and year. */
const slipped = (a: string, b: string): boolean =>
  typos(a, b, 2) <= 2 ||
  Number(a.slice(0, 4) === b.slice(0, 4)) +
    Number(a.slice(5, 7) === b.slice(5, 7)) +
    Number(a.slice(8) === b.slice(8)) >=
    2
/** Two valid ids of one scheme, none of them common to both. */
function twoNationalIds(a: Profile, b: Profile): boolean {
  for (const x of a.ids) {
    if (x.scheme === '' || b.ids.some((y) => y.value === x.value)) continue
    if (
      b.ids.some((y) => y.scheme === x.scheme) &&
      !a.ids.some((z) => b.ids.some((y) => y.value === z.value))
    )
      return true
  }
  return false
}

/**
 * Names that may be one person's: given and family agree, allowing for slips, nicknames and a missing second
 * surname.
 */
export function nameAgrees(a: Profile, b: Profile, levels: Levels): boolean {
  const given = levels.at[Field.given] as number
  const family = levels.at[Field.family] as number
  if ((a.name?.suffix ?? '') !== (b.name?.suffix ?? '')) return false
  // One half of a name agrees only when that half is the given name, in full.
  const isFull = given === Level.given.same || given === Level.given.variant
  if (family === missing) return isFull
  return family <= Level.family.slip && (isFull || given === Level.given.slip)
}
/** Strong keys that both records have: mails, then phones. */
export function sharedStrong(
  a: Profile,
  b: Profile,
  levels: Levels,
): { field: typeof Field.mail | typeof Field.phone; value: string; verified: boolean }[] {
  const out: { field: typeof Field.mail | typeof Field.phone; value: string; verified: boolean }[] = []
  if (levels.at[Field.mail] !== Level.mail.same && levels.at[Field.phone] !== Level.phone.same) return out
  for (const value of a.strong)
    if (b.strong.has(value))
      out.push({
        field: value.includes('@') ? Field.mail : Field.phone,
        value,
        verified: a.verified.has(value) && b.verified.has(value),
      })
  return out.sort((x, y) => x.field - y.field || (x.value < y.value ? -1 : 1))
}
