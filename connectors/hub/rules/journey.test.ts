import { expect, test } from 'vitest'
import type { Question } from '../../contract/index.ts'
import { journeyOf, type VisibleAnswer } from './journey.ts'
import { pseudonymous } from './pseudonymous.ts'

const now = new Date('2026-03-10T10:00:00Z')
const day = (ago: number, hour = 10) => {
  const d = new Date(now.getTime() - ago * 86_400_000)
  d.setUTCHours(hour)
  return d.toISOString()
}
const seen = (
  rows: readonly Record<string, unknown>[],
  more: Partial<VisibleAnswer> = {},
): VisibleAnswer => ({
  rows: rows.map((values) => ({ connector: 'x', values })),
  hidden: new Set(),
  whole: true,
  ...more,
})
const call = (ago: number, kind: string, more: Record<string, unknown> = {}) => ({
  startDate: day(ago),
  kind: { code: kind },
  direction: { code: 'in' },
  matter: 'entrega',
  waited: 'PT4M',
  transfers: 1,
  resolved: false,
  ...more,
})
const four: Partial<Record<Question, VisibleAnswer>> = {
  interactions: seen([
    call(8, 'call'),
    call(6, 'call'),
    call(4, 'chat'),
    call(2, 'call'),
    { ...call(5, 'note'), direction: { code: 'internal' } },
    { ...call(3, 'call'), direction: { code: 'out' } },
  ]),
}

test('four contacts for one matter are one matter, with its waits, hops and transfers; what staff wrote to each other is not lived', () => {
  const told = journeyOf(four, now)
  expect(told.matters).toEqual({
    is: 'known',
    value: [
      {
        matter: 1,
        name: 'entrega',
        contacts: 4,
        channels: ['call', 'chat'],
        hops: 2,
        transfers: 4,
        waited: 960,
        solved: false,
      },
    ],
  })
  expect(told.waits).toEqual({ is: 'known', value: { seconds: 960, times: 4, longest: 240 } })
  expect(told.hops).toEqual({ is: 'known', value: 2 })
  expect(told.steps.map((s) => s.again)).toEqual([undefined, 2, 3, undefined, 4])
})
test('what they say stands beside what they did', () => {
  expect(
    journeyOf({ ...four, feedback: seen([{ dateCreated: day(1), score: 9, kind: { code: 'nps' } }]) }, now)
      .saidAndDone,
  ).toEqual({ score: 9, outOf: 10, kind: 'nps', contacts: 4, name: 'entrega' })
})
test('promised against received: kept on the day, late, broken, still open, and never guessed', () => {
  const order = (orderNumber: string, due: number, came?: number, status = 'shipped') => ({
    orderNumber,
    orderDate: day(20),
    expectedArrival: day(due),
    status: { code: status },
    ...(came === undefined ? {} : { delivered: day(came, 15) }),
  })
  const told = journeyOf(
    {
      orders: seen([
        order('kept', 5, 5),
        order('late', 9, 7),
        order('broken', 3),
        order('open', -2),
        order('unsaid', 4, undefined, 'delivered'),
        order('gone', 3, undefined, 'cancelled'),
      ]),
    },
    now,
  )
  expect(
    told.promises.is === 'known' &&
      Object.fromEntries(told.promises.value.map((p) => [p.what, [p.is, p.lateDays]])),
  ).toEqual({
    kept: ['kept', undefined],
    late: ['late', 2],
    broken: ['broken', 3],
    open: ['open', undefined],
    unsaid: ['unknown', undefined],
  })
})
test('a figure whose facts the reader does not see is withheld, not nought; one of a silent system is unknown or at least', () => {
  expect(
    journeyOf({ interactions: seen([call(3, 'call')], { hidden: new Set(['waited']) }) }, now).waits,
  ).toEqual({ is: 'withheld' })
  expect(journeyOf({}, now).matters).toEqual({ is: 'withheld' })
  expect(journeyOf({ interactions: seen([], { whole: false }) }, now).hops).toEqual({ is: 'unknown' })
  expect(journeyOf({ interactions: seen([], { whole: true }) }, now).hops).toEqual({ is: 'known', value: 0 })
  expect(journeyOf({ interactions: seen([call(3, 'call')], { whole: false }) }, now).waits).toEqual({
    is: 'known',
    value: { seconds: 240, times: 1, longest: 240 },
    partial: true,
  })
})
test('only the last ninety days are told, but a line of satisfaction needs its past', () => {
  const told = journeyOf(
    {
      interactions: seen([call(91, 'call'), call(89, 'call')]),
      feedback: seen([
        { dateCreated: day(400), score: 9, kind: { code: 'nps' } },
        { dateCreated: day(1), score: 3, kind: { code: 'nps' } },
      ]),
    },
    now,
  )
  expect(told.steps.map((s) => s.is)).toEqual(['contact', 'said'])
  expect(told.scores.is === 'known' && told.scores.value.map((s) => s.score)).toEqual([9, 3])
})
const secrets = {
  interactions: seen([
    call(3, 'call', {
      matter: 'Marta Soler',
      summary: 'vive en Sorní 14',
      kind: { code: 'Marta', label: 'Marta' },
    }),
  ]),
  orders: seen([
    {
      orderNumber: 'N-10432',
      orderDate: day(4),
      expectedArrival: day(2),
      total: { amount: '77.10', currency: 'EUR' },
      channel: { code: 'de Marta' },
    },
  ]),
  promises: seen([{ what: 'Llamar a Marta', made: day(3), due: day(1) }]),
  requests: seen([{ subject: 'Marta reclama', dateCreated: day(5), matter: 'N-10432' }]),
  returns: seen([{ returnDate: day(2), product: 'Regalo para Marta' }]),
  feedback: seen([{ dateCreated: day(1), score: 2, kind: { code: 'nps Marta' }, comment: 'Soy Marta' }]),
}
const leaks = /Marta|Sorní|10432|77\.10|2026|T10:/
test('the journey of nobody in particular holds no word, name, number or time of a system', () => {
  expect(JSON.stringify(pseudonymous(journeyOf(secrets, now)))).not.toMatch(leaks)
  expect(pseudonymous(journeyOf(secrets, now)).steps.map((s) => s.daysAgo)).toEqual([5, 4, 3, 3, 2, 1])
  // The planted fault: the same journey as it is told of somebody with a name.
  expect(JSON.stringify(journeyOf(secrets, now))).toMatch(leaks)
})

test('a call that staff make to each other is not lived, whatever its channel', () => {
  const internal = call(1, 'call', { direction: { code: 'internal' } })
  expect(journeyOf({ interactions: seen([internal]) }, now).steps).toEqual([])
})

test('a delivery is late once the day it was promised for is over, not an hour before', () => {
  const due = Date.parse(day(9))
  const delivered = (hours: number) => {
    const orders = seen([
      {
        orderDate: day(12),
        expectedArrival: new Date(due).toISOString(),
        delivered: new Date(due + hours * 3_600_000).toISOString(),
      },
    ])
    const { promises } = journeyOf({ orders }, now)
    return promises.is === 'known' ? promises.value.map((p) => p.is) : promises.is
  }
  expect([delivered(23), delivered(24)]).toEqual([['kept'], ['late']])
})
