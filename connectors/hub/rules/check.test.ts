import * as v from 'valibot'
import { expect, test } from 'vitest'
import { defaultPolicy } from '../templates/index.ts'
import { checkPolicy, checkTemplate } from './check.ts'
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
