import { describe, expect, test } from 'vitest'
import { compiledOf } from '../compile.ts'
import { evaluate } from '../evaluate.ts'
import { daysAgo, down, facts, now, partial, rule, whole } from '../sample.ts'
import type { FactBase } from '../types.ts'

const settings = { timeZone: 'Europe/Madrid', currency: 'EUR' }
const evaluated = (when: string, base: FactBase, more: Parameters<typeof rule>[1] = {}) => {
  const result = compiledOf(rule(when, more))
  if (!('compiled' in result)) throw new Error(result.problems.map((p) => p.says).join())
  return evaluate(result.compiled, base, settings, 'es')
}
const is = (when: string, base: FactBase): string => evaluated(when, base).answer.is
const eur = (amount: string, currency = 'EUR') => ({ amount, currency })
const after = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString()

describe('a window of days', () => {
  const orders = (...dates: string[]) =>
    facts({ orders: whole('shop', ...dates.map((orderDate) => ({ orderDate, expectedArrival: orderDate }))) })
  test('behind us holds its last moment and ends now', () => {
    const count = (hours: number) => is('orders.within(30).count() == 1', orders(after(hours)))
    expect([count(-30 * 24), count(-30 * 24 - 1), count(0), count(1)]).toEqual(['yes', 'no', 'yes', 'no'])
  })
  test('ahead of us begins now and holds its last moment', () => {
    const count = (hours: number) =>
      is("orders.coming(3, 'expectedArrival').count() == 1", orders(after(hours)))
    expect([count(-1), count(0), count(72), count(73)]).toEqual(['no', 'yes', 'yes', 'no'])
  })
  test('is dated by the field that is named', () => {
    const base = facts({ requests: whole('desk', { dateCreated: daysAgo(90), dateClosed: daysAgo(1) }) })
    expect(is('requests.within(30).count() == 1', base)).toBe('no')
    expect(is("requests.within(30, 'dateClosed').count() == 1", base)).toBe('yes')
  })
})

describe('a sum over a list that is cut', () => {
  test.each([
    ['orders', 'total', eur('10.00')],
    ['orders', 'items', 10],
    ['returns', 'amount', eur('10.00')],
    ['requests', 'messages', 10],
    ['interactions', 'transfers', 10],
    ['feedback', 'score', 10],
    ['subscriptions', 'price', eur('10.00')],
    ['referrals', 'reward', eur('10.00')],
    ['behaviour', 'value', eur('10.00')],
  ] as const)('%s.%s is at least what was seen, since it is never negative', (question, field, value) => {
    const base = facts({ [question]: partial(down('shop'), 'shop', { [field]: value }) })
    expect(is(`${question}.sum('${field}') >= 10`, base)).toBe('yes')
    expect(is(`${question}.sum('${field}') <= 10`, base)).toBe('unknown')
    expect(is(`${question}.sum('${field}') >= 11`, base)).toBe('unknown')
  })
  test('may be anything where amounts may be negative', () => {
    const base = facts({ payments: partial(down('till'), 'till', { amount: eur('10.00') }) })
    expect(is("payments.sum('amount') >= 10", base)).toBe('unknown')
    expect(is("payments.sum('amount') <= 10", base)).toBe('unknown')
  })
})

describe('a figure over a whole list', () => {
  const totals = (...amounts: string[]) =>
    facts({ orders: whole('shop', ...amounts.map((a, i) => ({ total: eur(a), orderDate: daysAgo(i) }))) })
  test('is exact: cents are not lost in binary fractions', () => {
    expect(is("orders.sum('total') == 0.3", totals('0.1', '0.2'))).toBe('yes')
  })
  test('knows its greatest, least and mean', () => {
    const base = totals('30', '10', '20')
    expect(is("orders.max('total') == 30 && orders.min('total') == 10", base)).toBe('yes')
    expect(is("orders.average('total') == 20", base)).toBe('yes')
    expect(is("orders.max('total') >= 0", totals())).toBe('unknown')
    expect(is("orders.average('total') >= 0", totals())).toBe('unknown')
    expect(is("orders.sum('total') == 0", totals())).toBe('yes')
  })
  test('leaves out what is in another currency, and says so', () => {
    const base = facts({ orders: whole('shop', { total: eur('10') }, { total: eur('99', 'USD') }) })
    expect(is("orders.sum('total') >= 10", base)).toBe('yes')
    const sum = evaluated("orders.sum('total') <= 50", base).answer
    expect(sum).toMatchObject({
      is: 'unknown',
      because: [{ says: expect.stringContaining('USD') as string }],
    })
  })
  test('names the greatest as its reason, not all of them', () => {
    const used = (when: string) =>
      evaluated(when, totals('10', '30', '20')).used.map((u) => (u.value as { amount: string }).amount)
    expect(used("orders.max('total') > 1")).toEqual(['30'])
    expect(used("orders.min('total') > 1")).toEqual(['10'])
    expect(used("orders.average('total') > 1")).toEqual(['10', '30', '20'])
  })
})

describe('the last row', () => {
  const orders = [
    { orderDate: daysAgo(9), shop: 'old' },
    { orderDate: daysAgo(1), shop: 'new' },
    { shop: 'undated' },
  ]
  test('is the newest, wherever its system put it', () => {
    expect(is("orders.last().shop == 'new'", facts({ orders: whole('shop', ...orders) }))).toBe('yes')
  })
  test('is not known while there may be a newer one, nor where there is none', () => {
    expect(
      is("orders.last().shop == 'new'", facts({ orders: partial(down('till'), 'shop', ...orders) })),
    ).toBe('unknown')
    expect(is("orders.last().shop == 'new'", facts({ orders: whole('shop') }))).toBe('unknown')
  })
})

test('two values are one where they mean the same: a status by its code, an amount with its currency, a moment', () => {
  const count = (field: string, ...values: unknown[]) => {
    const base = facts({ orders: whole('shop', ...values.map((v) => ({ [field]: v }))) })
    return [0, 1, 2, 3].find((n) => is(`orders.distinct('${field}').count() == ${n}`, base) === 'yes')
  }
  expect(count('status', { code: 'sent', label: 'Enviado' }, { code: 'sent' }, { code: 'open' })).toBe(2)
  expect(count('total', eur('1'), eur('1.0'), eur('1', 'USD'))).toBe(2)
  expect(count('delivered', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00')).toBe(1)
  expect(count('shop', 'a', 'b', 'a')).toBe(2)
})

describe('a figure of one value', () => {
  const person = (more: object) => facts({ person: whole('crm', more as Record<string, unknown>) })
  test('days since are whole days gone by; days until count the one begun', () => {
    const since = (hours: number, n: number) =>
      is(`days(person.since) == ${n}`, person({ since: after(hours) }))
    expect([since(-47, 1), since(-48, 2), since(-1, 0)]).toEqual(['yes', 'yes', 'yes'])
    const until = (hours: number, n: number) =>
      is(`daysUntil(person.since) == ${n}`, person({ since: after(hours) }))
    expect([until(1, 1), until(24, 1), until(25, 2), until(0, 0)]).toEqual(['yes', 'yes', 'yes', 'yes'])
  })
  test('a day of the year comes next today, later this year, or next year', () => {
    const next = (birthDate: string, n: number) =>
      is(`anniversary(person.birthDate) == ${n}`, person({ birthDate }))
    expect(next('1980-11-21', 0)).toBe('yes')
    expect(next('1980-11-22', 1)).toBe('yes')
    expect(next('1980-11-20', 364)).toBe('yes')
    // 2027 has no 29th of February: its 1st of March is a hundred days from this 21st of November.
    expect(next('1980-02-29', 100)).toBe('yes')
  })
  test('satisfaction is of its own scale, and never beyond it', () => {
    const of = (score: number, kind?: string, outOf?: number) => {
      const row = {
        dateCreated: daysAgo(1),
        score,
        ...(kind ? { kind: { code: kind } } : {}),
        ...(outOf ? { outOf } : {}),
      }
      const base = facts({ feedback: whole('survey', row) })
      return [0, 0.25, 0.5, 0.75, 1].find(
        (n) => is(`satisfaction(feedback.last()) == ${n.toFixed(2)}`, base) === 'yes',
      )
    }
    expect([of(5, 'nps'), of(10, 'nps'), of(0, 'nps')]).toEqual([0.5, 1, 0])
    expect([of(3, 'csat'), of(5, 'csat'), of(1, 'csat')]).toEqual([0.5, 1, 0])
    expect([of(4, 'ces'), of(7, 'ces'), of(2, 'review')]).toEqual([0.5, 1, 0.25])
    expect([of(5), of(10, 'own', 20), of(99), of(-1)]).toEqual([0.5, 0.5, 1, 0])
  })
  test('an amount is comparable in the house currency alone', () => {
    const base = (currency: string) =>
      facts({ orders: whole('shop', { orderDate: daysAgo(1), total: eur('5', currency) }) })
    expect(is('amount(orders.last().total) == 5', base('EUR'))).toBe('yes')
    expect(is('amount(orders.last().total) == 5', base('USD'))).toBe('unknown')
  })
})

test('every field that decided which rows count is among the reasons, those of the first filter too', () => {
  const base = facts({
    orders: whole('shop', { expectedArrival: daysAgo(1), items: 3, total: eur('10') }),
  })
  const { used } = evaluated(
    "orders.within(30, 'expectedArrival').filter(o, o.items > 1.0).sum('total') > 0",
    base,
  )
  expect(new Set(used.map((u) => u.path))).toEqual(
    new Set(['orders.expectedArrival', 'orders.items', 'orders.total']),
  )
})
