import { expect, test } from 'vitest'
import { type Choice, compose, recognise } from './compose.ts'

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
  for (const when of [
    'orders.exists(o, has(o.total))',
    "orders.sum('total') >= 5",
    "orders.sum('total') >= norm.none && true",
    '',
  ])
    expect(recognise({ when, norm: {} })).toBeUndefined()
})
