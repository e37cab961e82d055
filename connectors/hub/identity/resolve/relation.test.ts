import { expect, test } from 'vitest'
import type { RawIdentifier } from '../../../contract/index.ts'
import { hubModel } from '../compare/bits.ts'
import { profileOf } from '../compare/profile.ts'
import { foundRecord } from './found.ts'
import { groupPeople } from './people.ts'
import { pairKey, relate } from './relation.ts'
import { halfKin } from './veto.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
let count = 0
const record = (full: string, birthDate?: string, ...identifiers: RawIdentifier[]) =>
  profileOf(
    foundRecord(
      { id: `system${count++}` },
      { id: '1', name: { full }, identifiers, ...(birthDate ? { birthDate } : {}) },
      [],
      settings,
    ),
    'ES',
  )
type Profile = ReturnType<typeof record>
const join = (a: Profile, b: Profile) => relate(a, b, hubModel, null).join
const phone = (verified = false): RawIdentifier => ({ kind: 'phone', value: '612345678', verified })

test('without a key a rare name and the birth date join, a common name and the birth date do not', () => {
  expect(join(record('Xoana Zubizarreta', '1980-05-12'), record('Xoana Zubizarreta', '1980-05-12'))).toBe(
    'likely',
  )
  expect(join(record('María García', '1980-05-12'), record('María García', '1980-05-12'))).toBeNull()
})

test('a shared telephone joins with the name, never with a birth date of somebody else', () => {
  expect(join(record('Ana Ruiz', undefined, phone()), record('Ana Ruiz', undefined, phone()))).toBe('strong')
  expect(
    join(record('Ana Ruiz', '1980-05-12', phone()), record('Ana Ruiz', '1955-01-30', phone())),
  ).toBeNull()
  expect(
    join(record('Ana Ruiz', '1980-05-12', phone()), record('Ana Ruiz', '1980-06-20', phone())),
  ).toBeNull()
})

test('a key verified joins only when both sides verified it', () => {
  const named = (verified: boolean) => record('Ana', undefined, phone(verified))
  const unnamed = (verified: boolean) => record('', undefined, phone(verified))
  expect(join(named(true), unnamed(true))).toBe('strong')
  expect(join(named(true), unnamed(false))).toBeNull()
})

test('a valid national id outweighs another given name; a loyalty card is shared in a household', () => {
  const id: RawIdentifier = { kind: 'nationalId', value: '12345678Z' }
  const card: RawIdentifier = { kind: 'loyalty', value: 'FC-12345' }
  expect(join(record('Ana Ruiz', undefined, id), record('Carmen Ruiz', undefined, id))).toBe('unique')
  expect(join(record('Ana Ruiz', undefined, card), record('Carmen Ruiz', undefined, card))).toBeNull()
  expect(join(record('Ana Ruiz', undefined, card), record('Ana Ruiz', undefined, card))).toBe('unique')
})

test('two valid ids are two people, and so are father and son of one name', () => {
  const veto = (a: Profile, b: Profile) => relate(a, b, hubModel, null).veto
  const id = (value: string): RawIdentifier => ({ kind: 'nationalId', value })
  expect(
    veto(record('Ana Ruiz', undefined, id('12345678Z')), record('Ana Ruiz', undefined, id('87654321X'))),
  ).toBe('national-id')
  expect(
    veto(
      record('Ana Ruiz', undefined, id('12345678Z'), id('87654321X')),
      record('Ana Ruiz', undefined, id('87654321X')),
    ),
  ).toBeNull()
  expect(veto(record('Luis Ortega Sanz hijo'), record('Luis Ortega Sanz padre'))).toBe('suffix')
  expect(veto(record('Luis Ortega Sanz', '1950-05-12'), record('Luis Ortega Sanz', '1980-05-12'))).toBe(
    'birth-date',
  )
})

test('two records of a system without duplicates are two people, unless a human says they are one', () => {
  const id: RawIdentifier = { kind: 'nationalId', value: '12345678Z' }
  const [a, b] = [record('Ana Ruiz', undefined, id), record('Ana Ruiz', undefined, id)]
  const pair = [
    { ...a, key: 'crm/1', system: 'crm' },
    { ...b, key: 'crm/2', system: 'crm' },
  ]
  const clusters = (human: 'same' | 'different' | null, duplicates: boolean) =>
    groupPeople(pair, hubModel, new Map(human ? [[pairKey('crm/1', 'crm/2'), human]] : []), () => duplicates)
      .clusters.length
  expect([clusters(null, false), clusters(null, true)]).toEqual([2, 1])
  expect(clusters('same', false)).toBe(1)
  expect(clusters('different', true)).toBe(2)
})

test('a birth date weeks away sets nobody apart, and lets a shared telephone join nobody either', () => {
  const [a, b] = [record('Ana Ruiz', '1980-05-12', phone()), record('Ana Ruiz', '1980-05-28', phone())]
  expect(relate(a, b, hubModel, null)).toMatchObject({ veto: null, join: null, nameAgrees: true })
})

test('a birth date of two slips is still one date; of three it is another', () => {
  const veto = (other: string) =>
    relate(record('Ana Ruiz', '1980-05-12'), record('Ana Ruiz', other), hubModel, null).veto
  expect(veto('1981-05-13')).toBeNull()
  expect(veto('1981-06-13')).toBe('birth-date')
})

test('day and month the other way round are the same birth date to a rare name', () => {
  expect(join(record('Xoana Zubizarreta', '1980-05-12'), record('Xoana Zubizarreta', '1980-12-05'))).toBe(
    'likely',
  )
})

test('one surname in common of two is a relative, in whichever place it stands; a slip in the other is not', () => {
  const kin = (a: string, b: string) => halfKin(record(a), record(b))
  expect(kin('Luis García Pérez', 'Ana García Romero')).toBe(true)
  expect(kin('Luis García Pérez', 'Ana Romero Pérez')).toBe(true)
  expect(kin('Luis García Pérez', 'Ana Romero García')).toBe(true)
  expect(kin('Luis García Pérez', 'Ana Pérez Romero')).toBe(true)
  expect(kin('Luis García Pérez', 'Luis García Péres')).toBe(false)
  expect(kin('Luis García Pérez', 'Luis García')).toBe(false)
  expect(kin('Luis García', 'Luis García Pérez')).toBe(false)
  expect(kin('Luis García Pérez', 'Ana Romero Soler')).toBe(false)
})
