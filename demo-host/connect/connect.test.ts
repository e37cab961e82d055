import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEgress } from '../../connectors/conformance/egress.ts'
import { key } from '../../connectors/conformance/index.ts'
import type { Connector, Identifier, Question, SystemRecord } from '../../connectors/contract/index.ts'
import { makeWorld } from '../people/world.ts'
import { desk as deskSystem } from '../systems/desk.ts'
import { phone as phoneSystem } from '../systems/phone.ts'
import { originOf, type SystemId } from '../systems/ports.ts'
import type { System } from '../systems/reply.ts'
import { shop as shopSystem } from '../systems/shop.ts'
import { subs as subsSystem } from '../systems/subs.ts'
import { survey as surveySystem } from '../systems/survey.ts'
import { writeTill } from '../systems/till.ts'
import { web as webSystem } from '../systems/web.ts'
import { phone, subsCards, subscriptions, survey, web } from './by-mail.ts'
import { desk } from './desk.ts'
import { shop } from './shop.ts'
import { till } from './till.ts'

/** What each connector of the demonstration makes of its own sample system, nothing of the hub between. */
const now = new Date('2026-11-21T09:30:00Z')
const world = makeWorld({ now: now.getTime(), people: 60 })
const owned = world.owned.get('lucia')!
const base = 4_173
const secret = 's3cret'
const systems: readonly System[] = [
  shopSystem(world.raw, secret),
  deskSystem(world.raw, secret),
  subsSystem(world.raw, { signing: secret, token: secret }),
  surveySystem(world.raw, secret),
  webSystem(world.raw, secret),
  phoneSystem(world.raw, secret),
]
const network: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  const system = systems.find((s) => request.url.startsWith(`${originOf(base, s.id as SystemId)}/`))
  if (!system) throw new TypeError(`nothing listens at ${request.url}`)
  return system.handle(request)
}
const folder = mkdtempSync(join(tmpdir(), 'ficha-connect-'))
let db: Client
beforeAll(async () => {
  await writeTill(join(folder, 'till.db'), world.raw)
  db = createClient({ url: `file:${join(folder, 'till.db')}` })
})
afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})
const query = async (sql: string, params: readonly unknown[]) => {
  const { rows, columns } = await db.execute({ sql, args: params as string[] })
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))
}

type Cells = Record<string, unknown>
interface Answer {
  rows: Cells[]
  complete: boolean
  next?: string
  totals?: unknown
}
const askOf = (connector: Connector) =>
  openEgress(connector, { fetch: network, query, secret, now }, { is: 'recorded' }).context
/** One question, of a record or by a key; a single answer is given as one row. */
async function answer(
  connector: Connector,
  question: Question,
  of: string | Identifier,
  fields: string[],
  page: { limit?: number; cursor?: string } = {},
): Promise<Answer> {
  const answerer = connector.answers[question] as unknown as {
    get(of: SystemRecord | Identifier, want: object, ask: object): Promise<Answer & { value?: Cells | null }>
  }
  const subject = typeof of === 'string' ? { id: of, identifiers: [] } : of
  const got = await answerer.get(subject, { fields, limit: 50, locale: 'es', ...page }, askOf(connector))
  return got.value === undefined ? got : { ...got, rows: got.value === null ? [] : [got.value] }
}
async function found(connector: Connector, by: Identifier): Promise<readonly SystemRecord[]> {
  const match = await connector.find!.run(by, askOf(connector))
  return match.match === 'none' ? [] : match.match === 'one' ? [match.record] : match.records
}
const mail = key('mail', 'lucia.martin@correo.example')
const number = key('phone', '+34600123456')

describe('the shop', () => {
  const connector = shop(base)
  const id = owned.shop[0] as string
  it('is found by mail, telephone, name and order; a mail is verified only where the shop says so', async () => {
    for (const by of [
      mail,
      number,
      key('name', 'lucia martin', { raw: 'Lucía Martín' }),
      key('order', '10432'),
    ])
      expect(
        (await found(connector, by)).map((r) => r.id),
        by.kind,
      ).toContain(id)
    const mailOf = async (by: Identifier) =>
      (await found(connector, by)).flatMap((r) => r.identifiers.filter((i) => i.kind === 'mail'))
    expect(await mailOf(mail)).toMatchObject([{ verified: true }])
    const unverified = world.raw.shop.customers.find((c) => c.email && !c.emailVerified)!
    for (const one of await mailOf(
      key('order', world.raw.shop.orders.find((o) => o.customer === unverified.id)!.number),
    ))
      expect(one.verified ?? false).toBe(false)
  })
  it('gives money in euros, an order that is late as late, and all pages of the payments once', async () => {
    const late = (
      await answer(connector, 'orders', id, ['orderNumber', 'total', 'status', 'promised'])
    ).rows.find((row) => row.orderNumber === '10432')
    expect(late).toMatchObject({
      total: { amount: '129.90', currency: 'EUR' },
      status: { code: 'late', tone: 'bad' },
    })
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const page: Answer = await answer(connector, 'payments', id, ['reference', 'amount'], {
        limit: 10,
        ...(cursor && { cursor }),
      })
      seen.push(...page.rows.map((row) => row.reference))
      cursor = page.next
    } while (cursor && seen.length < 100)
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
    const { rows } = await answer(connector, 'payments', id, ['amount', 'order'])
    expect(rows.find((row) => row.order === '10432')?.amount).toEqual({ amount: '129.90', currency: 'EUR' })
  })
  it('gives what was refunded, and what was said about offers with its date', async () => {
    const returns = await answer(connector, 'returns', id, ['amount', 'status', 'reason'])
    expect(returns.rows).toMatchObject([{ status: { code: 'refunded' }, reason: 'talla' }])
    const consents = await answer(connector, 'consents', id, ['purpose', 'granted', 'dateModified'])
    expect(consents.rows).toHaveLength(4)
    expect(consents.rows.filter((row) => row.granted === false)).toMatchObject([
      { purpose: { code: 'marketing' } },
    ])
  })
})

describe('the systems that are asked by mail or telephone', () => {
  it('a subscription renews on its day, is paid once a year, and its own cards speak of the same', async () => {
    const { rows } = await answer(subscriptions(base), 'subscriptions', mail, [
      'product',
      'price',
      'every',
      'renewal',
      'status',
    ])
    expect(rows).toMatchObject([
      {
        product: 'Ribera Plus',
        price: { amount: '29.90', currency: 'EUR' },
        every: 'P1Y',
        status: { code: 'active' },
      },
    ])
    expect(Date.parse(String(rows[0]?.renewal))).toBe(world.when.at(130, 9))
    const connector = subsCards(base)
    const cards = await (
      connector.cards!.answer as unknown as {
        get(of: Identifier, want: object, ask: object): Promise<{ rows: { key: string; state: string }[] }>
      }
    ).get(mail, { fields: ['plan', 'gestion'], limit: 5, locale: 'es' }, askOf(connector))
    expect(cards.rows.map((c) => [c.key, c.state])).toEqual([
      ['plan', 'loaded'],
      ['gestion', 'loaded'],
    ])
  })
  it('a survey’s score stands on its own scale, the last one first', async () => {
    const { rows } = await answer(survey(base), 'feedback', mail, ['kind', 'score', 'outOf', 'order'])
    expect(rows[0]).toMatchObject({ kind: { code: 'nps' }, score: 3, outOf: 10, order: '10432' })
    expect(rows).toHaveLength(5)
  })
  it('the web gives a cart’s worth in euros at its moment, and a campaign with what came of it', async () => {
    const events = await answer(web(base), 'behaviour', 'v-lucia-movil', ['kind', 'value', 'startDate'])
    const cart = events.rows.find((row) => (row.kind as { code: string }).code === 'cart')
    expect(cart).toMatchObject({ value: { amount: '79.95', currency: 'EUR' } })
    expect(Date.parse(String(cart?.startDate))).toBe(world.when.past(-12, 21))
    const campaigns = await answer(web(base), 'campaigns', mail, ['name', 'answered', 'opened'])
    expect(campaigns.rows).toMatchObject([
      { name: 'Vuelta al frío', answered: { code: 'declined', tone: 'warn' }, opened: true },
      { answered: { code: 'bought', tone: 'good' } },
    ])
    expect((await found(web(base), key('visitor', 'v-7f3a9c21')))[0]?.kind).toBe('prospect')
    expect((await found(web(base), key('visitor', 'v-lucia-movil')))[0]?.kind).toBe('person')
  })
  it('the switchboard says who called whom, how long it took, and pages by offset', async () => {
    const fields = ['direction', 'kind', 'duration', 'waited', 'transfers', 'resolved']
    const { rows } = await answer(phone(base), 'interactions', number, fields)
    expect(rows).toHaveLength(5)
    expect(rows[0]).toMatchObject({
      direction: { code: 'in' },
      kind: { code: 'call' },
      transfers: 1,
      resolved: false,
    })
    expect([rows[0]?.duration, rows[0]?.waited]).toEqual(['PT5M', 'PT6M50S'])
    const first = await answer(phone(base), 'interactions', number, fields, { limit: 2 })
    const second = await answer(phone(base), 'interactions', number, fields, {
      limit: 2,
      cursor: first.next ?? '',
    })
    expect([...first.rows, ...second.rows].map((r) => r.id)).toEqual(rows.slice(0, 4).map((r) => r.id))
  })
})

describe('the helpdesk', () => {
  it('calls a queue by what it is, and reads the company’s own fields', async () => {
    const [record] = await found(desk(base), mail)
    const { rows } = await answer(desk(base), 'requests', record!.id, [
      'subject',
      'kind',
      'status',
      'due',
      'order',
      'matter',
    ])
    expect(rows.find((row) => row.order === '10432')).toMatchObject({
      subject: 'Pedido 10432 no llegó',
      kind: { code: 'claim' },
      matter: 'entrega',
    })
  })
})

describe('the till, over SQL', () => {
  const connector = till()
  const id = String(owned.till[0])
  it('is found by card, telephone, mail and ticket, however they are written', async () => {
    for (const by of [
      key('loyalty', '9724 0000 4417'),
      number,
      key('mail', 'LUCIA.MARTIN@correo.example'),
      key('order', 't-8841'),
    ])
      expect(
        (await found(connector, by)).map((r) => r.id),
        by.kind,
      ).toEqual([id])
  })
  it('finds a member as one types, by name or by card', async () => {
    for (const text of ['martin ort', '9724 0000 44'])
      expect((await connector.search!.run(text, 5, askOf(connector))).map((r) => r.id)).toContain(id)
  })
  it('counts and sums the member’s own tickets, each with its lines', async () => {
    const own = world.raw.till.tickets.filter((t) => t.member === owned.till[0])
    const { rows, totals } = await answer(connector, 'orders', id, ['orderNumber', 'total', 'items', 'lines'])
    expect(totals).toEqual({
      count: own.length,
      sum: { amount: (own.reduce((sum, t) => sum + t.cents, 0) / 100).toFixed(2), currency: 'EUR' },
    })
    expect(rows[0]).toMatchObject({
      orderNumber: 'T-8841',
      total: { amount: '24.50', currency: 'EUR' },
      items: 2,
      lines: [{ product: 'Bufanda de lana' }, { product: 'Bolsa de tela' }],
    })
    const things = await answer(connector, 'things', id, ['name'])
    expect(things.totals).toEqual({ count: 2 })
  })
  it('tells a kept promise from an open one, a gold member from a silver one, and which points expire', async () => {
    const promises = await answer(connector, 'promises', id, ['what', 'status', 'kept'])
    expect(promises.rows.map((row) => (row.status as { code: string }).code)).toEqual(['open', 'kept'])
    const { rows } = await answer(connector, 'loyalty', id, [
      'tier',
      'tierBefore',
      'points',
      'pointsExpiring',
      'voucher',
    ])
    expect(rows).toMatchObject([
      {
        tier: { code: 'gold' },
        tierBefore: { code: 'silver' },
        points: 4120,
        pointsExpiring: 600,
        voucher: { amount: '10', currency: 'EUR' },
      },
    ])
  })
  it('tells a friend who bought from one who was only invited, and risk before from risk now', async () => {
    const friends = await answer(connector, 'referrals', id, ['friend', 'bought', 'status'])
    expect(friends.rows).toMatchObject([
      { friend: 'Joan', bought: true, status: { code: 'bought' } },
      { friend: 'Empar' },
    ])
    const scores = await answer(connector, 'scores', id, ['kind', 'value', 'before'])
    expect(scores.rows.find((row) => (row.kind as { code: string }).code === 'churn')).toMatchObject({
      value: 0.58,
      before: 0.12,
    })
  })
})
