import type { Levels } from '../compare/compare.ts'
import type { Profile } from '../compare/profile.ts'
import { alike, typos } from '../compare/similarity.ts'
import { D, F, G, M, missing, N, T } from '../compare/weights.ts'
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
    (at[D] as number) >= 2 &&
    a.birthDateReal &&
    b.birthDateReal &&
    (generation(a.birthDate, b.birthDate) ? at[N] !== 0 : !slipped(a.birthDate, b.birthDate))
  )
    return 'birth-date'
  if (at[G] === 5 && at[F] === 4) return 'full-name'
  if (at[N] === 0 || at[N] === 1) return null
  return at[G] === 5
    ? 'given-name'
    : (at[F] as number) >= 3 && halfKin(a, b) && !((at[D] as number) >= 0 && (at[D] as number) <= 2)
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
  const g = levels.at[G] as number
  const f = levels.at[F] as number
  if ((a.name?.suffix ?? '') !== (b.name?.suffix ?? '')) return false
  // one half of a name with nothing against it: only when that half is the given name, in full
  if (f === missing) return g === 0 || g === 1
  return f <= 2 && (g === 0 || g === 1 || g === 3)
}
/** Strong keys both hold: mails, then phones. */
export function sharedStrong(
  a: Profile,
  b: Profile,
  levels: Levels,
): { field: typeof M | typeof T; value: string; verified: boolean }[] {
  const out: { field: typeof M | typeof T; value: string; verified: boolean }[] = []
  if (levels.at[M] !== 0 && levels.at[T] !== 0) return out
  for (const value of a.strong)
    if (b.strong.has(value))
      out.push({
        field: value.includes('@') ? M : T,
        value,
        verified: a.verified.has(value) && b.verified.has(value),
      })
  return out.sort((x, y) => x.field - y.field || (x.value < y.value ? -1 : 1))
}
