import { expect, test } from 'vitest'
import type { Rule, SystemRecord } from '../../contract/index.ts'
import { foundRecord } from '../identity/index.ts'
import type { FoundRecord, Identification, Person } from '../identity/types.ts'
import { defaultSettings } from '../memory/index.ts'
import {
  agent,
  all,
  ana,
  type Call,
  lastReading,
  listen,
  never,
  of,
  order,
  panel,
  request,
  system,
  template,
  testHub,
  until,
} from '../testing/test-hub.ts'

/** Identifications said by hand, so that revisions come exactly when the test wants them. */
function script() {
  const said: Identification[] = []
  let wake: () => void = () => {}
  const person = (records: string[]): Person => ({
    records,
    kind: 'person',
    bits: 20,
    by: 'phone',
    level: 'sure',
    reasons: [],
  })
  return {
    say(revision: number, records: readonly FoundRecord[], of: string[], more: Partial<Identification> = {}) {
      said.push({
        revision,
        resolution: { outcome: 'identified', person: person(of), candidates: [], conflicts: [], expand: [] },
        records: new Map(records.map((r) => [r.key, r])),
        hints: [],
        bad: [],
        retracted: [],
        dropped: [],
        pending: more.done ? 0 : 1,
        done: false,
        ...more,
      })
      wake()
    },
    person,
    async *identify() {
      for (;;) {
        const next = said.shift()
        if (next) {
          yield next
          if (next.done) return
        } else
          await new Promise<void>((r) => {
            wake = r
          })
      }
    },
  }
}
const found = (connector: string, record: SystemRecord): FoundRecord =>
  foundRecord({ id: connector }, record, [], defaultSettings)
const bob: SystemRecord = { ...ana, id: 't-1' }
const ofTill = order('2', { orderNumber: 'order¤of-till' })

test('a revision adds records; one that takes them away takes what came from them, in one event, and forgets what was kept', async () => {
  const calls: Call[] = []
  const dropped: string[] = []
  const plan = script()
  const shop = found('shop', ana)
  const till = found('till', bob)
  const { hub, ports } = testHub({
    stages: { identify: plan.identify },
    connectors: [
      system('shop', { rows: { orders: [order('1')] } }, calls),
      system('till', { rows: { orders: [ofTill] } }, calls),
    ],
  })
  const drop = ports.cache.drop
  ports.cache.drop = async (prefix) => {
    dropped.push(prefix)
    return drop(prefix)
  }
  const { events, is } = listen(hub.open(request(), agent(), never))
  plan.say(0, [shop], ['shop/customer¤7001'])
  await until('the shop', () => lastReading(events, 'shop')?.state.known === 'value')
  plan.say(1, [shop, till], ['shop/customer¤7001', 'till/t-1'])
  await until('the till', () => lastReading(events, 'till')?.state.known === 'value')
  const reading = lastReading(events, 'till')?.state
  const record = reading?.known === 'value' ? reading.value[0]?.from.record : ''
  plan.say(2, [shop, till], ['shop/customer¤7001'], { retracted: ['till/t-1'], done: true })
  await until('the end', () => is.ended)
  expect(of(events, 'retract')).toMatchObject([{ revision: 2, records: [record] }])
  const at = events.findIndex((e) => e.event === 'retract')
  expect(JSON.stringify(events.slice(0, at))).toContain('order¤of-till')
  expect(JSON.stringify(events.slice(at + 1))).not.toContain('order¤of-till')
  expect(dropped).toHaveLength(1)
  expect(dropped[0]).toMatch(/^demo\/till\//)
  expect(of(events, 'who').map((w) => w.revision)).toEqual(
    [...of(events, 'who').map((w) => w.revision)].sort(),
  )
})

test('what still holds after records are retracted is said again: the card let go of all of it', async () => {
  const plan = script()
  const both = [found('shop', ana), found('till', bob)]
  const rule: Rule = {
    version: 1,
    id: 'bought',
    kind: 'glance',
    title: 'Compra',
    when: 'orders.count() >= 1',
    values: {},
    norm: {},
    text: { yes: 'Sí', no: 'No' },
    tone: {},
  }
  const { hub } = testHub({
    stages: { identify: plan.identify },
    rules: [rule],
    templates: [template({ glance: ['bought'] })],
    connectors: [
      system('shop', { rows: { orders: [order('1')] } }, []),
      // Without an order of its own the till changes no word of the result: only letting go sends it again.
      system('till', { rows: { orders: [] } }, []),
    ],
  })
  const { events, is } = listen(hub.open(request(), agent(), never))
  plan.say(0, both, ['shop/customer¤7001', 'till/t-1'])
  await until(
    'a result of both systems',
    () =>
      lastReading(events, 'till')?.state.known === 'none' &&
      of(events, 'signal').some((s) => s.answer.shown === 'clear' && s.answer.value.is === 'yes'),
  )
  plan.say(1, both, ['shop/customer¤7001'], { retracted: ['till/t-1'], done: true })
  await until('the end', () => is.ended)
  const at = events.findIndex((e) => e.event === 'retract')
  expect(of(events.slice(at), 'signal')).toMatchObject([
    { rule: 'bought', revision: 1, answer: { value: { is: 'yes' } } },
  ])
})

test('a late answer for a record already let go is not said', async () => {
  const plan = script()
  let give: (x: unknown) => void = () => {}
  const { hub } = testHub({
    stages: { identify: plan.identify },
    connectors: [
      system('shop', { rows: { orders: [order('1')] } }, []),
      system(
        'till',
        {
          rows: {
            orders: () =>
              new Promise((r) => {
                give = r
              }),
          },
        },
        [],
      ),
    ],
  })
  const { events, is } = listen(hub.open(request(), agent(), never))
  const both = [found('shop', ana), found('till', bob)]
  plan.say(0, both, ['shop/customer¤7001', 'till/t-1'])
  await until('asked', () => lastReading(events, 'till')?.asking.asking === 'waiting')
  plan.say(1, both, ['shop/customer¤7001'], { retracted: ['till/t-1'] })
  await until('retracted', () => of(events, 'retract').length === 1)
  give({ rows: [ofTill], complete: true })
  plan.say(1, both, ['shop/customer¤7001'], { done: true })
  await until('the end', () => is.ended)
  expect(JSON.stringify(events)).not.toContain('order¤of-till')
})

test('another primary person is asked about, never put in place', async () => {
  const plan = script()
  const other = found('till', { id: 't-9', name: { full: 'Otra Persona' }, identifiers: [] })
  const { hub } = testHub({
    stages: { identify: plan.identify },
    connectors: [
      system('shop', { rows: { orders: [order('1')] } }, []),
      system('till', { rows: { orders: [ofTill] } }, []),
    ],
  })
  plan.say(0, [found('shop', ana)], ['shop/customer¤7001'])
  plan.say(1, [found('shop', ana), other], ['shop/customer¤7001'], {
    question: plan.person(['till/t-9']),
    done: true,
  })
  const events = await all(hub.open(request(), agent(), never))
  expect(of(events, 'who').at(-1)).toMatchObject({
    outcome: 'identified',
    person: { name: { value: { full: 'Ana Pérez Soto' } } },
    question: { candidate: { name: { value: { full: 'Otra Persona' } } } },
  })
  expect(JSON.stringify(events)).not.toContain('order¤of-till')
})

test('where a person is only possible, or one of several, no account is asked for', async () => {
  for (const outcome of ['possible', 'several'] as const) {
    const calls: Call[] = []
    const plan = script()
    const one = found('shop', ana)
    const { hub } = testHub({
      stages: { identify: plan.identify },
      connectors: [system('shop', { rows: { orders: [order('1')] } }, calls)],
    })
    plan.say(0, [one], ['shop/customer¤7001'], {
      done: true,
      resolution: {
        outcome,
        ...(outcome === 'possible' ? { person: plan.person(['shop/customer¤7001']) } : {}),
        candidates: [plan.person(['shop/customer¤7001'])],
        conflicts: [],
        expand: [],
      },
    })
    const events = await all(hub.open(request(), agent(), never))
    expect(of(events, 'who').at(-1)?.candidates).toMatchObject([
      { preselected: outcome === 'possible', systems: ['SHOP'] },
    ])
    expect(calls).toEqual([])
    expect(of(events, 'reading')).toEqual([])
  }
})

test('every event carries the epoch of its subject, and two streams at once share nothing', async () => {
  const { hub } = testHub({
    connectors: [
      system(
        'shop',
        {
          records: [
            ana,
            {
              id: 'c-2',
              name: { full: 'Luis Gil' },
              identifiers: [{ kind: 'phone', value: '+34611222333' }],
            },
          ],
          rows: {
            orders: async (by: string) => ({
              rows: [order('1', { orderNumber: `order¤of-${by === 'c-2' ? 'luis' : 'ana'}` })],
              complete: true,
            }),
          },
        },
        [],
      ),
    ],
  })
  const both = await Promise.all([
    all(hub.open(request({ epoch: 7 }), agent(), never)),
    all(hub.open(request({ epoch: 8, hints: [{ kind: 'phone', value: '611222333' }] }), agent(), never)),
  ])
  expect(both.map((events) => [...new Set(events.map((e) => e.epoch))])).toEqual([[7], [8]])
  expect(JSON.stringify(both[0])).not.toMatch(/order¤of-luis|Luis Gil/)
  expect(JSON.stringify(both[1])).not.toMatch(/order¤of-ana|Ana Pérez|ana\.perez@/)
})

test('one value out of many systems: the winner shows with its losers, the others leave the field out', async () => {
  const shop = {
    records: [ana],
    rows: { person: [{ id: 'p1', language: 'es', mails: ['old@example.com'] }] },
  }
  const crm = {
    records: [{ ...ana, id: 'k-1', observedAt: '2026-03-01T00:00:00Z' }],
    rows: { person: [{ id: 'p2', language: 'pt' }] },
  }
  const { hub } = testHub({
    connectors: [system('shop', shop, []), system('crm', crm, [])],
    templates: [template({ panels: [panel('person', 'person', ['language', 'mails'])] })],
  })
  const events = await all(hub.open(request(), agent(), never))
  const fields = (c: string) => {
    const s = lastReading(events, c, 'person')?.state
    return s?.known === 'value' ? s.value[0]?.fields : undefined
  }
  expect(fields('crm')?.language).toMatchObject({
    shown: 'clear',
    value: 'pt',
    losers: [{ value: 'es', from: { connector: 'shop' } }],
  })
  expect(fields('shop')).toEqual({ mails: { shown: 'clear', value: ['old@example.com'] } })
})

test('a card opened again, after a restart too, marks the same person the same; another agent or another question gets other marks', async () => {
  const shop = system('shop', { records: [ana] }, [])
  const marks = async (who: Parameters<typeof agent>[0] = {}, ask: Parameters<typeof request>[0] = {}) =>
    of(
      await all(
        testHub({ connectors: [shop], settings: { subjectKey: 'one secret' } }).hub.open(
          request(ask),
          agent(who),
          never,
        ),
      ),
      'who',
    ).at(-1)?.about
  const mine = await marks()
  expect(mine).toEqual([expect.stringMatching(/^[\w-]{8}$/)])
  expect(await marks({ session: 'after the restart' }, { epoch: 7, locale: 'pt' })).toEqual(mine)
  for (const other of [
    await marks({ id: 'b' }),
    await marks(
      {},
      { hints: [{ kind: 'mail', value: ana.identifiers.find((i) => i.kind === 'mail')?.value as string }] },
    ),
  ])
    expect(other).not.toEqual(mine)
})
