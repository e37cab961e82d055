import { expect, test } from 'vitest'
import { countValues, isNameHere, unknownFrequency } from './frequency.ts'
import { profileOf } from './profile.ts'
import { Field } from './weights.ts'

const of = (key: string, given: string, mail: string, locality: string) =>
  profileOf(
    {
      key,
      connector: 'crm',
      identifiers: [{ kind: 'mail', value: mail, raw: mail, grade: 'strong' }],
      record: { name: { full: '', given, family: 'Ortega' }, address: { locality } },
    },
    'ES',
  )
const people = Array.from({ length: 100 }, (_, i) => [
  of(`crm/${i}`, i < 10 ? 'Zoraida' : 'Ana', i < 2 ? 'both@x.es' : `m${i}@x.es`, i < 2 ? 'Reus' : 'Vigo'),
])

test('a mail that two records hold says more than a town that two live in: it is one person sooner', () => {
  const { of: chance } = countValues(people)
  expect(chance(Field.mail, 'both@x.es')).toBeLessThan(chance(Field.locality, 'reus') / 2)
})

test('a value is the rarer the fewer hold it, and never certain', () => {
  const { of: chance } = countValues(people)
  expect(chance(Field.given, 'zoraida')).toBeLessThan(chance(Field.given, 'ana'))
  expect(chance(Field.locality, 'vigo')).toBeLessThan(1)
  expect(chance(Field.locality, 'nowhere')).toBeGreaterThan(0)
})

test('the many records of one person count once', () => {
  const once = countValues(people)
  const copies = people.map(([p]) => (p ? [p, p, p] : []))
  expect(countValues(copies).of(Field.given, 'zoraida')).toBe(once.of(Field.given, 'zoraida'))
  expect(countValues(copies).top(Field.given, 1)).toEqual([{ value: 'ana', count: 90 }])
})

test('a given name is one that people in general have, or several of these: a word that one of them has is none', () => {
  const isName = isNameHere(countValues(people))
  expect(isName('zoraida')).toBe(true)
  expect(isName('xyzzy')).toBe(false)
  expect(isNameHere(unknownFrequency)('maria')).toBe(true)
  expect(isNameHere(unknownFrequency)('zoraida')).toBe(false)
})
