import type { Levels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { Field, Level, missing } from '../../hub/identity/compare/weights.ts'
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
      const family = at[Field.family] as number
      if (
        family === missing ||
        (family > Level.family.oneOfTwo && !halfKin(a, b)) ||
        (at[Field.street] !== Level.street.same &&
          at[Field.mail] !== Level.mail.same &&
          at[Field.phone] !== Level.phone.same) ||
        (at[Field.nationalId] !== missing && at[Field.nationalId] !== Level.nationalId.other)
      )
        return
      const given = at[Field.given] as number
      const born = at[Field.birthDate] as number
      if (given !== missing && given <= Level.given.variant && born === missing) sameNames++
      if (given !== Level.given.other) return
      if (
        born === Level.birthDate.other ||
        (born > Level.birthDate.slip && generation(a.birthDate, b.birthDate))
      )
        relatives++
      else if (born === Level.birthDate.same && family <= Level.family.oneOfTwo) twins++
      else if (born === missing && haveOtherGivenNames(a, b, files)) otherNames++
    },
    hasHouseholds: (records, scale) => {
      const some = (count: number): boolean => count * scale >= records * 0.002
      if (some(relatives + twins)) return relatives >= twins && some(relatives)
      return some(otherNames) && otherNames >= (otherNames + sameNames) * 0.15
    },
  }
}
