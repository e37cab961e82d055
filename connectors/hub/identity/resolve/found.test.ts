import { expect, test } from 'vitest'
import type { Hint, Identifier, SystemRecord } from '../../../contract/index.ts'
import { parseIdentifier } from '../identifiers.ts'
import { bearsKey, foundRecord, readHints } from './found.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
const record = (more: Partial<SystemRecord>) =>
  foundRecord({ id: 'shop' }, { id: '7', identifiers: [], ...more }, [], settings)
const key = (kind: Hint['kind'], value: string, scope?: string) => {
  const { read } = readHints([{ kind, value, ...(scope ? { scope } : {}) }], settings)
  return read[0] as Identifier
}

test('a number of a system is one of this system, unless it says of which', () => {
  const { identifiers } = record({
    identifiers: [
      { kind: 'system', value: '12' },
      { kind: 'system', value: '13', scope: 'crm' },
      { kind: 'phone', value: 'hola' },
    ],
  })
  expect(identifiers.map((i) => [i.scope, i.value])).toEqual([
    ['shop', '12'],
    ['crm', '13'],
  ])
})

test('a record counts where it bears what it was asked by: a postcode however it is spaced, the very birth date, a like name', () => {
  const lives = (postalCode: string) => record({ address: { postalCode } })
  expect(bearsKey(lives('48 992'), key('postcode', '48992'))).toBe(true)
  expect(bearsKey(lives('8001'), key('postcode', '08001'))).toBe(true)
  expect(bearsKey(lives('08001'), key('postcode', '08001'))).toBe(true)
  expect(bearsKey(lives('48993'), key('postcode', '48992'))).toBe(false)
  const born = record({ birthDate: '1980-05-12' })
  expect(bearsKey(born, key('birthDate', '1980-05-12'))).toBe(true)
  expect(bearsKey(born, key('birthDate', '1980-05-13'))).toBe(false)
  const named = record({ name: { full: 'Ana Ruiz' } })
  expect(bearsKey(named, key('name', 'Ana Ruiz Soler'))).toBe(true)
  expect(bearsKey(named, key('name', 'Carmen Ruiz'))).toBe(false)
  expect(bearsKey(named, key('name', 'Ana Etxeberria'))).toBe(false)
  expect(bearsKey(record({}), key('name', 'Ana Ruiz'))).toBe(false)
  expect(bearsKey(record({}), key('loyalty', 'FC-12345'))).toBe(false)
})

test('a mail finds its mailbox, however the two are written', () => {
  const tagged = record({ identifiers: [{ kind: 'mail', value: 'Ana.Ruiz+shop@gmail.com' }] })
  const { read } = readHints([{ kind: 'mail', value: 'ana.ruiz@gmail.com' }], settings)
  expect(read.map((id) => [id.value, id.grade])).toEqual([
    ['ana.ruiz@gmail.com', 'strong'],
    ['anaruiz@gmail.com', 'weak'],
  ])
  expect(read.map((id) => bearsKey(tagged, id))).toEqual([true, true])
})

test('what was given twice is read once; a number of two systems is two; what nobody understands is said', () => {
  const hints: Hint[] = [
    { kind: 'phone', value: '612 345 678' },
    { kind: 'phone', value: '+34612345678' },
    { kind: 'system', value: '12', scope: 'shop' },
    { kind: 'system', value: '12', scope: 'crm' },
    { kind: 'phone', value: 'hola' },
    { kind: 'any', value: '¿?' },
  ]
  const { read, bad } = readHints(hints, settings)
  expect(read.map((id) => [id.kind, id.value, id.scope])).toEqual([
    ['phone', parseIdentifier({ kind: 'phone', value: '612345678' }, settings)?.value, undefined],
    ['system', '12', 'shop'],
    ['system', '12', 'crm'],
  ])
  expect(bad.map((b) => b.hint.value)).toEqual(['hola', '¿?'])
})

test('a number that the host says to be of a system is that system’s own where its records name no scope, a short one too', () => {
  const of = (connector: string, order: object) =>
    foundRecord({ id: connector }, { id: '1', identifiers: [order as never] }, [], settings)
  const unscoped = { kind: 'order', value: '884' }
  expect(bearsKey(of('till', unscoped), key('order', '#884', 'till'))).toBe(true)
  expect(bearsKey(of('shop', unscoped), key('order', '#884', 'till'))).toBe(false)
  expect(bearsKey(of('shop', { ...unscoped, scope: 'till' }), key('order', '884', 'till'))).toBe(true)
  expect(bearsKey(of('till', { ...unscoped, scope: 'shop' }), key('order', '884', 'till'))).toBe(false)
  expect(bearsKey(of('till', { kind: 'loyalty', value: '884' }), key('order', '884', 'till'))).toBe(false)
})
