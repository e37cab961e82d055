import { describe, expect, test } from 'vitest'
import { newLevels } from '../../hub/identity/compare/compare.ts'
import { profileOf } from '../../hub/identity/compare/profile.ts'
import { fields, Level, missing } from '../../hub/identity/compare/weights.ts'
import { foundRecordOf, type recordOf, settingsOf } from '../files/records.ts'
import { filesVeto, haveOtherGivenNames } from './files-veto.ts'

type Levels = Partial<Record<(typeof fields)[number], number>>
const person = (values: Parameters<typeof recordOf>[1]) =>
  profileOf(foundRecordOf('a', '1', values, settingsOf('ES')), 'ES')
const isName = (given: string) => ['ana', 'luis', 'juan', 'maria', 'jose', 'dolores'].includes(given)
const [ana, luis, odd] = ['Ana', 'Luis', 'Anx'].map((given) => person({ given, family: 'Ruiz' })) as [
  ReturnType<typeof person>,
  ReturnType<typeof person>,
  ReturnType<typeof person>,
]
const same: Levels = { given: Level.given.same, family: Level.family.same }
const veto = (at: Levels, households: boolean, a = ana, b = luis) => {
  const levels = newLevels()
  fields.forEach((f, i) => {
    levels.at[i] = at[f] ?? missing
  })
  return filesVeto(a, b, levels, { isName, households })
}

test('a sign that no agreement outweighs comes first, and an id that agrees outweighs the rest', () => {
  const two = [
    person({ given: 'Ana', nationalid: '12345678Z' }),
    person({ given: 'Ana', nationalid: '87654321X' }),
  ]
  expect(veto(same, true, two[0], two[1])).toBe('national-id')
  const apart: Levels = { ...same, birthDate: Level.birthDate.other }
  expect(veto(apart, true)).toBe('birth-date')
  expect(veto({ ...apart, nationalId: Level.nationalId.twoSlips }, true)).toBeNull()
  expect(veto({ ...apart, nationalId: Level.nationalId.other }, true)).toBe('birth-date')
})

test('without any name another birth date is another person, unless the mailbox is one', () => {
  const nameless: Levels = { birthDate: Level.birthDate.other, phone: Level.phone.same }
  for (const households of [true, false]) expect(veto(nameless, households)).toBe('birth-date')
  expect(veto({ ...nameless, mail: Level.mail.sameMailbox }, false)).toBeNull()
  expect(veto({ ...nameless, mail: Level.mail.sameLocalPart }, false)).toBe('birth-date')
  expect(veto({ ...nameless, given: Level.given.same }, false)).toBeNull()
  expect(veto({ ...nameless, family: Level.family.same }, false)).toBeNull()
})

describe('where families are registered', () => {
  const at = (levels: Levels, a = ana, b = luis) => veto({ ...same, ...levels }, true, a, b)
  test('years apart are two people, and so are two dates that have nothing in common', () => {
    const [father, son] = [
      person({ given: 'Juan', family: 'Ruiz', birthdate: '1950-03-09' }),
      person({ given: 'Juan', family: 'Ruiz', birthdate: '1980-03-09' }),
    ]
    expect(at({ birthDate: Level.birthDate.slip }, father, son)).toBe('birth-date')
    expect(at({ birthDate: Level.birthDate.slip }, father, father)).toBeNull()
    expect(at({ birthDate: Level.birthDate.other })).toBe('birth-date')
  })
  test('another surname is another person, unless the mail is theirs alone or the birth date is one', () => {
    const other = { family: Level.family.other }
    expect(at(other)).toBe('full-name')
    expect(at({ ...other, mail: Level.mail.same })).toBeNull()
    expect(at({ ...other, mail: Level.mail.sameMailbox })).toBe('full-name')
    for (const birthDate of [Level.birthDate.same, Level.birthDate.swapped, Level.birthDate.slip])
      expect(at({ ...other, birthDate })).toBeNull()
    expect(at({ ...other, birthDate: Level.birthDate.near })).toBe('full-name')
  })
  test('half a surname in common is kin, whatever mail they share', () => {
    const [aunt, niece] = [
      person({ given: 'Ana', family: 'Ruiz Soto' }),
      person({ given: 'Ana', family: 'Gil Ruiz' }),
    ]
    const kin = { family: Level.family.like, mail: Level.mail.same }
    expect(at(kin, aunt, niece)).toBe('full-name')
    expect(at({ ...kin, birthDate: Level.birthDate.same }, aunt, niece)).toBeNull()
    expect(at({ ...kin, family: Level.family.slip }, aunt, niece)).toBeNull()
  })
  test('two first names that both exist are two people, however alike; one that is no name may be the other garbled', () => {
    expect(at({ given: Level.given.slip })).toBe('given-name')
    expect(at({ given: Level.given.slip }, ana, odd)).toBeNull()
    expect(at({ given: Level.given.variant })).toBeNull()
    expect(at({ given: Level.given.like }, ana, odd)).toBe('given-name')
    expect(at({ given: Level.given.like, birthDate: Level.birthDate.same }, ana, odd)).toBeNull()
  })
  test('a first name that is plainly another is theirs only with the day of birth and a mail or telephone', () => {
    const other = { given: Level.given.other, birthDate: Level.birthDate.same }
    expect(at(other, ana, odd)).toBe('given-name')
    expect(at({ ...other, mail: Level.mail.same }, ana, odd)).toBeNull()
    expect(at({ ...other, phone: Level.phone.same }, ana, odd)).toBeNull()
    expect(at({ ...other, phone: Level.phone.same, birthDate: Level.birthDate.swapped }, ana, odd)).toBe(
      'given-name',
    )
  })
})

describe('where people stand alone', () => {
  const at = (levels: Levels, a = ana, b = luis) => veto({ ...same, ...levels }, false, a, b)
  const besides: Levels[] = [
    { postcode: Level.postcode.slip },
    { mail: Level.mail.sameMailbox },
    { phone: Level.phone.same },
    { street: Level.street.near },
  ]
  test('years apart are two people where nothing else agrees', () => {
    const [father, son] = [
      person({ given: 'Juan', family: 'Ruiz', birthdate: '1950-03-09' }),
      person({ given: 'Juan', family: 'Ruiz', birthdate: '1980-03-09' }),
    ]
    expect(at({ birthDate: Level.birthDate.other }, father, son)).toBe('birth-date')
    for (const more of besides)
      expect(at({ birthDate: Level.birthDate.other, ...more }, father, son), JSON.stringify(more)).toBeNull()
    for (const less of [
      { postcode: Level.postcode.other },
      { mail: Level.mail.sameLocalPart },
      { phone: Level.phone.slip },
      { street: Level.street.part },
    ])
      expect(at(less, father, son), JSON.stringify(less)).toBe('birth-date')
    expect(at({ birthDate: Level.birthDate.other })).toBeNull()
  })
  test('half a surname in common is kin, unless the day of birth, the mail, the telephone or the street is one', () => {
    const [aunt, niece] = [
      person({ given: 'Ana', family: 'Ruiz Soto' }),
      person({ given: 'Ana', family: 'Gil Ruiz' }),
    ]
    const kin = { family: Level.family.other }
    expect(at(kin, aunt, niece)).toBe('full-name')
    for (const more of [
      { birthDate: Level.birthDate.slip },
      { mail: Level.mail.same },
      { phone: Level.phone.same },
      { street: Level.street.same },
    ])
      expect(at({ ...kin, ...more }, aunt, niece), JSON.stringify(more)).toBeNull()
    expect(at({ ...kin, street: Level.street.near }, aunt, niece)).toBe('full-name')
    expect(at(kin)).toBeNull()
  })
  test('another first name is another person, unless it may be garbled, or the day of birth and something more agree', () => {
    const other = { given: Level.given.other }
    expect(at(other)).toBe('given-name')
    expect(at({ ...other, family: Level.family.other })).toBe('full-name')
    expect(at(other, ana, odd)).toBeNull()
    expect(at(other, ana, person({ given: 'Xqz', family: 'Ruiz' }))).toBe('given-name')
    expect(at({ given: Level.given.like })).toBeNull()
    expect(at({ ...other, birthDate: Level.birthDate.near, phone: Level.phone.same })).toBeNull()
    expect(at({ ...other, birthDate: Level.birthDate.near })).toBe('given-name')
    expect(at({ ...other, birthDate: Level.birthDate.twoSlips, phone: Level.phone.same })).toBe('given-name')
    expect(at({ ...other, phone: Level.phone.same })).toBe('given-name')
  })
})

test('of two first names in common words are passed over: María José and María Dolores differ in the second', () => {
  const of = (given: string) => person({ given, family: 'Ruiz' })
  const differ = (a: string, b: string) => haveOtherGivenNames(of(a), of(b), { isName })
  expect(differ('María José', 'María Dolores')).toBe(true)
  expect(differ('María José', 'María')).toBe(false)
  expect(differ('Ana', 'Ana')).toBe(false)
  expect(differ('Ana', 'Anx')).toBe(false)
})
