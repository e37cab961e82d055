import { describe, expect, test } from 'vitest'
import type { Connector, FichaSet, Template } from '../../contract/index.ts'
import { trialFichas } from '../testing/test-gateway.ts'
import { shippedFichas } from './templates.ts'
import { findUnreached } from './unreached.ts'

const template = (changes: Partial<Template>): Template => ({
  ...(trialFichas.templates[0] as Template),
  ...changes,
})
const panel = (question: Template['panels'][number]['question'], more: object = {}) => ({
  id: question,
  question,
  ask: 'at-once' as const,
  fields: ['*'],
  limit: 5,
  priority: 0,
  ...more,
})
const role = (changes: object = {}) => ({
  ...trialFichas.policy.roles.adviser,
  see: { none: 'clear', pseudonymous: 'clear', personal: 'clear', financial: 'clear', special: 'clear' },
  ...changes,
})
const set = (panels: Template['panels'], policy: object = {}, more: Partial<Template> = {}): FichaSet => ({
  version: 1,
  rules: [],
  templates: [template({ panels, ...more })],
  policy: {
    version: 1,
    purposes: { care: { title: 'x', forbids: [] } },
    roles: { adviser: role(policy) },
  } as never,
})
const answer = { from: 'record' as const, get: async () => ({ rows: [], complete: true }) }
const connector = (changes: object = {}): Connector =>
  ({
    id: 'shop',
    title: 'Tienda',
    origins: [],
    access: { kind: 'open' },
    find: { by: ['mail'], run: async () => ({ match: 'none' }) },
    answers: { orders: answer, returns: answer },
    ...changes,
  }) as never
const cards = { cards: { sensitivity: 'personal', keys: [{ key: 'plan', title: 'Plan' }], answer } }
const own = {
  own: { fields: { colour: { type: 'text', sensitivity: 'none', label: 'x' } }, blocks: [], answer },
}
const gesture = {
  actions: { gesture: { title: 'x', confirm: 'x', input: {}, run: async () => ({ done: true }) } },
}
const issuer = { issuer: 'desk', audience: 'ficha', keys: { url: 'https://desk.example/jwks' } }
const config = (connectors: readonly Connector[], more: object = {}) => ({
  connectors,
  issuers: [{ ...issuer, roles: ['adviser'] }],
  hosts: ['https://desk.example'],
  ...more,
})
const told = (...[given, fichas]: Parameters<typeof findUnreached>) =>
  findUnreached(given, fichas).map((one) => `${one.code}: ${one.says}; ${one.do}`)
const whole = [panel('orders'), panel('returns')]

test('where all that is connected is asked and seen, there is nothing to tell', () => {
  expect(told(config([connector()]), set(whole))).toEqual([])
  expect(
    told(
      config([connector({ ...cards, ...own, ...gesture })]),
      set([...whole, panel('cards', { from: ['shop'] }), panel('own', { from: ['shop'] })], {
        see: { ...role().see, 'cards.shop': 'clear' },
        mayAct: ['shop.*'],
      }),
    ),
  ).toEqual([])
})

describe('a connector', () => {
  test('that no template asks is told, with its questions and what to add', () => {
    expect(told(config([connector()]), set([]))).toEqual([
      'question-unasked: connector shop: no template asks 2 of its 2 questions (orders, returns); add a panel for each to a template, or take them out of the connector',
    ])
    expect(told(config([connector()]), set([panel('orders')]))).toEqual([
      expect.stringMatching(/no template asks 1 of its 2 questions \(returns\)/),
    ])
  })

  test.each<[string, Template['panels'], Partial<Template>]>([
    ['by «pedir más»', [panel('orders')], { mayAsk: ['returns'] }],
    ['by its timeline', [panel('orders')], { timeline: ['returns'] }],
    ['by a panel that is opened', [panel('orders'), panel('returns', { ask: 'on-opening' })], {}],
  ])('is asked %s too', (_, panels, more) =>
    expect(told(config([connector()]), set(panels, {}, more))).toEqual([]),
  )

  test('is asked by the rules of a template, and by no rule that no template has', () => {
    const rule = {
      version: 1,
      id: 'many',
      kind: 'glance',
      title: 'x',
      when: 'returns.count() > 1',
      values: {},
      norm: {},
      text: {},
      tone: {},
    } as never
    const by = (glance: string[]) => ({ ...set([panel('orders')], {}, { glance }), rules: [rule] })
    expect(told(config([connector()]), by(['many']))).toEqual([])
    expect(told(config([connector()]), by([]))).toHaveLength(1)
  })

  test('that a panel leaves out with `from` is told', () => {
    const other = connector({ id: 'till' })
    expect(
      told(config([connector(), other]), set([panel('orders', { from: ['shop'] }), panel('returns')])),
    ).toEqual([expect.stringMatching(/connector till: no template asks 1 of its 2 questions \(orders\)/)])
  })

  test('whose answers no role may see is told, with the line that would show them', () => {
    expect(told(config([connector()]), set(whole, { see: { 'orders.*': 'clear' } }))).toEqual([
      'question-withheld: connector shop: no role may see 1 of its 2 questions (returns); add "returns.*": "clear" to see of a role in the policy',
    ])
  })

  test('whose foreign cards no panel shows, or no role may see, is told each by itself', () => {
    const one = config([connector({ answers: {}, ...cards })])
    expect(told(one, set([]))).toEqual([
      'question-unasked: connector shop: no template asks 1 of its 1 question (cards); add a panel for each to a template, or take them out of the connector',
    ])
    expect(told(one, set([panel('cards', { from: ['shop'] })]))).toEqual([
      'question-withheld: connector shop: no role may see 1 of its 1 question (cards); add "cards.shop": "clear" to see of a role in the policy',
    ])
  })

  test('that only finds customers answers nothing, and is asked all the same', () =>
    expect(told(config([connector({ answers: {} })]), set([]))).toEqual([]))

  test('whose action no role may do is told, with the line that would allow it', () => {
    const one = config([connector(gesture)])
    expect(told(one, set(whole, { mayAct: ['desk.*'] })).filter((line) => line.includes('gesture'))).toEqual([
      'action-forbidden: connector shop: action gesture: none of 1 role may do it; add "shop.gesture" to mayAct of a role in the policy',
    ])
    for (const mayAct of [['shop.gesture'], ['shop.*'], ['*'], ['gesture']])
      expect(told(one, set(whole, { mayAct }))).toEqual([])
  })
})

describe('a name of what there is not', () => {
  test('is told once for each connector, with its places and those that there are', () => {
    expect(
      told(
        config([connector()], { settings: { owners: { 'person.address': ['crm'] } } }),
        set([...whole, panel('cards', { from: ['subs'] })], {
          see: { ...role().see, 'cards.subs': 'clear', 'own.crm.*': 'clear', 'cards.*': 'clear' },
          mayAct: ['desk.*', '*'],
        }),
      ),
    ).toEqual([
      'connector-unknown: no connector is called subs, which is named in 2 places (template adviser, panel cards, role adviser, see); write the id of one of the connectors (shop), or take the name out',
      'connector-unknown: no connector is called crm, which is named in 2 places (role adviser, see, settings.owners.person.address); write the id of one of the connectors (shop), or take the name out',
      'connector-unknown: no connector is called desk, which is named in 1 place (role adviser, mayAct); write the id of one of the connectors (shop), or take the name out',
    ])
  })

  test('is told where a connector has no such action', () =>
    expect(
      told(config([connector(gesture)]), set(whole, { mayAct: ['shop.gesture', 'shop.bithday'] })),
    ).toEqual([
      'action-unknown: connector shop has no action bithday, which is named in 1 place (role adviser, mayAct); write one of its actions (gesture), or take the name out',
    ]))

  test('is told where it is a host of a template', () => {
    const one = (hosts: string[]) =>
      told(config([connector()]), set(whole, {}, { for: { roles: ['adviser'], hosts } }))
    expect(one(['https://desk.example'])).toEqual([])
    expect(one(['helpdesk'])).toEqual([
      'host-unknown: template adviser: for.hosts: no host is called helpdesk; write the name of one of the hosts (https://desk.example), or give one this name in the configuration',
    ])
  })
})

test('a role that hosts may claim and the policy does not know, or that has no card, is told', () => {
  expect(
    told(config([connector()], { issuers: [{ ...issuer, roles: ['adviser', 'agente'] }] }), set(whole)),
  ).toEqual([
    'role-unknown: issuers[0].roles: the policy has no role agente, so whoever has no other sees nothing; write one of its roles (adviser), or add agente to the policy',
  ])
  const two = set(whole)
  const both = {
    ...two,
    policy: { ...two.policy, roles: { ...two.policy.roles, store: role() } },
  } as unknown as FichaSet
  expect(
    told(config([connector()], { issuers: [{ ...issuer, roles: ['adviser', 'store'] }] }), both),
  ).toEqual([
    'role-without-card: issuers[0].roles: none of 1 template is for the role store, so whoever has no other is shown no card; add store to for.roles of a template (adviser)',
  ])
})

describe('a rule that waits for the company', () => {
  const rule = (id: string, more: object = {}) => ({
    version: 1 as const,
    id,
    kind: 'glance' as const,
    title: 'x',
    when: 'orders.count() > 1',
    values: {},
    norm: {},
    text: {},
    tone: {},
    ...more,
  })
  const by = (...rules: FichaSet['rules'][number][]): FichaSet => ({
    ...set(whole, {}, { glance: rules.map(({ id }) => id) }),
    rules,
  })
  test('for the figure of its norm is told; one that has it, or that no template has, is not', () => {
    const unset = rule('best', { norm: { least: null, days: 365 } })
    expect(told(config([connector()]), by(unset))).toEqual([
      'norm-unset: rule best: norm.least is not set, so its answer is unknown; write the figure in the rule, in the editor or in best.rule.json of the folder fichas (`ficha fichas` writes one)',
    ])
    expect(told(config([connector()]), by(rule('best', { norm: { least: 0, days: 365 } })))).toEqual([])
    expect(told(config([connector()]), { ...set(whole), rules: [unset] })).toEqual([])
  })
  test('for an action that stores what the customer says is told, all of them in one line', () => {
    const ask = { fact: 'orders.motive', words: '¿?' }
    expect(
      told(
        config([connector(gesture)]),
        by(rule('a', { ask }), rule('b', { ask: { ...ask, action: 'shop.gesture' } }), rule('c', { ask })),
      ).filter((line) => !line.startsWith('action-')),
    ).toEqual([
      'answer-unstored: 2 rules would ask the customer and name no action that stores the answer, so nobody is asked (a, c); write ask.action in each ("connector.action"), or take ask out',
    ])
  })
})

test('what Ficha comes with names no connector, asks all that a plain one answers, and waits for what only a company knows', () => {
  const codes = findUnreached(
    config([connector(), connector({ id: 'zeta', answers: {}, ...cards })], { issuers: [issuer] }),
    shippedFichas,
  ).map(({ code, about }) => [code, about])
  expect(codes).toEqual([
    ['norm-unset', 'best-customer'],
    ['answer-unstored', 'satisfied'],
  ])
})

test('questions about the records of a system that looks for nobody are said, those by an identifier are not', () => {
  const blind = connector({
    find: undefined,
    answers: { orders: answer, policies: answer, returns: { ...answer, from: ['mail'] } },
  })
  expect(told(config([blind]), set([panel('orders'), panel('returns'), panel('policies')]))).toEqual([
    "finds-nobody: connector shop: it has no `find`, so 1 question about its records (orders) is never asked; write find: by which identifiers it finds a customer; or ask by an identifier, from: ['mail']",
  ])
})
