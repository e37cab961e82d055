import type { Levels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { alike } from '../../hub/identity/compare/similarity.ts'
import { Field, Level, missing } from '../../hub/identity/compare/weights.ts'
import { generation } from '../../hub/identity/normalise/dates.ts'
import { firmVeto, halfKin, type Veto } from '../../hub/identity/resolve/veto.ts'
import { letters } from './keys.ts'

/**
 * What is known of the files two records come from. `households`: relatives are registered at one address, so
 * that a twin or a namesake father is likelier than a name or a date written wrong.
 */
export interface Files {
  isName(given: string): boolean
  households: boolean
}

/**
 * The first veto that holds over files a steward reviews: an id or a key that agrees outweighs a date written
 * wrong, and a garbled name is no other name; where families are registered a household's shared mail never
 * joins.
 */
export function filesVeto(a: Profile, b: Profile, { at }: Levels, files: Files): Veto | null {
  const firm = firmVeto(a, b)
  if (firm) return firm
  const level = (f: number): number => at[f] as number
  if (level(Field.nationalId) !== missing && level(Field.nationalId) <= Level.nationalId.twoSlips) return null
  // nobody's name to weigh against it: a phone is shared, a birth date is not
  if (
    level(Field.given) === missing &&
    level(Field.family) === missing &&
    level(Field.birthDate) === Level.birthDate.other &&
    !(level(Field.mail) !== missing && level(Field.mail) <= Level.mail.sameMailbox)
  )
    return 'birth-date'
  const dated =
    level(Field.birthDate) !== missing &&
    level(Field.birthDate) <= Level.birthDate.slip &&
    !generationApart(a, b)
  const kin = level(Field.family) >= Level.family.like && halfKin(a, b)
  if (files.households) {
    if (level(Field.birthDate) === Level.birthDate.other || generationApart(a, b)) return 'birth-date'
    // one roof and one first name: a flatmate, a spouse, or a father whose mother was called otherwise,
    // unless something of their own agrees
    if (
      ((level(Field.family) === Level.family.other && level(Field.mail) !== Level.mail.same) || kin) &&
      !dated
    )
      return 'full-name'
    // brothers: another first name, however like, unless the day of birth is one and the name not another
    if (level(Field.given) >= Level.given.slip && haveOtherGivenNames(a, b, files)) return 'given-name'
    if (
      level(Field.given) === Level.given.other &&
      !(
        level(Field.birthDate) === Level.birthDate.same &&
        (level(Field.mail) === Level.mail.same || level(Field.phone) === Level.phone.same)
      )
    )
      return 'given-name'
    return level(Field.given) === Level.given.like && !dated ? 'given-name' : null
  }
  // twins, or a father and the son of his name: a name or a year written wrong only where something else
  // agrees
  const beside =
    (level(Field.postcode) !== missing && level(Field.postcode) <= Level.postcode.slip) ||
    (level(Field.mail) !== missing && level(Field.mail) <= Level.mail.sameMailbox) ||
    level(Field.phone) === Level.phone.same ||
    (level(Field.street) !== missing && level(Field.street) <= Level.street.near)
  if (!beside && generationApart(a, b)) return 'birth-date'
  if (
    kin &&
    !dated &&
    level(Field.mail) !== Level.mail.same &&
    level(Field.phone) !== Level.phone.same &&
    level(Field.street) !== Level.street.same
  )
    return 'full-name'
  if (level(Field.given) !== Level.given.other || !(haveOtherGivenNames(a, b, files) || unlike(a, b)))
    return null
  if (level(Field.family) === Level.family.other) return 'full-name'
  return level(Field.birthDate) !== missing && level(Field.birthDate) <= Level.birthDate.near && beside
    ? null
    : 'given-name'
}

const generationApart = (a: Profile, b: Profile): boolean =>
  a.birthDateReal && b.birthDateReal && generation(a.birthDate, b.birthDate)

/** The first given names that differ, word by word: María José and María Dolores differ in the second. */
function differing(a: Profile, b: Profile): [string, string] {
  const x = a.name?.cuts[0]?.given ?? []
  const y = b.name?.cuts[0]?.given ?? []
  let i = 0
  while (i + 1 < x.length && i + 1 < y.length && x[i] === y[i]) i++
  return [x[i] ?? '', y[i] ?? '']
}
/** Two names that both exist: not one name garbled. */
export function haveOtherGivenNames(a: Profile, b: Profile, files: Pick<Files, 'isName'>): boolean {
  const [x, y] = differing(a, b)
  return x !== y && files.isName(x) && files.isName(y)
}
/** Nothing alike, nor the same letters in disorder. */
function unlike(a: Profile, b: Profile): boolean {
  const [x, y] = differing(a, b)
  return alike(x, y) < 0.6 && letters(x) !== letters(y)
}
