import { expect, test } from 'vitest'
import { calendar, iso, wallClock } from './calendar.ts'
import { mobile } from './crowd.ts'
import { crowdPhones } from './dirt.ts'
import { named } from './named.ts'
import { recount } from './recount.ts'
import { makeWorld } from './world.ts'
import { worth } from './worth.ts'

const now = Date.parse('2026-11-21T09:30:00Z')
const world = makeWorld({ now })
const of = (key: string) =>
  recount(
    world.raw,
    world.owned.get(key) ?? { shop: [], desk: [], till: [], visitors: [], mails: [], phones: [] },
    now,
  )

test('the same seed and day make the same world', () => {
  expect(JSON.stringify(makeWorld({ now, people: 400 }).raw)).toBe(
    JSON.stringify(makeWorld({ now, people: 400 }).raw),
  )
  expect(JSON.stringify(makeWorld({ now, people: 400, seed: 2 }).raw)).not.toBe(
    JSON.stringify(makeWorld({ now, people: 400 }).raw),
  )
})

test('ten thousand people, no two of the crowd with one number by accident, none with a named one', () => {
  expect(world.people).toBe(10_000)
  const crowd = crowdPhones(10_000)
  expect(crowd.size).toBe(10_000)
  for (const life of named(calendar(now)))
    for (const phone of life.phones) expect(crowd.has(phone)).toBe(false)
  expect(mobile(9_999)).toMatch(/^\+346\d{8}$/)
})

test('Lucía is who the pages say: 37 orders, 1.842 € in a year, one claim due today, NPS 3, two friends', () => {
  expect(of('lucia')).toEqual({
    name: 'Lucía Martín Ortega',
    kind: 'person',
    marks: 'Compra web, recoge en tienda',
    history: { orders: 37, cents: 184_200 },
    best: true,
    contacts: { times: 6, often: true },
    satisfied: { is: 'no', kind: 'nps', score: 3 },
    open: { count: 1, due: 1 },
    recommended: 2,
    stage: 'after',
  })
})

test('due today stays true on any day, summer time and leap days included', () => {
  for (const day of [
    '2027-03-28T00:30:00Z',
    '2028-02-29T23:30:00Z',
    '2027-10-31T01:30:00Z',
    '2026-12-31T23:59:00Z',
  ]) {
    const at = Date.parse(day)
    const w = makeWorld({ now: at, people: 60 })
    const claim = w.raw.desk.tickets.find((t) => t.order === '10432')
    expect(wallClock(claim?.due ?? 0).slice(0, 10)).toBe(w.when.day(0))
    expect(recount(w.raw, w.owned.get('lucia')!, at).history).toEqual({ orders: 37, cents: 184_200 })
  }
})

test('nothing that happened lies in the future, however early the demo starts', () => {
  const at = Date.parse('2026-06-01T00:05:00Z')
  const { raw } = makeWorld({ now: at, people: 300 })
  const past = [
    ...raw.shop.orders.map((o) => o.placed),
    ...raw.till.tickets.map((t) => t.at),
    ...raw.phone.calls.map((c) => c.at),
    ...raw.web.events.map((e) => e.at),
    ...raw.survey.answers.map((a) => a.at),
    ...raw.desk.tickets.flatMap((t) => t.entries.map((e) => e.at)),
    ...raw.shop.returns.map((r) => r.at),
  ]
  expect(past.filter((x) => x > at).map(iso)).toEqual([])
})

test('life’s dirt is there, and about as much as said', () => {
  const { shop, till, desk } = world.raw
  const times = <T>(rows: readonly T[], key: (row: T) => string | undefined) =>
    rows.reduce((m, r) => {
      const k = key(r)
      return k === undefined ? m : m.set(k, (m.get(k) ?? 0) + 1)
    }, new Map<string, number>())
  expect(till.members.filter((m) => /contado/i.test(m.name)).length).toBe(900)
  expect([...times(shop.customers, (c) => c.email).values()].filter((n) => n > 1).length).toBeGreaterThan(50)
  expect(shop.customers.filter((c) => c.email?.startsWith('info@')).length).toBeGreaterThan(30)
  expect(new Set(shop.customers.map((c) => (c.phone ?? '').replace(/\d/g, '9'))).size).toBeGreaterThan(10)
  expect(till.members.filter((m) => m.street === 'Calle Vieja, 3').length).toBeGreaterThan(100)
  expect(Math.min(...shop.orders.map((o) => o.placed))).toBeLessThan(Date.parse('2020-01-01'))
  expect(desk.tickets.length).toBeGreaterThan(4_000)
})

test('the customer of the hotels has 5,000 orders and 50,000 things on the timeline', () => {
  const owned = world.owned.get('beatriz')!
  const orders = world.raw.shop.orders.filter((o) => o.customer === owned.shop[0]).length
  const rest =
    world.raw.shop.payments.filter((o) => o.customer === owned.shop[0]).length +
    world.raw.desk.tickets.filter((t) => t.user === owned.desk[0]).length +
    world.raw.web.events.filter((e) => e.visitor === 'v-beatriz').length +
    world.raw.web.campaigns.filter((c) => c.mail === owned.mails[0]).length +
    world.raw.phone.calls.filter((c) => owned.phones.includes(c.number)).length
  expect([orders, orders + rest]).toEqual([5_000, 50_000])
})

test('everybody worth trying is told apart by what they are', () => {
  expect(worth.length).toBeGreaterThanOrEqual(12)
  expect(of('javier')).toMatchObject({ best: true, satisfied: { is: 'yes' }, recommended: 3 })
  expect(of('antonio')).toMatchObject({
    contacts: { often: true },
    satisfied: { is: 'no' },
    open: { count: 2, due: 1 },
  })
  expect(of('rosa').stage).toBe('lapsed')
  expect(of('prospect')).toMatchObject({ kind: 'prospect', stage: 'buying', history: { orders: 0 } })
  expect(of('ana')).toMatchObject({
    history: { orders: 0, cents: 0 },
    satisfied: { is: 'unknown' },
    stage: 'between',
  })
  expect(
    world.raw.shop.customers.find((c) => c.id === world.owned.get('oscar')?.shop[0])?.born?.slice(5),
  ).toBe('11-21')
})
