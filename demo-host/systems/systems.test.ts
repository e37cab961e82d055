import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client/http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onFreePorts } from '../../e2e/support/ports.ts'
import { makeWorld } from '../people/world.ts'
import { desk } from './desk.ts'
import { holds, parseQuery } from './desk-query.ts'
import { listen, type Running } from './server.ts'
import { shop } from './shop.ts'
import { subs } from './subs.ts'
import { survey } from './survey.ts'
import { till, writeTill } from './till.ts'

const world = makeWorld({ now: Date.parse('2026-11-21T09:30:00Z'), people: 120 })
const folder = mkdtempSync(join(tmpdir(), 'ficha-till-'))
const running: Running[] = []
const at = (id: string) => running.find((s) => s.id === id)!
const ask = (id: string, path: string, init: RequestInit = {}) => fetch(at(id).origin + path, init)
const token = { authorization: 'Bearer s3cret' }
const basic = { authorization: `Basic ${btoa('ficha:s3cret')}` }

beforeAll(async () => {
  const file = join(folder, 'till.db')
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
  const is = (q: string) => holds(parseQuery(q), (f) => row[f.toLowerCase()])
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
