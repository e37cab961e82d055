import { expect, test } from 'vitest'
import {
  type AnyRow,
  type CardEvent,
  type Connector,
  ConnectorError,
  type RollUp,
  type SystemRecord,
} from '../../../contract/index.ts'
import { ruleRows } from '../../plan/queries.ts'
import {
  agent,
  all,
  ana,
  type Call,
  clear,
  handClock,
  idle,
  listen,
  never,
  of,
  order,
  panel,
  policy,
  request,
  role,
  type SystemPlan,
  steer,
  system,
  type TestHubOptions,
  template,
  testHub,
  turn,
  until,
} from '../../testing/test-hub.ts'

const person = (id: string, full: string, card: string, mail: string): SystemRecord => ({
  id,
  name: { full },
  identifiers: [
    { kind: 'loyalty', value: card },
    { kind: 'mail', value: mail },
  ],
})
const eva = person('e', 'Eva Mora Gil', 'FC700001', 'eva@correo.es')
const luis = person('l', 'Luis Pons Rey', 'FC700002', 'luis@correo.es')
const euros = (id: string, amount: string, currency = 'EUR', more: object = {}) =>
  order(id, { orderNumber: `order¤${id}`, total: { amount, currency }, ...more })
const edge = (id: string, name: string, member?: string, kind = 'company', more: object = {}): AnyRow => ({
  id,
  kind: { code: kind },
  name,
  parent: 'Acme SL',
  ...(member ? { member } : {}),
  ...more,
})
const edges = [
  edge('1', 'Eva Mora Gil', 'FC700001'),
  edge('2', 'Luis Pons Rey', 'FC700002'),
  edge('3', 'Una tía', 'FC700009', 'household'),
  edge('4', 'Acme SL', undefined, 'company', { parent: 'Grupo' }),
]
const spent: Record<string, AnyRow[]> = {
  [ana.id]: [euros('1', '100.10')],
  e: [euros('2', '20.20'), euros('3', '5.00', 'EUR', { status: { code: 'cancelled' } })],
  l: [euros('4', '7.00'), euros('5', '9.00', 'USD')],
}
const finding = (made: Connector): Connector => ({
  ...made,
  find: { ...(made.find as NonNullable<Connector['find']>), by: ['phone', 'mail', 'loyalty'] },
})

function acme(
  more: {
    relations?: AnyRow[]
    orders?: (by: string) => Promise<unknown>
    trial?: Partial<TestHubOptions>
    records?: SystemRecord[]
    byIdentifier?: SystemPlan['byIdentifier']
    find?: SystemPlan['find']
    crmOrders?: (by: string) => Promise<unknown>
  } = {},
) {
  const calls: Call[] = []
  const crm = finding(
    system(
      'crm',
      {
        records: more.records ?? [ana, eva, luis],
        rows: {
          relations: more.relations ?? edges,
          ...(more.crmOrders ? { orders: more.crmOrders } : {}),
        },
      },
      calls,
    ),
  )
  const shop = finding(
    system(
      'shop',
      {
        records: more.records ?? [ana, eva, luis],
        rows: { orders: more.orders ?? (async (by) => ({ rows: spent[by] ?? [], complete: true })) },
        ...(more.byIdentifier ? { byIdentifier: more.byIdentifier } : {}),
        ...(more.find ? { find: more.find } : {}),
        extra: { origins: ['https://shop.example.com'] },
      },
      calls,
    ),
  )
  const clock = handClock()
  const made = testHub({
    connectors: [crm, shop],
    clock,
    templates: [
      template({
        panels: [
          panel('orders', 'orders', ['total', 'shop']),
          panel('relations', 'relations', ['kind', 'name', 'total'], {
            ask: 'on-request',
            rollUp: 'company',
          }),
        ],
      }),
    ],
    ...more.trial,
  })
  const open = async () =>
    of(await steer(clock, all(made.hub.open(request(), agent(), never))), 'who').at(-1)?.card as string
  const ask = (card: string, rest: object = {}) =>
    made.hub.ask(
      { card, question: 'orders', rollUp: 'company', epoch: 1, locale: 'es', ...rest },
      agent(),
      never,
    )
  return {
    ...made,
    calls,
    clock,
    open,
    ask,
    asked: async (rest: object = {}) => {
      const card = await open()
      calls.length = 0
      return rollUpOf(await steer(clock, all(ask(card, rest))))
    },
  }
}
const rollUpOf = (events: readonly CardEvent[]) =>
  of(events, 'reading')
    .flatMap((e) => e.reading.rollUp ?? [])
    .at(-1) as RollUp
const orderCalls = (calls: readonly Call[]) => calls.filter((c) => c.question === 'orders')
const sumOf = (r: RollUp) =>
  r.sums.shown === 'clear' ? r.sums.value.map((m) => `${m.amount} ${m.currency}`).join(' + ') : r.sums.shown
const members = (r: RollUp) =>
  r.members.map(
    (m) =>
      `${m.self ? 'self' : m.name.shown === 'clear' ? m.name.value : m.name.shown}: ${m.is} ${m.sums.shown === 'clear' ? m.sums.value.map((s) => `${s.amount} ${s.currency}`).join(' + ') : m.sums.shown}`,
  )

test('each member is asked live of the system that owns the answer; currencies stay apart; each has its source and age', async () => {
  const h = acme()
  const up = await h.asked()
  expect(members(up)).toEqual([
    'self: value 100.10 EUR',
    'Eva Mora Gil: value 20.20 EUR',
    'Luis Pons Rey: value 7.00 EUR + 9.00 USD',
  ])
  expect([sumOf(up), up.complete, up.because, up.beyond]).toEqual(['127.30 EUR + 9.00 USD', true, [], 0])
  expect(up.members.map((m) => m.from.map((f) => [f.connector, Boolean(f.fetchedAt), f.confirmed]))).toEqual([
    [['shop', true, true]],
    [['shop', true, true]],
    [['shop', true, true]],
  ])
  // of a member only what the sum needs
  for (const by of ['e', 'l'])
    expect(
      h.calls.filter((c) => c.question === 'orders' && c.by === by).map((c) => [...c.fields].sort()),
    ).toEqual([['status', 'total']])
})

test('nobody is merged, nothing of a member but their sum is sent, and each access leaves a trace with its own subject', async () => {
  const h = acme()
  const card = await h.open()
  const before = h.audit.lines.length
  const events = await steer(h.clock, all(h.ask(card)))
  expect(JSON.stringify(events)).not.toMatch(/order¤|eva@correo|FC70000[12]|"ref"/)
  const lines = h.audit.lines.slice(before)
  expect(lines.map((l) => [l.act, ...l.what])).toEqual([
    ['ask', 'orders', 'roll-up:company'],
    ...Array.from({ length: 3 }, () => ['ask', 'orders', 'member:company']),
  ])
  expect(new Set(lines.map((l) => l.subject)).size).toBe(3)
})

test('a member whose system is down makes the sum "at least", because of that system; it comes back by itself when asked again', async () => {
  let down = true
  const h = acme({
    orders: async (by) => {
      if (down && by === 'l') throw new ConnectorError('unavailable', '[shop] down')
      return { rows: spent[by] ?? [], complete: true }
    },
  })
  const up = await h.asked()
  expect(members(up).at(-1)).toBe('Luis Pons Rey: incomplete ')
  expect([sumOf(up), up.complete, up.members.at(-1)?.because.map((b) => [b.connector, b.code])]).toEqual([
    '120.30 EUR',
    false,
    [['shop', 'down']],
  ])
  down = false
  h.clock.advance(120_000)
  expect(await h.asked()).toMatchObject({ complete: true })
})

test('a member nobody can be told for is not asked: no number, a number of nobody, a number of somebody of another name', async () => {
  for (const relations of [
    [edge('1', 'Eva Mora Gil')],
    [edge('1', 'Eva Mora Gil', 'FC799999')],
    [edge('1', 'Otra Persona', 'FC700001')],
  ]) {
    const h = acme({ relations })
    const up = await h.asked()
    expect([up.members[1]?.is, up.complete, sumOf(up)]).toEqual(['unknown', false, '100.10 EUR'])
    expect(h.calls.some((c) => c.question === 'orders' && c.by === 'e')).toBe(false)
  }
})

test('more members than are asked at once are counted, not hidden', async () => {
  const people = Array.from({ length: 11 }, (_, i) =>
    person(`p${i}`, `Eva Mora ${'ABCDEFGHIJK'[i]}lonso`, `FC7100${i + 10}`, `p${i}@correo.es`),
  )
  const h = acme({
    records: [ana, ...people],
    relations: people.map((p, i) => edge(String(i), p.name?.full as string, p.identifiers[0]?.value)),
    orders: async () => ({ rows: [euros('1', '1.00')], complete: true }),
  })
  const up = await h.asked()
  expect([up.members.length, up.beyond, up.complete, sumOf(up), up.because.map((b) => b.code)]).toEqual([
    9,
    3,
    false,
    '9.00 EUR',
    ['incomplete'],
  ])
})

test('a list that is cut short is "at least"; a sum the owner gives is whole', async () => {
  const cut = await acme({ orders: async () => ({ rows: [euros('1', '1.00')], complete: false }) }).asked()
  expect([cut.complete, cut.members[0]?.is]).toEqual([false, 'incomplete'])
  const own = await acme({
    orders: async () => ({
      rows: [euros('1', '1.00')],
      complete: false,
      totals: { count: 40, sum: { amount: '40.00', currency: 'EUR' } },
    }),
  }).asked()
  expect([own.complete, sumOf(own)]).toEqual([true, '120.00 EUR'])
})

test('who may not see amounts gets no sum, and no member is asked; a ficha that adds nothing up refuses; a question without amounts too', async () => {
  const h = acme({ trial: { policy: policy({ adviser: role({ ...clear, 'orders.total': 'masked' }) }) } })
  const up = await h.asked()
  expect([sumOf(up), up.complete, ...up.members.map((m) => m.is)]).toEqual([
    'withheld',
    false,
    'withheld',
    'withheld',
    'withheld',
  ])
  expect(h.calls.filter((c) => c.question === 'orders' || c.question === 'find')).toEqual([])
  const plain = acme()
  const card = await plain.open()
  await expect(all(plain.ask(card, { rollUp: 'household' }))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(all(plain.ask(card, { question: 'relations' }))).rejects.toMatchObject({ code: 'bad-request' })
})

test('a role that sees some rows only is told a part, never a silent sum', async () => {
  const h = acme({
    trial: {
      policy: policy({
        adviser: role(clear, { rows: [{ question: 'orders', field: 'shop', values: ['Norte'] }] }),
      }),
    },
  })
  const up = await h.asked()
  expect([up.complete, sumOf(up), up.members[0]?.because.map((b) => b.code)]).toEqual([
    false,
    '',
    ['withheld'],
  ])
})

test('members are asked side by side, and while one is waited for the sum says so', async () => {
  let give: (x: unknown) => void = () => {}
  const h = acme({
    orders: (by) =>
      by === 'e'
        ? new Promise((r) => {
            give = r
          })
        : Promise.resolve({ rows: spent[by] ?? [], complete: true }),
  })
  const card = await h.open()
  const { events, is } = listen(h.ask(card))
  await until('Eva is asked', () => orderCalls(h.calls).some((c) => c.by === 'e'))
  await until('the others', () =>
    members(rollUpOf(events) ?? { members: [] })
      .join()
      .includes('Luis Pons Rey: value'),
  )
  expect([rollUpOf(events).complete, rollUpOf(events).members[1]?.is]).toEqual([false, 'waiting'])
  give({ rows: spent.e, complete: true })
  await until('the end', () => is.ended)
  expect(rollUpOf(events).complete).toBe(true)
  await turn()
})

test('a member whose audit line fails while the reader is slow ends the sum with that fault, and is asked nothing', async () => {
  let fail: () => void = () => {}
  const failing = new Promise<never>((_, reject) => {
    fail = () => reject(new Error('disk full'))
  })
  failing.catch(() => undefined)
  let memberLines = 0
  const h = acme({
    trial: {
      ports: {
        audit: {
          write: async (l) =>
            l.what.includes('member:company') && ++memberLines === 3 ? failing : undefined,
        },
      },
    },
  })
  const stream = h.ask(await h.open())[Symbol.asyncIterator]()
  h.calls.length = 0
  expect((await stream.next()).value).toMatchObject({ event: 'reading' })
  await until('every member is at its audit line', () => memberLines === 3)
  await until('the two that could be recorded are asked', () => orderCalls(h.calls).length === 2)
  fail()
  await idle()
  const rest: CardEvent[] = []
  await expect(
    (async () => {
      for (let next = await stream.next(); !next.done; next = await stream.next()) rest.push(next.value)
    })(),
  ).rejects.toMatchObject({ code: 'audit-unavailable' })
  expect(of(rest, 'settled')).toEqual([])
  expect(orderCalls(h.calls)).toHaveLength(2)
})

test('a sum its owner kept from before counts, and the system that is down is still said', async () => {
  let down = false
  const h = acme({
    relations: [],
    orders: async () => {
      if (down) throw new ConnectorError('unavailable', '[shop] down')
      return {
        rows: [euros('1', '1.00')],
        complete: false,
        totals: { count: 40, sum: { amount: '40.00', currency: 'EUR' } },
      }
    },
  })
  expect(sumOf(await h.asked())).toBe('40.00 EUR')
  down = true
  h.clock.advance(120_000)
  const up = await h.asked()
  expect([sumOf(up), up.members[0]?.is, up.members[0]?.because.map((b) => b.code)]).toEqual([
    '40.00 EUR',
    'incomplete',
    ['down'],
  ])
})

test('an order that two addresses of a member lead to is added once, and so is a sum of its owner', async () => {
  for (const totals of [undefined, { count: 1, sum: { amount: '100.10', currency: 'EUR' } }]) {
    const two = {
      ...ana,
      identifiers: [...ana.identifiers, { kind: 'mail' as const, value: 'ana2@example.com' }],
    }
    const h = acme({
      records: [two],
      relations: [],
      byIdentifier: ['orders'],
      orders: async () => ({ rows: spent[ana.id] ?? [], complete: true, ...(totals ? { totals } : {}) }),
    })
    const up = await h.asked()
    expect(orderCalls(h.calls).map((c) => c.by)).toEqual(['ana.perez@example.com', 'ana2@example.com'])
    expect(sumOf(up)).toBe('100.10 EUR')
  }
})

test('of where a sum comes from only the system and its age are sent: no link leads to an order', async () => {
  const link = 'https://shop.example.com/order'
  const h = acme({ orders: async () => ({ rows: [{ ...euros('1', '1.00'), url: link }], complete: true }) })
  const events = await steer(h.clock, all(h.ask(await h.open())))
  expect(members(rollUpOf(events))).toHaveLength(3)
  expect(JSON.stringify(events)).not.toContain(link)
})

test('an order without an amount makes the sum "at least"; somebody without orders is no gap', async () => {
  const h = acme({
    orders: async (by) => ({
      rows: by === 'e' ? [{ ...euros('1', '1.00'), total: undefined }, euros('2', '2.00')] : [],
      complete: true,
    }),
  })
  const up = await h.asked()
  expect(members(up)).toEqual(['self: none ', 'Eva Mora Gil: incomplete 2.00 EUR', 'Luis Pons Rey: none '])
  expect([up.complete, up.members[1]?.because.map((b) => b.code)]).toEqual([false, ['incomplete']])
  const none = await acme({ orders: async () => ({ rows: [], complete: true }) }).asked()
  expect([sumOf(none), none.complete]).toEqual(['', true])
})

test('a member who cannot be found because a system is down is unknown because of that system', async () => {
  const h = acme({
    find: async (key) => {
      if (key.kind === 'loyalty') throw new ConnectorError('unavailable', '[shop] down')
      return { match: 'one', record: ana }
    },
    records: [ana],
    relations: [edge('1', 'Eva Mora Gil', 'FC700001')],
  })
  const up = await h.asked()
  expect([up.members[1]?.is, up.members[1]?.because.map((b) => [b.connector, b.code])]).toEqual([
    'unknown',
    [['shop', 'down']],
  ])
})

test('a member of whom one system has answered has a sum so far, while another is waited for', async () => {
  let give: (x: unknown) => void = () => {}
  const h = acme({
    relations: [],
    crmOrders: () =>
      new Promise((resolve) => {
        give = resolve
      }),
  })
  const { events, is } = listen(h.ask(await h.open()))
  await until('the shop has answered', () => rollUpOf(events)?.members[0]?.from.length === 1)
  expect(members(rollUpOf(events))).toEqual(['self: incomplete 100.10 EUR'])
  expect(rollUpOf(events).members[0]?.because.map((b) => [b.connector, b.code])).toEqual([['crm', 'waiting']])
  give({ rows: [euros('9', '0.90')], complete: true })
  await until('the end', () => is.ended)
  expect(members(rollUpOf(events))).toEqual(['self: value 101.00 EUR'])
  const states = of(events, 'reading').map((e) => JSON.stringify(e.reading.rollUp))
  expect(states.filter((state, n) => state === states[n - 1])).toEqual([])
})

test('a member whom two relations name is added once', async () => {
  const twice = [...edges, edge('5', 'Eva Mora', 'FC700001')]
  const up = await acme({ relations: twice }).asked()
  expect([up.members.length, sumOf(up)]).toEqual([3, '127.30 EUR + 9.00 USD'])
})

test('two of one name without a number are two, and nobody is asked for either', async () => {
  const up = await acme({ relations: [edge('1', 'Eva Mora Gil'), edge('2', 'Eva Mora Gil')] }).asked()
  expect(members(up).slice(1)).toEqual(['Eva Mora Gil: unknown ', 'Eva Mora Gil: unknown '])
})

test('a household of nobody says so', async () => {
  const up = await acme({ relations: [] }).asked()
  expect([up.members.length, up.complete, up.because.map((b) => b.code)]).toEqual([1, false, ['no-system']])
})

test('as many orders of a member are asked for as a rule would read', async () => {
  const h = acme()
  await h.asked()
  expect(new Set(orderCalls(h.calls).map((c) => c.limit))).toEqual(new Set([ruleRows]))
})

test('a relation this role is not admitted to is no member, and a name is seen as the relation is', async () => {
  const relations = [
    edge('1', 'Eva Mora Gil', 'FC700001', 'company', { role: 'Compras' }),
    edge('2', 'Luis Pons Rey', 'FC700002', 'company', { role: 'Dirección' }),
  ]
  const rows = [{ question: 'relations' as const, field: 'role', values: ['Compras'] }]
  const narrow = acme({ relations, trial: { policy: policy({ adviser: role(clear, { rows }) }) } })
  expect(members(await narrow.asked())).toEqual(['self: value 100.10 EUR', 'Eva Mora Gil: value 20.20 EUR'])

  const seen = policy({
    adviser: role(clear, { rows }),
    store: role({ ...clear, 'relations.name': 'withheld' }),
  })
  const both = acme({ relations, trial: { policy: seen } })
  const card = of(
    await steer(both.clock, all(both.hub.open(request(), agent({ roles: ['adviser', 'store'] }), never))),
    'who',
  ).at(-1)?.card as string
  const asked = both.hub.ask(
    { card, question: 'orders', rollUp: 'company', epoch: 1, locale: 'es' },
    agent({ roles: ['adviser', 'store'] }),
    never,
  )
  expect(members(rollUpOf(await steer(both.clock, all(asked))))).toEqual([
    'self: value 100.10 EUR',
    'Eva Mora Gil: value 20.20 EUR',
    'withheld: value 7.00 EUR + 9.00 USD',
  ])
})

test('of two roles that see different rows, an amount is added only where a role that sees the row sees the amount', async () => {
  const roles = ['adviser', 'store']
  for (const own of [undefined, { count: 2, sum: { amount: '5.00', currency: 'EUR' } }]) {
    const h = acme({
      relations: [],
      orders: async () => ({
        rows: [euros('1', '2.00', 'EUR', { shop: 'Norte' }), euros('2', '3.00', 'EUR', { shop: 'Sur' })],
        complete: true,
        ...(own ? { totals: own } : {}),
      }),
      trial: {
        policy: policy({
          adviser: role(clear, { rows: [{ question: 'orders', field: 'shop', values: ['Norte'] }] }),
          store: role({ ...clear, 'orders.total': 'masked' }),
        }),
      },
    })
    const opened = await steer(h.clock, all(h.hub.open(request(), agent({ roles }), never)))
    const card = of(opened, 'who').at(-1)?.card as string
    const asked = h.hub.ask(
      { card, question: 'orders', rollUp: 'company', epoch: 1, locale: 'es' },
      agent({ roles }),
      never,
    )
    const up = rollUpOf(await steer(h.clock, all(asked)))
    expect([members(up), up.members[0]?.because.map((b) => b.code)]).toEqual([
      ['self: incomplete 2.00 EUR'],
      ['withheld'],
    ])
  }
})
