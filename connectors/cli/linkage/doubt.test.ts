import { expect, test } from 'vitest'
import { doubtOf, type Tellable } from './doubt.ts'

const record = (birthDate: string, unread?: Tellable['unread'], id = ''): Tellable => ({
  profile: {
    birthDate,
    birthDateReal: birthDate.length === 10,
    ids: id ? [{ value: id, scheme: /[A-Z]$/.test(id) ? 'es' : '' }] : [],
  },
  unread,
})

test('two birth dates of which one could not be read are in doubt, unless what was written is the same', () => {
  expect(doubtOf(record('1984-11-03'), record('', { birthdate: 'hoy' }))).toBe('birthdate')
  expect(doubtOf(record('', { birthdate: 'hoy' }), record('', { birthdate: 'ayer' }))).toBe('birthdate')
  expect(doubtOf(record('', { birthdate: 'hoy' }), record('', { birthdate: 'hoy' }))).toBeNull()
  expect(doubtOf(record(''), record('', { birthdate: 'hoy' }))).toBeNull()
  expect(doubtOf(record('1984-11-03'), record('1951-06-12'))).toBeNull()
})

test('a birthday without its year is one with the whole date of that day', () => {
  expect(doubtOf(record('1984-11-03'), record('', { birthdate: '11/03' }))).toBeNull()
  expect(doubtOf(record('1984-11-03'), record('', { birthdate: '--11-03' }))).toBeNull()
  expect(doubtOf(record('1984-11-03'), record('', { birthdate: '06/12' }))).toBe('birthdate')
})

test('a national id that could not be read is in doubt beside another, not where the whole birth date is one', () => {
  const lost = { nationalid: '1.23e+07' }
  expect(doubtOf(record('', lost), record('', undefined, '12345678Z'))).toBe('nationalid')
  expect(doubtOf(record('1984-11-03', lost), record('1984-11-03', undefined, '12345678Z'))).toBeNull()
  expect(
    doubtOf(record('', { birthdate: 'hoy' }, '12345678Z'), record('1984-11-03', undefined, '12345678Z')),
  ).toBeNull()
})
