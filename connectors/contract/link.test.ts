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
