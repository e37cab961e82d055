import type { Levels } from '../hub/identify/compare.ts'
import type { Profile } from '../hub/identify/profile.ts'
import { alike } from '../hub/identify/similarity.ts'
import { firmVeto, type Veto } from '../hub/identify/veto.ts'
import { D, F, G, M, N } from '../hub/identify/weights.ts'

/** What is known of the files two records come from. `households`: relatives are registered at one address, so that a twin or a namesake father is likelier than a name or a date written wrong. */
export interface Files { isName(given: string): boolean; households: boolean }

/**
 * The first veto that holds over files a steward reviews: an id or a key that agrees outweighs a date written wrong, and a
 * garbled name is no other name; where families are registered a household's shared mail never joins.
 */
export function filesVeto(a: Profile, b: Profile, { at }: Levels, files: Files): Veto | null {
  const firm = firmVeto(a, b)
  if (firm) return firm
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

/** Two names in their own right, or nothing alike: not one name garbled. */
function otherName(a: Profile, b: Profile, files: Files): boolean {
  return bothNames(a, b, files) || alike(firstGiven(a), firstGiven(b)) < 0.6
}
const firstGiven = (p: Profile): string => p.name?.cuts[0]?.given[0] ?? ''
const bothNames = (a: Profile, b: Profile, files: Files): boolean => firstGiven(a) !== firstGiven(b) && files.isName(firstGiven(a)) && files.isName(firstGiven(b))
