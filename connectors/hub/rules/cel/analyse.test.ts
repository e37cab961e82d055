import { describe, expect, test } from 'vitest'
import { analyse, rowsOf } from './analyse.ts'
import { ruleEnvironment } from './environment.ts'

const of = (source: string, norm: Record<string, unknown> = {}) =>
  analyse(ruleEnvironment.parse(source).ast, norm)
const faults = (source: string, norm?: Record<string, unknown>) =>
  of(source, norm).findings.map((f) => [f.code, source.slice(f.node.start, f.node.end)])

test.each([
  ['orders.count() > 1', 'orders.orderDate'],
  ['orders.exists(o, o.shop == "x")', 'orders.orderDate orders.shop'],
  ["orders.filter(o, o.shop == 'x').sum('total') > 1.0", 'orders.orderDate orders.shop orders.total'],
  ["payments.within(9, 'paymentDate').count() > 1", 'payments.paymentDate'],
  ["orders.coming(9, 'expectedArrival').count() > 1", 'orders.expectedArrival orders.orderDate'],
  ['subscriptions.coming(9).count() > 1', 'subscriptions.renewal subscriptions.startDate'],
  ['orders.last().status.code == "sent"', 'orders.orderDate orders.status'],
  ["feedback.series('score')", 'feedback.dateCreated feedback.kind feedback.outOf feedback.score'],
  ['satisfaction(feedback.last()) < 0.5', 'feedback.dateCreated feedback.kind feedback.outOf feedback.score'],
  ['(true ? orders : orders.within(9)).last().shop == ""', 'orders.orderDate orders.shop'],
  ['person["segment"].code == "a"', 'person.segment'],
  ['own.shop.colour == "red"', 'own.shop.colour'],
  ['own["shop"]["colour"] == "red"', 'own.shop.colour'],
  ['norm.euros > 1', ''],
])('%s reads what decides it: %s', (source, reads) => {
  expect(faults(source, { euros: 1 })).toEqual([])
  expect([...of(source, { euros: 1 }).reads].sort().join(' ')).toBe(reads)
})

test('what reads the time is known: by name, by how long ago, by how long until, by a window', () => {
  for (const source of [
    'now > person.since',
    'days(person.since) > 9',
    'daysUntil(loyalty.pointsExpire) < 9',
    'anniversary(person.birthDate) < 7',
    'orders.within(9).count() > 1',
    'subscriptions.coming(9).count() > 1',
  ])
    expect(of(source), source).toMatchObject({ clock: true, context: false })
  expect(of('orders.last().orderDate > person.since')).toMatchObject({ clock: false })
  expect(of('context.channel == "phone"')).toMatchObject({ clock: false, context: true })
})

describe('what it may cost', () => {
  test('grows with the rows that a question may have', () => {
    expect([rowsOf('orders'), rowsOf('campaigns'), rowsOf('returns'), rowsOf('person')]).toEqual([
      5_000, 2_000, 1_000, 1,
    ])
    const steps = (q: string) => of(`${q}.exists(r, true)`).steps
    expect(steps('orders') - steps('returns')).toBe(4_000)
    expect(of('orders.count() > 1').steps - of('returns.count() > 1').steps).toBe(4_000)
  })
  test('and a hundred times for each line within a row', () => {
    expect(of('[1].exists(x, x > 0)').steps).toBeGreaterThan(300)
  })
})

test.each<[string, ...[string, string][]]>([
  ['orders.total > 1', ['list_has_no_fields', 'orders.total']],
  ['size(orders) > 1', ['list_has_no_fields', 'orders']],
  ['orders == orders', ['list_has_no_fields', 'orders'], ['list_has_no_fields', 'orders']],
  ['person.nothing == 1', ['no_such_field', 'person.nothing']],
  ['person[context.channel] == 1', ['index_not_literal', 'person[context.channel]']],
  ['own[context.channel].x == 1', ['index_not_literal', 'own[context.channel]']],
  ['norm.pounds > 1', ['no_such_norm', 'norm.pounds']],
  ["orders.sum('nothing') > 1", ['no_such_field', "'nothing'"]],
  ["orders.sum('shop') > 1", ['field_of_other_type', "'shop'"]],
  ["orders.within(9, 'total').count() > 1", ['field_of_other_type', "'total'"]],
  ['orders.sum(context.channel) > 1', ['field_not_literal', 'context.channel']],
  ['orders.exists(o, returns.count() > 1)', ['list_inside_loop', 'returns']],
  ['orders.exists(o, [1].exists(x, x > 1))', ['nested_loop', '[1].exists(x, x > 1)']],
  ['cards.x', ['opaque_cards', 'cards']],
  ['dyn(1) == 1', ['refused_call', 'dyn(1)']],
  ['type(1) == int', ['refused_call', 'type(1)']],
  ['context.constructor == 1', ['no_such_key', 'context.constructor']],
])('%s is refused, with its place', (source, ...expected) => {
  expect(faults(source, { euros: 1 })).toEqual(expected)
})

test('a field of any type may be told apart by value', () => {
  expect(faults("orders.distinct('shop').count() > 1")).toEqual([])
})
