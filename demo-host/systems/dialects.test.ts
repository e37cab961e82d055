import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { emptyRaw } from '../people/raw.ts'
import { hrana } from './hrana.ts'
import { phone } from './phone.ts'
import { boundedNumber, groupBy, lastNineDigits, type System, startsLike } from './reply.ts'
import { shop } from './shop.ts'
import { signature, subs } from './subs.ts'
import { survey } from './survey.ts'
import { tillRows } from './till-rows.ts'
import { web } from './web.ts'

const at = (day: string) => Date.parse(`${day}T10:00:00Z`)
const raw = () => {
  const all = emptyRaw()
  all.shop.customers.push(
    {
      id: 'c_1',
      email: 'Ana@x.example',
      firstName: 'Ana',
      lastName: 'Núñez Gil',
      phone: '+34 600 12 34 56',
      street: 'Mayor 3',
      zip: '28001',
      city: 'Madrid',
      region: 'Madrid',
      born: '1980-05-12',
      taxId: '12345678Z',
      company: 'Acme',
      segment: 'vip',
      language: 'pt',
      emailVerified: true,
      created: at('2024-01-01'),
      updated: at('2026-05-01'),
    },
    { id: 'c_2', firstName: 'Eva', lastName: 'Gil', emailVerified: false, created: 0, updated: 0 },
  )
  all.shop.orders.push({
    number: '10',
    customer: 'c_1',
    placed: at('2026-05-01'),
    state: 'shipped',
    cents: 3_500,
    channel: 'app',
    lines: [
      { product: 'Casco', category: 'moda', quantity: 2, cents: 1_000, gift: 'para Eva' },
      { product: 'Bici', category: 'deporte', quantity: 1, cents: 1_500 },
    ],
    promised: at('2026-05-05'),
    delivered: at('2026-05-06'),
    why: 'regalo',
    shipTo: 'Mayor 3',
    pickup: 'Colón',
  })
  all.shop.payments.push(
    {
      ref: 'P1',
      customer: 'c_1',
      order: '10',
      cents: 3_500,
      state: 'overdue',
      method: 'Bizum',
      at: at('2026-05-01'),
      due: at('2026-05-20'),
      iban: 'ES91',
    },
    {
      ref: 'P2',
      customer: 'c_1',
      order: '10',
      cents: 5,
      state: 'captured',
      method: 'Visa',
      at: at('2026-05-02'),
    },
  )
  all.shop.returns.push({
    rma: 'D-1',
    customer: 'c_1',
    order: '10',
    cents: 1_000,
    state: 'received',
    reason: 'talla',
    product: 'Casco',
    at: at('2026-05-09'),
  })
  const mail = 'ana@x.example'
  all.subs.subscriptions.push(
    {
      id: 'S-1',
      mail: 'Ana@x.example',
      product: 'Plus',
      plan: 'anual',
      cents: 2_990,
      state: 'past_due',
      started: at('2026-01-01'),
      renews: at('2027-01-01'),
    },
    {
      id: 'S-2',
      mail,
      product: 'Café',
      plan: 'mensual',
      cents: 500,
      state: 'cancelled',
      started: at('2025-01-01'),
      ended: at('2025-06-01'),
      why: 'price',
    },
  )
  all.survey.answers.push(
    { id: 'e1', mail, kind: 'csat', score: 4, at: at('2026-05-01'), channel: 'web', order: '10' },
    {
      id: 'e2',
      mail,
      kind: 'nps',
      score: 3,
      at: at('2026-05-02'),
      channel: 'mail',
      comment: 'mal',
      ticket: '7',
    },
  )
  all.web.visitors.push({
    id: 'v-1',
    mail: 'Ana@x.example',
    name: 'Ana',
    first: 1,
    last: 2,
    device: 'móvil',
    language: 'es',
  })
  all.web.events.push(
    { id: 1, visitor: 'v-1', type: 'cart', at: 10, what: 'Casco', cents: 1_000, place: 'Vigo' },
    { id: 2, visitor: 'v-1', type: 'visit', at: 20, what: 'Inicio' },
  )
  all.web.campaigns.push({
    id: 3,
    mail,
    name: 'Rebajas',
    offer: '20 %',
    at: 5,
    channel: 'sms',
    opened: true,
    answer: 'bought',
  })
  all.phone.calls.push({
    id: 1,
    number: '+34600123456',
    at: at('2026-05-01'),
    seconds: 60,
    waited: 5,
    direction: 'out',
    kind: 'chat',
    matter: 'pedido',
    summary: 'Pregunta',
    said: ['a'],
    offered: ['b'],
    transfers: 1,
    solved: false,
    place: 'Vigo',
  })
  return all
}
const asking =
  (system: System, headers: Record<string, string>) =>
  async (path: string, init: RequestInit = {}) => {
    const answer = await system.handle(
      new Request(`http://x.example${path}`, { ...init, headers: { ...headers, ...init.headers } }),
    )
    // biome-ignore lint/suspicious/noExplicitAny: each system answers in its own shape
    return { status: answer.status, json: (await answer.json()) as any }
  }
const bearer = { authorization: 'Bearer s3cret' }

describe('the shop', () => {
  const ask = () => asking(shop(raw(), 's3cret'), bearer)
  test('writes a customer whole, and null for what it does not know', async () => {
    const get = ask()
    expect((await get('/v2/customers/c_1')).json).toEqual({
      id: 'c_1',
      email: 'Ana@x.example',
      email_verified: true,
      first_name: 'Ana',
      last_name: 'Núñez Gil',
      phone: '+34 600 12 34 56',
      birth_date: '1980-05-12',
      tax_id: '12345678Z',
      locale: 'pt',
      segment: 'vip',
      contact_by: null,
      company: { name: 'Acme' },
      default_address: {
        line1: 'Mayor 3',
        postcode: '28001',
        city: 'Madrid',
        province: 'Madrid',
        country: 'ES',
      },
      created_at: '2024-01-01T10:00:00Z',
      updated_at: '2026-05-01T10:00:00Z',
    })
    expect((await get('/v2/customers/c_2')).json).toMatchObject({
      email: null,
      phone: null,
      company: null,
      default_address: null,
    })
  })
  test('writes an order with as many items as its lines hold, and whose it is', async () => {
    expect((await ask()('/v2/orders/10')).json).toMatchObject({
      number: '10',
      placed_at: '2026-05-01T10:00:00Z',
      state: 'shipped',
      total_cents: 3_500,
      channel: 'app',
      item_count: 3,
      reason: 'regalo',
      lines: [
        { name: 'Casco', qty: 2, unit_cents: 1_000, category: 'moda', gift_note: 'para Eva' },
        { name: 'Bici', qty: 1, gift_note: null },
      ],
      promised_at: '2026-05-05T10:00:00Z',
      delivered_at: '2026-05-06T10:00:00Z',
      ship_to: 'Mayor 3',
      pickup_point: 'Colón',
      customer: { id: 'c_1' },
    })
    for (const path of [
      '/v2/orders/11',
      '/v2/customers/c_9',
      '/v2/customers/c_1/toString',
      '/v1/customers',
      '/v2/odd',
    ])
      expect((await ask()(path)).status, path).toBe(404)
  })
  test('lists payments and returns newest first, each amount and day its own', async () => {
    const get = ask()
    expect((await get('/v2/customers/c_1/payments')).json).toEqual({
      data: [
        {
          reference: 'P2',
          order_number: '10',
          amount_cents: 5,
          currency: 'EUR',
          state: 'captured',
          method: 'Visa',
          created_at: '2026-05-02T10:00:00Z',
          due_at: null,
          iban: null,
        },
        {
          reference: 'P1',
          order_number: '10',
          amount_cents: 3_500,
          currency: 'EUR',
          state: 'overdue',
          method: 'Bizum',
          created_at: '2026-05-01T10:00:00Z',
          due_at: '2026-05-20T10:00:00Z',
          iban: 'ES91',
        },
      ],
      meta: { total: 2, sum_cents: 3_505, next: null },
    })
    expect((await get('/v2/customers/c_1/payments?limit=1')).json.meta).toMatchObject({ total: 2, next: '1' })
    expect((await get('/v2/customers/c_1/returns')).json.data).toMatchObject([
      {
        rma: 'D-1',
        refund_cents: 1_000,
        state: 'received',
        reason: 'talla',
        product: 'Casco',
        created_at: '2026-05-09T10:00:00Z',
      },
    ])
  })
  test('finds by mail in any letters, by telephone, by the beginnings of words, and fifty at most', async () => {
    const get = ask()
    const found = async (query: Record<string, string>) =>
      (await get(`/v2/customers?${new URLSearchParams(query)}`)).json.data.map((c: { id: string }) => c.id)
    expect(await found({ email: 'ANA@x.example' })).toEqual(['c_1'])
    expect(await found({ phone: '0034600123456' })).toEqual(['c_1'])
    expect(await found({ q: '600 12' })).toEqual(['c_1'])
    expect(await found({ q: 'nun an' })).toEqual(['c_1'])
    expect(await found({ q: 'gil' })).toEqual(['c_1', 'c_2'])
    expect(await found({ q: 'eva nun' })).toEqual([])
    expect(await found({ q: 'il' })).toEqual([])
    const many = raw()
    many.shop.customers = Array.from({ length: 60 }, (_, i) => ({ ...many.shop.customers[1]!, id: `c_${i}` }))
    const all = await asking(shop(many, 's3cret'), bearer)('/v2/customers?limit=999')
    expect([all.json.data.length, all.json.meta.total]).toEqual([50, 60])
  })
  test('says when it was last told something', async () => {
    vi.useFakeTimers({ now: at('2026-06-01'), toFake: ['Date'] })
    try {
      for (const [path, body] of [
        ['contact-by', { contact_by: 'phone' }],
        ['birth-date', { birth_date: '1990-01-01' }],
      ] as const) {
        const said = await ask()(`/v2/customers/c_2/${path}`, { method: 'POST', body: JSON.stringify(body) })
        expect([said.status, said.json.updated_at], path).toEqual([201, '2026-06-01T10:00:00Z'])
      }
    } finally {
      vi.useRealTimers()
    }
  })
})

test('subscriptions have their price in euros, how often, and why they ended', async () => {
  const get = asking(subs(raw(), { signing: 'sign', token: 's3cret' }), bearer)
  expect((await get('/subscriptions?mail=ANA@x.example')).json.subscriptions).toEqual([
    {
      id: 'S-1',
      product: 'Plus',
      plan: 'anual',
      price: 29.9,
      currency: 'EUR',
      every: 'P1Y',
      status: 'past_due',
      started: at('2026-01-01') / 1_000,
      renews: at('2027-01-01') / 1_000,
      ended: null,
      why: null,
    },
    {
      id: 'S-2',
      product: 'Café',
      plan: 'mensual',
      price: 5,
      currency: 'EUR',
      every: 'P1M',
      status: 'cancelled',
      started: at('2025-01-01') / 1_000,
      renews: null,
      ended: at('2025-06-01') / 1_000,
      why: 'price',
    },
  ])
  for (const path of ['/subscriptions', '/other?mail=ana@x.example', '/plain'])
    expect((await get(path)).status, path).toBe(404)
})

test('a card of subscriptions shows each with its state, and is kept two minutes', async () => {
  const post = async (body: string) =>
    asking(subs(raw(), { signing: 'sign', token: 's3cret' }), {
      'plain-request-signature': await signature('sign', body),
    })('/plain', { method: 'POST', body })
  const { cards } = (
    await post(
      JSON.stringify({ cardKeys: ['plan', 7, 'toString', 'gestion'], customer: { email: 'ANA@x.example' } }),
    )
  ).json
  expect(cards.map((c: { key: string; timeToLiveSeconds: number }) => [c.key, c.timeToLiveSeconds])).toEqual([
    ['plan', 120],
    ['gestion', 120],
  ])
  const text = JSON.stringify(cards)
  expect(text).toContain('"badgeLabel":"Impagada","badgeColor":"RED"')
  expect(text).toContain('"badgeLabel":"Cancelada","badgeColor":"GREY"')
  expect(text).toContain('29,90 € · anual')
  expect(text.match(/componentDivider/g)).toHaveLength(1)
  expect(text.match(/dateTimeIso8601/g)).toHaveLength(1)
  expect(text).toContain('"copyButtonValue":"S-1"')
  expect((await post('{broken')).status).toBe(400)
  expect((await post('{"cardKeys":"plan"}')).status).toBe(400)
})

test('an answer to a survey has its scale, its comment and what it was about', async () => {
  const get = asking(survey(raw(), 's3cret'), { 'x-survey-key': 's3cret' })
  expect((await get('/answers?email=ANA@x.example')).json).toEqual([
    {
      id: 'e2',
      survey: 'nps',
      score: 3,
      out_of: 10,
      text: 'mal',
      answered_on: '2026-05-02T10:00:00.000+00:00',
      about_order: null,
      about_ticket: '7',
      via: 'mail',
    },
    {
      id: 'e1',
      survey: 'csat',
      score: 4,
      out_of: 5,
      text: null,
      answered_on: '2026-05-01T10:00:00.000+00:00',
      about_order: '10',
      about_ticket: null,
      via: 'web',
    },
  ])
  const leave = (body: object) =>
    get('/answers', { method: 'POST', body: JSON.stringify({ mail: 'Eva@x.example', ...body }) })
  expect([
    (await leave({ survey: 'ces', score: 7, text: 'x'.repeat(3_000) })).status,
    (await leave({ survey: 'ces', score: 8 })).status,
    (await leave({ survey: 'review', score: 6 })).status,
    (await leave({ survey: 'odd', score: 1 })).status,
    (await leave({ survey: 'nps', score: 'x' })).status,
    (await leave({ survey: 'nps', score: 1, mail: 7 })).status,
  ]).toEqual([201, 422, 422, 422, 422, 422])
  const [kept] = (await get('/answers?email=eva@x.example')).json
  expect([kept.text.length, kept.out_of, kept.via]).toEqual([2_000, 7, 'phone'])
  expect((await get('/answers')).status).toBe(404)
})

test('the web knows a browser by its mail in any letters, its events newest first, and its campaigns', async () => {
  const get = asking(web(raw(), 's3cret'), bearer)
  expect((await get('/visitors?email=ana@X.example')).json.items).toEqual([
    {
      visitor: 'v-1',
      email: 'Ana@x.example',
      display_name: 'Ana',
      profile: 'customer',
      device: 'móvil',
      lang: 'es',
      first_seen: 1,
      last_seen: 2,
    },
  ])
  expect((await get('/visitors/v-1/events')).json).toEqual({
    items: [
      {
        event: '2',
        visitor: 'v-1',
        type: 'visit',
        ts: 20,
        what: 'Inicio',
        value_cents: null,
        place: null,
        device: 'móvil',
      },
      {
        event: '1',
        visitor: 'v-1',
        type: 'cart',
        ts: 10,
        what: 'Casco',
        value_cents: 1_000,
        place: 'Vigo',
        device: 'móvil',
      },
    ],
    total: 2,
    pages: 1,
  })
  expect((await get('/campaigns?email=ANA@x.example')).json.items).toEqual([
    {
      id: '3',
      to: 'ana@x.example',
      name: 'Rebajas',
      offer: '20 %',
      sent_ts: 5,
      channel: 'sms',
      opened: true,
      response: 'bought',
    },
  ])
  for (const path of ['/visitors/v-9', '/visitors/v-1/odd', '/odd'])
    expect((await get(path)).status, path).toBe(404)
})

test('a call has its seconds, how long it waited, and what was said', async () => {
  const get = asking(phone(raw(), 's3cret'), { 'x-api-key': 's3cret' })
  expect((await get('/calls?number=600123456')).json).toEqual({
    total: 1,
    calls: [
      {
        id: '1',
        number: '+34600123456',
        kind: 'chat',
        started: '2026-05-01T10:00:00Z',
        seconds: 60,
        waited: 5,
        direction: 'out',
        matter: 'pedido',
        summary: 'Pregunta',
        told: ['a'],
        offered: ['b'],
        transfers: 1,
        solved: false,
        place: 'Vigo',
      },
    ],
  })
  expect((await get('/odd')).status).toBe(404)
})

test('a till keeps its rows in the order of its columns, its money in euros and its hours by the wall', () => {
  const all = raw()
  all.till.members.push({
    id: 1,
    card: '9724 0001',
    name: 'RUIZ, ANA',
    phone: '+34 600 12 34 56',
    points: 5,
    expiring: 2,
    voucher: 1_050,
    tier: 'oro',
    updated: at('2026-07-01'),
  })
  all.till.tickets.push({
    number: 'T-1',
    member: 1,
    at: at('2026-01-01'),
    shop: 'Colón',
    cents: 2_450,
    lines: [
      { product: 'A', category: 'moda', quantity: 2, cents: 1_000 },
      { product: 'B', category: 'moda', quantity: 1, cents: 450, gift: 'g' },
    ],
  })
  const rows = Object.fromEntries(tillRows(all))
  expect(rows.socios?.[0]).toEqual([
    1,
    '9724 0001',
    '97240001',
    'RUIZ, ANA',
    '+34 600 12 34 56',
    '600123456',
    null,
    null,
    null,
    null,
    null,
    expect.any(String),
    null,
    null,
    5,
    2,
    null,
    10.5,
    null,
    null,
    null,
    '2026-07-01 12:00:00',
  ])
  expect(rows.tiques).toEqual([['T-1', 1, '2026-01-01 11:00:00', 'Colón', 24.5, 3]])
  expect(rows.lineas).toEqual([
    ['T-1', 'A', 'moda', 2, 10, null],
    ['T-1', 'B', 'moda', 1, 4.5, 'g'],
  ])
})

describe('the till’s database over the network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-hrana-'))
  const file = join(folder, 'a.db')
  beforeAll(async () => {
    const db = createClient({ url: `file:${file}` })
    await db.executeMultiple("CREATE TABLE a (n, f, t); INSERT INTO a VALUES (1, 1.5, 'x'), (2, NULL, 'y');")
    db.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  // biome-ignore lint/suspicious/noExplicitAny: each answer of the protocol has its own shape
  type Result = { type: string; response?: Record<string, any>; error?: { message: string } }
  const run = async (database: ReturnType<typeof hrana>, requests: unknown[], baton?: string) =>
    (await database.pipeline({ requests, ...(baton ? { baton } : {}) } as never)) as {
      baton: string | null
      results: Result[]
    }

  test('gives each value by its type, rows only when they are wanted, and takes arguments by place or by name', async () => {
    const database = hrana(file)
    const { results } = await run(database, [
      {
        type: 'execute',
        stmt: { sql: 'SELECT n, f, t FROM a WHERE n = ?', args: [{ type: 'integer', value: '1' }] },
      },
      {
        type: 'execute',
        stmt: {
          sql: 'SELECT f FROM a WHERE t = :t',
          named_args: [{ name: ':t', value: { type: 'text', value: 'y' } }],
        },
      },
      { type: 'execute', stmt: { sql: 'SELECT n FROM a', want_rows: false } },
      { type: 'execute', stmt: { sql: 'SELECT nothing FROM nowhere' } },
      { type: 'describe', sql: 'SELECT 1' },
      { type: 'close' },
    ])
    expect(results[0]?.response?.result).toMatchObject({
      cols: [{ name: 'n' }, { name: 'f' }, { name: 't' }],
      rows: [
        [
          { type: 'integer', value: '1' },
          { type: 'float', value: 1.5 },
          { type: 'text', value: 'x' },
        ],
      ],
    })
    expect(results[1]?.response?.result.rows).toEqual([[{ type: 'null' }]])
    expect(results[2]?.response?.result.rows).toEqual([])
    expect(results.slice(3, 5).map((r) => r.type)).toEqual(['error', 'error'])
    database.close()
  })
  test('keeps a statement by its number until it is told to forget it', async () => {
    const database = hrana(file)
    const { results } = await run(database, [
      { type: 'store_sql', sql_id: 7, sql: 'SELECT 1 AS one' },
      { type: 'execute', stmt: { sql_id: 7 } },
      { type: 'close_sql', sql_id: 7 },
      { type: 'execute', stmt: { sql_id: 7 } },
      { type: 'close' },
    ])
    expect(results.map((r) => r.type)).toEqual(['ok', 'ok', 'ok', 'error', 'ok'])
    database.close()
  })
  test('knows whether a transaction is open, in the next request too, and takes no write in one', async () => {
    const database = hrana(file)
    const state = (r: Result[]) => r.flatMap((x) => x.response?.is_autocommit ?? [])
    const first = await run(database, [
      { type: 'get_autocommit' },
      { type: 'execute', stmt: { sql: 'BEGIN' } },
      { type: 'get_autocommit' },
      { type: 'execute', stmt: { sql: 'DELETE FROM a' } },
    ])
    expect([state(first.results), first.results[3]?.type]).toEqual([[true, false], 'error'])
    const next = await run(
      database,
      [{ type: 'get_autocommit' }, { type: 'execute', stmt: { sql: 'COMMIT' } }, { type: 'get_autocommit' }],
      first.baton!,
    )
    expect([state(next.results), next.baton === first.baton]).toEqual([[false, true], false])
    await expect(run(database, [], first.baton!)).rejects.toThrow(/baton/)
    database.close()
  })
  test('closes a stream that nobody used for twenty seconds', async () => {
    vi.useFakeTimers({ now: at('2026-06-01'), toFake: ['Date'] })
    try {
      const database = hrana(file)
      const { baton } = await run(database, [])
      vi.setSystemTime(at('2026-06-01') + 20_000)
      const kept = await run(database, [], baton!)
      vi.setSystemTime(at('2026-06-01') + 40_001)
      await expect(run(database, [], kept.baton!)).rejects.toThrow(/baton/)
      database.close()
    } finally {
      vi.useRealTimers()
    }
  })
})

test('a number of a query is whole, not less than nothing, and within its bound', () => {
  const n = (query: string) => boundedNumber(new URLSearchParams(query), 'n', 20, 100)
  expect(['n=7', 'n=0', 'n=101', 'n=-1', 'n=1.5', 'n=x', ''].map(n)).toEqual([7, 0, 100, 20, 20, 20, 20])
})

test('a text begins words of a value, all of it, whatever the accents', () => {
  expect([
    startsLike('Ana Núñez', 'nun'),
    startsLike('Ana Núñez', 'AN NÚÑ'),
    startsLike('Ana Núñez', 'an zu'),
    startsLike('Ana Núñez', 'uñez'),
    startsLike('a.b@x.example', 'a.b@x'),
  ]).toEqual([true, true, false, false, true])
  expect([lastNineDigits('+34 600-12.34 56'), lastNineDigits('12')]).toEqual(['600123456', '12'])
  expect([...groupBy([1, 2, 3, 4], (x) => (x === 4 ? undefined : x % 2))]).toEqual([
    [1, [1, 3]],
    [0, [2]],
  ])
})
