import { expect, test } from 'vitest'
import type { SystemRecord } from '../../contract/index.ts'
import { foundRecord } from '../identity/resolve/found.ts'
import type { FoundRecord, Person } from '../identity/types.ts'
import { viewerOf } from '../policy/viewer.ts'
import { clear, policy, role } from '../testing/test-hub.ts'
import { releaseCandidate } from './who.ts'

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
