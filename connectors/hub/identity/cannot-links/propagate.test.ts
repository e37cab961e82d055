import { expect, test } from 'vitest'
import type { RawIdentifier } from '../../../contract/index.ts'
import type { Link } from '../../ports.ts'
import { foundRecord } from '../resolve/found.ts'
import { personFingerprint } from './person-fingerprint.ts'
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
