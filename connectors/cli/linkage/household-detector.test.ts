import { expect, test } from 'vitest'
import { newLevels } from '../../hub/identity/compare/compare.ts'
import { type Profile, profileOf } from '../../hub/identity/compare/profile.ts'
import { fields, Level, missing } from '../../hub/identity/compare/weights.ts'
import { foundRecordOf, settingsOf } from '../files/records.ts'
import { createHouseholdDetector } from './household-detector.ts'

type Levels = Partial<Record<(typeof fields)[number], number>>
const person = (given: string, family: string, birthdate?: string): Profile =>
  profileOf(
    foundRecordOf('a', '1', { given, family, ...(birthdate ? { birthdate } : {}) }, settingsOf('ES')),
    'ES',
  )
const [ana, luis, odd] = [person('Ana', 'Ruiz'), person('Luis', 'Ruiz'), person('Xqz', 'Ruiz')]
const isName = (given: string) => ['ana', 'luis'].includes(given)

/** Whether families are seen in a file of a hundred records after these pairs were. */
const seen = (...pairs: (readonly [levels: Levels, times?: number, a?: Profile, b?: Profile])[]) => {
  const detector = createHouseholdDetector({ isName })
  for (const [at, times = 1, a = ana, b = luis] of pairs) {
    const levels = newLevels()
    fields.forEach((f, i) => {
      levels.at[i] = at[f] ?? missing
    })
    for (let n = 0; n < times; n++) detector.observe(a, b, levels)
  }
  return (records = 100, scale = 1) => detector.hasHouseholds(records, scale)
}
const kin: Levels = {
  given: Level.given.other,
  family: Level.family.same,
  street: Level.street.same,
  birthDate: Level.birthDate.other,
}
const { birthDate: _born, ...undated } = kin

test('two of one surname under one roof, by one mail or on one telephone, of other names and other days, are relatives', () => {
  expect(seen([kin])()).toBe(true)
  expect(seen([{ ...kin, street: missing, mail: Level.mail.same }])()).toBe(true)
  expect(seen([{ ...kin, street: missing, phone: Level.phone.same }])()).toBe(true)
  expect(seen([{ ...kin, family: Level.family.oneOfTwo }])()).toBe(true)
})

test('nothing tells of a family where the surname differs, no address is shared, the first name is one, or one id is on both', () => {
  for (const other of [
    { family: missing },
    { family: Level.family.slip },
    { street: Level.street.near },
    { given: Level.given.like },
    { given: missing },
    { nationalId: Level.nationalId.same },
    { nationalId: Level.nationalId.twoSlips },
  ])
    expect(seen([{ ...kin, ...other }])(), JSON.stringify(other)).toBe(false)
  expect(seen([{ ...kin, nationalId: Level.nationalId.other }])()).toBe(true)
})

test('mother and daughter share one surname of two', () => {
  const [mother, daughter] = [person('Ana', 'Ruiz Soto'), person('Eva', 'Gil Ruiz')]
  expect(seen([{ ...kin, family: Level.family.other }, 1, mother, daughter])()).toBe(true)
  expect(seen([{ ...kin, family: Level.family.other }])()).toBe(false)
})

test('years apart are relatives too, where the dates are otherwise alike', () => {
  const [father, son] = [person('Juan', 'Ruiz', '1950-03-09'), person('Luis', 'Ruiz', '1980-03-09')]
  const near = { ...kin, birthDate: Level.birthDate.near }
  expect(seen([near, 1, father, son])()).toBe(true)
  expect(seen([near])()).toBe(false)
  expect(seen([{ ...kin, birthDate: Level.birthDate.slip }, 1, father, son])()).toBe(false)
})

test('families are on file where two in a thousand records show one, counted for each pair that was looked at', () => {
  const one = seen([kin])
  expect([one(500), one(501), one(5_000), one(5_000, 10)]).toEqual([true, false, false, true])
})

test('more twins than relatives are not families but one person whose name was garbled', () => {
  const twins: Levels = { ...kin, birthDate: Level.birthDate.same }
  expect(seen([kin, 2], [twins, 2])()).toBe(true)
  expect(seen([kin, 2], [twins, 3])()).toBe(false)
  expect(seen([twins, 1])()).toBe(false)
  expect(
    seen(
      [kin, 2],
      [{ ...twins, family: Level.family.other }, 9, person('A', 'Ruiz Gil'), person('B', 'Ruiz Sol')],
    )(),
  ).toBe(true)
})

test('without birth dates, two names that exist tell of a family where they are three in twenty of those at one address', () => {
  const same: Levels = { ...undated, given: Level.given.same }
  expect(seen([undated])()).toBe(true)
  expect(seen([undated, 1, ana, odd])()).toBe(false)
  expect(seen([undated, 1, ana, ana])()).toBe(false)
  expect(seen([undated, 3], [same, 17])()).toBe(true)
  expect(seen([undated, 3], [same, 18])()).toBe(false)
  expect(seen([undated, 3], [{ ...same, given: Level.given.initial }, 90])()).toBe(true)
  expect(seen([undated, 3], [{ ...same, birthDate: Level.birthDate.same }, 90])()).toBe(true)
})
