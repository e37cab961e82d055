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

test('what is noted down was not lived, nor is what lies ahead, and what we wrote is no contact of theirs', () => {
  const told = journeyOf(
    {
      interactions: seen([
        call(3, 'note'),
        call(-1, 'call'),
        call(2, 'mail', { direction: { code: 'out' } }),
        call(1, 'call', { waited: 'PT1H2M3S' }),
        call(1, 'call', { waited: 'P1DT0S', matter: ' ENTREGA ' }),
        call(1, 'call', { waited: 'PT0S', matter: '' }),
      ]),
    },
    now,
  )
  expect(told.steps.map((s) => [s.is, s.channel])).toEqual([
    ['reached', 'mail'],
    ['contact', 'call'],
    ['contact', 'call'],
    ['contact', 'call'],
  ])
  expect(told.waits).toEqual({
    is: 'known',
    value: { seconds: 3_723 + 86_400, times: 2, longest: 86_400 },
  })
  expect(told.matters).toMatchObject({ value: [{ matter: 1, contacts: 2 }] })
  expect(told.steps.map((s) => [s.again, s.tone])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
    [2, 'warn'],
    [undefined, undefined],
  ])
})

test('a contact that names no channel is no hop, and the shop is a visit whatever its system calls it', () => {
  const matters = (...kinds: string[]) => {
    const rows = kinds.map((kind, n) => call(kinds.length - n, kind))
    const { matters: told } = journeyOf({ interactions: seen(rows) }, now)
    return told.is === 'known' ? told.value.map((m) => [m.channels, m.hops]) : told.is
  }
  expect(matters('call', 'message', 'call')).toEqual([[['call'], 0]])
  expect(matters('phone', 'call', 'store', 'visit')).toEqual([[['call', 'visit'], 1]])
  expect(matters('call', 'message', 'chat')).toEqual([[['call', 'chat'], 1]])
  expect(matters('request', 'chat', 'call', 'chat')).toEqual([[['chat', 'call'], 2]])
})

test('the matter with most contacts stands first', () => {
  const rows = [call(4, 'call', { matter: 'factura' }), call(3, 'call'), call(2, 'call')]
  const { matters } = journeyOf({ interactions: seen(rows) }, now)
  expect(matters.is === 'known' && matters.value.map((m) => m.name)).toEqual(['entrega', 'factura'])
})

test('what waits at the counter came, though nobody says when; a word given is a promise like a delivery', () => {
  const told = journeyOf(
    {
      orders: seen([{ orderNumber: 'N-1', expectedArrival: day(5), status: { code: 'ready' } }]),
      promises: seen([
        { what: 'call', due: day(9), made: day(12), kept: day(9, 12) },
        { what: 'write', due: day(8), status: { code: 'kept' } },
        { what: 'visit', due: day(7), status: { code: 'open' } },
        { what: 'old', due: day(99) },
      ]),
    },
    now,
  )
  expect(told.promises.is === 'known' && told.promises.value.map((p) => [p.kind, p.what, p.is])).toEqual([
    ['word', 'call', 'kept'],
    ['word', 'write', 'unknown'],
    ['word', 'visit', 'broken'],
    ['delivery', 'N-1', 'unknown'],
  ])
  expect(told.steps.map((s) => [s.is, s.words])).toEqual([
    ['promised', 'call'],
    ['kept', 'call'],
  ])
})

test('an answer before the question was put is no answer time; one after it is', () => {
  const asked = (answered: string) =>
    journeyOf({ requests: seen([{ subject: 's', dateCreated: day(5), firstAnswered: answered }]) }, now)
  expect(asked(day(4)).answers).toEqual({ is: 'known', value: { times: 1, longestSeconds: 86_400 } })
  expect(asked(day(6)).answers).toEqual({ is: 'known', value: { times: 0, longestSeconds: 0 } })
  expect(asked(day(4)).steps.map((s) => [s.is, s.waited])).toEqual([
    ['opened', undefined],
    ['answered', 86_400],
  ])
})

test('each survey is told on its own scale, and good or bad by its share of it', () => {
  const said = (score: number, kind: string, more: Record<string, unknown> = {}) =>
    journeyOf(
      { feedback: seen([{ dateCreated: day(1), score, kind: { code: kind }, ...more }]) },
      now,
    ).steps.map((s) => [s.outOf, s.tone])[0]
  expect(said(5, 'csat')).toEqual([5, 'good'])
  expect(said(2, 'review')).toEqual([5, 'bad'])
  expect(said(4, 'ces')).toEqual([7, 'calm'])
  expect(said(7, 'nps')).toEqual([10, 'good'])
  expect(said(5, 'nps')).toEqual([10, 'calm'])
  expect(said(4, 'own')).toEqual([10, 'bad'])
  expect(said(70, 'csat', { outOf: 100 })).toEqual([100, 'good'])
})

test('what was said stands beside what was done for whoever sees the score alone', () => {
  const feedback = (hidden: string[]) =>
    seen([{ dateCreated: day(1), score: 9, kind: { code: 'nps' } }], { hidden: new Set(hidden) })
  expect(journeyOf({ ...four, feedback: feedback(['comment']) }, now)).toHaveProperty('saidAndDone')
  expect(journeyOf({ ...four, feedback: feedback(['score']) }, now)).not.toHaveProperty('saidAndDone')
})

test('of a long journey the last eighty steps are told, and how many came before', () => {
  const rows = Array.from({ length: 83 }, (_, n) => ({ returnDate: day(85 - n), product: `p${n}` }))
  const told = journeyOf({ returns: seen(rows) }, now)
  expect([told.steps.length, told.cut, told.steps[0]?.words, told.steps.at(-1)?.words]).toEqual([
    80,
    3,
    'p3',
    'p82',
  ])
  expect(journeyOf({ returns: seen(rows.slice(0, 80)) }, now).cut).toBe(0)
})

test('an order is told when it was placed and when it came, late by whole days', () => {
  const order = (came: string) =>
    journeyOf(
      {
        orders: seen([
          {
            orderNumber: 'N-1',
            orderDate: day(9),
            expectedArrival: day(5),
            delivered: came,
            channel: { code: 'web' },
            total: { amount: '9.00', currency: 'EUR' },
          },
        ]),
      },
      now,
    ).steps
  expect(order(day(5, 20))).toMatchObject([
    { is: 'ordered', channel: 'web', words: 'N-1', amount: { amount: '9.00' }, daysAgo: 9 },
    { is: 'delivered', words: 'N-1', tone: 'good' },
  ])
  expect(order(day(4))[1]).toMatchObject({ late: true, tone: 'bad' })
})
