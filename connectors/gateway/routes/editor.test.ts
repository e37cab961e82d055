import { expect, test } from 'vitest'
import {
  type CardEvent,
  type Connector,
  type FichaSet,
  hasIdentifier,
  matched,
  type PreviewAnswer,
  type RolePolicy,
  type Rule,
  type SignalEvent,
  type SystemRecord,
  type Template,
} from '../../contract/index.ts'
import { createHub } from '../../hub/index.ts'
import { type Clock, realClock } from '../../hub/ports.ts'
import { shippedFichas } from '../admin/templates.ts'
import { origin, testGateway } from '../testing/test-gateway.ts'

/** The day of these cards: the order below is three weeks old. */
const clock: Clock = { ...realClock, now: () => new Date('2026-11-21T12:00:00Z') }

const rita: SystemRecord = {
  id: 'c1',
  name: { full: 'Rita Real Soto', given: 'Rita', family: 'Real Soto' },
  identifiers: [
    { kind: 'phone', value: '+34611222333' },
    { kind: 'mail', value: 'rita@real.example' },
  ],
}
const none = async () => ({ rows: [], complete: true })
const shop: Connector = {
  id: 'shop',
  title: 'Tienda',
  origins: [],
  access: { kind: 'open' },
  find: {
    by: ['phone', 'mail', 'system'],
    run: async (key) => matched(hasIdentifier(rita, key) || key.value === rita.id ? [rita] : []),
  },
  search: { run: async (text) => (rita.name?.full.startsWith(text) ? [rita] : []) },
  answers: {
    orders: {
      from: 'record',
      get: async () => ({
        rows: [
          {
            id: 'o1',
            orderNumber: 'A-1',
            orderDate: '2026-11-01T10:00:00Z',
            total: { amount: '700.00', currency: 'EUR' },
            status: { code: 'delivered' },
          },
        ],
        complete: true,
      }),
    },
    person: {
      from: 'record',
      get: async () => ({ value: { id: 'p', mails: ['rita@real.example'] }, complete: true }),
    },
    feedback: { from: 'record', get: none },
    requests: { from: 'record', get: none },
  },
}
const adviser = shippedFichas.templates.find((t) => t.id === 'adviser') as Template
const best = shippedFichas.rules.find((r) => r.id === 'best-customer') as Rule

async function bench() {
  const t = await testGateway({
    clock,
    fichas: shippedFichas,
    config: { connectors: [shop] },
    hub: (ports) => createHub(ports),
  })
  const token = await t.bearer({ id: 'eva', roles: ['admin'] })
  const preview = async (body: object): Promise<PreviewAnswer> => {
    const answer = await t.post(
      '/v1/fichas/preview',
      { base: 'first', template: adviser, rules: [], role: 'adviser', on: { sample: 'middle' }, ...body },
      token,
    )
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    return (await answer.json()) as PreviewAnswer
  }
  const get = async (path: string, as = token) =>
    t.gateway.fetch(new Request(`${origin}${path}`, { headers: { authorization: `Bearer ${as}` } }))
  return { t, token, preview, get }
}
const signal = (events: readonly CardEvent[] | undefined, rule: string) =>
  (events ?? []).filter((e): e is CardEvent & SignalEvent => e.event === 'signal' && e.rule === rule).at(-1)

test('a draft’s card comes from its own rules, on somebody made up, and no system is asked', async () => {
  const { preview } = await bench()
  let asked = 0
  const run = shop.answers.orders as { get: unknown }
  const real = run.get
  run.get = () => {
    asked += 1
    throw new Error('asked')
  }
  try {
    const before = await preview({})
    expect(signal(before.events, 'best-customer')?.answer).toMatchObject({
      value: { is: 'unknown', because: [{ code: 'no-norm' }] },
    })
    const above = await preview({ rules: [{ ...best, norm: { ...best.norm, least: 1_000 } }] })
    expect(signal(above.events, 'best-customer')?.answer).toMatchObject({ value: { is: 'no' } })
    const after = await preview({ rules: [{ ...best, norm: { ...best.norm, least: 500 } }] })
    expect(after.faults).toEqual([])
    expect(signal(after.events, 'best-customer')?.answer).toMatchObject({ value: { is: 'yes' } })
    expect(after.events?.at(-1)?.event).toBe('settled')
    expect(asked).toBe(0)
  } finally {
    run.get = real
  }
})

test('the same draft in each role’s eyes: the shop gets no total', async () => {
  const { preview } = await bench()
  const wire = async (role: string) =>
    JSON.stringify((await preview({ role, on: { sample: 'good' } })).events)
  expect(await wire('adviser')).toContain('"total":{"shown":"clear"')
  expect(await wire('store')).not.toContain('"total":{"shown":"clear"')
})

test('rows filtered by a claim: two editors whose claims differ see different orders of one made-up customer', async () => {
  const { t } = await bench()
  const { roles } = shippedFichas.policy
  // No made-up order has a shop: its number stands in for one.
  const rows = [{ question: 'orders' as const, field: 'orderNumber', values: ['$agent.shop'] }]
  const set: FichaSet = {
    ...shippedFichas,
    policy: {
      ...shippedFichas.policy,
      roles: { ...roles, adviser: { ...(roles.adviser as RolePolicy), rows } },
    },
  }
  await t.stores.fichas.publish('demo', { revision: 'r1', at: 't', note: '' }, set, undefined)
  const orders = async (id: string, shop: string) => {
    const answer = await t.post(
      '/v1/fichas/preview',
      { base: 'r1', template: adviser, rules: [], role: 'adviser', on: { sample: 'good' } },
      await t.bearer({ id, roles: ['admin'], shop }),
    )
    return [...new Set((await answer.text()).match(/M-10\d\d/g))]
  }
  expect(await orders('eva', 'M-1050')).toEqual(['M-1050'])
  expect(await orders('rita', 'M-1042')).toEqual(['M-1042'])
})

test('a wrong rule says line and column, gives no card, and costs nothing', async () => {
  const { preview } = await bench()
  const wrong = await preview({ rules: [{ ...best, when: "orders.within(norm.days)\n  .sum('totl') >= 5" }] })
  expect(wrong.events).toBeUndefined()
  expect(wrong.faults).toEqual([
    expect.objectContaining({
      place: 'rules.best-customer.when',
      says: expect.stringContaining('totl'),
      at: expect.objectContaining({ line: 2 }),
    }),
  ])
})

test('what it costs: the systems asked, what is personal, and what each rule reads', async () => {
  const { preview } = await bench()
  const { cost, firstSight, mostAtFirstSight } = await preview({})
  expect(cost?.systems.map((s) => s.connector)).toEqual(['shop'])
  expect(cost?.personal).toContain('orders.total')
  expect(cost?.rules.find((r) => r.rule === 'best-customer')?.reads).toContain('orders.total')
  expect([firstSight, mostAtFirstSight]).toEqual([
    adviser.marks.length + adviser.glance.length + adviser.panels.filter((p) => p.ask === 'at-once').length,
    12,
  ])
})

test('a real customer is seen with the editor’s own eyes at most, and leaves an audit line first', async () => {
  const { t, token, preview } = await bench()
  const found = (await (await t.post('/v1/search', { text: 'Rita Real', locale: 'es' }, token)).json()) as {
    candidates: { ref: string }[]
  }
  const on = { candidate: found.candidates[0]?.ref ?? '' }
  const real = await preview({ on, role: 'adviser' })
  const text = JSON.stringify(real.events)
  expect(text).toContain('Rita Real Soto')
  // an adviser sees amounts, an administrator does not: nobody sees more by editing
  expect(text).not.toContain('700.00')
  const lines = (await t.stores.audit.read(1, 50)).map((l) => l.line)
  expect(lines).toContainEqual(
    expect.objectContaining({ act: 'preview', agent: 'eva', what: ['template:adviser', 'role:adviser'] }),
  )
  t.stores.audit.write = () => Promise.reject(new Error('disk full'))
  await expect(preview({ on })).rejects.toThrow('503')
})

test('only who may edit may preview, and only from what is published now', async () => {
  const { t, get, preview } = await bench()
  const adviserToken = await t.bearer()
  expect(
    (
      await t.post(
        '/v1/fichas/preview',
        { base: 'first', template: adviser, rules: [], role: 'adviser', on: { sample: 'good' } },
        adviserToken,
      )
    ).status,
  ).toBe(403)
  for (const path of ['/v1/fichas/material', '/v1/fichas/proposals'])
    expect((await get(path, adviserToken)).status).toBe(403)
  await expect(preview({ base: 'other' })).rejects.toThrow('409')
  await expect(preview({ on: { sample: 'nobody' } })).rejects.toThrow('404')
  await expect(preview({ role: '__proto__' })).rejects.toThrow('404')
})

test('a real customer looked at while writing counts like one whose card was opened: each once; somebody made up does not', async () => {
  const t = await testGateway({
    clock,
    fichas: shippedFichas,
    config: { limits: { customersPer10Minutes: 1 } },
    hub: (ports) => createHub(ports),
  })
  const token = await t.bearer({ id: 'eva', roles: ['admin'] })
  const look = async (on: object) =>
    (
      await t.post(
        '/v1/fichas/preview',
        { base: 'first', template: adviser, rules: [], role: 'adviser', on },
        token,
      )
    ).status
  // Whoever they are: no handle here opens.
  const [first, again, other] = [
    await look({ candidate: 'a' }),
    await look({ candidate: 'a' }),
    await look({ candidate: 'b' }),
  ]
  expect([first === 429, again === first, other]).toEqual([false, true, 429])
  expect(await look({ sample: 'middle' })).toBe(200)
})

test('what is often asked for becomes a proposal; what few asked says nothing', async () => {
  const { t, get } = await bench()
  const asked = (question: string, times: number) =>
    t.stores.outcomes.record(
      'demo',
      clock.now().toISOString(),
      Array.from({ length: times }, () => ({
        kind: 'asked-more' as const,
        at: '',
        template: 'adviser',
        question: question as 'returns',
        role: 'adviser',
      })),
    )
  await asked('campaigns', 6)
  await asked('scores', 4)
  await t.stores.outcomes.record('demo', clock.now().toISOString(), [
    { kind: 'missed', at: '', template: 'store', reason: 'la talla', role: 'store' },
  ])
  const { items } = (await (await get('/v1/fichas/proposals?locale=es')).json()) as { items: unknown[] }
  expect(items).toEqual([
    { kind: 'asked-more', template: 'adviser', question: 'campaigns', label: 'Campañas', times: 6 },
  ])
})

test('a result made less sensitive is published only when confirmed by name', async () => {
  const { t, token } = await bench()
  const unhappy = shippedFichas.rules.map((r) =>
    r.id === 'effort' ? { ...r, sensitivity: 'none' as const } : r,
  )
  const send = (lowered?: string[]) =>
    t.post(
      '/v1/fichas/import',
      {
        set: { ...shippedFichas, rules: unhappy },
        base: 'first',
        publish: true,
        ...(lowered ? { lowered } : {}),
      },
      token,
    )
  const refused = await send()
  expect(refused.status).toBe(422)
  expect(((await refused.json()) as { faults: { place: string }[] }).faults.map((f) => f.place)).toEqual([
    'rules.effort.sensitivity',
  ])
  expect((await send(['effort'])).status).toBe(200)
})

test('the editor’s page is framed by nobody', async () => {
  const t = await testGateway({
    page: { html: async () => '<!doctype html><html><head></head></html>', asset: async () => undefined },
  })
  const answer = await t.gateway.fetch(new Request(`${origin}/editor`))
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(await answer.text()).toContain('<meta name="ficha-hosts" content="">')
})
