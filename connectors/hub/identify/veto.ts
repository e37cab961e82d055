import type { Levels } from './compare.ts'
import type { Profile } from './profile.ts'
import { alike, typos } from './similarity.ts'
import { D, F, G, M, missing, N, T } from './weights.ts'

/** Why two records cannot be one person, whatever else they share. */
export type Veto = 'kind' | 'nobody' | 'national-id' | 'birth-date' | 'suffix' | 'full-name' | 'given-name'

/** What is known of the files two records come from. `households`: relatives are registered at one address, so that a twin or a namesake father is likelier than a name or a date written wrong. */
export interface Files { isName(given: string): boolean; households: boolean }

/**
 * The first veto that holds. On an agent's screen a wrong person is worse than two records: any clear difference holds. Over
 * `files` a steward reviews, an id or a key that agrees outweighs a date written wrong, and a garbled name is no other name;
 * a household's shared mail never joins either way.
 */
export function vetoOf(a: Profile, b: Profile, levels: Levels, files?: Files): Veto | null {
  const at = levels.at
  if (a.nobody || b.nobody) return 'nobody'
  if (a.kind !== b.kind) return 'kind'
  if (twoNationalIds(a, b)) return 'national-id'
  const sx = a.name?.suffix ?? ''
  const sy = b.name?.suffix ?? ''
  if (sx !== '' && sy !== '' && sx !== sy) return 'suffix'
  const id = at[N] === 0 || at[N] === 1
  const born = at[D] as number
  if (files) return overFiles(a, b, levels, files)
  if (born >= 3 && a.birthDateReal && b.birthDateReal && !slipped(a.birthDate, b.birthDate)) return 'birth-date'
  if (at[G] === 5 && at[F] === 4) return 'full-name'
  return at[G] === 5 && !id ? 'given-name' : null
}

function overFiles(a: Profile, b: Profile, { at }: Levels, files: Files): Veto | null {
  const born = at[D] as number
  if ((at[N] as number) >= 0 && (at[N] as number) <= 2) return null
  if (files.households && born === 5) return 'birth-date'
  // one roof and one first name: a flatmate or a spouse, unless something of their own agrees
  if (files.households && at[F] === 4 && at[M] !== 0 && !(born >= 0 && born <= 2)) return 'full-name'
  // brothers: another first name, however like, and another birth date; or two names that both exist
  if (files.households && (at[G] as number) >= 3 && (born === 5 || bothNames(a, b, files))) return 'given-name'
  if (at[G] !== 5 || !otherName(a, b, files)) return null
  if (at[F] === 4) return 'full-name'
  // one day of birth and one surname: twins, where there are families; else one person under a wrong name
  return born >= 0 && born <= 3 && !files.households ? null : 'given-name'
}

/** One date written wrong: two characters at most, or one of day, month and year. */
const slipped = (a: string, b: string): boolean => typos(a, b, 2) <= 2 || Number(a.slice(0, 4) === b.slice(0, 4)) + Number(a.slice(5, 7) === b.slice(5, 7)) + Number(a.slice(8) === b.slice(8)) >= 2
/** Two names in their own right, or nothing alike: not one name garbled. */
function otherName(a: Profile, b: Profile, files: Files): boolean {
  return bothNames(a, b, files) || alike(firstGiven(a), firstGiven(b)) < 0.6
}
const firstGiven = (p: Profile): string => p.name?.cuts[0]?.given[0] ?? ''
const bothNames = (a: Profile, b: Profile, files: Files): boolean => firstGiven(a) !== firstGiven(b) && files.isName(firstGiven(a)) && files.isName(firstGiven(b))
/** Two valid ids of one scheme, none of them common to both. */
function twoNationalIds(a: Profile, b: Profile): boolean {
  for (const x of a.ids) {
    if (x.scheme === '' || b.ids.some(y => y.value === x.value)) continue
    if (b.ids.some(y => y.scheme === x.scheme) && !a.ids.some(z => b.ids.some(y => y.value === z.value))) return true
  }
  return false
}

/** Names that may be one person's: given and family agree, allowing for slips, nicknames and a missing second surname. */
export function nameAgrees(a: Profile, b: Profile, levels: Levels): boolean {
  const g = levels.at[G] as number
  const f = levels.at[F] as number
  if ((a.name?.suffix ?? '') !== (b.name?.suffix ?? '')) return false
  // one half of a name with nothing against it: only when that half is the given name, in full
  if (f === missing) return g === 0 || g === 1
  return f <= 2 && (g === 0 || g === 1 || g === 3)
}
/** Strong keys both hold: mails, then phones. */
export function sharedStrong(a: Profile, b: Profile, levels: Levels): { field: typeof M | typeof T; value: string; verified: boolean }[] {
  const out: { field: typeof M | typeof T; value: string; verified: boolean }[] = []
  if (levels.at[M] !== 0 && levels.at[T] !== 0) return out
  for (const value of a.strong) if (b.strong.has(value)) out.push({ field: value.includes('@') ? M : T, value, verified: a.verified.has(value) && b.verified.has(value) })
  return out.sort((x, y) => x.field - y.field || (x.value < y.value ? -1 : 1))
}
