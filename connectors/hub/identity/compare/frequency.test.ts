import { expect, test } from 'vitest'
import { countValues } from './frequency.ts'
import { profileOf } from './profile.ts'
import { G, L, M } from './weights.ts'

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
  expect(chance(M, 'both@x.es')).toBeLessThan(chance(L, 'reus') / 2)
})

test('a value is the rarer the fewer hold it, and never certain', () => {
  const { of: chance } = countValues(people)
  expect(chance(G, 'zoraida')).toBeLessThan(chance(G, 'ana'))
  expect(chance(L, 'vigo')).toBeLessThan(1)
  expect(chance(L, 'nowhere')).toBeGreaterThan(0)
})

test('the many records of one person count once', () => {
  const once = countValues(people)
  const copies = people.map(([p]) => (p ? [p, p, p] : []))
  expect(countValues(copies).of(G, 'zoraida')).toBe(once.of(G, 'zoraida'))
  expect(countValues(copies).top(G, 1)).toEqual([{ value: 'ana', count: 90 }])
})
