import type { Levels } from './compare.ts'
import type { Profile } from './profile.ts'
import { D, F, G, M, missing, N, T } from './weights.ts'

/** Why two records cannot be one person, whatever else they share. */
export type Veto = 'kind' | 'nobody' | 'national-id' | 'birth-date' | 'suffix' | 'full-name' | 'given-name'

/** The first veto that holds. `given-name` (a household's shared phone, twins) yields to an equal national id; the others yield to nothing but a human. */
export function vetoOf(a: Profile, b: Profile, levels: Levels): Veto | null {
  const at = levels.at
  if (a.nobody || b.nobody) return 'nobody'
  if (a.kind !== b.kind) return 'kind'
  if (twoNationalIds(a, b)) return 'national-id'
  if (at[D] === 4 && a.birthDateReal && b.birthDateReal) return 'birth-date'
  const sx = a.name?.suffix ?? ''
  const sy = b.name?.suffix ?? ''
  if (sx !== '' && sy !== '' && sx !== sy) return 'suffix'
  if (at[G] === 5 && at[F] === 4) return 'full-name'
  if (at[G] === 5 && !(at[N] === 0 || at[N] === 1)) return 'given-name'
  return null
}

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
