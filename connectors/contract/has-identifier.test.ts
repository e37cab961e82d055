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
  it('a number without a scope is of any system', () => {
    const bare = { id: '1', identifiers: [{ kind: 'order' as const, value: 'A-1' }] }
    const scoped = { id: '1', identifiers: [{ kind: 'order' as const, value: 'A-1', scope: 'shop' }] }
    expect([
      hasIdentifier(bare, key('order', 'a1', { scope: 'shop' })),
      hasIdentifier(scoped, key('order', 'a1')),
      hasIdentifier(scoped, key('order', 'a1', { scope: 'till' })),
    ]).toEqual([true, true, false])
  })
  it('a number is compared with what was written too, an account by its end, four letters at least', () => {
    const has = (kind: IdentifierKind, mine: string, value: string, raw = value) =>
      hasIdentifier({ id: '1', identifiers: [{ kind, value: mine }] }, key(kind, value, { raw }))
    expect([has('loyalty', 'LC-17', '17', 'lc 17'), has('loyalty', 'LC-17', '17')]).toEqual([true, false])
    expect([
      has('iban', 'ES91 2100 0418', '0418'),
      has('iban', '0418', 'ES9121000418'),
      has('iban', 'ES91 2100 0418', '418'),
      has('iban', '', '0418'),
      has('nationalId', '', ''),
    ]).toEqual([true, true, false, false, false])
  })
  it('telephones whose country nobody knows are one by their last eight digits, shorter ones when they are alike', () => {
    const has = (mine: string, asked: string) =>
      hasIdentifier({ id: '1', identifiers: [{ kind: 'phone', value: mine }] }, key('phone', asked))
    expect([
      has('600 12 34 56', '34600123456'),
      has('12345678', '12345678'),
      has('1234567', '1234567'),
      has('', ''),
    ]).toEqual([true, true, true, false])
  })
  it('tags and dots of a mail are nothing only where its provider says so', () => {
    const has = (mine: string, asked: string) =>
      hasIdentifier({ id: '1', identifiers: [{ kind: 'mail', value: mine }] }, key('mail', asked))
    expect([
      has('ana+shop@outlook.com', 'ana@outlook.com'),
      has('ana+shop@correo.example', 'ana@correo.example'),
      has('a.na@googlemail.com', 'ana@googlemail.com'),
      has('a.na@correo.example', 'ana@correo.example'),
      has('', 'ana@correo.example'),
      has('no mail', 'no mail'),
    ]).toEqual([true, false, true, false, false, false])
  })
})
