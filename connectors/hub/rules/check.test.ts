import * as v from 'valibot'
import { expect, test } from 'vitest'
import { defaultPolicy } from '../templates/index.ts'
import { checkPolicy, checkRule, checkTemplate } from './check.ts'
import { costOf } from './cost.ts'
import { readFile } from './read.ts'
import { rule, template } from './sample.ts'

const panel = (id: string, more: object = {}) => ({
  id,
  question: 'orders',
  ask: 'at-once',
  fields: ['total'],
  limit: 5,
  priority: 0,
  ...more,
})
const faultsOf = (...panels: object[]) => {
  const checked = checkTemplate({ ...template([]), panels })
  return checked.ok ? [] : checked.problems.map((p) => p.path)
}

test('two panels of one id are refused at the second', () => {
  expect(faultsOf(panel('orders'), panel('orders'))).toEqual(['panels.1.id'])
  expect(faultsOf(panel('orders'), panel('more'))).toEqual([])
})

test('a panel waits longer before it gives up than before it says that a system is late', () => {
  const patience = (soft: number, hard: number) => faultsOf(panel('orders', { patience: { soft, hard } }))
  expect([patience(500, 499), patience(500, 500), patience(500, 501)]).toEqual([
    ['panels.0.patience'],
    ['panels.0.patience'],
    [],
  ])
})

test('what a purpose forbids is a fact, a question or a sensitivity, or it is refused with its place', () => {
  const faults = (...forbids: string[]) => {
    const checked = checkPolicy({
      ...defaultPolicy,
      purposes: { ...defaultPolicy.purposes, care: { title: 'Atender', forbids } },
    })
    return checked.ok ? [] : checked.problems.map((p) => p.path)
  }
  expect(faults('orders', 'orders.total', 'special', 'nowhere.at-all')).toEqual(['purposes.care.forbids.3'])
})

test('an older file takes every step from its own version on, and no earlier one; a newer one is refused', () => {
  const step = (name: string) => (older: Record<string, unknown>) => ({
    ...older,
    steps: [...((older.steps as string[] | undefined) ?? []), name],
  })
  const steps = (version: number) => {
    const read = readFile(
      v.looseObject({ steps: v.array(v.string()) }),
      [step('0 to 1'), step('1 to 2')],
      { version },
      'en',
    )
    return read.ok ? read.value.steps : read.problems
  }
  expect([steps(0), steps(1)]).toEqual([['0 to 1', '1 to 2'], ['1 to 2']])
  expect(steps(2)).toMatchObject([{ path: 'version' }])
})

test('a rule alone costs what no other rule reads and no panel shows at once', () => {
  const rules = [
    rule('orders.exists(o, o.shop == "x")', { id: 'shops' }),
    rule('orders.exists(o, o.shop == "y") && returns.count() > 0', { id: 'returns' }),
    rule('payments.count() > 0', { id: 'payments' }),
  ]
  const cost = costOf(
    template(rules, {
      panels: [
        {
          id: 'returns',
          question: 'returns',
          ask: 'at-once',
          fields: ['returnDate'],
          limit: 5,
          priority: 0,
        } as never,
      ],
    }),
    rules,
    () => 'none',
  )
  expect(cost.rules.map((r) => [r.rule, r.alone])).toEqual([
    ['shops', []],
    ['returns', []],
    ['payments', ['payments.paymentDate']],
  ])
})

test('what a ficha names must be there: its facts, its rules, the systems of its own fields, what its words stand beside', () => {
  const rules = [rule('true', { id: 'good' })]
  const placesOf = (more: object, among: Parameters<typeof checkTemplate>[1] = { rules }) => {
    const checked = checkTemplate({ ...template([]), ...more }, among)
    return checked.ok ? [] : checked.problems.map((p) => p.path)
  }
  const own = (more: object) => panel('own', { question: 'own', fields: ['colour'], ...more })
  expect(placesOf({ glance: ['good'], signals: ['good', 'gone'], advice: ['gone'] })).toEqual([
    'signals.1',
    'advice.0',
  ])
  expect(placesOf({ glance: ['gone'] }, {})).toEqual([])
  expect(
    placesOf({ marks: ['loyalty.tier', 'loyalty.nothing', 'own.shop.x', 'own.shop', 'cards.x', 'x.y'] }),
  ).toEqual(['marks.1', 'marks.3', 'marks.5'])
  expect(placesOf({ panels: [panel('a', { fields: ['total', 'nothing', '*'] })] })).toEqual([
    'panels.0.fields.1',
  ])
  expect(placesOf({ panels: [own({}), own({ id: 'c', from: ['shop'] })] })).toEqual([])
  expect(placesOf({ panels: [own({ from: [] })] })).toEqual(['panels.0.from'])
  const rollUp = (question: string, fields: string[]) =>
    panel(question, { question, fields, rollUp: 'company' })
  expect(placesOf({ panels: [rollUp('relations', ['total']), rollUp('orders', ['total'])] })).toEqual([
    'panels.1.rollUp',
  ])
  expect(placesOf({ panels: [rollUp('relations', ['name'])] })).toEqual(['panels.0.rollUp'])
  expect(placesOf({ panels: [rollUp('relations', ['*'])] })).toEqual([])
  const beside = (...all: object[]) => ({
    glance: ['good'],
    panels: [panel('orders')],
    policies: all.map((b, i) => ({ id: `p${i}`, title: 'x', text: 'x', beside: b })),
  })
  const where = (field: string) => ({ question: 'orders', where: { field, is: ['x'] } })
  expect(
    placesOf(beside({ rule: 'good' }, { rule: 'gone' }, { question: 'orders' }, { question: 'returns' })),
  ).toEqual(['policies.1.beside.rule', 'policies.3.beside.question'])
  expect(placesOf(beside(where('total'), where('shop')))).toEqual(['policies.1.beside.where.field'])
  const twice = beside({ rule: 'good' }, { rule: 'good' })
  expect(placesOf({ ...twice, policies: twice.policies.map((p) => ({ ...p, id: 'p' })) })).toEqual([
    'policies.1.id',
  ])
})

test('a dozen facts at first sight need no reason; more do, and only panels that stand open count', () => {
  const places = (open: number, more: object = {}) =>
    checkTemplate({
      ...template([]),
      marks: ['loyalty.tier'],
      panels: [
        ...Array.from({ length: open }, (_, i) => panel(`p${i}`)),
        panel('later', { ask: 'on-opening' }),
      ],
      ...more,
    })
  expect(places(11)).toMatchObject({ ok: true })
  expect(places(12)).toMatchObject({ ok: false, problems: [{ path: 'because' }] })
  expect(places(12, { because: 'El mostrador lo pide' })).toMatchObject({ ok: true })
})

test('a policy names purposes that there are, and facts, sensitivities or results', () => {
  const role = Object.keys(defaultPolicy.roles)[0] as string
  const places = (more: object) => {
    const roles = { ...defaultPolicy.roles, [role]: { ...defaultPolicy.roles[role], ...more } }
    const checked = checkPolicy({ ...defaultPolicy, roles })
    return checked.ok ? [] : checked.problems.map((p) => p.path)
  }
  expect(places({ purposes: ['care', 'nothing'] })).toEqual([`roles.${role}.purposes.1`])
  const lines = [
    'orders.total',
    'orders.*',
    'own.*',
    'own.shop.x',
    'cards.x',
    'rule.*',
    'rule.best',
    'special',
  ]
  expect(places({ see: Object.fromEntries(lines.map((l) => [l, 'clear'])) })).toEqual([])
  const wrong = ['orders.nothing', 'orders', 'rule.', 'nothing']
  expect(places({ see: Object.fromEntries(wrong.map((l) => [l, 'clear'])) })).toEqual(
    wrong.map((l) => `roles.${role}.see.${l}`),
  )
})

test('an older ficha, rule or policy is read as it was meant', () => {
  const old = { id: 'old', name: 'Antigua', kind: 'signal', if: 'true', version: 0 }
  expect(checkRule(old)).toMatchObject({ ok: true, rule: { title: 'Antigua', when: 'true', version: 1 } })
  const { title: _, for: __, layout: ___, ...bare } = template([])
  const card = { ...bare, version: 0, name: 'Antigua', role: 'adviser' }
  expect(checkTemplate({ ...card, touch: true })).toMatchObject({
    ok: true,
    value: { title: 'Antigua', for: { roles: ['adviser'] }, layout: 'touch', version: 1 },
  })
  expect(checkTemplate({ ...card, touch: false })).toMatchObject({ ok: true, value: { layout: 'compact' } })
  expect(checkPolicy({ ...defaultPolicy, version: 0 })).toMatchObject({ ok: true, value: { version: 1 } })
})
