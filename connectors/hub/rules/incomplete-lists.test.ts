import { describe, expect, test } from 'vitest'
import { secondsOf } from './cel/value.ts'
import { compiledOf } from './compile.ts'
import { createDeriver } from './deriver.ts'
import { evaluate } from './evaluate.ts'
import { daysAgo, down, facts, input, order, partial, rule, whole } from './sample.ts'
import type { FactBase } from './types.ts'

const settings = { timeZone: 'Europe/Madrid', currency: 'EUR' }
const is = (when: string, base: FactBase): string => {
  const result = compiledOf(rule(when))
  if (!('compiled' in result)) throw new Error(result.problems.map((p) => p.says).join())
  return evaluate(result.compiled, base, settings, 'es').answer.is
}
const sent = { status: { code: 'sent' } }
const orders = (...all: Record<string, unknown>[]) => facts({ orders: whole('shop', ...all) })

describe('a window of days', () => {
  test('ends now: what is dated ahead is not in it', () => {
    expect(is('orders.within(30).count() == 1', orders(order(1, 10), order(-3, 10)))).toBe('yes')
  })
  test('may hold a row without a date, and one that may not belong and has none', () => {
    const { orderDate: _, ...undated } = order(1, 10)
    expect(is('orders.within(30).count() == 1', orders(order(1, 10), undated))).toBe('unknown')
    expect(
      is("orders.filter(o, o.status.code == 'sent').within(30).count() == 0", orders({ ...undated })),
    ).toBe('unknown')
  })
})

describe('a figure over rows of which one is not known', () => {
  const { total: _, ...unpriced } = order(2, 10)
  test('has no greatest, least or mean value that later rows could not change', () => {
    const base = orders(order(1, 10), unpriced)
    expect(is("orders.max('total') <= 100", base)).toBe('unknown')
    expect(is("orders.max('total') >= 5", base)).toBe('yes')
    expect(is("orders.min('total') >= 5", base)).toBe('unknown')
    expect(is("orders.average('total') == 10", base)).toBe('unknown')
    expect(is("orders.average('total') == 10", orders(order(1, 10)))).toBe('yes')
  })
  test('falls by a negative amount that may belong, where amounts may be negative', () => {
    const payment = (euros: string, more: object = {}) => ({
      paymentDate: daysAgo(1),
      amount: { amount: euros, currency: 'EUR' },
      ...more,
    })
    const base = facts({ payments: whole('till', payment('10.00', sent), payment('-5.00')) })
    const paid = "payments.filter(p, p.status.code == 'sent').sum('amount')"
    expect(is(`${paid} >= 10`, base)).toBe('unknown')
    expect(is(`${paid} >= 5`, base)).toBe('yes')
  })
  test('times nothing is nothing, however many rows there may be', () => {
    expect(is('orders.count() * 0 == 0', facts({ orders: partial(down('shop'), 'shop') }))).toBe('yes')
  })
})

describe('rows that may belong', () => {
  const maybe = (more: Record<string, unknown>) => orders(order(1, 10, sent), order(2, 10, more))
  const sentOrders = "orders.filter(o, o.status.code == 'sent')"
  test('leave "all" open unless the condition holds for them too', () => {
    expect(is(`${sentOrders}.all(o, o.total.amount > 5.0)`, maybe({}))).toBe('yes')
    const cheap = { total: { amount: '1.00', currency: 'EUR' } }
    expect(is(`${sentOrders}.all(o, o.total.amount > 5.0)`, maybe(cheap))).toBe('unknown')
  })
  test('leave a share open, and are counted as possible even where the condition is not known of them', () => {
    expect(is(`${sentOrders}.share(o, o.total.amount > 5.0) >= 0.9`, maybe({}))).toBe('unknown')
    expect(is(`${sentOrders}.count(o, o.shop == 'a') == 0`, maybe({}))).toBe('unknown')
  })
  test('count once each as a distinct value, where they name none', () => {
    const base = orders(order(1, 1, { shop: 'a' }), order(2, 1, { shop: 'b' }), order(3, 1))
    expect(is("orders.distinct('shop').count() == 2", base)).toBe('unknown')
    expect(is("orders.distinct('shop').count() >= 2", base)).toBe('yes')
    expect(is("orders.distinct('shop').count() <= 3", base)).toBe('yes')
  })
})

test('two rows that meet a condition are not "exactly one", however many are missing', () => {
  const when = 'orders.exists_one(o, o.total.amount > 5.0)'
  expect(is(when, facts({ orders: partial(down('shop'), 'shop', order(1, 10), order(2, 10)) }))).toBe('no')
  expect(is(when, facts({ orders: partial(down('shop'), 'shop', order(1, 10)) }))).toBe('unknown')
})

test('of two rows of one moment the last is the one its system gave first', () => {
  const base = orders(order(1, 10, { orderNumber: 'first' }), order(1, 10, { orderNumber: 'second' }))
  expect(is("orders.last().orderNumber == 'first'", base)).toBe('yes')
})

test('a small chart shows the newest 24 figures, in the order of time', () => {
  const all = Array.from({ length: 30 }, (_, n) => order(n + 1, n + 1))
  const chart = rule('true', { values: { spark: "orders.series('total')" } })
  expect(createDeriver(input([chart])).run(orders(...all)).results[0]?.spark).toEqual(
    Array.from({ length: 24 }, (_, n) => 24 - n),
  )
})

test('a field of a system’s own is undecided while nobody says which system is silent', () => {
  const own = (because: ReturnType<typeof down>[]) =>
    facts({ own: { ...whole('shop', { size: 'M' }), complete: false, because } })
  const lacks = '!has(own.shop.colour)'
  expect(is(lacks, own([]))).toBe('unknown')
  expect(is(lacks, own([{ code: 'withheld', says: 'este fin no lo permite' }]))).toBe('unknown')
  expect(is(lacks, own([down('shop')]))).toBe('unknown')
  expect(is(lacks, own([down('till')]))).toBe('yes')
})

test('a birthday is kept by the calendar of the company, not of Greenwich', () => {
  const late = { now: new Date('2026-11-21T23:30:00Z') }
  const person = whole('crm', { birthDate: '1980-11-22' })
  expect(is('anniversary(person.birthDate) == 0', facts({ person }, late))).toBe('yes')
})

test('a duration in ISO 8601 is read with years of 365 days and months of 30', () => {
  const day = 86_400
  expect(secondsOf('P1Y2M1W3DT4H5M6.5S')).toBe((365 + 60 + 7 + 3) * day + 4 * 3_600 + 5 * 60 + 6.5)
  expect(secondsOf('two months')).toBeUndefined()
})
