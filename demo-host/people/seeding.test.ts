import { describe, expect, test } from 'vitest'
import { calendar } from './calendar.ts'
import type { Life } from './life.ts'
import { random } from './random.ts'
import { emptyRaw, type Owned, type SurveyAnswer } from './raw.ts'
import { recount } from './recount.ts'
import { counters } from './seed-context.ts'
import { seedSystems } from './seed-systems.ts'

const now = Date.parse('2026-11-21T09:30:00Z')
const DAY = 86_400_000
const when = calendar(now)
const seed = (life: Partial<Life>) => {
  const context = { raw: emptyRaw(), r: random(7), when, count: counters() }
  const owned = seedSystems(context, {
    key: 'someone',
    given: 'Eva',
    family: 'Sanz Gil',
    sex: 'f',
    mails: ['eva@correo.example'],
    phones: ['+34611222333'],
    since: 100,
    ...life,
  })
  return { raw: context.raw, owned }
}

describe('a life written into its systems', () => {
  test('is paid a minute after it was bought, and given back at the price of the thing', () => {
    const line = (product: string, cents: number) => ({ product, category: 'moda', quantity: 1, cents })
    const lines = [line('Casco', 1_000), line('Bici', 9_000)]
    const { shop } = seed({
      shop: [{}],
      orders: [
        { day: -9, lines, back: { product: 'Bici', reason: 'talla', day: -5 }, due: 3, paid: 'overdue' },
        { day: -8, lines, back: { reason: 'roto', day: -5 } },
        { day: -7, lines, back: { product: 'Otro', reason: 'roto', day: -5, cents: 50 } },
      ],
    }).raw
    expect(shop.payments.map((p, i) => p.at - shop.orders[i]!.placed)).toEqual([60_000, 60_000, 60_000])
    expect(shop.payments.map((p) => [p.state, p.cents, p.due !== undefined, p.iban !== undefined])).toEqual([
      ['overdue', 10_000, true, true],
      ['captured', 10_000, false, false],
      ['captured', 10_000, false, false],
    ])
    expect(shop.returns.map((r) => [r.product, r.cents, r.reason])).toEqual([
      ['Bici', 9_000, 'talla'],
      ['Casco', 1_000, 'roto'],
      ['Otro', 50, 'roto'],
    ])
  })
  test('keeps a warranty from the day it was bought, and rewards a friend who bought', () => {
    const { till } = seed({
      till: {},
      things: [{ name: 'TV', serial: 'S1', state: 'ok', day: -100, years: 3 }],
      friends: [
        { day: -5, friend: 'Ana', bought: true },
        { day: -4, friend: 'Bea', bought: false },
      ],
    }).raw
    const [thing] = till.things
    expect(Math.round((thing!.warranty - thing!.bought) / DAY)).toBe(3 * 365)
    expect(till.referrals.map((f) => f.reward)).toEqual([1_000, 0])
  })
  test('is called at the number it called from, else at its own', () => {
    const call = {
      day: -3,
      seconds: 60,
      waited: 1,
      direction: 'in' as const,
      kind: 'call' as const,
      matter: 'm',
      summary: 's',
      said: [],
      offered: [],
      transfers: 0,
      solved: true,
    }
    const { phone } = seed({ calls: [call, { ...call, number: '+34911234567' }] }).raw
    expect(phone.calls.map((c) => c.number)).toEqual(['+34611222333', '+34911234567'])
    expect(seed({ phones: [], calls: [call] }).raw.phone.calls).toEqual([])
  })
  test('is unknown to a system that does not know it, and lacks there what that one lacks', () => {
    const { raw, owned } = seed({})
    expect([
      owned.shop,
      owned.desk,
      owned.till,
      raw.shop.customers,
      raw.desk.users,
      raw.till.members,
    ]).toEqual([[], [], [], [], [], []])
    const bare = seed({ shop: [{ phone: null }], desk: { mail: null }, till: { mail: null, bare: true } }).raw
    expect(bare.shop.customers[0]).not.toHaveProperty('phone')
    expect(bare.desk.users[0]).not.toHaveProperty('mail')
    expect(bare.desk.users[0]?.name).toMatch(/^cliente-\d+$/)
    expect(bare.till.members[0]).not.toHaveProperty('mail')
    expect(bare.till.members[0]).not.toHaveProperty('card')
  })
})

describe('a person counted again', () => {
  const owned = (more: Partial<Owned> = {}): Owned => ({
    shop: [],
    desk: [],
    till: [],
    visitors: [],
    mails: ['Eva@correo.example'],
    phones: ['+34611222333'],
    ...more,
  })
  const answer = (kind: SurveyAnswer['kind'], score: number, days: number): SurveyAnswer => ({
    id: `${kind}${days}`,
    mail: 'eva@correo.example',
    kind,
    score,
    at: now - days * DAY,
    channel: 'mail',
  })
  const satisfied = (...answers: SurveyAnswer[]) => {
    const raw = emptyRaw()
    raw.survey.answers.push(...answers)
    return recount(raw, owned(), now).satisfied
  }
  test('is as satisfied as the newest answer of a year says, on the scale of its kind', () => {
    expect(satisfied(answer('nps', 2, 40), answer('nps', 9, 3))).toEqual({ is: 'yes', kind: 'nps', score: 9 })
    expect(satisfied(answer('nps', 9, 40), answer('csat', 2, 3))).toMatchObject({ is: 'no', kind: 'csat' })
    expect([
      satisfied(answer('nps', 7, 1)).is,
      satisfied(answer('nps', 6, 1)).is,
      satisfied(answer('csat', 4, 1)).is,
      satisfied(answer('csat', 3, 1)).is,
      satisfied(answer('ces', 6, 1)).is,
      satisfied(answer('ces', 5, 1)).is,
    ]).toEqual(['yes', 'no', 'yes', 'no', 'yes', 'no'])
    expect(satisfied(answer('nps', 9, 366))).toEqual({ is: 'unknown' })
  })
  test('was in touch often from the fourth time in thirty days, own calls and own letters only', () => {
    const often = (incoming: number, outgoing = 0) => {
      const raw = emptyRaw()
      for (let i = 0; i < incoming + outgoing; i++)
        raw.phone.calls.push({
          id: i,
          number: '611 222 333',
          at: now - (i + 1) * DAY,
          seconds: 1,
          waited: 1,
          direction: i < incoming ? 'in' : 'out',
          kind: 'call',
          matter: '',
          summary: '',
          said: [],
          offered: [],
          transfers: 0,
          solved: true,
        })
      return recount(raw, owned(), now).contacts
    }
    expect([often(3, 5), often(4)]).toEqual([
      { times: 3, often: false },
      { times: 4, often: true },
    ])
  })
  test('stands where the first sign of a stage says', () => {
    const stage = (fill: (raw: ReturnType<typeof emptyRaw>) => void) => {
      const raw = emptyRaw()
      fill(raw)
      return recount(raw, owned({ shop: ['c_1'], visitors: ['v'] }), now).stage
    }
    const order = (days: number) => ({
      number: String(days),
      customer: 'c_1',
      placed: now - days * DAY,
      state: 'delivered' as const,
      cents: 1,
      channel: 'web' as const,
      lines: [],
    })
    const event = (type: 'cart' | 'search' | 'video' | 'visit', days: number) => ({
      id: days,
      visitor: 'v',
      type,
      at: now - days * DAY,
      what: '',
    })
    const subscription = (state: 'active' | 'cancelled', days: number) => ({
      id: 's',
      mail: 'eva@correo.example',
      product: 'x',
      plan: 'anual' as const,
      cents: 1,
      state,
      started: 0,
      renews: now + days * DAY,
    })
    expect(stage((raw) => raw.shop.orders.push(order(29), order(400)))).toBe('after')
    expect(stage((raw) => raw.subs.subscriptions.push(subscription('active', 29)))).toBe('renewing')
    expect(stage((raw) => raw.subs.subscriptions.push(subscription('active', 31)))).toBe('between')
    expect(stage((raw) => raw.subs.subscriptions.push(subscription('cancelled', 29)))).toBe('between')
    expect(stage((raw) => raw.web.events.push(event('cart', 2)))).toBe('buying')
    expect(stage((raw) => raw.web.events.push(event('cart', 4)))).toBe('considering')
    expect(stage((raw) => raw.web.events.push(event('search', 5), event('video', 6)))).toBe('evaluating')
    expect(stage((raw) => raw.web.events.push(event('search', 5), event('visit', 6)))).toBe('considering')
    expect(stage((raw) => raw.shop.orders.push(order(400)))).toBe('lapsed')
    expect(stage((raw) => raw.shop.orders.push(order(200)))).toBe('between')
  })
  test('has open what is neither resolved nor rejected, and due what ends within a day', () => {
    const raw = emptyRaw()
    const ticket = (
      id: number,
      status: 'open' | 'new' | 'stalled' | 'resolved' | 'rejected',
      due?: number,
    ) => ({
      id,
      user: 301,
      queue: 'Consultas' as const,
      subject: '',
      status,
      priority: 1,
      created: 0,
      updated: 0,
      channel: 'mail' as const,
      said: [],
      offered: [],
      entries: [],
      ...(due === undefined ? {} : { due }),
    })
    raw.desk.tickets.push(
      ticket(1, 'open', now + DAY / 2),
      ticket(2, 'new', now + 2 * DAY),
      ticket(3, 'stalled'),
      ticket(4, 'resolved', now),
      ticket(5, 'rejected', now),
    )
    expect(recount(raw, owned({ desk: [301] }), now).open).toEqual({ count: 3, due: 1 })
    expect(recount(raw, owned(), now).open).toEqual({ count: 0, due: 0 })
  })
})
