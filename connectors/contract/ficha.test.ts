import * as v from 'valibot'
import { expect, test } from 'vitest'
import { panelSchema, policySchema, policyWordsSchema, ruleSchema, templateSchema } from './ficha.ts'
import { fichaSetSchema } from './fichas-api.ts'

const panel = { id: 'orders', question: 'orders', ask: 'at-once', fields: ['total'] }
const template = {
  version: 1,
  id: 'desk',
  title: 'Mesa',
  for: { roles: ['agent'] },
  layout: 'compact',
  glance: [],
  panels: [panel],
}
const rule = { version: 1, id: 'best', kind: 'glance', title: 'x', when: 'true' }
const policy = {
  version: 1,
  roles: { agent: { purposes: ['service'], see: { none: 'clear' } } },
  purposes: {},
}
const words = { id: 'late', title: 'x', text: 'y', beside: { rule: 'best' } }

test('what a template, a panel, a rule or a policy does not say is what it was always taken for', () => {
  expect(v.parse(panelSchema, panel)).toEqual({ ...panel, limit: 5, priority: 0 })
  expect(v.parse(templateSchema, template)).toEqual({
    ...template,
    panels: [{ ...panel, limit: 5, priority: 0 }],
    marks: [],
    signals: [],
    advice: [],
    mayAsk: [],
    mayOverride: true,
    timeline: [],
  })
  expect(v.parse(ruleSchema, rule)).toEqual({ ...rule, values: {}, norm: {}, text: {}, tone: {} })
  expect(v.parse(ruleSchema, { ...rule, advice: { rank: 'help' } }).advice).toEqual({
    rank: 'help',
    restDays: 30,
  })
})

test('a role may search and link unless its policy says no; it may reveal, act and edit only where it says yes', () =>
  expect(v.parse(policySchema, { ...policy, purposes: { service: { title: 'x' } } })).toEqual({
    version: 1,
    roles: {
      agent: {
        purposes: ['service'],
        see: { none: 'clear' },
        mayReveal: [],
        mayAct: [],
        rows: [],
        afterConfirmation: false,
        maySearch: true,
        mayLink: true,
        mayEdit: false,
      },
    },
    purposes: { service: { title: 'x', forbids: [] } },
  }))

const list = (n: number, of: unknown) => Array.from({ length: n }, () => of)
const x = (n: number) => 'x'.repeat(n)
test.each([
  ['fields of a panel', panelSchema, panel, 'fields', list(30, 'a'), list(31, 'a')],
  ['no field of a panel', panelSchema, panel, 'fields', ['a'], []],
  ['rows of a panel', panelSchema, panel, 'limit', 100, 101],
  ['no row of a panel', panelSchema, panel, 'limit', 1, 0],
  ['soft patience', panelSchema, panel, 'patience', { soft: 50, hard: 100 }, { soft: 49, hard: 100 }],
  ['hard patience', panelSchema, panel, 'patience', { soft: 50, hard: 100 }, { soft: 50, hard: 99 }],
  ['freshness', panelSchema, panel, 'freshFor', 0, -1],
  ['when it is asked', panelSchema, panel, 'ask', 'on-opening', 'sometimes'],
  ['a sum of relations', panelSchema, panel, 'rollUp', 'company', 'person'],
  ['an id', panelSchema, panel, 'id', `a${x(59)}`, `a${x(60)}`],
  ['an id in capitals', panelSchema, panel, 'id', 'a-1', 'A-1'],
  ['glances', templateSchema, template, 'glance', list(8, 'a'), list(9, 'a')],
  ['a reason', templateSchema, template, 'because', x(10), x(9)],
  ['policies', templateSchema, template, 'policies', list(40, words), list(41, words)],
  ['roles', templateSchema, template, 'for', { roles: ['a'] }, { roles: [] }],
  ['an expression', ruleSchema, rule, 'when', x(2_000), x(2_001)],
  ['days of rest', ruleSchema, rule, 'advice', { rank: 'help', restDays: 0 }, { rank: 'help', restDays: -1 }],
  ['a kind of rule', ruleSchema, rule, 'kind', 'margin', 'badge'],
  ['a rank', ruleSchema, rule, 'advice', { rank: 'offer' }, { rank: 'sale' }],
  [
    'how much is seen',
    policySchema,
    policy,
    'roles',
    { a: { purposes: ['p'], see: { none: 'masked' } } },
    { a: { purposes: ['p'], see: { none: 'hidden' } } },
  ],
  [
    'purposes of a role',
    policySchema,
    policy,
    'roles',
    { a: { purposes: ['p'], see: {} } },
    { a: { purposes: [], see: {} } },
  ],
  [
    'rows beside which words stand',
    policyWordsSchema,
    words,
    'beside',
    { question: 'orders', where: { field: 'status', is: list(20, 'a') } },
    { question: 'orders', where: { field: 'status', is: list(21, 'a') } },
  ],
  [
    'templates of a set',
    fichaSetSchema,
    { version: 1, rules: [], policy },
    'templates',
    list(100, template),
    list(101, template),
  ],
  ['no template of a set', fichaSetSchema, { version: 1, rules: [], policy }, 'templates', [template], []],
  [
    'rules of a set',
    fichaSetSchema,
    { version: 1, templates: [template], policy },
    'rules',
    list(500, rule),
    list(501, rule),
  ],
] as [string, v.GenericSchema, object, string, unknown, unknown][])(
  '%s: taken up to the bound and no further',
  (_name, schema, rest, field, last, beyond) => {
    expect(v.is(schema, { ...rest, [field]: last })).toBe(true)
    expect(v.is(schema, { ...rest, [field]: beyond })).toBe(false)
  },
)

test('a misspelt key is refused wherever it stands', () => {
  for (const [schema, right] of [
    [panelSchema, panel],
    [templateSchema, template],
    [ruleSchema, rule],
    [policySchema, policy],
    [policyWordsSchema, words],
  ] as const) {
    expect(v.is(schema, right)).toBe(true)
    expect(v.is(schema, { ...right, tittle: 'x' })).toBe(false)
  }
})
