import { expect, test } from 'vitest'
import { defaultPolicy } from '../templates/index.ts'
import { checkPolicy, checkTemplate } from './check.ts'
import { template } from './sample.ts'

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
