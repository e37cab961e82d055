import { expect, test } from 'vitest'
import { profileOf } from '../../hub/identity/compare/profile.ts'
import { foundRecordOf, type recordOf, settingsOf } from '../files/records.ts'
import { finer, hash, keysOf, letters, passes, sound } from './keys.ts'

const profile = (address: { locality?: string; postalCode?: string; street?: string }, mail?: string) =>
  profileOf(
    {
      key: 'crm/1',
      connector: 'crm',
      identifiers: mail ? [{ kind: 'mail', value: mail, raw: mail, grade: 'strong' }] : [],
      record: { name: { full: 'Ana Ruiz' }, address },
    },
    'ES',
  )

test('a crowd of one name is split by what each record has besides: postcode and number, else town, else mail', () => {
  expect(finer(profile({ postalCode: '28001', street: 'Calle Sol 9' }))).toBe('280019')
  expect(finer(profile({ postalCode: '28001' }))).toBe('28001')
  expect(finer(profile({ locality: 'Vigo' }))).toBe('vigo')
  expect(finer(profile({}, 'ana@correo.es'))).toBe('ana@correo.es')
  expect(finer(profile({}))).toBe('')
})

test('spellings of one sound have one skeleton', () => {
  for (const [a, b] of [
    ['jimenez', 'gimenes'],
    ['vazquez', 'basques'],
    ['philip', 'filip'],
    ['munoz', 'munhos'],
  ] as const)
    expect(sound(a), `${a} ${b}`).toBe(sound(b))
})

type Values = Parameters<typeof recordOf>[1]
const whole: Values = {
  given: 'Aurora Rosa',
  family: 'Velasco Quintana',
  birthdate: '1980-05-12',
  nationalid: '12345678Z',
  email: 'aurora.velasco@correo.es, otra@trabajo.es',
  phone: '600123456; 911234567',
  street: 'Calle Mayor 31',
  locality: 'Madrid',
  postcode: '28001',
}
const keysWith = (values: Values) => {
  const out = new Uint32Array(passes)
  keysOf(profileOf(foundRecordOf('crm', '1', values, settingsOf('ES')), 'ES'), out, 0)
  return [...out]
}

test('each pass meets records by its own parts: another value of any of them is another key, of any other part the same', () => {
  const others: Record<string, Values> = {
    given: { given: 'Beatriz Rosa' },
    second: { given: 'Aurora Lola' },
    family: { family: 'Gil Quintana' },
    last: { family: 'Velasco Puig' },
    year: { birthdate: '1973-05-12' },
    month: { birthdate: '1980-09-12' },
    day: { birthdate: '1980-05-27' },
    id: { nationalid: '44871220K' },
    'id-end': { nationalid: '12345670Y' },
    box: { email: 'zoe.perez@correo.es, otra@trabajo.es' },
    host: { email: 'aurora.velasco@casa.es, otra@trabajo.es' },
    mail2: { email: 'aurora.velasco@correo.es, dos@trabajo.es' },
    phone: { phone: '611222333; 911234567' },
    phone2: { phone: '600123456; 922333444' },
    way: { street: 'Calle Luna 31' },
    number: { street: 'Calle Mayor 77' },
    town: { locality: 'Vigo' },
    postcode: { postcode: '36202' },
  }
  const base = keysWith(whole)
  expect(base).not.toContain(0)
  const moved = Object.entries(others).map(
    ([part, other]) => [part, keysWith({ ...whole, ...other })] as const,
  )
  expect(
    base.map((key, pass) => moved.flatMap(([part, keys]) => (keys[pass] === key ? [] : [part])).join(' ')),
  ).toEqual([
    'id id-end',
    'box host',
    'mail2',
    'phone',
    'phone2',
    'given family',
    'family year month day',
    'given year month day',
    'year month day postcode',
    'family postcode',
    'given postcode',
    'family town',
    'given town',
    'way number',
    'number postcode',
    'box',
    'given family',
    'given family year',
    'given family month day',
    'given family year month',
    'given family year day',
    'id',
    'id id-end',
    'given last',
    'family number',
    'given way number',
    'given family',
    'given second',
    'given family last',
    'given family town postcode',
    'year month day town',
    'given family way postcode',
    'year month day',
    'family year',
    'given year',
    'family month day',
    'given month day',
    'family month',
    'given month',
    'box',
    'host town',
    'given host',
    'given year',
    'given family',
    'given family year town',
  ])
})

test('a record that lacks what a pass needs has no key there, and what it has is found under the same one', () => {
  expect(keysWith({})).toEqual(Array(passes).fill(0))
  const [base, bare] = [keysWith(whole), keysWith({ given: 'Aurora', postcode: '28001' })]
  expect(bare.flatMap((key, pass) => (key === 0 ? [] : [pass]))).toEqual([10])
  expect(bare[10]).toBe(base[10])
  expect(keysWith({ email: 'ana@correo.es', nationalid: '12345' })[15]).toBe(0)
})

test('a name written the other way round, garbled, or cut elsewhere is met all the same', () => {
  const meet = (a: Values, b: Values) => {
    const [x, y] = [keysWith(a), keysWith(b)]
    return x.flatMap((key, pass) => (key !== 0 && key === y[pass] ? [pass] : []))
  }
  expect(meet({ given: 'Velasco', family: 'Aurora' }, { given: 'Aurora', family: 'Velasco' })).toEqual([
    5, 16, 23, 43,
  ])
  expect(meet({ given: 'Aruroa', family: 'Velsaco' }, { given: 'Aurora', family: 'Velasco' })).toContain(43)
  expect(
    meet({ given: 'Aurora', family: 'Quintana' }, { given: 'Aurora', family: 'Velasco Quintana' }),
  ).toContain(23)
  expect(meet({ given: 'Aurelia', family: 'Velez' }, { given: 'Aurora', family: 'Velasco' })).toContain(16)
  expect(meet({ phone: '+351600123456' }, { phone: '600123456' })).toContain(3)
  expect(meet({ email: 'aurora22@casa.es' }, { email: 'aurora.v@correo.es' })).toContain(39)
  expect(
    meet({ given: 'Rosa', family: 'Quintana Velasco' }, { given: 'Velasco Quintana', family: 'Rosa' }),
  ).toEqual(expect.arrayContaining([26, 27, 28]))
})

test('a hash is never 0, differs by its pass, and letters are a word in order', () => {
  expect(hash('a', 1)).not.toBe(hash('a', 2))
  expect(hash('', 0)).toBe(0x811c9dc5)
  expect([letters('aurora'), letters('')]).toEqual(['aaorru', ''])
})
