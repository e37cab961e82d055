import { expect, test } from 'vitest'
import type { Identifier, SystemRecord } from '../../../contract/index.ts'
import { parseName } from '../normalise/names.ts'
import { compareProfiles, newLevels } from './compare.ts'
import { compareNames } from './compare-names.ts'
import { profileOf } from './profile.ts'
import { Field, missing } from './weights.ts'

const name = (given: string, family: string) => parseName({ full: '', given, family })
const profile = (record: Partial<SystemRecord>, identifiers: readonly Identifier[] = []) =>
  profileOf({ key: 'crm/1', connector: 'crm', identifiers, record }, 'ES')
const levelOf = (field: number, a: ReturnType<typeof profile>, b: ReturnType<typeof profile>) =>
  compareProfiles(a, b, newLevels()).at[field]
/** Both directions, since which record came first must not matter. */
const both = (level: (a: string, b: string) => number | undefined, a: string, b: string) => [
  level(a, b),
  level(b, a),
]
const identified = (field: number, kind: Identifier['kind']) => (a: string, b: string) => {
  const of = (value: string) => profile({}, [{ kind, value, raw: value, grade: 'strong' }])
  return levelOf(field, of(a), of(b))
}

const [same, variant, initial, slip, alike, other] = [0, 1, 2, 3, 4, 5]
test.each([
  ['José', 'Pepe', variant],
  ['María del Carmen', 'Carmen', variant],
  ['Ana', 'Ana María', variant],
  ['Ana M.', 'Ana María', variant],
  ['J.', 'José', initial],
  ['Cristna', 'Cristina', slip],
  ['Daniela', 'Daniel', alike],
  ['Ada', 'Ana', alike],
  ['María José', 'José', alike],
  ['Marta', 'María', other],
  ['María José', 'María Dolores', other],
] as const)('given names %s and %s', (a, b, level) => {
  const given = (x: string, y: string) => compareNames(name(x, 'Ruiz'), name(y, 'Ruiz'))?.given
  expect(both(given, a, b)).toEqual([level, level])
  expect(given(a, a)).toBe(same)
})

const [sameFamily, oneOfTwo, familySlip, familyAlike, otherFamily] = [0, 1, 2, 3, 4]
test.each([
  ['García', 'garcia', sameFamily],
  ['García López', 'García', oneOfTwo],
  ['García López', 'López García', oneOfTwo],
  ['Gómez', 'Gomes', familySlip],
  ['Zubizarreta', 'Zubizareta', familySlip],
  ['García López', 'García Ruiz', familyAlike],
  ['G.', 'García', familyAlike],
  ['Martín', 'Martínez', otherFamily],
  ['Ruiz', 'Mora', otherFamily],
] as const)('surnames %s and %s', (a, b, level) => {
  expect(both((x, y) => compareNames(name('Ana', x), name('Ana', y))?.family, a, b)).toEqual([level, level])
})

test.each([
  ['1980-05-12', '1980-05-12', 0, 'the same'],
  ['1980-05-12', '1980-12-05', 1, 'day and month exchanged'],
  ['1980-05-12', '1980-05-13', 2, 'one slip'],
  ['1980', '1980-05-12', 2, 'a year that agrees'],
  ['1980-05-12', '1980-06-20', 3, 'weeks apart'],
  ['1980-05-12', '1981-06-12', 4, 'two slips'],
  ['1980-05-12', '1981', 4, 'a year beside'],
  ['1980', '1990', 5, 'another year'],
  ['1980-05-12', '1999-11-30', 5, 'another day'],
] as const)('birth dates %s and %s: level %i, %s', (a, b, level, _why) =>
  expect(both(identified(Field.birthDate, 'birthDate'), a, b)).toEqual([level, level]),
)

test.each([
  ['ana.ruiz@x.es', 'ana.ruiz@x.es', 0, 'the same'],
  ['ana.ruiz@gmail.com', 'anaruiz+x@gmail.com', 1, 'one mailbox'],
  ['ana.ruis@x.es', 'ana.ruiz@x.es', 1, 'a slip'],
  ['anaruiz@x.es', 'anaruiz@y.com', 2, 'one name at another host'],
  ['ana@x.es', 'ana@y.com', 3, 'a short name that many bear'],
  ['ana.ruiz1@x.es', 'ana.ruiz2@x.es', 3, 'two numbers are two mailboxes'],
  ['ana@x.es', 'luis@y.com', 4, 'another'],
] as const)('mails %s and %s: level %i, %s', (a, b, level, _why) =>
  expect(both(identified(Field.mail, 'mail'), a, b)).toEqual([level, level]),
)

test('a telephone without its country agrees with the whole one; one digit is a slip', () => {
  const phones = identified(Field.phone, 'phone')
  expect(both(phones, '+34612345678', '612345678')).toEqual([0, 0])
  expect(both(phones, '+34612345678', '+34612345679')).toEqual([1, 1])
  expect(both(phones, '+34612345678', '+34612345699')).toEqual([2, 2])
})

test('national ids: one slip, two in a long one, another', () => {
  const ids = identified(Field.nationalId, 'nationalId')
  expect(['12345678Z', '12345679Z', '12345699Z', '87654321X'].map((id) => ids('12345678Z', id))).toEqual([
    0, 1, 2, 3,
  ])
})

test.each([
  ['Calle Mayor 3', 'C/ Mayor, 3', 0],
  ['Calle Mayor 13', 'Calle Mayor 14', 1],
  ['Calle Mayor 3', 'Calle Mayor 4', 2],
  ['Calle Mayor 3', 'Mayor', 2],
  ['Calle Mayor 3', 'Avenida Sol 3', 3],
] as const)('streets %s and %s: level %i', (a, b, level) => {
  const street = (text: string) => profile({ address: { street: text } })
  expect(both((x, y) => levelOf(Field.street, street(x), street(y)), a, b)).toEqual([level, level])
})

test('what one side lacks says nothing', () => {
  expect([...compareProfiles(profile({}), profile({ birthDate: '1980-05-12' }), newLevels()).at]).toEqual(
    Array(11).fill(-1),
  )
})

test('a postcode that is written where nobody knows it is no place: the one among the identifiers counts', () => {
  const known: Identifier = { kind: 'postcode', value: '46001', raw: '46001', grade: 'weak' }
  expect(profile({ address: { postalCode: '46001' } }).postcode).toBe('46001')
  expect(profile({ address: { postalCode: '00000' } }).postcode).toBe('')
  expect(profile({ address: { postalCode: '00000' } }, [known]).postcode).toBe('46001')
})

test('given names and surnames in each other’s boxes are seen also where a particle may be written onto the surname', () => {
  const exchanged = compareNames(name('Cambell', 'de la Cruz'), name('de la Cruz', 'Cambell'))
  expect([exchanged?.given, exchanged?.family, exchanged?.order]).toEqual([same, sameFamily, 1])
  // whole names have no boxes that could be exchanged
  const whole = compareNames(parseName({ full: 'Cambell de la Cruz' }), name('de la Cruz', 'Cambell'))
  expect(whole?.order).toBe(0)
})

test('a birth date that programs write for none neither joins nor keeps apart', () => {
  const born = (birthDate: string) => profile({ birthDate })
  for (const none of ['1970-01-01', '1900-01-01', '0001-01-01']) {
    expect(levelOf(Field.birthDate, born(none), born(none)), none).toBe(missing)
    expect(levelOf(Field.birthDate, born(none), born('1984-11-03')), none).toBe(missing)
  }
  expect(levelOf(Field.birthDate, born('1970-01-02'), born('1970-01-02'))).toBe(same)
})
