import type { Levels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { D, F, G, M, missing, N, S, T } from '../../hub/identity/compare/weights.ts'
import { generation } from '../../hub/identity/normalise/dates.ts'
import { halfKin } from '../../hub/identity/resolve/veto.ts'
import { type Files, haveOtherGivenNames } from './files-veto.ts'

/**
 * Finds out whether families are registered in the files. It counts pairs that share an address, mail or
 * phone by whether they look like relatives or like one person written twice.
 */
export interface HouseholdDetector {
  observe(a: Profile, b: Profile, levels: Levels): void
  /** Whether families are registered in these files. `scale`: pairs there were for each that was seen. */
  hasHouseholds(records: number, scale: number): boolean
}

export function createHouseholdDetector(files: Pick<Files, 'isName'>): HouseholdDetector {
  /** Another first name and another birth date; another first name on one day: twins, or one name garbled. */
  let relatives = 0
  let twins = 0
  /** Where no birth date tells: two first names that both exist, against one written twice. */
  let otherNames = 0
  let sameNames = 0
  return {
    observe(a, b, { at }) {
      const family = at[F] as number
      if (
        family === missing ||
        (family > 1 && !halfKin(a, b)) ||
        (at[S] !== 0 && at[M] !== 0 && at[T] !== 0) ||
        (at[N] !== missing && at[N] !== 3)
      )
        return
      const given = at[G] as number
      const born = at[D] as number
      if (given >= 0 && given <= 1 && born === missing) sameNames++
      if (given !== 5) return
      if (born === 5 || (born > 2 && generation(a.birthDate, b.birthDate))) relatives++
      else if (born === 0 && family <= 1) twins++
      else if (born === missing && haveOtherGivenNames(a, b, files)) otherNames++
    },
    hasHouseholds: (records, scale) => {
      const some = (count: number): boolean => count * scale >= records * 0.002
      if (some(relatives + twins)) return relatives >= twins && some(relatives)
      return some(otherNames) && otherNames >= (otherNames + sameNames) * 0.15
    },
  }
}
