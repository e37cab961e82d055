import { expect, test } from 'vitest'
import { type Choice, compose, measurable, recognise } from './compose.ts'

const choices: readonly Choice[] = [
  { question: 'orders', measure: 'sum', field: 'total', operator: '>=', than: 500, days: 365 },
  { question: 'requests', measure: 'count', field: '', operator: '>', than: 3, days: 30 },
  { question: 'orders', measure: 'count', field: '', operator: '==', than: 0, days: undefined },
  { question: 'feedback', measure: 'average', field: 'score', operator: '<', than: 6, days: 90 },
  { question: 'loyalty', measure: 'value', field: 'points', operator: '>=', than: 1000, days: undefined },
  { question: 'person', measure: 'days', field: 'since', operator: '<=', than: 30, days: undefined },
]
test('what was chosen is written as CEL with its figures in the norm, and is recognised again', () => {
  expect(compose(choices[0] as Choice)).toEqual({
    when: "orders.within(norm.days).sum('total') >= norm.than",
    norm: { than: 500, days: 365 },
  })
  for (const choice of choices) expect(recognise(compose(choice))).toEqual(choice)
})
test('a shipped rule of this form is recognised with its own names; one written by hand is left alone', () => {
  expect(
    recognise({
      when: "orders.within(norm.days).sum('total') >= norm.euros",
      norm: { euros: 1000, days: 365 },
    }),
  ).toMatchObject({ measure: 'sum', than: 1000, days: 365 })
  expect(
    recognise({
      when: "orders.within(norm.days).sum('total') >= norm.least",
      norm: { least: null, days: 365 },
    }),
  ).toMatchObject({ measure: 'sum', than: null, days: 365, name: 'least' })
  expect(
    recognise({ when: 'orders.within(norm.days).count() >= norm.than', norm: { than: 1, days: null } }),
  ).toBeUndefined()
  for (const when of [
    'orders.exists(o, has(o.total))',
    "orders.sum('total') >= 5",
    "orders.sum('total') >= norm.none && true",
    '',
  ])
    expect(recognise({ when, norm: {} })).toBeUndefined()
})
test('a single value has no span of days, whatever was chosen before', () => {
  expect(compose({ ...(choices[4] as Choice), days: 30 })).toEqual({
    when: 'loyalty.points >= norm.than',
    norm: { than: 1000 },
  })
})
test('figures are measured of figures, days of dates, and neither of what is a list in itself', () => {
  const fact = (path: string, type: string, list?: true) =>
    ({ path, type, label: '', sensitivity: 'none', ...(list && { list }) }) as never
  const facts = [
    fact('orders.total', 'money'),
    fact('orders.orderDate', 'date'),
    fact('orders.prices', 'money', true),
    fact('payments.amount', 'money'),
    fact('orders.shop', 'text'),
  ]
  const paths = (measure: Choice['measure']) => measurable(facts, 'orders', measure).map((f) => f.path)
  expect([paths('sum'), paths('days')]).toEqual([['orders.total'], ['orders.orderDate']])
})
