import { expect, test } from 'vitest'
import { profileOf } from '../../hub/identity/compare/profile.ts'
import { finer, sound } from './keys.ts'

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
