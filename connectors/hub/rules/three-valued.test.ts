import { describe, expect, test } from 'vitest'
import { demoFichas } from '../../../demo-host/fichas/index.ts'
import fc from '../../../e2e/support/properties.ts'
import { defaultRules } from '../templates/index.ts'
import { compiledOf } from './compile.ts'
import { createDeriver } from './deriver.ts'
import { evaluate } from './evaluate.ts'
import { daysAgo, down, facts, input, order, partial, rows, rule, truncated, whole } from './sample.ts'
import type { FactBase, QuestionFacts } from './types.ts'

const settings = { timeZone: 'Europe/Madrid', currency: 'EUR' }
const answer = (when: string, base: FactBase) => {
  const result = compiledOf(rule(when))
  if (!('compiled' in result)) throw new Error(result.problems.map((p) => p.says).join())
  return evaluate(result.compiled, base, settings, 'es').answer
}
const best = demoFichas.rules.filter((r) => r.id === 'best-customer')

describe('a rule whose source did not answer', () => {
  test('shop down: best customer is unknown because of it, never no', () => {
    const { results } = createDeriver(input(best)).run(facts({ orders: partial(down('shop'), 'shop') }))
    expect(results[0]?.answer).toEqual({ is: 'unknown', because: [down('shop')] })
    expect(results[0]?.text).toContain('shop no responde')
  })
  test('shop truncated and below the norm: unknown because of it', () => {
    const { results } = createDeriver(input(best)).run(
      facts({ orders: partial(truncated('shop'), 'shop', order(3, 400)) }),
    )
    expect(results[0]?.answer).toEqual({ is: 'unknown', because: [truncated('shop')] })
  })
  test('shop truncated but already above the norm: yes', () => {
    const { results } = createDeriver(input(best)).run(
      facts({ orders: partial(truncated('shop'), 'shop', order(3, 1_400)) }),
    )
    expect(results[0]?.answer).toEqual({ is: 'yes' })
  })
  test('shop back and below the norm: no, by itself', () => {
    const deriver = createDeriver(input(best))
    deriver.run(facts({ orders: partial(down('shop'), 'shop') }))
    expect(deriver.run(facts({ orders: whole('shop', order(3, 400)) })).results[0]?.answer).toEqual({
      is: 'no',
    })
  })
  test('of a row that nobody has, it is said once what it would be, not each of its facts', () => {
    for (const [feedback, says] of [
      [whole('survey'), 'ningún sistema lo dice (opiniones)'],
      [whole('survey', { kind: { code: 'csat' }, dateCreated: daysAgo(1) }), 'ningún sistema lo dice (nota)'],
    ] as const)
      expect(answer('satisfaction(feedback.last()) >= 0.7', facts({ feedback }))).toEqual({
        is: 'unknown',
        because: [{ code: 'no-system', says }],
      })
  })
  test('a question nobody asked is unknown because it was not asked', () => {
    expect(answer('requests.exists(r, r.open)', facts({}))).toMatchObject({
      is: 'unknown',
      because: [{ code: 'not-asked' }],
    })
  })
  test('an order in a currency without a rate leaves the sum at least what is known', () => {
    const foreign = order(3, 900, { total: { amount: '900.00', currency: 'GBP' } })
    const base = facts({ orders: whole('shop', order(2, 300), foreign) })
    expect(answer("orders.sum('total') >= 200", base)).toEqual({ is: 'yes' })
    expect(answer("orders.sum('total') >= 1000", base)).toMatchObject({
      is: 'unknown',
      because: [{ says: 'hay importes en GBP que no se pueden sumar' }],
    })
  })
  test('what the host does not say is unknown, and so is a fact no system tells', () => {
    expect(answer("context.channel == 'phone'", facts({})).is).toBe('unknown')
    expect(
      answer('anniversary(person.birthDate) <= 7', facts({ person: whole('crm', { name: { full: 'A' } }) })),
    ).toMatchObject({
      is: 'unknown',
      because: [{ code: 'no-system', says: 'ningún sistema lo dice (nacimiento)' }],
    })
  })
  test('and-or follow Kleene: a decided side wins over an undecided one, on either hand', () => {
    const base = facts({ orders: partial(down('shop'), 'shop'), requests: whole('desk', { open: true }) })
    for (const when of [
      'requests.exists(r, r.open) || orders.count() > 3',
      'orders.count() > 3 || requests.exists(r, r.open)',
    ])
      expect(answer(when, base).is).toBe('yes')
    for (const when of [
      '!requests.exists(r, r.open) && orders.count() > 3',
      'orders.count() > 3 && !requests.exists(r, r.open)',
    ])
      expect(answer(when, base).is).toBe('no')
    expect(answer('requests.exists(r, r.open) && orders.count() > 3', base).is).toBe('unknown')
  })
  test('a field the purpose forbids was not asked: that a row lacks it proves nothing', () => {
    const blind = facts({
      orders: partial({ code: 'withheld', says: 'este fin no lo permite' }, 'shop', order(3, 10)),
    })
    expect(answer('orders.all(o, has(o.motive))', blind)).toMatchObject({
      is: 'unknown',
      because: [{ code: 'withheld' }],
    })
    expect(answer('orders.all(o, has(o.motive))', facts({ orders: whole('shop', order(3, 10)) })).is).toBe(
      'no',
    )
  })
  test('one value of a person is not settled while a system that may know better is silent', () => {
    const silent: QuestionFacts = {
      ...whole('crm', { birthDate: '1980-11-22' }),
      complete: false,
      because: [down('shop')],
    }
    expect(answer('anniversary(person.birthDate) <= 7', facts({ person: silent })).is).toBe('unknown')
  })
})

/** Expressions of every shape a rule may take over two lists. */
const atoms = [
  'orders.count() >= 3',
  'orders.count() < 3',
  'orders.count() == 2',
  'orders.count() != 2',
  '3 > orders.count()',
  'orders.within(100).count() > 1',
  "orders.within(100).sum('total') >= 500.0",
  "orders.sum('total') <= 500",
  "orders.sum('total') - 100 > 300",
  'orders.exists(o, amount(o.total) > 200)',
  'orders.all(o, amount(o.total) < 200)',
  "orders.exists_one(o, o.status.code == 'late')",
  "orders.filter(o, o.status.code == 'late').count() > 1",
  'orders.filter(o, has(o.delivered)).within(200).count() == 0',
  "orders.share(o, o.status.code == 'late') > 0.5",
  "orders.last().status.code == 'late'",
  'amount(orders.last().total) > 100',
  "orders.max('total') > 250",
  "orders.min('total') < 50",
  "orders.average('total') > 100",
  "orders.distinct('status').count() >= 2",
  'orders.count(o, o.items > 2.0) * 2 > 3',
  '-orders.count() < -2',
  "orders.sum('total') / orders.count() > 100",
  'payments.count() > orders.count()',
  "payments.sum('amount') > 100",
  'payments.all(p, amount(p.amount) > 0)',
  "payments.exists(p, p.status.code == 'declined')",
  '(orders.count() > 2 ? orders.exists(o, o.items == 1.0) : payments.count() > 1)',
  'orders.exists(o, o.lines.size() > 1)',
  'orders.coming(30).count() > 0',
  "orders.within(300, 'delivered').distinct('channel').count() < 2",
]
const status = fc.constantFrom('late', 'delivered', undefined)
const anOrder = fc
  .record({
    days: fc.integer({ min: -5, max: 400 }),
    euros: fc.integer({ min: -50, max: 400 }),
    currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'GBP'),
    code: status,
    delivered: fc.boolean(),
    items: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    dated: fc.integer({ min: 0, max: 9 }),
  })
  .map((o) => ({
    ...(o.dated > 0 ? { orderDate: daysAgo(o.days) } : {}),
    total: { amount: String(o.euros), currency: o.currency },
    ...(o.code ? { status: { code: o.code } } : {}),
    ...(o.delivered ? { delivered: daysAgo(o.days - 2) } : {}),
    ...(o.items ? { items: o.items, lines: Array.from({ length: o.items }, () => ({ product: 'x' })) } : {}),
  }))
const aPayment = fc
  .record({ amount: fc.integer({ min: -100, max: 200 }), code: fc.constantFrom('paid', 'declined') })
  .map((p) => ({
    amount: { amount: String(p.amount), currency: 'EUR' },
    status: { code: p.code },
    paymentDate: daysAgo(10),
  }))
const expression = fc.letrec<{ e: string }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(...atoms),
    fc.tuple(tie('e'), fc.constantFrom('&&', '||'), tie('e')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('e').map((a) => `!(${a})`),
  ),
})).e

const cut = (all: readonly Record<string, unknown>[], keep: readonly boolean[]): QuestionFacts => ({
  complete: false,
  because: [truncated('shop')],
  rows: rows(
    'shop',
    all.filter((_, i) => keep[i] ?? false),
  ),
})
type Decide = (when: string, base: FactBase) => ReturnType<typeof answer>
const sound = (decide: Decide) =>
  fc.property(
    expression,
    fc.array(anOrder, { maxLength: 6 }),
    fc.array(aPayment, { maxLength: 4 }),
    fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    fc.constantFrom('orders', 'payments', 'both'),
    (when, orders, payments, keep, which) => {
      const full = { orders: whole('shop', ...orders), payments: whole('shop', ...payments) }
      const seen = {
        orders: which === 'payments' ? full.orders : cut(orders, keep),
        payments: which === 'orders' ? full.payments : cut(payments, keep),
      }
      const early = decide(when, facts(seen))
      const settled = answer(when, facts(full))
      // A decided early answer is the one every completion gives; this completion is one of them.
      return early.is === 'unknown' || early.is === settled.is
    },
  )

describe('property: an answer from part of the facts is the answer from all of them', () => {
  test('for random rules, random facts and random truncation', () => {
    fc.assert(sound(answer), { numRuns: 6_000 })
  })
  test('planted: an evaluator that takes a truncated list for a whole one is caught', () => {
    const careless: Decide = (when, base) =>
      answer(when, {
        ...base,
        questions: Object.fromEntries(
          Object.entries(base.questions).map(([q, f]) => [q, { ...f, complete: true, because: [] }]),
        ),
      })
    expect(fc.check(sound(careless), { numRuns: 2_000 }).failed).toBe(true)
  })
  test('partial data still decide often enough to be worth it', () => {
    const base = facts({
      orders: {
        complete: false,
        because: [truncated('shop')],
        rows: rows('shop', [order(1, 300, { status: { code: 'late' } }), order(2, 260), order(3, 20)]),
      },
      payments: partial(down('shop'), 'shop'),
    })
    expect(atoms.filter((when) => answer(when, base).is !== 'unknown').length).toBeGreaterThan(10)
  })
})

describe('a norm that the company has not set', () => {
  const shipped = defaultRules.filter((r) => r.id === 'best-customer')
  const reason = (says: string) => [{ code: 'no-norm', says }]
  test('leaves the rule unknown with its own reason, whatever the systems say', () => {
    for (const orders of [
      whole('shop', order(3, 9_000)),
      whole('shop', order(3, 1)),
      whole('shop'),
      partial(down('shop'), 'shop'),
      partial(truncated('shop'), 'shop', order(3, 9_000)),
    ])
      for (const [locale, says] of [
        ['es', 'falta fijar la norma'],
        ['en', 'norm not set'],
        ['pt', 'falta definir a norma'],
      ] as const) {
        const [result] = createDeriver(input(shipped, { locale })).run(facts({ orders })).results
        expect(result).toMatchObject({ answer: { is: 'unknown', because: reason(says) }, tone: 'calm' })
        expect(result?.text).toContain(says)
        expect(result?.used).toEqual([])
      }
  })
  test('is unknown also where the rest would decide, and in every kind of rule', () => {
    const unset = (kind: string, when: string, more: object = {}) =>
      createDeriver(input([{ ...rule(when), kind: kind as 'glance', norm: { least: null }, ...more }])).run(
        facts({ orders: whole('shop', order(3, 1)) }),
      )
    for (const when of [
      "orders.count() > 0 || orders.sum('total') >= norm.least",
      "orders.count() > 9 && orders.sum('total') >= norm.least",
      'norm.least == null',
      'has(norm.least)',
      '!has(norm.least)',
      'norm.least != norm.least',
      'true',
    ])
      for (const kind of ['glance', 'signal', 'margin', 'promise'])
        expect(unset(kind, when).results[0]?.answer, `${kind} ${when}`).toEqual({
          is: 'unknown',
          because: reason('falta fijar la norma'),
        })
    const advice = {
      text: { yes: 'Dale {n}' },
      values: { n: 'norm.least' },
      advice: { rank: 'help', restDays: 1 },
    }
    expect(unset('advice', 'true', advice).advice).toEqual([])
    expect(unset('advice', 'true', { ...advice, norm: { least: 5 } }).advice).toHaveLength(1)
    expect(
      unset('stage', 'true', { values: { after: 'true', late: 'norm.least > 1' } }).results[0]?.answer,
    ).toEqual({
      is: 'unknown',
      because: reason('falta fijar la norma'),
    })
  })
  test('answers as soon as it is set, also to nothing', () => {
    const set = (least: number) =>
      createDeriver(input(shipped.map((r) => ({ ...r, norm: { ...r.norm, least } })))).run(
        facts({ orders: whole('shop', order(3, 700)) }),
      ).results[0]?.answer
    expect([set(500), set(1_000), set(0)]).toEqual([{ is: 'yes' }, { is: 'no' }, { is: 'yes' }])
  })
})

describe('a field that no system offers, or that could not be read', () => {
  const silent = (
    unknown: { unoffered?: string[]; unread?: string[] },
    ...all: Record<string, unknown>[]
  ) => ({
    ...whole('shop', ...all),
    rows: rows('shop', all).map((row) => ({ ...row, unknown: { unoffered: [], unread: [], ...unknown } })),
  })
  const promise = (id: string, base: FactBase) =>
    createDeriver(input(demoFichas.rules.filter((r) => r.id === id))).run(base).results[0]
  const request = { dateCreated: daysAgo(3) }

  test('leaves a promise unknown, and never broken', () => {
    for (const how of [{ unoffered: ['firstAnswered'] }, { unread: ['firstAnswered'] }]) {
      const result = promise('answered-4h', facts({ requests: silent(how, request) }))
      expect(result?.answer.is).toBe('unknown')
      expect(result?.text).toMatch('unread' in how ? /no se ha podido leer/ : /ningún sistema lo dice/)
    }
    expect(
      promise('delivered-48h', facts({ orders: silent({ unoffered: ['delivered'] }, order(9, 20)) }))?.answer
        .is,
    ).toBe('unknown')
    // The same silence of a system that would say it is a broken promise.
    expect(promise('answered-4h', facts({ requests: whole('shop', request) }))?.answer.is).toBe('no')
    expect(promise('delivered-48h', facts({ orders: whole('shop', order(9, 20)) }))?.answer.is).toBe('no')
  })
  test('matters only where the rest does not decide, and only where it has no value', () => {
    const orders = silent(
      { unoffered: ['delivered', 'pickup'] },
      order(9, 20, { channel: { code: 'store' }, motive: 'x' }),
    )
    expect(answer("orders.exists(o, !has(o.pickup) && o.channel.code == 'web')", facts({ orders }))).toEqual({
      is: 'no',
    })
    expect(answer('orders.exists(o, has(o.delivered) || has(o.motive))', facts({ orders }))).toEqual({
      is: 'yes',
    })
    expect(answer("orders.sum('total') >= 20", facts({ orders }))).toEqual({ is: 'yes' })
    // Of one value that could not be read nothing follows for the others.
    const undelivered = silent({ unread: ['delivered'] }, order(9, 20))
    expect(answer('orders.count() == 1', facts({ orders: undelivered }))).toEqual({ is: 'yes' })
    // A list that is there may lack what could not be read.
    const lines = silent({ unread: ['lines'] }, order(9, 20, { lines: [{ product: 'A' }] }))
    expect(answer("orders.last().lines.exists(l, l.product == 'B')", facts({ orders: lines }))).toMatchObject(
      {
        is: 'unknown',
        because: [{ code: 'incomplete', says: expect.stringContaining('no se ha podido leer') }],
      },
    )
    const read = silent({ unread: ['motive'] }, order(9, 20, { motive: 'x' }))
    expect(answer('orders.all(o, has(o.motive))', facts({ orders: read }))).toEqual({ is: 'yes' })
  })
  test('does not take away what a list still decides: a row without its date may belong', () => {
    const undated = silent({ unoffered: ['orderDate'] }, { total: { amount: '20.00', currency: 'EUR' } })
    expect(answer("orders.within(30).sum('total') <= 20", facts({ orders: undated }))).toEqual({ is: 'yes' })
    expect(answer("orders.within(30).sum('total') >= 20", facts({ orders: undated }))).toMatchObject({
      is: 'unknown',
    })
  })
  test('of a single answer is unknown unless another system offers it and has none', () => {
    const shop = { ...silent({}, { tier: { code: 'gold' } }), unoffered: ['voucher'] }
    const till = whole('till', { points: 5 })
    const both = { ...till, rows: [...silent({ unoffered: ['voucher'] }, { tier: {} }).rows, ...till.rows] }
    expect(answer('has(loyalty.voucher)', facts({ loyalty: shop }))).toMatchObject({
      is: 'unknown',
      because: [{ code: 'no-system', says: expect.stringContaining('ningún sistema lo dice') }],
    })
    expect(answer('has(loyalty.voucher)', facts({ loyalty: both }))).toEqual({ is: 'no' })
    const unread = silent({ unread: ['voucher'] }, { tier: { code: 'gold' } })
    // Asked of a system that offers it and knows nobody of the kind: there is none.
    expect(answer('has(loyalty.voucher)', facts({ loyalty: whole('till') }))).toEqual({ is: 'no' })
    const mixed = { ...till, rows: [...unread.rows, ...till.rows] }
    expect(answer('has(loyalty.voucher)', facts({ loyalty: mixed }))).toMatchObject({ is: 'unknown' })
    expect(
      answer('has(own.shop.size)', facts({ own: silent({ unoffered: ['size'] }, { a: 1 }) })),
    ).toMatchObject({
      is: 'unknown',
    })
    expect(answer('has(own.shop.size)', facts({ own: silent({}, { a: 1 }) }))).toEqual({ is: 'no' })
  })
})
