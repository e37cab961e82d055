import { expect, test } from 'vitest'
import {
  type Connector,
  matched,
  type RolePolicy,
  type SystemRecord,
  type Template,
} from '../../../contract/index.ts'
import { type Agent, createHub } from '../../../hub/index.ts'
import { testGateway } from '../../testing/test-gateway.ts'
import { shippedFichas } from '../templates.ts'
import { createPreviews } from './preview.ts'

const rita: SystemRecord = { id: 'c1', name: { full: 'Rita Real' }, identifiers: [] }
const shop: Connector = {
  id: 'shop',
  title: 'Tienda',
  origins: [],
  access: { kind: 'open' },
  find: { by: ['phone', 'mail', 'system'], run: async (key) => matched(key.value === rita.id ? [rita] : []) },
  search: { run: async () => [rita] },
  answers: { orders: { from: 'record', get: async () => ({ rows: [], complete: true }) } },
}
const adviser = shippedFichas.templates.find((t) => t.id === 'adviser') as Template
const { policy, rules } = shippedFichas
const eva: Agent = { tenant: 'demo', id: 'eva', session: 's', roles: ['admin'], claims: {} }
const draft = { template: adviser, rules: [], role: 'adviser', locale: 'es', published: { rules, policy } }
const never = new AbortController().signal

async function bench() {
  const t = await testGateway({
    fichas: shippedFichas,
    config: { connectors: [shop] },
    hub: (ports) => createHub(ports),
  })
  const ports = t.ports()
  const previews = createPreviews(ports, () => undefined)
  const found = await createHub(ports).search({ text: 'Rita Real', locale: 'es', limit: 10 }, eva, never)
  const on = { candidate: found[0]?.ref ?? '' }
  const lines = async () => (await t.stores.audit.read(1, 50)).map(({ line }) => line)
  return { t, ports, previews, on, lines }
}

test('a draft with a fault is shown on nobody: no line of the audit, no card', async () => {
  const { previews, on, lines } = await bench()
  const before = (await lines()).length
  const read = await previews.run({ ...draft, template: { ...adviser, glance: ['gone'] } }, on, eva, never)
  expect(read.faults).toHaveLength(1)
  expect(read).not.toHaveProperty('events')
  expect(await lines()).toHaveLength(before)
})

test('a look at a real customer says in the audit who looked, at which ficha, in whose eyes and for which purpose', async () => {
  const { ports, previews, on, lines } = await bench()
  const { events, cost, faults } = await previews.run(draft, on, eva, never)
  expect([faults, events?.[0]?.event, events?.at(-1)?.event]).toEqual([[], 'who', 'settled'])
  expect(cost?.systems).toBeDefined()
  expect((await lines()).find(({ act }) => act === 'preview')).toEqual({
    at: ports.clock.now().toISOString(),
    tenant: 'demo',
    agent: 'eva',
    purpose: policy.roles.adviser?.purposes.find((p) => policy.roles.admin?.purposes.includes(p)),
    act: 'preview',
    what: ['template:adviser', 'role:adviser'],
    outcome: 'allowed',
  })
})

test('a look serves nobody: neither the outcomes nor the observations of the company hold it', async () => {
  const { t, previews, on } = await bench()
  await previews.run(draft, on, eva, never)
  expect(await t.stores.outcomes.between('demo', '2000', '2100')).toEqual([])
  expect(await t.stores.observations.between('demo', '2000', '2100')).toEqual([])
})

test('of a look and a card of the same customer only the card is counted', async () => {
  const { ports, on } = await bench()
  const counted: string[] = []
  const watched = {
    ...ports,
    outcomes: { record: async () => void counted.push('outcome') },
    observations: { note: async () => void counted.push('observation') },
  }
  await createPreviews(watched, () => undefined).run(draft, on, eva, never)
  // What is counted is counted after a card has ended: the card that comes later is counted last.
  const card = createHub(watched).open(
    { hints: [], chosen: on.candidate, context: {}, epoch: 0, locale: 'es' },
    eva,
    never,
  )
  for await (const _ of card);
  await expect.poll(() => counted).toContain('observation')
  expect(counted).toEqual(['outcome', 'observation'])
})

test('a ficha for another role is shown all the same: it is being written for whoever is named', async () => {
  const { previews, on } = await bench()
  const { events } = await previews.run(
    { ...draft, template: { ...adviser, for: { roles: ['night'], channels: ['phone'] } } as Template },
    on,
    eva,
    never,
  )
  expect(events?.find(({ event }) => event === 'who')).toMatchObject({ ficha: { id: 'adviser' } })
})

test('who has no purpose in common with a role looks at nobody real in its eyes; at somebody made up, they may', async () => {
  const { previews, on, lines } = await bench()
  const sales = { ...(policy.roles.adviser as RolePolicy), purposes: ['sale'] }
  const apart = {
    ...draft,
    role: 'sales',
    published: { rules, policy: { ...policy, roles: { ...policy.roles, sales } } },
  }
  const before = (await lines()).length
  await expect(previews.run(apart, on, eva, never)).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('«sales»'),
  })
  expect(await lines()).toHaveLength(before)
  const made = await previews.run({ ...draft, role: 'adviser' }, { sample: 'good' }, eva, never)
  expect(made.events?.at(-1)?.event).toBe('settled')
})

test('two editors whose claims differ see what a filter by that claim leaves each of them', async () => {
  const { previews } = await bench()
  // No made-up order has a shop: its number stands in for one.
  const rows = [{ question: 'orders' as const, field: 'orderNumber', values: ['$agent.shop'] }]
  const filtered = {
    ...draft,
    published: {
      rules,
      policy: {
        ...policy,
        roles: { ...policy.roles, adviser: { ...(policy.roles.adviser as RolePolicy), rows } },
      },
    },
  }
  const orders = async (shop: string) => {
    const { events } = await previews.run(filtered, { sample: 'good' }, { ...eva, claims: { shop } }, never)
    return [...new Set(JSON.stringify(events).match(/M-10\d\d/g))]
  }
  expect(await orders('M-1050')).toEqual(['M-1050'])
  expect(await orders('M-1042')).toEqual(['M-1042'])
})
