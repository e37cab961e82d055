import { expect, test } from 'vitest'
import { personInLink } from './link.ts'

const lucia = {
  identifiers: [
    { kind: 'mail', value: 'lucia@correo.example' },
    { kind: 'phone', value: '+34600123456' },
    { kind: 'nationalId', value: '44871220K' },
    { kind: 'order', value: '10432' },
  ],
  name: { full: 'Lucía Martín Ortega' },
  birthDate: '1986-04-23',
} as const

test.each([
  ['https://desk.example/u?name=lucia%40correo.example', 'a mail address'],
  ['https://desk.example/u/otro@correo.example', 'a mail address'],
  ['mailto:alguien@correo.example', 'a mail address'],
  ['https://desk.example/call?to=%2B34+600+12+34+56', 'a telephone'],
  ['https://desk.example/600-123-456', 'a telephone'],
  ['https://desk.example/dni/44871220k', 'a national id'],
  ['https://desk.example/clientes/mart%C3%ADn-lucia/7', 'a name'],
  ['https://desk.example/u?born=1986-04-23', 'a birth date'],
])('%s tells %s', (url, what) => expect(personInLink(url, lucia)).toBe(what))
test.each([
  'https://desk.example/ticket/7',
  'https://martin.example/orders/10432',
  'https://desk.example/orders?number=10432&lang=es',
  'https://desk.example/%E0%A4%A',
])('%s tells nobody', (url) => expect(personInLink(url, lucia)).toBeUndefined())

test('what a link tells is told by its kind', () => {
  const tells = (value: string, kind: 'iban' | 'nationalId' | 'name' | 'mail' | 'phone', path: string) =>
    personInLink(`https://desk.example/${path}`, { identifiers: [{ kind, value }] })
  expect(tells('ES91 2100 0418', 'iban', 'es91-2100-0418')).toBe('an IBAN')
  expect(tells('44871220K', 'nationalId', '44871220k')).toBe('a national id')
  expect(tells('123456', 'nationalId', '123456')).toBeUndefined()
  expect(tells('Lucía Gil', 'name', 'lucia')).toBe('a name')
  expect(tells('lucia@correo', 'mail', 'lucia@correo')).toBe('a mail address')
  expect(tells('600 12 34 56', 'phone', '0034-600-123-456')).toBe('a telephone')
  expect(tells('12345', 'phone', '12345')).toBeUndefined()
})
test('each part of a name counts, words of two letters do not', () => {
  const tells = (name: object, path: string) =>
    personInLink(`https://desk.example/${path}`, { identifiers: [], name: name as never })
  expect(tells({ full: 'X', given: 'Lucía' }, 'lucia')).toBe('a name')
  expect(tells({ full: 'X', family: 'Ortega' }, 'ortega-7')).toBe('a name')
  expect(tells({ full: 'Lucía de la O' }, 'de/la/o')).toBeUndefined()
})
