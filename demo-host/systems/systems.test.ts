import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient as createFileClient } from '@libsql/client'
import { createClient } from '@libsql/client/http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { onFreePorts } from '../../e2e/support/ports.ts'
import { makeWorld } from '../people/world.ts'
import { control } from './control.ts'
import { desk } from './desk.ts'
import { matches, parseQuery } from './desk-query.ts'
import { type Fault, injectFault } from './faults.ts'
import { hrana } from './hrana.ts'
import { phone } from './phone.ts'
import { equalInConstantTime } from './reply.ts'
import { listen, type Running } from './server.ts'
import { shop } from './shop.ts'
import { subs } from './subs.ts'
import { survey } from './survey.ts'
import { till, writeTill } from './till.ts'
import { tillRows } from './till-rows.ts'
import { web } from './web.ts'

const world = makeWorld({ now: Date.parse('2026-11-21T09:30:00Z'), people: 120 })
const folder = mkdtempSync(join(tmpdir(), 'ficha-till-'))
const running: Running[] = []
const at = (id: string) => running.find((s) => s.id === id)!
const ask = (id: string, path: string, init: RequestInit = {}) => fetch(at(id).origin + path, init)
const token = { authorization: 'Bearer s3cret' }
const basic = { authorization: `Basic ${btoa('ficha:s3cret')}` }

const file = join(folder, 'till.db')
const asJson = { 'content-type': 'application/json' }
const jsonOf = async <T>(answer: Response | Promise<Response>) => (await (await answer).json()) as T

beforeAll(async () => {
  await writeTill(file, world.raw)
  for (const system of [
    shop(world.raw, 's3cret'),
    desk(world.raw, 's3cret'),
    till(file, 's3cret'),
    subs(world.raw, { signing: 's1gn', token: 's3cret' }),
    survey(world.raw, 's3cret'),
  ])
    running.push(await onFreePorts(1, (port) => listen(system, port)))
})
afterAll(async () => {
  await Promise.all(running.map((s) => s.stop()))
  rmSync(folder, { recursive: true, force: true })
})

test('each system refuses who does not know its own secret', async () => {
  for (const [id, path] of [
    ['shop', '/v2/customers'],
    ['desk', '/REST/2.0/tickets'],
    ['subs', '/subscriptions?mail=a@b'],
    ['survey', '/answers?email=a@b'],
  ] as const)
    expect([id, (await ask(id, path, { headers: { authorization: 'Bearer other' } })).status]).toEqual([
      id,
      401,
    ])
  expect((await ask('till', '/v2/pipeline', { method: 'POST', body: '{"requests":[]}' })).status).toBe(401)
})

test('the shop finds one person however the number is written, and pages with totals', async () => {
  for (const phone of ['600123456', '+34 600 12 34 56', '0034600123456'])
    expect(
      (
        (await (
          await ask('shop', `/v2/customers?${new URLSearchParams({ phone })}`, { headers: token })
        ).json()) as { data: unknown[] }
      ).data,
    ).toHaveLength(1)
  const id = world.owned.get('lucia')!.shop[0]
  const seen: string[] = []
  for (let after: string | null = '0'; after !== null; ) {
    const page = (await (
      await ask('shop', `/v2/customers/${id}/orders?limit=7&after=${after}`, { headers: token })
    ).json()) as { data: { number: string }[]; meta: { total: number; next: string | null } }
    expect(page.meta.total).toBe(25)
    seen.push(...page.data.map((o) => o.number))
    after = page.meta.next
  }
  expect(new Set(seen).size).toBe(25)
})

test('the helpdesk ignores a filter it does not know and answers with everybody, as the real one does', async () => {
  const users = async (field: string, value: string) =>
    (
      (await (
        await ask('desk', '/REST/2.0/users', {
          method: 'POST',
          headers: { ...basic, 'content-type': 'application/json' },
          body: JSON.stringify([{ field, value }]),
        })
      ).json()) as { total: number }
    ).total
  expect(await users('EmailAddress', 'lucia.martin@correo.example')).toBe(1)
  expect(await users('MobilePhone', '+34600123456')).toBeGreaterThan(20)
})

test('TicketSQL: conditions, brackets, quoted quotes; bad syntax and unknown fields are 400', async () => {
  const row: Record<string, string> = { subject: "L'Hospitalet", status: 'open', id: '7' }
  const is = (q: string) => matches(parseQuery(q), (f) => row[f.toLowerCase()])
  expect([
    is("Subject = 'L\\'Hospitalet'"),
    is("Status = 'new' OR (id > 6 AND Subject LIKE 'hosp')"),
    is("Status != 'open'"),
    is("Status NOT LIKE 'res'"),
  ]).toEqual([true, true, false, true])
  for (const query of ["Subject = 'x", 'Subject', "Nope = 'x'", "Subject = 'x' AND"])
    expect(
      (await ask('desk', `/REST/2.0/tickets?${new URLSearchParams({ query })}`, { headers: basic })).status,
    ).toBe(400)
})

test('a comment stays in the ticket’s own record', async () => {
  const id = world.raw.desk.tickets[0]!.id
  expect(
    (
      await ask('desk', `/REST/2.0/ticket/${id}/comment`, {
        method: 'POST',
        headers: { ...basic, 'content-type': 'application/json' },
        body: JSON.stringify({ Content: 'para el siguiente', ContentType: 'text/plain' }),
      })
    ).status,
  ).toBe(201)
  expect(
    await (
      await ask('desk', `/REST/2.0/ticket/${id}/history?fields=Type,Content&per_page=100`, { headers: basic })
    ).text(),
  ).toContain('para el siguiente')
})

test('the till answers SQL over the network, in transactions too, and takes no write', async () => {
  const db = createClient({ url: at('till').origin, authToken: 's3cret' })
  expect(
    (await db.batch([{ sql: 'SELECT nombre FROM socios WHERE tel9 = ?', args: ['600123456'] }], 'read'))[0]
      ?.rows[0]?.nombre,
  ).toBe('MARTIN ORTEGA, LUCIA')
  for (const sql of ['DELETE FROM socios', 'PRAGMA query_only = OFF', "ATTACH 'x' AS y"])
    await expect(db.execute(sql)).rejects.toThrow()
  db.close()
})

test('the till keeps every row, in more batches than one too', async () => {
  const { members, tickets } = world.raw.till
  const raw = {
    ...world.raw,
    till: {
      ...world.raw.till,
      members: Array.from({ length: 2_000 }, (_, i) => ({ ...members[0]!, id: i + 1 })),
      tickets: Array.from({ length: 7_000 }, (_, i) => ({ ...tickets[0]!, number: `N-${i}` })),
    },
  }
  const large = join(folder, 'large.db')
  await writeTill(large, raw)
  const db = createFileClient({ url: `file:${large}` })
  try {
    const counted = []
    for (const [table] of tillRows(raw))
      counted.push([table, (await db.execute(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n])
    expect(counted).toEqual(tillRows(raw).map(([table, rows]) => [table, rows.length]))
  } finally {
    db.close()
  }
})

test('Plain cards: only for a right signature; every known key comes back, null where there is nothing', async () => {
  const body = (email: string) => JSON.stringify({ cardKeys: ['plan', 'otra'], customer: { email } })
  const cards = (text: string, key = 's1gn') =>
    ask('subs', '/plain', {
      method: 'POST',
      body: text,
      headers: { 'plain-request-signature': createHmac('sha256', key).update(text).digest('hex') },
    })
  expect((await cards(body('lucia.martin@correo.example'), 'wrong')).status).toBe(401)
  expect(await (await cards(body('nobody@x.example'))).json()).toEqual({
    cards: [{ key: 'plan', timeToLiveSeconds: 120, components: null }],
  })
  expect(JSON.stringify(await (await cards(body('lucia.martin@correo.example'))).json())).toContain(
    'Ribera Plus',
  )
})

test('a survey answer is taken once per key, and refused off its scale', async () => {
  const leave = (score: number, key: string) =>
    ask('survey', '/answers', {
      method: 'POST',
      headers: { 'x-survey-key': 's3cret', 'idempotency-key': key },
      body: JSON.stringify({ mail: 'ana@x.example', survey: 'nps', score }),
    })
  expect([
    (await leave(9, 'k1')).status,
    (await leave(9, 'k1')).status,
    (await leave(11, 'k2')).status,
  ]).toEqual([201, 200, 422])
  expect(
    await (
      await ask('survey', '/answers?email=ana@x.example', { headers: { 'x-survey-key': 's3cret' } })
    ).json(),
  ).toHaveLength(1)
})

test('the shop takes in how a customer prefers to be reached, once per key, and refuses a way it has not', async () => {
  const id = world.raw.shop.customers[0]!.id
  const say = (way: string, key: string) =>
    ask('shop', `/v2/customers/${id}/contact-by`, {
      method: 'POST',
      headers: { ...token, 'idempotency-key': key },
      body: JSON.stringify({ contact_by: way }),
    })
  expect([
    (await say('sms', 'w1')).status,
    (await say('sms', 'w1')).status,
    (await say('pigeon', 'w2')).status,
  ]).toEqual([201, 200, 422])
  expect(await (await ask('shop', `/v2/customers/${id}`, { headers: token })).json()).toMatchObject({
    contact_by: 'sms',
  })
})

test('each fault is its own: garbage, cut in the middle, no line, 429, 500; then all is well again', async () => {
  const get = () => ask('shop', '/v2/policies', { headers: token })
  at('shop').set('garbage')
  await expect(get().then((r) => r.json())).rejects.toThrow(SyntaxError)
  at('shop').set('truncate')
  await expect(get().then((r) => r.json())).rejects.toThrow(/terminated|closed/i)
  at('shop').set('down')
  await expect(get()).rejects.toThrow()
  at('shop').set('limited')
  expect([(await get()).status, (await get()).headers.get('retry-after')]).toEqual([429, '20'])
  at('shop').set('error')
  expect((await get()).status).toBe(500)
  at('shop').set('hang')
  await expect(
    ask('shop', '/v2/policies', { headers: token, signal: AbortSignal.timeout(150) }),
  ).rejects.toThrow(/timeout/i)
  at('shop').set('ok')
  expect((await get()).status).toBe(200)
  expect(at('shop').log().length).toBeGreaterThan(8)
})

test('a taken port is an error that can be told, never a second system on it', async () => {
  await expect(listen(shop(world.raw, 'x'), Number(new URL(at('shop').origin).port))).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

test('the control of the systems is for who has its token, names what it does not know, and bounds a delay', async () => {
  const port = (server: Awaited<ReturnType<typeof control>>) => (server.address() as { port: number }).port
  let set: [string, number | undefined] | undefined
  const shop = {
    ...at('shop'),
    mode: () => 'ok' as const,
    set: (...to: [string, number?]) => (set = [...to, undefined].slice(0, 2) as never),
  }
  const server = await control([shop as Running], 0, 't0ken')
  try {
    const say = (path: string, init: RequestInit = {}, token = 't0ken') =>
      fetch(`http://127.0.0.1:${port(server)}${path}`, { ...init, headers: { 'x-control-token': token } })
    expect((await say('/', {}, 'other')).status).toBe(401)
    expect(await jsonOf(say('/'))).toMatchObject([{ id: 'shop', mode: 'ok' }])
    expect((await say('/nowhere')).status).toBe(404)
    const body = (value: unknown) => ({ method: 'POST', body: JSON.stringify(value) })
    expect((await say('/shop', body({ mode: 'asleep' }))).status).toBe(400)
    expect(set).toBeUndefined()
    expect((await say('/shop', body({ mode: 'slow', slowMs: 9_999_999 }))).status).toBe(200)
    expect(set).toEqual(['slow', 60_000])
  } finally {
    server.close()
    server.closeAllConnections()
  }
})
test('a control without a token of its own lets nobody in', async () => {
  await expect(control([], 0, '')).rejects.toThrow('DEMO_CONTROL_TOKEN')
})

test('the helpdesk finds one person’s tickets in the order asked for, page by page, with the fields asked for', async () => {
  const user = world.owned.get('lucia')!.desk[0]
  const search = (more: Record<string, string>) =>
    jsonOf<{ total: number; pages: number; items: Record<string, unknown>[] }>(
      ask(
        'desk',
        `/REST/2.0/tickets?${new URLSearchParams({ query: `Requestor.id = ${user}`, orderby: 'Created', fields: 'Created,Status', ...more })}`,
        { headers: basic },
      ),
    )
  const created = (found: { items: Record<string, unknown>[] }) => found.items.map((t) => String(t.Created))
  const oldest = await search({ order: 'ASC' })
  const newest = await search({ order: 'DESC' })
  expect(oldest.total).toBeGreaterThan(1)
  expect(created(oldest)).toEqual(created(oldest).toSorted())
  expect(created(newest)).toEqual(created(oldest).toReversed())
  expect(Object.keys(newest.items[0] ?? {}).toSorted()).toEqual(['Created', 'Status', '_url', 'id', 'type'])
  const pages = await Promise.all(['1', '2'].map((page) => search({ order: 'DESC', per_page: '1', page })))
  expect(pages.flatMap(created)).toEqual(created(newest).slice(0, 2))
  expect(pages[0]?.pages).toBe(newest.total)
})

test('a new ticket belongs to its requestor at once, needs no subject, and nobody’s is refused', async () => {
  const mail = 'lucia.martin@correo.example'
  const create = (body: object) =>
    ask('desk', '/REST/2.0/ticket', {
      method: 'POST',
      headers: { ...basic, ...asJson },
      body: JSON.stringify(body),
    })
  expect((await create({ Queue: 'Consultas', Requestor: 'nobody@here.example' })).status).toBe(400)
  expect((await create({ Queue: 'Otra', Requestor: mail })).status).toBe(400)
  const made = await create({ Queue: 'Consultas', Requestor: [mail], Content: 'llámame' })
  expect(made.status).toBe(201)
  const { id } = await jsonOf<{ id: string }>(made)
  const query = `Requestor.EmailAddress = '${mail}'`
  expect(
    (
      await jsonOf<{ items: { id: string }[] }>(
        ask('desk', `/REST/2.0/tickets?${new URLSearchParams({ query, per_page: '100' })}`, {
          headers: basic,
        }),
      )
    ).items.map((t) => t.id),
  ).toContain(id)
})

test('the helpdesk takes its password as a token too, and no other token', async () => {
  const status = async (authorization: string) =>
    (await ask('desk', '/REST/2.0/rt', { headers: { authorization } })).status
  expect([await status('token s3cret'), await status('token other')]).toEqual([200, 401])
})

test('the till skips a step whose condition does not hold, and knows no baton that it did not give', async () => {
  const database = hrana(file)
  const stmt = { sql: 'SELECT 1 AS one' }
  const broken = { sql: 'SELECT nothing FROM nowhere' }
  const { results } = (await database.pipeline({
    requests: [
      {
        type: 'batch',
        batch: {
          steps: [
            { stmt: broken },
            { condition: { type: 'ok', step: 0 }, stmt },
            { condition: { type: 'error', step: 0 }, stmt },
          ],
        },
      },
      { type: 'close' },
    ],
  })) as { results: { response: { result: { step_results: unknown[]; step_errors: unknown[] } } }[] }
  const batch = results[0]?.response.result
  expect(batch?.step_results.map((r) => r !== null)).toEqual([false, false, true])
  expect(batch?.step_errors.map((e) => e !== null)).toEqual([true, false, false])
  await expect(database.pipeline({ baton: 'made-up', requests: [] })).rejects.toThrow(/baton/)
  const { baton } = (await database.pipeline({ requests: [] })) as { baton: string }
  await database.pipeline({ baton, requests: [{ type: 'close' }] })
  await expect(database.pipeline({ baton, requests: [] })).rejects.toThrow(/baton/)
  database.close()
})

test('the shop takes in a past day of birth and what was said about offers, and shows both at once', async () => {
  const id = world.raw.shop.customers[1]!.id
  const say = (path: string, body: object, key = crypto.randomUUID()) =>
    ask('shop', `/v2/customers/${id}/${path}`, {
      method: 'POST',
      headers: { ...token, 'idempotency-key': key },
      body: JSON.stringify(body),
    })
  for (const birth_date of ['2999-01-01', '1.1.1990', 1990])
    expect((await say('birth-date', { birth_date })).status, String(birth_date)).toBe(422)
  expect(await jsonOf(say('birth-date', { birth_date: '1990-02-03' }))).toMatchObject({
    birth_date: '1990-02-03',
  })
  expect((await say('consents', { purpose: 'marketing', granted: 'maybe' })).status).toBe(404)
  for (const granted of ['yes', 'no'])
    expect(await jsonOf(say('consents', { purpose: 'marketing', granted }))).toMatchObject({
      granted: granted === 'yes',
    })
  const { data } = await jsonOf<{ data: { granted: boolean }[] }>(
    ask('shop', `/v2/customers/${id}/consents`, { headers: token }),
  )
  expect(data.slice(0, 2).map((c) => c.granted)).toEqual([false, true])
})

test('the shop lists newest first, sums all pages, and takes four digits for no telephone', async () => {
  const id = world.owned.get('lucia')!.shop[0]
  const page = await jsonOf<{ data: { placed_at: string }[]; meta: { sum_cents: number } }>(
    ask('shop', `/v2/customers/${id}/orders?limit=3`, { headers: token }),
  )
  const placed = page.data.map((o) => o.placed_at)
  expect(placed).toEqual(placed.toSorted().toReversed())
  expect(page.meta.sum_cents).toBe(
    world.raw.shop.orders.filter((o) => o.customer === id).reduce((sum, o) => sum + o.cents, 0),
  )
  expect(await jsonOf(ask('shop', '/v2/customers?phone=3456', { headers: token }))).toMatchObject({
    data: [],
  })
})

test('a signature is of its own body, and times of subscriptions are in seconds', async () => {
  const signed = createHmac('sha256', 's1gn').update('').digest('hex')
  expect(
    (
      await ask('subs', '/plain', {
        method: 'POST',
        body: JSON.stringify({ cardKeys: ['plan'], customer: { email: 'lucia.martin@correo.example' } }),
        headers: { 'plain-request-signature': signed },
      })
    ).status,
  ).toBe(401)
  const { subscriptions } = await jsonOf<{ subscriptions: { started: number; renews: number }[] }>(
    ask('subs', '/subscriptions?mail=Lucia.Martin@correo.example', { headers: token }),
  )
  const own = world.raw.subs.subscriptions.find((s) => s.mail === 'lucia.martin@correo.example')!
  expect(subscriptions.map((s) => [s.started, s.renews])).toEqual([
    [Math.floor(own.started / 1000), Math.floor(own.renews! / 1000)],
  ])
})

test('a survey keeps older answers below a new one, refuses less than nothing, and asks only who agreed', async () => {
  const headers = { 'x-survey-key': 's3cret' }
  const mail = 'lucia.martin@correo.example'
  const answers = () => jsonOf<{ score: number }[]>(ask('survey', `/answers?email=${mail}`, { headers }))
  const before = await answers()
  const leave = (score: number) =>
    ask('survey', '/answers', {
      method: 'POST',
      headers,
      body: JSON.stringify({ mail, survey: 'nps', score }),
    })
  expect([(await leave(-1)).status, (await leave(10)).status]).toEqual([422, 201])
  expect((await answers()).map((a) => a.score)).toEqual([10, ...before.map((a) => a.score)])
  const mailOf = (customer: string) => world.raw.shop.customers.find((c) => c.id === customer)?.email
  const answered = new Set(world.raw.survey.answers.map((a) => a.mail.toLowerCase()))
  const said = (granted: boolean) => {
    const all = world.raw.shop.consents.filter((c) => c.purpose === 'surveys' && c.granted === granted)
    return new Set(all.flatMap((c) => mailOf(c.customer)?.toLowerCase() ?? []))
  }
  const refused = [...said(false)].find((m) => !said(true).has(m) && !answered.has(m))!
  const status = async (who: string) => (await ask('survey', `/contacts/${who}`, { headers })).status
  expect([await status([...said(true)][0]!), await status(refused)]).toEqual([200, 404])
})

test('the web’s events come in pages that neither overlap nor leave a gap; who left no mail is a prospect', async () => {
  const system = web(world.raw, 's3cret')
  const get = (path: string, headers: Record<string, string> = token) =>
    system.handle(new Request(`http://web.example${path}`, { headers }))
  expect((await get('/visitors/v-lucia-movil', {})).status).toBe(401)
  type Page = { items: { event: string; ts: number }[]; total: number; pages: number }
  const first = await jsonOf<Page>(get('/visitors/v-lucia-movil/events?limit=2'))
  const rest = await Promise.all(
    Array.from({ length: first.pages - 1 }, (_, i) =>
      jsonOf<Page>(get(`/visitors/v-lucia-movil/events?limit=2&page=${i + 1}`)),
    ),
  )
  const seen = [first, ...rest].flatMap((page) => page.items)
  expect(seen).toHaveLength(first.total)
  expect(new Set(seen.map((e) => e.event)).size).toBe(first.total)
  expect(seen.map((e) => e.ts)).toEqual(seen.map((e) => e.ts).toSorted((a, b) => b - a))
  expect(await jsonOf(get('/visitors/v-7f3a9c21'))).toMatchObject({ profile: 'prospect', email: null })
  expect(await jsonOf(get('/visitors/v-lucia-movil'))).toMatchObject({ profile: 'customer' })
})

test('the switchboard answers its own key only, by the last nine digits, from the offset asked for', async () => {
  const system = phone(world.raw, 's3cret')
  const get = (query: string, key = 's3cret') =>
    system.handle(new Request(`http://calls.example/calls?${query}`, { headers: { 'x-api-key': key } }))
  expect((await get('number=600123456', 'other')).status).toBe(403)
  expect((await get('number=3456')).status).toBe(400)
  type Calls = { total: number; calls: { id: string }[] }
  const all = await jsonOf<Calls>(get('number=%2B34%20600%2012%2034%2056'))
  expect(all.total).toBeGreaterThan(2)
  expect((await jsonOf<Calls>(get('number=600123456&offset=1&limit=2'))).calls.map((c) => c.id)).toEqual(
    all.calls.slice(1, 3).map((c) => c.id),
  )
})

test('a slow system answers when its time has passed, and not before', async () => {
  vi.useFakeTimers()
  try {
    let outcome = 'waits'
    const slow: Fault = { mode: 'slow', slowMs: 1_000 }
    void injectFault(slow, {} as IncomingMessage, {} as ServerResponse).then((is) => {
      outcome = is
    })
    await vi.advanceTimersByTimeAsync(999)
    expect(outcome).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect(outcome).toBe('goes-on')
  } finally {
    vi.useRealTimers()
  }
})

test('a body above one megabyte is not read to its end', async () => {
  const answer = ask('survey', '/answers', {
    method: 'POST',
    headers: { 'x-survey-key': 's3cret' },
    body: JSON.stringify({ mail: 'ana@x.example', survey: 'nps', score: 9, text: 'x'.repeat(1_100_000) }),
  })
  expect(
    await answer.then(
      (a) => a.status === 201,
      () => false,
    ),
  ).toBe(false)
})

test('a secret is equal to itself only: neither to its beginning nor to more than it', () => {
  expect([
    equalInConstantTime('abc', 'abc'),
    equalInConstantTime('abc', 'ab'),
    equalInConstantTime('ab', 'abab'),
    equalInConstantTime('abab', 'ab'),
    equalInConstantTime('', 'a'),
  ]).toEqual([true, false, false, false, false])
})

test('the till’s money is euros with cents: a voucher of ten euros, a ticket of 24.50', async () => {
  const db = createClient({ url: at('till').origin, authToken: 's3cret' })
  const one = async (sql: string) => (await db.execute(sql)).rows[0]?.[0]
  expect(await one("SELECT importe FROM tiques WHERE numero = 'T-8841'")).toBe(24.5)
  expect(await one("SELECT vale FROM socios WHERE tarjeta_num = '972400004417'")).toBe(10)
  db.close()
})
