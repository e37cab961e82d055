import { describe, expect, it } from 'vitest'
import type { SystemRecord } from './connector.ts'
import { hasIdentifier, queryValue } from './has-identifier.ts'
import type { Identifier, IdentifierKind } from './identifier.ts'

const key = (kind: IdentifierKind, value: string, more: Partial<Identifier> = {}): Identifier => ({
  kind,
  value,
  raw: value,
  grade: 'strong',
  ...more,
})
const ana: SystemRecord = {
  id: '17',
  name: { full: 'García Pérez, Mª Ana' },
  birthDate: '1984-03-12',
  address: { postalCode: '46 001' },
  identifiers: [
    { kind: 'mail', value: 'Ana.Garcia+tienda@gmail.com' },
    { kind: 'phone', value: '600 12 34 56' },
    { kind: 'system', value: '17', scope: 'till' },
    { kind: 'loyalty', value: 'LC 0017' },
  ],
}
describe('a record bears the key it was asked by', () => {
  it.each([
    ['mail', 'anagarcia@gmail.com'],
    ['mail', 'ana.garcia+tienda@gmail.com'],
    ['phone', '+34600123456'],
    ['loyalty', 'lc-0017'],
    ['postcode', '46001'],
    ['birthDate', '1984-03-12'],
    ['name', 'ana garcia'],
  ] as const)('%s %s, whatever the spelling', (kind, value) =>
    expect(hasIdentifier(ana, key(kind, value), '+34')).toBe(true),
  )
  it.each([
    ['mail', 'ana.garcia@correo.example'],
    ['mail', 'garcia@gmail.com'],
    ['phone', '+34600123457'],
    ['phone', '+351600123456'],
    ['loyalty', '0017'],
    ['postcode', '46002'],
    ['birthDate', '1984-12-03'],
    ['name', 'Luis Soto'],
    ['order', 'A-1'],
    ['mail', ''],
  ] as const)('not %s %s', (kind, value) => expect(hasIdentifier(ana, key(kind, value), '+34')).toBe(false))
  it('a number means nothing outside its system', () => {
    expect([
      hasIdentifier(ana, key('system', '17', { scope: 'till' })),
      hasIdentifier(ana, key('system', '17', { scope: 'shop' })),
    ]).toEqual([true, false])
  })
  it('a mail is asked for with its dots and tags, as it was written', () => {
    expect(queryValue(key('mail', 'anagarcia@gmail.com', { raw: ' Ana <Ana.Garcia+x@Gmail.com> ' }))).toBe(
      'ana.garcia+x@gmail.com',
    )
    expect(queryValue(key('phone', '+34600123456', { raw: '600 12 34 56' }))).toBe('+34600123456')
  })
})
