import { expect, test } from 'vitest'
import type { AnyRow } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { memoryObservations, memoryOutcomes } from '../memory/index.ts'
import type { CardNote, Contact } from '../ports.ts'
import {
  agent,
  all,
  ana,
  type Call,
  handClock,
  idle,
  never,
  order,
  panel,
  request,
  rule,
  steer,
  system,
  template,
  testHub,
  until,
} from '../testing/test-hub.ts'
import { cardNote } from './observe.ts'
import type { QueryRun } from './query-run.ts'

const rows: Record<string, readonly AnyRow[]> = {
  orders: [
    order('1'),
    order('9', { orderNumber: 'order¤9', orderDate: '2026-03-09T10:00:00Z' }),
    order('10', { orderDate: '2026-03-10T09:00:00Z', status: { code: 'cancelled' } }),
  ],
  feedback: [
    {
      id: 'f1',
      score: 3,
      kind: { code: 'nps' },
      dateCreated: '2026-03-01T23:30:00Z',
      comment: 'Nadie me llama',
    },
    { id: 'f0', score: 9, kind: { code: 'nps' }, dateCreated: '2025-03-01T10:00:00Z' },
  ],
  interactions: [
    { id: 'i1', matter: 'Delivery¤late', startDate: '2026-03-09T10:00:00Z' },
    { id: 'i2', matter: 'delivery¤late ', startDate: '2026-03-05T10:00:00Z', direction: { code: 'in' } },
    { id: 'i3', matter: 'oferta', startDate: '2026-03-08T10:00:00Z', direction: { code: 'out' } },
    { id: 'i4', matter: 'delivery¤late', startDate: '2026-01-01T10:00:00Z' },
  ],
  promises: [
    { id: 'p1', due: '2026-03-05T10:00:00Z', kept: '2026-03-04T10:00:00Z', what: 'Llamar a Ana' },
    { id: 'p2', due: '2026-03-06T10:00:00Z' },
    { id: 'p3', due: '2026-04-06T10:00:00Z' },
  ],
}
const rules = [
  rule('at-risk', 'feedback.count() > 0'),
  rule('lapsed', 'orders.count() == 0'),
  rule(
    'reads',
    "interactions.exists(i, i.matter == 'x') || interactions.within(9).count(i, has(i.direction)) > 90 || promises.exists(p, has(p.kept) && p.due < now && p.what == 'x') || feedback.exists(f, satisfaction(f) > 2.0 && f.comment == 'x' && f.dateCreated < now) || orders.exists(o, o.orderDate > now && o.status.code == 'x')",
  ),
]
async function opened(more: Partial<Parameters<typeof testHub>[0]> = {}, asked = request()) {
  const clock = handClock('2026-03-10T10:20:30.000Z')
  const calls: Call[] = []
  const observations = memoryObservations()
  const { note } = observations
  let noted = 0
  observations.note = async (tenant, seen) => {
    await note(tenant, seen)
    noted++
  }
  const outcomes = memoryOutcomes()
  const trial = {
    connectors: [system('shop', { records: [ana], rows }, calls)],
    rules,
    templates: [
      template({
        signals: ['at-risk', 'lapsed', 'reads'],
        panels: [panel('orders', 'orders', ['orderNumber', 'shop', 'pickup'])],
      }),
    ],
    clock,
    ports: { observations, outcomes },
    ...more,
  }
  const { hub } = testHub(trial)
  await steer(clock, all(hub.open(asked, agent({ id: 'agent¤one' }), never)))
  return { observations, noted: () => noted, outcomes, calls, hub, clock }
}

test('a settled card leaves bands, days and hashes of what it heard anyway, and no word of it', async () => {
  const { observations, outcomes, calls } = await opened()
  await until('the observation', () => observations.all('demo').length === 1)
  const hashed = expect.stringMatching(/^[\w-]{22}$/)
  expect(observations.all('demo')).toEqual([
    {
      person: hashed,
      at: '2026-03-10T10:00:00.000Z',
      what: {
        saw: 'contact',
        // half past eleven at night in UTC is the next day in Madrid
        score: { band: 2, on: '2026-03-02' },
        bought: '2026-03-09',
        risk: 'yes',
        left: 'no',
        contacts: [
          { matter: hashed, on: '2026-03-09' },
          { matter: hashed, on: '2026-03-05' },
        ],
        promises: [
          { key: hashed, due: '2026-03-06', kept: false },
          { key: hashed, due: '2026-03-05', kept: true },
        ],
      },
    },
  ])
  const what = observations.all('demo')[0]?.what as Contact
  expect(new Set(what.contacts.map((c) => c.matter)).size).toBe(1)
  const text = JSON.stringify([observations.all('demo'), outcomes.all]).toLowerCase()
  for (const personal of [
    'ana pérez',
    'pérez soto',
    '600123456',
    'ana.perez@',
    'customer¤7001',
    'delivery¤late',
    'llamar a ana',
    'nadie me llama',
    'order¤9',
    'agent¤one',
  ])
    expect(text).not.toContain(personal)
  // asked for the card, not for this
  expect(calls.filter((c) => c.question === 'requests')).toEqual([])
})

test('the card counts its systems and which facts had a value; another look in the same hour is the same contact', async () => {
  const { observations, noted, outcomes, hub, clock } = await opened()
  await until('the note', () => outcomes.all.length === 1 && noted() === 1)
  const note = outcomes.all[0]?.outcome as CardNote
  expect(note).toMatchObject({
    kind: 'card',
    outcome: 'identified',
    at: '2026-03-10T10:00:00.000Z',
    systems: [{ connector: 'shop', state: 'answered', complete: true }],
  })
  expect(note.asked).toContain('orders.pickup')
  expect(note.held).not.toContain('orders.pickup')
  expect(note.held).toContain('orders.shop')
  await steer(clock, all(hub.open(request(), agent({ id: 'a2', session: 's2' }), never)))
  await until('the second count', () => outcomes.all.length === 2 && noted() === 2)
  expect(observations.all('demo')).toHaveLength(1)
})

test('somebody not known for certain leaves a count and no observation; a retry of one system leaves nothing', async () => {
  const nobody = await opened({}, request({ hints: [{ kind: 'phone', value: '+34699999999' }] }))
  await until('the count', () => nobody.outcomes.all.length === 1)
  expect(nobody.outcomes.all[0]?.outcome).toMatchObject({ outcome: 'nobody', systems: [], asked: [] })
  await idle()
  expect(nobody.observations.all('demo')).toEqual([])
  const again = await opened({}, request({ fresh: 'shop' }))
  await idle()
  expect([again.outcomes.all.length, again.observations.all('demo').length]).toEqual([0, 0])
})

test('a system is as whole, as well and as fresh as the worst of what it answered', () => {
  const shop = system('shop', {}, [])
  const source = (more: object, complete = true, fetchedAt = '2026-03-10T10:20:00Z') => ({
    asking: { now: 'idle' },
    rows: [],
    answer: { complete, fetchedAt },
    ...more,
  })
  const clock = handClock('2026-03-10T10:20:30.000Z')
  const note = (...sources: object[]) => {
    const entry = {
      query: { question: 'orders', connector: shop, fields: ['shop'] },
      sources: new Map(sources.map((s, i) => [`${i}`, s])),
    }
    const run = { entries: [entry] } as unknown as QueryRun
    return cardNote({ ports: { clock } } as unknown as HubContext, 't', 'identified', run, new Set(['gone']))
      .systems
  }
  const gone = { connector: 'gone', state: 'down', complete: false }
  const is = (state: string, complete: boolean, age: number) => [
    gone,
    { connector: 'shop', state, complete, age },
  ]
  const old = source({}, true, '2026-03-10T10:19:30Z')
  expect(note(source({}))).toEqual(is('answered', true, 30))
  expect(note(source({}, false), source({}))).toEqual(is('answered', false, 30))
  expect(note(source({}), source({}, false))).toEqual(is('answered', false, 30))
  expect(note(old, source({}))).toEqual(is('answered', true, 60))
  const failed = (code: string) => source({ asking: { now: 'failed', code } })
  expect(note(failed('late'), source({}))).toEqual(is('late', false, 30))
  expect(note(failed('late'), failed('unavailable'), source({}))).toEqual(is('down', false, 30))
  expect(note()).toEqual([gone])
})
