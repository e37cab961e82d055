import { expect, test } from 'vitest'
import type { Rule } from '../../contract/index.ts'
import { compiledOf } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { daysAgo, down, facts, order, partial, rule, truncated, whole } from './sample.ts'
import type { FactBase } from './types.ts'

const settings = { timeZone: 'Europe/Madrid', currency: 'EUR' }
const answer = (made: Rule, base: FactBase) => {
  const result = compiledOf(made)
  if (!('compiled' in result)) throw new Error(result.problems.map((p) => p.says).join())
  return evaluate(result.compiled, base, settings, 'es').answer
}
const why = (made: Rule | string, base: FactBase) => {
  const is = answer(typeof made === 'string' ? rule(made) : made, base)
  return is.is === 'unknown' ? is.because.map((b) => b.says) : is.is
}

test('every system that is silent is named once, and a list that is cut without a word by its question', () => {
  const both = "orders.sum('total') > 9000 || returns.count() > 9"
  expect(
    why(both, facts({ orders: partial(down('shop'), 'shop'), returns: partial(down('shop'), 'shop') })),
  ).toEqual(['shop no responde'])
  expect(
    why(both, facts({ orders: partial(truncated('till'), 'till'), returns: partial(down('shop'), 'shop') })),
  ).toEqual(['till tiene más', 'shop no responde'])
  expect(
    why(both, facts({ orders: { complete: false, because: [], rows: [] }, returns: whole('shop') })),
  ).toEqual(['la lista está incompleta (pedidos)'])
})

test('a silent system that only fills in a figure is no reason, unless the answer is that figure', () => {
  const base = facts({ orders: whole('shop'), loyalty: partial(down('till'), 'till') })
  const values = { tier: 'loyalty.tier.code' }
  const text = { yes: '{tier}' }
  expect(why(rule('orders.count() == 0', { values, text }), base)).toBe('yes')
  expect(why(rule('orders.count() == 0', { values, text, kind: 'margin' }), base)).toEqual([
    'till no responde',
  ])
  expect(why(rule('context.motive == "x"', { values, text }), base)).toEqual(
    ['no se sabe la situación' as string].map(() => expect.not.stringContaining('till') as string),
  )
})

test('what nobody tells is named in the reader’s words: two facts by name, more by their question', () => {
  const one = facts({ orders: whole('shop', { orderDate: daysAgo(1) }) })
  expect(why("orders.last().shop == 'x'", one)).toEqual(['ningún sistema lo dice (tienda)'])
  const two = why("orders.last().shop == 'x' || orders.last().motive == 'x'", one)
  expect(two).toHaveLength(1)
  expect(two[0]).toMatch(/^ningún sistema lo dice \(tienda, .+\)$/)
  expect(
    why("orders.last().shop == 'x' || orders.last().motive == 'x' || orders.last().orderNumber == 'x'", one),
  ).toEqual(['ningún sistema lo dice (pedidos)'])
})

test('a cost is that of all that a rule evaluates, and too much together is refused though each part is not', () => {
  const cost = (made: Rule) => {
    const result = compiledOf(made)
    return 'compiled' in result ? result.compiled.cost : result.problems.map((p) => p.path)
  }
  const alone = cost(rule('orders.count() > 1'))
  const filled = cost(rule('orders.count() > 1', { values: { n: 'returns.count()' } }))
  expect(alone).toMatchObject({ reads: 1, questions: ['orders'] })
  expect(filled).toMatchObject({ reads: 2, questions: ['orders', 'returns'] })
  if (!('steps' in alone) || !('steps' in filled)) throw new Error('refused')
  expect(filled.steps - alone.steps).toBeGreaterThanOrEqual(1_000)
  const dear = (n: number) => `orders.exists(o, ${Array(n).fill('o.shop == "x"').join(' || ')})`
  const half = dear(30)
  expect(cost(rule(half))).toMatchObject({ questions: ['orders'] })
  expect(cost(rule(half, { values: { again: half } }))).toEqual(['when'])
})

test('an order that decides is not undone by a system that is silent', () => {
  expect(why("orders.sum('total') > 5", facts({ orders: partial(down('till'), 'shop', order(1, 10)) }))).toBe(
    'yes',
  )
})
