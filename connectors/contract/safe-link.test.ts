import { expect, test } from 'vitest'
import { safeLink } from './safe-link.ts'

test.each([
  'https://desk.example/ticket/7?lang=es#last',
  'HTTPS://DESK.EXAMPLE/',
  'mailto:ana@correo.example',
  'tel:+34 600 12 34 56',
  'http://127.0.0.1:8080/orders/7',
  'http://localhost/',
  'http://localhost',
])('%j may be followed, as it is written', (link) => expect(safeLink(link)).toBe(link))

test.each([
  ['another scheme', 'javascript:alert(1)'],
  ['another scheme in capitals', 'JavaScript:alert(1)'],
  ['another scheme, cut by a line end', 'java\nscript:alert(1)'],
  ['another scheme behind a space', ' javascript:alert(1)'],
  ['data', 'data:text/html,x'],
  ['a file', 'file:///etc/passwd'],
  ['a blob of a safe origin', 'blob:https://desk.example/7'],
  ['plain http', 'http://desk.example/'],
  ['plain http on a name that begins like this machine', 'http://localhost.evil.example/'],
  ['plain http on an address that begins like this machine', 'http://127.0.0.1.evil.example/'],
  ['a host that stands as the user', 'https://desk.example@evil.example/'],
  ['a password', 'https://:secret@desk.example/'],
  ['letters that turn the direction', 'https://desk.example/\u202Egpj'],
  ['letters that cannot be seen', 'https://de\u200Bsk.example/'],
  ['no scheme', '//desk.example'],
  ['a path', '/ticket/7'],
  ['nothing', ''],
  ['too long', `https://desk.example/${'a'.repeat(2_048)}`],
  ['a number', 7],
  ['an object', { toString: () => 'https://desk.example' }],
  ['no value', undefined],
])('%s is no link', (_name, link) => {
  expect(safeLink(link)).toBeUndefined()
  // asked twice: a pattern that remembers where it stopped would let the second one through
  expect(safeLink(link)).toBeUndefined()
})
