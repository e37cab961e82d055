import { expect, test } from 'vitest'
import type { RawIdentifier } from '../../../contract/index.ts'
import type { Link } from '../../ports.ts'
import { foundRecord } from '../resolve/found.ts'
import { matchStrength, personFingerprint } from './person-fingerprint.ts'
import { propagateCannotLinks } from './propagate.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
const found = (key: string, full: string | undefined, ...identifiers: RawIdentifier[]) => {
  const [connector = '', id = ''] = key.split('/')
  return foundRecord(
    { id: connector },
    { id, ...(full ? { name: { full } } : {}), identifiers },
    [],
    settings,
  )
}
const home = { kind: 'phone', value: '+34612345678' } as const
const ana = found('shop/1', 'Ana Ruiz Soler', home)
const eva = found('desk/9', 'Eva Mora', home)
const alone = found('desk/9', 'Eva Mora', { kind: 'phone', value: '+34698765432' })
const apart = (other: typeof eva): Link => ({
  id: 'l1',
  a: other.key,
  b: ana.key,
  decision: 'different',
  at: '2026-01-01T00:00:00Z',
  by: 'a1',
  meets: { a: personFingerprint([other]), b: personFingerprint([ana]) },
})
const pairs = (other: typeof eva, ...heard: (typeof eva)[]) =>
  propagateCannotLinks([apart(other)], [ana, other, ...heard]).map((l) => [l.a, l.b].sort().join(' '))

test('another record of one of the two is kept apart from the other one', () => {
  expect(pairs(eva, found('till/4', 'Eva Mora', home))).toEqual(['desk/9 shop/1', 'shop/1 till/4'])
})

test('a telephone they share sets nobody else apart: neither who lives there too, nor a record with nothing but that number', () => {
  for (const other of [eva, alone])
    for (const full of ['Luis Gómez', undefined])
      expect(pairs(other, found('till/4', full, home)), `${full} beside ${other === eva}`).toEqual([
        'desk/9 shop/1',
      ])
})

test('a record as like the one as the other is joined to neither', () => {
  const twin = found('desk/9', 'Ana Ruiz Soler', home)
  expect(pairs(twin, found('till/4', 'Ana Ruiz Soler', home))).toEqual([
    'desk/9 shop/1',
    'desk/9 till/4',
    'shop/1 till/4',
  ])
})

test('a human who joins the two later undoes it for all their records; one who did so before does not', () => {
  const other = found('till/4', 'Eva Mora', home)
  const joined = (at: string): Link => ({
    id: 'l2',
    a: 'shop/1',
    b: 'till/4',
    decision: 'same',
    at,
    by: 'a2',
  })
  const between = (at: string) =>
    propagateCannotLinks([apart(eva), joined(at)], [ana, eva, other]).map(
      (l) => `${l.decision} ${[l.a, l.b].sort().join(' ')}`,
    )
  expect(between('2026-02-01T00:00:00Z')).toEqual(['different desk/9 shop/1', 'same shop/1 till/4'])
  expect(between('2025-12-01T00:00:00Z')).toContain('different shop/1 till/4')
})

test('of several decisions about one pair the latest holds, in whatever order they were read', () => {
  const decisions = (['different', 'same', 'different'] as const).map(
    (decision, i): Link => ({ ...apart(eva), id: `l${i}`, decision, at: `2026-0${i + 1}-01T00:00:00Z` }),
  )
  const heldOf = (links: readonly Link[]) =>
    propagateCannotLinks(links, [ana, eva]).map((l) => [l.decision, l.at.slice(0, 7)])
  for (const links of [decisions, [...decisions].reverse()]) {
    expect(heldOf(links)).toEqual([['different', '2026-03']])
    expect(heldOf(links.filter((l) => l.id !== 'l2'))).toEqual([['same', '2026-02']])
  }
})

test('how sure a record is of the person of a decision: by a number, by key and name, by a key alone, or not at all', () => {
  const id = { kind: 'nationalId', value: '12345678Z' } as const
  const card = { kind: 'loyalty', value: 'FC-12345' } as const
  const person = found('shop/1', 'Ana Ruiz Soler', home, id, card)
  person.record.birthDate = '1980-05-12'
  const side = new Set(personFingerprint([person]))
  const born = (record: typeof person, birthDate: string) => ({
    ...record,
    record: { ...record.record, birthDate },
  })
  expect(matchStrength(person, side)).toBe('same-record')
  expect(matchStrength(found('desk/9', 'A. Ruiz', id), side)).toBe('certain')
  expect(matchStrength(born(found('desk/9', 'Ana Ruiz', id), '1955-01-30'), side)).toBe('possible')
  expect(matchStrength(found('desk/9', 'Ana Ruiz', card), side)).toBe('certain')
  expect(matchStrength(found('desk/9', 'Carmen Ruiz', card), side)).toBe('possible')
  expect(matchStrength(found('desk/9', 'Ana Ruiz', home), side)).toBe('probable')
  expect(matchStrength(found('desk/9', 'Ana Mora', home), side)).toBe('possible')
  expect(
    matchStrength(found('desk/9', 'Ana Ruiz', home, { kind: 'nationalId', value: '87654321X' }), side),
  ).toBe('possible')
  expect(matchStrength(found('desk/9', 'Ana Ruiz'), side)).toBe('none')
  expect(matchStrength(person, new Set())).toBe('none')
})

test('of one person sixty traits are kept at most: the records first, then the numbers, then the keys', () => {
  const many = (length: number) => Array.from({ length }, (_, n) => found(`shop/${n}`, undefined, home))
  const kept = personFingerprint(many(70))
  expect(kept).toHaveLength(60)
  expect(kept.every((entry) => entry.startsWith('record|'))).toBe(true)
  const card = { kind: 'loyalty', value: 'FC-12345' } as const
  const heads = personFingerprint([found('shop/1', 'Ana Ruiz', home, card)]).map(
    (entry) => entry.split('|')[0],
  )
  expect(heads.slice(0, 3)).toEqual(['record', 'number', 'strong'])
  expect(heads.slice(3)).not.toContain('record')
})

test('a surname may be missing on either side, but no other one may stand in its place', () => {
  const side = (full: string) => new Set(personFingerprint([found('shop/1', full, home)]))
  const like = (full: string, other: string) => matchStrength(found('desk/9', full, home), side(other))
  expect(like('Ana Ruiz', 'Ana Ruiz Soler')).toBe('probable')
  expect(like('Ana Ruiz Soler', 'Ana Ruiz')).toBe('probable')
  expect(like('Ana Ruiz Mora', 'Ana Ruiz Soler')).toBe('possible')
})

test('an initial is compared with an initial, and a card is one wherever it is used', () => {
  const card = (scope?: string) =>
    ({ kind: 'loyalty', value: 'FC-12345', ...(scope ? { scope } : {}) }) as const
  const side = new Set(personFingerprint([found('shop/1', 'Ana Ruiz', card('shop'))]))
  expect(matchStrength(found('desk/9', 'A. Ruiz', card('shop')), side)).toBe('certain')
  expect(matchStrength(found('desk/9', 'C. Ruiz', card('shop')), side)).toBe('possible')
  expect(matchStrength(found('desk/9', 'Ana Ruiz', card('till')), side)).toBe('certain')
})

test('a birth date that only one of them tells contradicts nothing', () => {
  const id = { kind: 'nationalId', value: '12345678Z' } as const
  const side = new Set(personFingerprint([found('shop/1', 'Ana Ruiz', id)]))
  const born = found('desk/9', 'Ana Ruiz', id)
  born.record.birthDate = '1980-05-12'
  expect(matchStrength(born, side)).toBe('certain')
})
