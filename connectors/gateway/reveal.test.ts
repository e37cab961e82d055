import { expect, test } from 'vitest'
import {
  type CardEvent,
  type Connector,
  matched,
  type Reading,
  type ReleasedRow,
  type SystemRecord,
} from '../contract/index.ts'
import { createHub, type Hub } from '../hub/index.ts'
import { shippedFichas } from './admin/templates.ts'
import { eventsOf, type TestGatewayOptions, testGateway } from './testing/test-gateway.ts'

const mail = 'lucia.canario@example.com'
const record: SystemRecord = {
  id: '7',
  identifiers: [
    { kind: 'phone', value: '+34600123456', verified: true },
    { kind: 'mail', value: mail },
  ],
  name: { full: 'Lucía Vega' },
}
const shop: Connector = {
  id: 'shop',
  title: 'Tienda',
  origins: [],
  access: { kind: 'open' },
  find: {
    by: ['phone', 'mail'],
    run: async (key) => matched(record.identifiers.some((i) => i.value === key.value) ? [record] : []),
  },
  answers: {
    person: {
      from: 'record',
      get: async (_record, want) => ({
        value: {
          id: '7',
          ...Object.fromEntries(
            Object.entries({ name: { full: 'Lucía Vega' }, mails: [mail], phones: ['+34600123456'] }).filter(
              ([field]) => want.fields.includes(field as never),
            ),
          ),
        },
        complete: true,
      }),
    },
  },
}
const real = (options: TestGatewayOptions = {}) =>
  testGateway({
    ...options,
    fichas: shippedFichas,
    hub: (ports) => ({ ...createHub(ports), ...options.hub?.(ports) }),
    config: { connectors: [shop], ...options.config },
  })

/** Opens Lucía's card and finds the masked mail in it. */
async function opened(t: Awaited<ReturnType<typeof real>>, token: string) {
  const events = await eventsOf(
    await t.post('/v1/card', { hints: [{ kind: 'phone', value: '600 12 34 56' }], purpose: 'care' }, token),
  )
  const card = (events[0] as Extract<CardEvent, { event: 'who' }>).card
  const more = await eventsOf(await t.post('/v1/ask', { card, question: 'person' }, token))
  const readings = [...events, ...more].flatMap((e): Reading[] =>
    e.event === 'reading' && e.reading.question === 'person' ? [e.reading] : [],
  )
  const rows = readings.flatMap((r) => ('value' in r.state ? (r.state.value as readonly ReleasedRow[]) : []))
  const row = rows.find((r) => r.fields.mails?.shown === 'masked')
  return { card, ref: row?.ref as string, text: JSON.stringify([...events, ...more]) }
}

test('a masked value does not travel until it is revealed; then the trace is there first', async () => {
  const t = await real()
  const token = await t.bearer()
  const { card, ref, text } = await opened(t, token)
  expect(ref).toBeTruthy()
  expect(text).not.toContain('canario@')
  const answer = await t.post('/v1/reveal', { card, ref, field: 'mails', reason: 'lo pide ella' }, token)
  expect(await answer.json()).toEqual({ value: [mail], forSeconds: 60 })
  expect((await t.stores.audit.read(1, 100)).map((l) => l.line)).toContainEqual(
    expect.objectContaining({
      act: 'reveal',
      agent: 'ana',
      what: ['person.mails'],
      reason: 'lo pide ella',
      outcome: 'allowed',
    }),
  )
  expect(JSON.stringify(await t.stores.audit.read(1, 100))).not.toContain('canario@')
})

test('no audit, no reveal: with the audit failing nothing of the value leaves', async () => {
  const t = await real()
  const token = await t.bearer()
  const { card, ref } = await opened(t, token)
  t.stores.audit.write = () => Promise.reject(new Error('disk full at /var/lib'))
  const answer = await t.post('/v1/reveal', { card, ref, field: 'mails', reason: 'lo pide ella' }, token)
  expect(answer.status).toBe(503)
  const text = await answer.text()
  expect(text).toContain('audit-unavailable')
  expect(text + t.lines.join()).not.toMatch(/canario@|disk full/)
})

/** What a hub does only once its answer has left. */
const afterwards: (() => Promise<unknown>)[] = []
/** Hubs broken on purpose: each must be caught at the gateway's own border. */
const broken: Record<string, (hub: Hub) => Partial<Hub>> = {
  'one that forgets the trace': () => ({ reveal: async () => ({ value: mail, forSeconds: 60 }) }),
  'one that traces after answering': (hub) => ({
    reveal: async (request, agent, signal) => {
      afterwards.push(() => hub.reveal(request, agent, signal))
      return { value: mail, forSeconds: 60 }
    },
  }),
}
for (const [name, how] of Object.entries(broken))
  test(`planted fault, ${name}: caught, nothing leaves`, async () => {
    const t = await real({ hub: (ports) => how(createHub(ports)) })
    const token = await t.bearer()
    const { card, ref } = await opened(t, token)
    const answer = await t.post('/v1/reveal', { card, ref, field: 'mails', reason: 'lo pide ella' }, token)
    expect(answer.status).toBe(503)
    expect(await answer.text()).not.toContain('canario@')
    for (const trace of afterwards.splice(0)) await trace()
  })

test('handles of another agent, another session or another gateway open nothing', async () => {
  const t = await real()
  const ana = await t.bearer()
  const { card, ref } = await opened(t, ana)
  const others = [await t.bearer({ id: 'eva' }), await t.bearer({ session: 'other' })]
  for (const token of others)
    for (const [path, body] of [
      ['ask', { card, question: 'orders' }],
      ['reveal', { card, ref, field: 'mails', reason: 'porque sí' }],
      ['decide', { card, decision: 'not-them' }],
      ['act', { card, connector: 'shop', action: 'x', input: {}, key: '12345678' }],
      ['changes', { card, changes: 'x.1' }],
    ] as const) {
      const answer = await t.post(`/v1/${path}`, body, token)
      expect([path, answer.status]).toEqual([path, 410])
    }
  const elsewhere = await real()
  expect(
    (await elsewhere.post('/v1/ask', { card, question: 'orders' }, await elsewhere.bearer())).status,
  ).toBe(410)
  // its own agent still can: otherwise refusing all would pass
  expect((await t.post('/v1/ask', { card, question: 'orders' }, ana)).status).toBe(200)
})

test('who goes through many customers, searches or reveals is stopped, with the time to come back', async () => {
  const t = await real({
    config: { limits: { customersPer10Minutes: 3, revealsPer10Minutes: 2, foundPer10Minutes: 1 } },
  })
  const token = await t.bearer()
  const open = async (phone: string) =>
    (await t.post('/v1/card', { hints: [{ kind: 'phone', value: phone }] }, token)).status
  for (const phone of ['600000001', '600 00 00 01', '600000002', '600000003', '600-000-003'])
    expect(await open(phone)).toBe(200)
  const stopped = await t.post('/v1/card', { hints: [{ kind: 'phone', value: '600000004' }] }, token)
  expect(stopped.status).toBe(429)
  expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await open('600000001')).toBe(200)
  expect(
    (
      await t.post(
        '/v1/card',
        { hints: [{ kind: 'phone', value: '600000004' }] },
        await t.bearer({ id: 'eva' }),
      )
    ).status,
  ).toBe(200)
})
