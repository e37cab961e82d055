import { expect, test } from 'vitest'
import type { RawIdentifier } from '../../contract/index.ts'
import { defaultSettings } from '../memory/index.ts'
import { unreadIdentifiers } from './unread-identifiers.ts'

const found = (...identifiers: RawIdentifier[]) => ({ id: '1', identifiers })
const unread = (...identifiers: RawIdentifier[]) =>
  unreadIdentifiers({ match: 'one', record: found(...identifiers) }, defaultSettings)

test('what no reader makes a key of is told by its kind, each time', () => {
  expect(
    unread(
      { kind: 'phone', value: '6OO 12' },
      { kind: 'phone', value: '600 123 456' },
      { kind: 'mail', value: 'ana@' },
      { kind: 'mail', value: 'ana.correo.example' },
      { kind: 'postcode', value: 'calle' },
    ),
  ).toEqual(['phone', 'mail', 'mail', 'postcode'])
})
test.each<RawIdentifier>([
  { kind: 'phone', value: '-' },
  { kind: 'phone', value: '000000000' },
  { kind: 'phone', value: 'no tiene' },
  { kind: 'mail', value: 'sin correo' },
  { kind: 'mail', value: 'no@no.com' },
  { kind: 'birthDate', value: '0000-00-00' },
  { kind: 'loyalty', value: 'N/A' },
  { kind: 'name', value: '' },
])('what says that there is none is no loss: $kind $value', (raw) => {
  expect(unread(raw)).toEqual([])
})
test('of several records each counts; of none nothing', () => {
  const odd: RawIdentifier = { kind: 'phone', value: '6OO 12' }
  expect(
    unreadIdentifiers(
      { match: 'many', records: [found(odd), found(), found(odd)], complete: true },
      defaultSettings,
    ),
  ).toEqual(['phone', 'phone'])
  expect(unreadIdentifiers({ match: 'none' }, defaultSettings)).toEqual([])
})
