import { expect, test } from 'vitest'
import type { Connector, Identifier, SystemRecord } from '../../contract/index.ts'
import { foundRecord } from '../identity/resolve/found.ts'
import type { FoundRecord, Identification, Person } from '../identity/types.ts'
import { viewerOf } from '../policy/viewer.ts'
import { clear, policy, role, system } from '../testing/test-hub.ts'
import { personOf, type RowsOf, releaseCandidate, releaseKeys, releasePerson, releaseSure } from './who.ts'

const viewer = viewerOf(policy({ adviser: role(clear) }), ['adviser'], 'care', {}, new Map(), 'es')
const record: SystemRecord = {
  id: '7001',
  name: { full: 'Eva Mora' },
  birthDate: '1980-02-03',
  address: { postalCode: '48992', locality: 'Getxo' },
  identifiers: [
    { kind: 'phone', value: '+34600123456' },
    { kind: 'phone', value: '+34611222333' },
    { kind: 'mail', value: 'eva@correo.example' },
    { kind: 'loyalty', value: '9724000044' },
  ],
}
const made = foundRecord({ id: 'shop' }, record, [], { country: 'ES', ownDomains: [], ownValues: [] })
const facts = (found: FoundRecord) =>
  releaseCandidate(
    viewer,
    {
      records: [found.key],
      kind: 'person',
      bits: 9,
      by: 'phone',
      level: 'sure',
      reasons: [],
    } satisfies Person,
    new Map([[found.key, found]]),
    new Map(),
    'ref',
    false,
    {},
  ).facts.map((f) => [f.kind, f.field.shown === 'clear' ? f.field.value : f.field.shown])

test('between candidates four facts are shown at most, those that tell people best first', () => {
  expect(facts(made).map(([kind]) => kind)).toEqual(['birthDate', 'postcode', 'phone', 'mail'])
})

test('a key that everybody bears tells no candidate from another: the next one of its kind is shown', () => {
  const shared: FoundRecord = {
    ...made,
    identifiers: made.identifiers.map((i) =>
      i.value === '+34600123456' ? { ...i, grade: 'blocked' as const } : i,
    ),
  }
  expect(facts(shared).find(([kind]) => kind === 'phone')).toEqual(['phone', '+34611222333'])
})

const eyes = (see = clear, connectors: ReadonlyMap<string, Connector> = new Map()) =>
  viewerOf(policy({ adviser: role(see) }), ['adviser'], 'care', {}, connectors, 'es')
const settings = { country: 'ES', ownDomains: [], ownValues: [] }
const someone = (records: string[], more: Partial<Person> = {}): Person => ({
  records,
  kind: 'person',
  bits: 9,
  by: 'phone',
  level: 'sure',
  reasons: [],
  ...more,
})
const recordOf = (system: string, more: Partial<SystemRecord>, foundBy: Identifier[] = []): FoundRecord =>
  foundRecord({ id: system }, { id: '7001', identifiers: [], ...more }, foundBy, settings)
const mapOf = (...all: FoundRecord[]) => new Map(all.map((r) => [r.key, r]))
const none = () => []

test('the owner of the name says it; before any record names them, the first row that does', () => {
  const all = mapOf(
    recordOf('shop', { name: { full: 'Eva M.' } }),
    recordOf('till', { name: { full: 'Eva Mora' } }),
  )
  const nameBy = (owners: Record<string, string[]>, rowsOf: RowsOf = none, records = [...all.keys()]) =>
    releasePerson(eyes(), someone(records), all, [], rowsOf, owners).name
  const called = (full: string) => ({ shown: 'clear', value: { full } })
  expect(nameBy({ 'person.name': ['till'], person: ['shop'] })).toEqual(called('Eva Mora'))
  expect(nameBy({ person: ['shop'] })).toEqual(called('Eva M.'))
  expect(nameBy({ person: ['till'] })).toEqual(called('Eva Mora'))
  const shop = system('shop', {}, [])
  const from = { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true }
  const rows: RowsOf = (asked) =>
    asked === 'person'
      ? [
          { row: { id: '1' }, from, connector: shop },
          { row: { id: '2', name: { full: 'Eva Row' } }, from, connector: shop },
        ]
      : []
  expect(nameBy({}, rows, [])).toEqual(called('Eva Row'))
  expect(nameBy({}, none, [])).toEqual(called(''))
  expect(releasePerson(eyes({ none: 'clear' }), someone([]), all, [], none, {}).name).toEqual({
    shown: 'withheld',
  })
})

test('a mark is a fact of the rows as this role may see it, and nothing can be revealed from it', () => {
  const shop = system(
    'shop',
    { extra: { own: { fields: { coat: { type: 'text', sensitivity: 'personal' } } } as never } },
    [],
  )
  const from = { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true }
  const rows: RowsOf = (asked) =>
    asked === 'own'
      ? [{ row: { id: '1', coat: 'red' }, from, connector: shop }]
      : asked === 'person'
        ? [{ row: { id: '1', segment: { code: 'gold' } }, from, connector: shop }]
        : []
  const marks = (see = clear) =>
    releasePerson(
      eyes(see, new Map([['shop', shop]])),
      someone([]),
      new Map(),
      ['person.segment', 'own.shop.coat', 'own.till.coat', 'person.since'],
      rows,
      {},
    ).marks.map((m) => [m.fact, m.field])
  expect(marks()).toEqual([
    ['person.segment', { shown: 'clear', value: { code: 'gold' } }],
    ['own.shop.coat', { shown: 'clear', value: 'red' }],
  ])
  expect(marks({ ...clear, personal: 'masked' }).find(([fact]) => fact === 'own.shop.coat')?.[1]).toEqual({
    shown: 'masked',
    hint: '•••',
    revealable: false,
  })
})

test('a given key is found where somebody was found by it; what was typed is named by what it turned out to be', () => {
  const phone: Identifier = { kind: 'phone', value: '+34600123456', raw: '600 123 456', grade: 'strong' }
  const mail: Identifier = {
    kind: 'mail',
    value: 'eva@correo.example',
    raw: 'eva@correo.example',
    grade: 'strong',
  }
  const order: Identifier = { kind: 'order', value: '600123456', raw: '600 123 456', grade: 'unique' }
  const shop = recordOf('shop', {}, [phone])
  const till = recordOf('till', {}, [mail])
  const hints = [
    { kind: 'any' as const, value: '600 123 456' },
    { kind: 'mail' as const, value: 'eva@correo.example' },
    { kind: 'order' as const, value: '600 123 456' },
    { kind: 'any' as const, value: '¿?' },
  ]
  const keys = (person: Person | undefined, see = clear) =>
    releaseKeys(eyes(see), hints, [order, phone, mail], person, mapOf(shop, till))
  expect(keys(undefined).map((k) => [k.kind, k.found])).toEqual([
    ['phone', true],
    ['mail', true],
    ['order', false],
    ['any', false],
  ])
  expect(keys(someone([shop.key])).map((k) => [k.kind, k.found])).toEqual([
    ['phone', true],
    ['mail', false],
    ['order', false],
    ['any', false],
  ])
  expect(keys(undefined, { ...clear, personal: 'masked' }).map((k) => k.value)).toEqual([
    { shown: 'masked', hint: '••• 56', revealable: false },
    { shown: 'masked', hint: 'e•••@•••', revealable: false },
    { shown: 'clear', value: '600 123 456' },
    { shown: 'masked', hint: '••• ••', revealable: false },
  ])
  expect(keys(undefined, { ...clear, personal: 'withheld' })[3]?.value).toEqual({ shown: 'withheld' })
})

test('no reason says a value that this role does not see', () => {
  const reason = { field: 'given', reason: 'given.0', bits: 5, systems: ['shop'] }
  const says = (record: Partial<SystemRecord>, see = clear) => {
    const one = recordOf('shop', record)
    return releaseSure(eyes(see), someone([one.key], { reasons: [reason] }), mapOf(one))
  }
  const masked = { ...clear, personal: 'masked' as const }
  const named = { name: { full: 'Mismo Mora', given: 'Mismo' } }
  expect(says(named).says).toBe('Seguro, por el teléfono')
  expect(says(named).reasons).toMatchObject([{ field: 'given', bits: 5, says: 'Mismo nombre' }])
  const hidden = (record: Partial<SystemRecord>, see: typeof clear = masked) =>
    says(record, see).reasons[0]?.says
  const same = 'coincide: given'
  expect(hidden(named)).toBe(same)
  expect(hidden({ birthDate: 'nombre' })).toBe(same)
  expect(hidden({ address: { street: 'Mismo nombre' } })).toBe(same)
  expect(hidden({ address: { region: 'no' } })).toBe(same)
  expect(hidden({ identifiers: [{ kind: 'mail', value: 'nombre' }] })).toBe(same)
  expect(hidden({ id: 'nombre' }, clear)).toBe(same)
  // A value of one character is in every sentence.
  expect(hidden({ name: { full: 'X Y', given: 'm' } })).toBe('Mismo nombre')
})

test('a candidate names each system once, by its title, and no fact that this role does not see', () => {
  const all = mapOf(
    { ...recordOf('shop', record), key: 'shop/1' },
    { ...recordOf('shop', { name: { full: 'Eva Mora' } }), key: 'shop/2' },
    { ...recordOf('till', {}), key: 'till/3' },
  )
  const of = (see = clear) =>
    releaseCandidate(
      eyes(see),
      someone([...all.keys()], { kind: 'company', bits: 4.5 }),
      all,
      new Map([['shop', system('shop', {}, [])]]),
      'ref 1',
      true,
      {},
    )
  expect(of()).toMatchObject({
    ref: 'ref 1',
    name: { shown: 'clear', value: { full: 'Eva Mora' } },
    kind: 'company',
    systems: ['SHOP', 'till'],
    says: 'Seguro, por el teléfono',
    bits: 4.5,
    preselected: true,
  })
  expect(of().facts[1]).toMatchObject({ kind: 'postcode', field: { value: '48992 Getxo' } })
  const pseudonymous = { ...clear, personal: 'withheld' as const }
  expect(of(pseudonymous).facts.map((f) => f.kind)).toEqual(['loyalty'])
})

test('whom the identification lets us show: the one person there is, and nobody while there are several', () => {
  const person = someone(['shop/1'])
  const of = (outcome: Identification['resolution']['outcome']) =>
    personOf({ resolution: { outcome, person } } as Identification)
  expect([of('identified'), of('possible')]).toEqual([person, person])
  expect([of('several'), of('nobody')]).toEqual([undefined, undefined])
})
