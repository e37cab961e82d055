import { expect, test } from 'vitest'
import type { Action, Connector } from '../../contract/index.ts'
import type { Agent, Hub } from '../ports.ts'
import {
  agent,
  all,
  ana,
  type Call,
  clear,
  never,
  of,
  order,
  panel,
  policy,
  request,
  role,
  system,
  type TestHubOptions,
  template,
  testHub,
} from '../testing/test-hub.ts'

interface Ran {
  input: Record<string, unknown>
  key: string
  record: string
  row: string | undefined
}
function house(more: Partial<TestHubOptions> = {}) {
  const ran: Ran[] = []
  const calls: Call[] = []
  const act = (title: string): Action => ({
    title,
    confirm: title,
    input: {
      text: { type: 'text', sensitivity: 'none', maxLength: 10 },
      why: {
        type: 'text',
        sensitivity: 'none',
        options: [
          { value: 'late', label: 'Tarde' },
          { value: 'broken', label: 'Roto' },
        ],
      },
    },
    run: async (input, { key, record, row }) => {
      ran.push({ input, key, record: record.id, row })
      return { done: true }
    },
  })
  const actions = { note: act('Nota'), gesture: act('Detalle') }
  const eva = {
    id: 'eva',
    name: { full: 'Eva Mora' },
    identifiers: [{ kind: 'phone' as const, value: '+34612345678' }],
  }
  const connectors: Connector[] = [
    system(
      'shop',
      {
        records: [ana, eva],
        rows: { orders: [order('1')], requests: async () => ({ rows: [], complete: true }) },
        byIdentifier: ['requests'],
        extra: { actions },
      },
      calls,
    ),
    system(
      'till',
      { records: [ana], rows: { payments: [{ id: 'p', amount: { amount: '5.00', currency: 'EUR' } }] } },
      calls,
    ),
  ]
  const made = testHub({
    connectors,
    templates: [template({ panels: [panel('o', 'orders', ['total']), panel('p', 'payments', ['amount'])] })],
    policy: policy({ adviser: role(clear, { mayAct: ['*'] }) }),
    ...more,
  })
  const opened = async (who: Partial<Agent> = {}, phone = '600 12 34 56') => {
    const events = await all(
      made.hub.open(request({ hints: [{ kind: 'phone', value: phone }] }), agent(who), never),
    )
    const rows = of(events, 'reading').flatMap(({ reading: { connector, state } }) =>
      state.known === 'value' ? state.value.map((r) => ({ connector, ref: r.ref })) : [],
    )
    return { card: of(events, 'who').at(-1)?.card as string, rows }
  }
  const go = (
    card: string,
    {
      input = { text: 'hola' },
      who = {},
      ...rest
    }: Partial<Parameters<Hub['act']>[0]> & { who?: Partial<Agent> } = {},
  ) =>
    made.hub.act(
      { card, connector: 'shop', action: 'note', key: 'key-00001', input, ...rest },
      agent(who),
      never,
    )
  return { ...made, ran, calls, opened, go }
}

test('one key is one act of one agent on one record: another agent’s, another act’s and another customer’s are others', async () => {
  const { ran, opened, go } = house()
  const mine = (await opened()).card
  const b = { id: 'b', session: 's2' }
  await go(mine)
  await go(mine)
  expect(ran).toHaveLength(1)
  await go((await opened(b)).card, { who: b })
  await go((await opened({}, '612 34 56 78')).card)
  await go(mine, { action: 'gesture' })
  expect(ran.map((r) => r.record)).toEqual(['customer¤7001', 'customer¤7001', 'eva', 'customer¤7001'])
  expect(new Set(ran.map((r) => r.key)).size).toBe(4)
})

test('an act on a row takes the row of its own system, and is refused that of another', async () => {
  const { ran, opened, go } = house()
  const { card, rows } = await opened()
  const [shop] = rows.filter((r) => r.connector === 'shop')
  await go(card, { row: shop?.ref })
  expect(ran.map((r) => r.row)).toEqual(['1'])
  const [till] = rows.filter((r) => r.connector === 'till')
  await expect(go(card, { row: till?.ref, key: 'key-00002' })).rejects.toMatchObject({
    code: 'bad-request',
    message: 'That row is not of SHOP',
  })
  expect(ran).toHaveLength(1)
})

test('an answer that is no choice of the act is refused; one that is, is passed on', async () => {
  const { ran, opened, go } = house()
  const { card } = await opened()
  await expect(go(card, { input: { why: 'other' } })).rejects.toMatchObject({
    code: 'bad-request',
    message: '«why» tiene que ser uno de estos: Tarde, Roto.',
  })
  await expect(go(card, { input: { text: 'x'.repeat(11) } })).rejects.toMatchObject({ code: 'bad-request' })
  await go(card, { input: { why: 'late', text: 'x'.repeat(10) } })
  expect(ran.map((r) => r.input)).toEqual([{ why: 'late', text: 'x'.repeat(10) }])
})

test('no trace, no act; and it is remembered that it was sent before it is sent', async () => {
  let fails = false
  const order: string[] = []
  const { ran, opened, go, ports } = house({
    ports: { audit: { write: async () => void (fails && (await Promise.reject(new Error('disk')))) } },
  })
  const { card } = await opened()
  fails = true
  await expect(go(card)).rejects.toMatchObject({ code: 'audit-unavailable' })
  expect(ran).toEqual([])
  fails = false
  const { put } = ports.flags
  ports.flags.put = async (...mark) => {
    await new Promise((done) => setImmediate(done))
    order.push(`${mark[2].split(':')[0]} ${ran.length}`)
    return put(...mark)
  }
  await go(card)
  expect(order).toEqual(['sent 0', 'done 1'])
})

test('what a system said before an act is forgotten, also where it is asked by a key instead of a record', async () => {
  const { opened, go, ports } = house()
  const { card } = await opened()
  const forgotten = new Set<string>()
  const { drop } = ports.cache
  ports.cache.drop = async (prefix) => {
    forgotten.add(prefix)
    return drop(prefix)
  }
  await go(card)
  expect([...forgotten].map((prefix) => prefix.split('/').slice(0, 2).join('/'))).toEqual([
    'demo/shop',
    'demo/shop',
  ])
})

test('a gesture is counted where it was given, no other act is', async () => {
  const noted: unknown[] = []
  const { opened, go } = house({
    ports: { observations: { note: async (_tenant, seen) => void noted.push(...seen.map((s) => s.what)) } },
  })
  const { card } = await opened()
  noted.length = 0
  await go(card)
  expect(noted).toEqual([])
  await go(card, { action: 'gesture' })
  expect(noted).toEqual([{ saw: 'gesture' }])
})
