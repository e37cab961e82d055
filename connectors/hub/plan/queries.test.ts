import { expect, test } from 'vitest'
import type { Connector, FactPath, Panel, Policy, Rule } from '../../contract/index.ts'
import { viewerOf } from '../policy/viewer.ts'
import { clear, panel, policy, role, rule, system, template } from '../testing/test-hub.ts'
import { answering, panelFields, planCard, planPanels } from './queries.ts'

const shop = system('shop', { rows: { orders: [], loyalty: [], person: [] } }, [])
const till = system('till', { rows: { orders: [], loyalty: [] } }, [])
const connectors: readonly Connector[] = [shop, till]
const patience = { soft: 100, hard: 1_000 }
const input = (
  see: Policy['roles'][string]['see'] = clear,
  {
    owners = {} as Record<string, string[]>,
    forbids = [] as string[],
    rows = [] as Policy['roles'][string]['rows'],
  } = {},
) => ({
  connectors,
  settings: { owners, patience },
  viewer: viewerOf(
    policy({ adviser: role(see, { rows }) }, forbids),
    ['adviser'],
    'care',
    {},
    new Map(connectors.map((c) => [c.id, c])),
    'es',
  ),
})
const orders = (fields: string[], more: Partial<Panel> = {}, id = 'p') => panel(id, 'orders', fields, more)
const of = (lanes: ReturnType<typeof planPanels>, connector = 'shop', question = 'orders') =>
  lanes.find((l) => l.connector.id === connector && l.question === question)
const reads = (...paths: FactPath[]) => ({ readsOf: (_: Rule) => paths })

test('two panels of one question are one call: the longer list, the fresher answer, the longer patience, all fields', () => {
  const lanes = planPanels(
    [
      orders(['orderNumber'], { limit: 20, freshFor: 60, patience: { soft: 500, hard: 600 }, priority: 1 }),
      orders(['total'], { limit: 5, freshFor: 10, patience: { soft: 200, hard: 4_000 }, priority: 3 }, 'q'),
    ],
    input(),
  )
  expect(lanes).toHaveLength(2)
  expect(of(lanes)).toMatchObject({
    fields: ['orderNumber', 'total'],
    shown: ['orderNumber', 'total'],
    limit: 20,
    shownLimit: 20,
    freshFor: 10,
    patience: { soft: 500, hard: 4_000 },
    priority: 3,
  })
})

test('a panel that names its systems asks them alone', () => {
  expect(planPanels([orders(['total'], { from: ['till'] })], input()).map((l) => l.connector.id)).toEqual([
    'till',
  ])
})

test('what the card needs first is asked first', () => {
  const lanes = planPanels(
    [
      orders(['total'], { from: ['shop'], priority: 1 }),
      orders(['total'], { from: ['till'], priority: 2 }, 'q'),
    ],
    input(),
  )
  expect(lanes.map((l) => l.connector.id)).toEqual(['till', 'shop'])
})

test('only what the role sees is asked; a question of which it sees nothing is not asked at all', () => {
  const lanes = planPanels([orders(['orderNumber', 'total'])], input({ pseudonymous: 'masked' }))
  expect(of(lanes)).toMatchObject({ fields: ['orderNumber'], shown: ['orderNumber', 'total'] })
  expect(planPanels([orders(['total'])], input({ pseudonymous: 'clear' }))).toEqual([])
})

test('what a row filter reads is fetched and not shown', () => {
  const rows = [{ question: 'orders' as const, field: 'shop', values: ['Centro'] }]
  expect(of(planPanels([orders(['total'])], input(clear, { rows })))).toMatchObject({
    fields: ['total', 'shop'],
    shown: ['total'],
  })
})

test('a balance or a status is asked of its owner where one is named and able, else of all', () => {
  const asked = (owners: Record<string, string[]>, question: 'loyalty' | 'person' = 'loyalty') =>
    answering(question, input(clear, { owners })).map((c) => c.id)
  expect(asked({})).toEqual(['shop', 'till'])
  expect(asked({ loyalty: ['till'] })).toEqual(['till'])
  expect(asked({ loyalty: ['desk'] })).toEqual(['shop', 'till'])
  expect(asked({ person: ['till'] }, 'person')).toEqual(['shop'])
})

test('a card asks at once what its panels, marks and rules need, and leaves the rest for when it is opened', () => {
  const card = template({
    marks: ['loyalty.tier'],
    panels: [
      orders(['orderNumber'], { limit: 5 }),
      panel('later', 'person', ['name'], { ask: 'on-opening' }),
    ],
  })
  const lanes = planCard(card, [rule('r', '')], reads('orders.total'), input())
  // A rule counts over a history: two hundred rows are asked, and the panel shows its five.
  expect(of(lanes)).toMatchObject({
    fields: ['orderNumber', 'total'],
    shown: ['orderNumber'],
    limit: 200,
    shownLimit: 5,
  })
  expect(of(lanes, 'till', 'loyalty')).toMatchObject({ fields: ['tier'], shown: [], limit: 1, shownLimit: 0 })
  expect(of(lanes, 'shop', 'person')).toBeUndefined()
})

test('a mark is not asked for who does not see it, a fact of a rule is, unless the purpose forbids it', () => {
  const card = template({ marks: ['loyalty.tier'], panels: [] })
  const blind = input({ none: 'clear' })
  expect(planCard(card, [], reads(), blind)).toEqual([])
  expect(of(planCard(card, [rule('r', '')], reads('orders.total'), blind))).toMatchObject({
    fields: ['total'],
  })
  const forbidden = input(clear, { forbids: ['orders.total'] })
  expect(planCard(template({ panels: [] }), [rule('r', '')], reads('orders.total'), forbidden)).toEqual([])
})

test('how somebody is addressed is asked with every card, unless the role may not see it', () => {
  const hotel = { ...input(), connectors: [system('hotel', { rows: { preferences: [], orders: [] } }, [])] }
  const bare = template({ panels: [] })
  expect(planCard(bare, [], reads(), hotel)).toMatchObject([
    { question: 'preferences', fields: ['formOfAddress'], shown: [], limit: 1, shownLimit: 0 },
  ])
  expect(planCard(bare, [], reads(), { ...hotel, viewer: input({ personal: 'clear' }).viewer })).toEqual([])
})

const answer = { from: 'record' as const, get: async () => ({ value: null, complete: true }) as never }
const ownOf = (...names: string[]) => ({
  own: {
    fields: Object.fromEntries(
      names.map((n) => [n, { type: 'text' as const, sensitivity: 'none' as const }]),
    ),
    answer,
  },
  cards: {
    sensitivity: 'none' as const,
    keys: ['plan', 'bill'].map((key) => ({ key, title: key })),
    answer,
  },
})
const special = {
  ...input(),
  connectors: [
    system('bank', { extra: ownOf('colour', 'size') }, []),
    system('gym', { extra: ownOf('colour') }, []),
  ],
}
const asked = (queries: ReturnType<typeof planPanels>) =>
  queries.map((q) => [q.connector.id, q.question, q.fields.join(), q.limit])

test('a rule reads a field of one’s own of the system it names, and of no other', () => {
  const of = (...paths: FactPath[]) =>
    asked(planCard(template({ panels: [] }), [rule('r', '')], reads(...paths), special))
  expect(of('own.bank.colour')).toEqual([['bank', 'own', 'colour', 1]])
  expect(of('own.bank.*' as FactPath)).toEqual([['bank', 'own', 'colour,size', 1]])
})

test('foreign cards are asked by their keys, all that are listed or those the panel names, where a policy line admits them', () => {
  const viewer = input({ ...clear, 'cards.bank': 'clear' }).viewer
  const of = (fields: string[]) => asked(planPanels([panel('c', 'cards', fields)], { ...special, viewer }))
  expect(of(['*'])).toEqual([['bank', 'cards', 'plan,bill', 5]])
  expect(of(['bill', 'gone'])).toEqual([['bank', 'cards', 'bill', 5]])
  expect(asked(planPanels([panel('c', 'cards', ['*'])], special))).toEqual([])
})

test('a panel of fields of one’s own asks each system for those it has: by a plain name, by its own, or all', () => {
  const [bank, gym] = special.connectors as [Connector, Connector]
  const of = (connector: Connector, ...fields: string[]) =>
    panelFields({ question: 'own', fields }, connector)
  expect(of(bank, 'colour', 'gym.colour', 'bank.size')).toEqual(['colour', 'size'])
  expect(of(gym, 'colour', 'bank.size', 'toString')).toEqual(['colour'])
  expect(of(bank, '*')).toEqual(['colour', 'size'])
})
