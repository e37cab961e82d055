import { expect, test } from 'vitest'
import type { HubContext } from '../context.ts'
import { foundRecord } from '../identity/index.ts'
import type { Identification, Person } from '../identity/types.ts'
import { defaultSettings, memoryPorts } from '../memory/index.ts'
import { ana, never, system } from '../testing/test-hub.ts'
import { recogniseForCertain } from './recognise.ts'

const shop = system('shop', { records: [ana] }, [])
const found = foundRecord(shop, ana, [], defaultSettings)
const person: Person = {
  records: [found.key],
  kind: 'person',
  bits: 20,
  by: 'phone',
  level: 'sure',
  reasons: [],
}
const said = (
  outcome: Identification['resolution']['outcome'],
  more: Partial<Identification> = {},
): Identification => ({
  revision: 0,
  resolution: {
    outcome,
    ...(outcome === 'nobody' ? {} : { person }),
    candidates: [],
    conflicts: [],
    expand: [],
  },
  records: new Map([[found.key, found]]),
  hints: [],
  bad: [],
  retracted: [],
  dropped: [],
  pending: 0,
  done: true,
  ...more,
})
const certain = async (...all: Identification[]) => {
  const hub = {
    ports: memoryPorts({
      connectors: [shop],
      fichas: { current: () => Promise.reject(new Error('not read')) },
    }),
    stages: {
      async *identify() {
        yield* all
      },
    },
  } as unknown as HubContext
  const { records } = await recogniseForCertain(hub, {
    tenant: 'demo',
    purpose: 'care',
    hints: [],
    signal: never,
  })
  return [records.records.map((r) => r.key), records.identifiers.map((i) => i.kind)]
}

test('somebody nobody looks at is asked about when they are identified, and on no guess', async () => {
  expect(await certain(said('identified'))).toEqual([
    ['shop/customer¤7001'],
    found.identifiers.map((i) => i.kind),
  ])
  for (const outcome of ['possible', 'several', 'nobody'] as const)
    expect(await certain(said(outcome)), outcome).toEqual([[], []])
})

test('it is the last word that counts: who seemed identified may turn out to be two', async () => {
  expect(await certain(said('identified', { done: false }), said('several', { revision: 1 }))).toEqual([
    [],
    [],
  ])
  expect(await certain()).toEqual([[], []])
})
