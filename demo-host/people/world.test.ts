import { expect, test } from 'vitest'
import { calendar, iso, wallClock } from './calendar.ts'
import { mobile } from './crowd.ts'
import { crowdPhones } from './dirt.ts'
import type { Life } from './life.ts'
import { named } from './named.ts'
import { peopleToTry } from './people-to-try.ts'
import { random } from './random.ts'
import { emptyRaw } from './raw.ts'
import { recount } from './recount.ts'
import { counters } from './seed-context.ts'
import { seedSystems } from './seed-systems.ts'
import { phoneSpellings, spellPhone, taxId } from './spell.ts'
import { makeWorld } from './world.ts'

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
  expect(peopleToTry.length).toBeGreaterThanOrEqual(12)
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

/** What the systems keep of one made-up life. */
function systemsOf(life: Partial<Life>) {
  const context = { raw: emptyRaw(), r: random(7), when: calendar(now), count: counters() }
  seedSystems(context, {
    key: 'someone',
    given: 'Eva',
    family: 'Sanz Gil',
    sex: 'f',
    mails: ['eva@correo.example'],
    phones: ['+34611222333'],
    since: 100,
    ...life,
  })
  return context.raw
}

test('what just happened is some minutes old, and a till writes the hour that its clock showed', () => {
  const early = calendar(Date.parse('2026-06-01T00:05:00Z'))
  expect(early.past(0, 22)).toBeLessThan(early.now - 60_000)
  expect(early.past(0, 9)).toBeLessThan(early.past(0, 22))
  expect(wallClock(Date.parse('2026-07-01T10:00:00Z'))).toBe('2026-07-01 12:00:00')
  expect(wallClock(Date.parse('2026-01-01T23:30:00Z'))).toBe('2026-01-02 00:30:00')
})

test('a draw reaches both of its ends, and several are as many different ones', () => {
  const { int, some, pick } = random(1)
  expect(new Set(Array.from({ length: 200 }, () => int(1, 3)))).toEqual(new Set([1, 2, 3]))
  expect(new Set(some(['a', 'b', 'c'], 3)).size).toBe(3)
  expect(some(['a'], 3)).toEqual(['a'])
  expect(() => pick([])).toThrow(/nothing to pick/)
})

test('a tax number bears its own letter; people with names have numbers a machine can read', () => {
  expect([taxId(12_345_678), taxId(1), taxId(22)]).toEqual(['12345678Z', '00000001R', '00000022E'])
  const draws = random(3)
  const spelt = Array.from({ length: 400 }, () => spellPhone(draws, '+34611222333', true))
  expect(spelt.filter((s) => /[a-z]/i.test(s))).toEqual([])
  expect(new Set(spelt).size).toBe(phoneSpellings.length - 3)
})

test('an order’s lines add up to it, a cancelled one is paid back, and one without an amount costs what its lines do', () => {
  const { shop, till } = systemsOf({
    shop: [{}],
    till: {},
    orders: [{ day: -5, cents: 12_345, state: 'cancelled' }, { day: -3, cents: 40 }, { day: -2 }],
    tickets: [{ day: -1, shop: 'Colón' }],
  })
  const sum = (lines: readonly { cents: number; quantity: number }[]) =>
    lines.reduce((total, l) => total + l.cents * l.quantity, 0)
  expect(shop.orders.map((o) => sum(o.lines))).toEqual(shop.orders.map((o) => o.cents))
  expect(shop.payments.map((p) => [p.state, p.cents])).toEqual([
    ['refunded', 12_345],
    ['captured', 40],
    ['captured', shop.orders[2]?.cents],
  ])
  expect(till.tickets.map((t) => t.cents)).toEqual(till.tickets.map((t) => sum(t.lines)))
  expect(till.tickets[0]?.cents).toBeGreaterThan(0)
})

test('only the mail of a whole first account is verified, and only a signed-in browser bears a name', () => {
  const { shop, web } = systemsOf({
    shop: [{}, { mail: 'otra@correo.example' }],
    visitors: [
      { id: 'v-1', known: true },
      { id: 'v-2', known: false },
    ],
  })
  expect(shop.customers.map((c) => c.emailVerified)).toEqual([true, false])
  expect(systemsOf({ shop: [{ bare: true }] }).shop.customers[0]?.emailVerified).toBe(false)
  expect(web.visitors.map((v) => [v.mail, v.name])).toEqual([
    ['eva@correo.example', 'Eva Sanz Gil'],
    [undefined, undefined],
  ])
})

test('a ticket that was answered says when, and one that is closed ends with its change of status', () => {
  const request = { subject: 's', queue: 'Consultas' as const, day: -4, matter: 'm' }
  const { tickets } = systemsOf({
    desk: {},
    requests: [
      {
        ...request,
        status: 'resolved',
        closed: -1,
        words: [
          ['c', -4, 'a'],
          ['a', -3, 'b'],
          ['n', -2, 'c'],
        ],
      },
      { ...request, status: 'open', dueIn: 2, words: [['c', -4, 'a']] },
    ],
  }).desk
  expect(tickets[0]?.told).toBe(tickets[0]?.entries[1]?.at)
  expect(tickets[0]?.entries.map((e) => e.type)).toEqual(['Create', 'Correspond', 'Comment', 'Status'])
  expect(tickets[0]?.resolved).toBe(tickets[0]?.entries[3]?.at)
  expect([tickets[1]?.told, tickets[1]?.resolved]).toEqual([undefined, undefined])
})

test('families share a number, and so do the owner before and after of a recycled one', () => {
  const { shop } = world.raw
  const families = shop.customers.filter((c) => c.email?.startsWith('familia.'))
  const numbers = new Map<string, Set<string>>()
  for (const c of families)
    if (c.phone) {
      const mail = c.email as string
      numbers.set(mail, (numbers.get(mail) ?? new Set()).add(c.phone.replace(/\D/g, '').slice(-9)))
    }
  expect(numbers.size).toBeGreaterThan(30)
  expect([...numbers.values()].filter((one) => one.size > 1)).toEqual([])
  const owners = new Map<string, { family: string; updated: number }[]>()
  for (const c of shop.customers) {
    const digits = c.phone?.replace(/\D/g, '').slice(-9)
    if (digits)
      owners.set(digits, [...(owners.get(digits) ?? []), { family: c.lastName, updated: c.updated }])
  }
  const old = now - 1_400 * 86_400_000
  const recycled = [...owners.values()].filter(
    (all) => new Set(all.map((o) => o.family)).size > 1 && all.some((o) => o.updated < old),
  )
  expect(recycled.length).toBeGreaterThan(10)
})
