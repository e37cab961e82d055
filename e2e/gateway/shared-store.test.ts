import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  type CardEvent,
  type Connector,
  matched,
  type SystemRecord,
} from '../../connectors/contract/index.ts'
import { demoIssuer } from '../../connectors/gateway/auth/demo-issuer.ts'
import { defineConfig } from '../../connectors/gateway/config/config.ts'
import { createGateway, type Gateway } from '../../connectors/gateway/gateway.ts'
import { createKeys } from '../../connectors/gateway/keys/keys.ts'
import { startGateway } from '../../connectors/gateway/node.ts'
import { verifyAudit } from '../../connectors/gateway/stores/audit-chain.ts'
import type { Stores } from '../../connectors/gateway/stores/ports.ts'
import { postgresStores } from '../../connectors/gateway/stores/postgres.ts'
import { clock, line, storeSentences } from '../../connectors/gateway/testing/store-sentences.ts'
import { eventsOf } from '../../connectors/gateway/testing/test-gateway.ts'
import { realClock } from '../../connectors/hub/ports.ts'
import { freePort } from '../support/ports.ts'
import type { Running } from '../systems/process.ts'
import { servers } from './servers.ts'

const { there, start } = servers.PostgreSQL
const secret = 's'.repeat(40)
const keys = createKeys(secret)
const folder = mkdtempSync(join(tmpdir(), 'ficha-shared-'))

describe.skipIf(!there)('one store for several gateways (PostgreSQL)', () => {
  let server: Running & { url: string }
  let made = 0
  const open: Stores[] = []
  const run = async (url: string, statement: string) => {
    const c = new pg.Client({ connectionString: url })
    await c.connect()
    try {
      return (await c.query(statement)).rows as Record<string, unknown>[]
    } finally {
      await c.end()
    }
  }
  /** The address of a new, empty database. */
  const fresh = async (): Promise<string> => {
    const name = `ficha_${++made}`
    await run(server.url, `create database ${name}`)
    return server.url.replace(/\/[^/]*$/, `/${name}`)
  }
  const openOn = async (url: string, on = realClock) => {
    const stores = await postgresStores(url, keys, on)
    open.push(stores)
    return stores
  }
  const two = async () => {
    const url = await fresh()
    return [...(await Promise.all([openOn(url), openOn(url)])), url] as const
  }
  beforeAll(async () => {
    server = await start(await freePort(), folder)
  })
  afterEach(async () => {
    for (const stores of open.splice(0)) await stores.close()
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  storeSentences('PostgreSQL stores', async () => postgresStores(await fresh(), keys, clock))

  test('what one learns the other knows: links, counts, marks, observations, publications', async () => {
    const [a, b] = await two()
    const link = await a.links.add('demo', {
      a: 'desk/2',
      b: 'shop/1',
      decision: 'different',
      at: 't',
      by: 'ana',
    })
    expect(await b.links.of('demo', ['shop/1'])).toEqual([link])
    expect(await b.links.undo('demo', link.id, 'eva', 't')).toBe(true)
    expect(await a.links.of('demo', ['shop/1'])).toEqual([])
    await Promise.all(
      [a, b].flatMap((s, i) =>
        [1, 2, 3].map((n) =>
          s.sharedValues.seen('demo', [
            { record: `${i}/${n}`, values: [{ kind: 'phone', value: '960112233', person: `${i}/${n}` }] },
          ]),
        ),
      ),
    )
    expect(await a.sharedValues.count('demo', [{ kind: 'phone', value: '960112233' }])).toEqual([6])
    await a.flags.put('demo', 'shop/1', 'advice:vip', 60_000)
    expect(await b.flags.of('demo', ['shop/1'])).toEqual(['advice:vip'])
    const saw = (on: string) => ({
      at: new Date().toISOString(),
      subjects: ['shop/1', 'desk/2'],
      what: { saw: 'contact' as const, contacts: [{ matter: 'entrega', on }], promises: [] },
    })
    await Promise.all([
      a.observations.note('demo', [saw('2026-03-01')]),
      b.observations.note('demo', [saw('2026-03-02')]),
    ])
    const seen = await a.observations.between('demo', '', '9')
    expect(
      new Set(seen.map((o) => o.person)).size,
      'one pseudonym for one customer, whoever saw them first',
    ).toBe(1)
  })

  test('a nonce is good once among all of them; a limit is one limit', async () => {
    const [a, b] = await two()
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? a : b).nonces.once('iss|j1', new Date(Date.now() + 60_000)),
      ),
    )
    expect(all.filter(Boolean)).toHaveLength(1)
    const now = new Date()
    const admitted = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? a : b).rates.admit('ana', [`m${i}`], 60_000, 10, now)),
    )
    expect(admitted.filter((verdict) => verdict.admitted)).toHaveLength(10)
  })

  test('both write one unbroken audit, which the database itself protects', async () => {
    const [a, b, url] = await two()
    await Promise.all(Array.from({ length: 400 }, (_, n) => (n % 2 ? a : b).audit.write(line(n))))
    expect(await verifyAudit(b.audit, [await a.audit.head()])).toMatchObject({ intact: true, lines: 400 })
    for (const attack of [
      "update ficha.audit set line = '{}' where seq = 3",
      'delete from ficha.audit where seq = 3',
      'truncate ficha.audit',
    ])
      await expect(run(url, attack), attack).rejects.toThrow('append-only')
    await run(url, 'alter table ficha.audit disable trigger user')
    await run(url, "update ficha.audit set line = replace(line, 'care', 'sale') where seq = 7")
    expect(await verifyAudit(a.audit)).toMatchObject({ intact: false, seq: 7 })
  })

  test('a change told to one wakes whoever waits at the other; nothing told meanwhile is missed; what one drops the other drops', async () => {
    const [a, b] = await two()
    const since = await b.notices.cursor('demo')
    const never = new AbortController().signal
    const waiting = b.notices.wait('demo', ['records:1', 'fichas'], since, never, 30_000)
    await a.notices.publish('demo', 'records:2')
    await a.notices.publish('rival', 'records:1')
    await a.notices.publish('demo', 'records:1')
    const heard = await waiting
    expect(heard.moved).toEqual(['records:1'])
    expect(await b.notices.wait('demo', ['records:1'], since, never, 30_000)).toMatchObject({
      moved: ['records:1'],
    })
    // What was told between the look for the cursor and the look for what moved is heard twice; never a third
    // time.
    const again = await a.notices.wait('demo', ['records:1', 'fichas'], heard.cursor, never, 50)
    expect(['', 'records:1']).toContain(again.moved.join())
    expect((await a.notices.wait('demo', ['records:1', 'fichas'], again.cursor, never, 50)).moved).toEqual([])
    expect(
      (await a.notices.wait('demo', ['fichas'], 'mem1234.7', never, 50)).moved,
      'a cursor of another store: everything',
    ).toEqual(['fichas'])
    await b.cache.set('demo/shop/x/1', 'old', 60_000)
    await b.cache.set('demo/shop/x/2', 'kept', 60_000)
    await a.cache.drop('demo/shop/x/1')
    await expect.poll(() => b.cache.get('demo/shop/x/1')).toBeUndefined()
    expect(await b.cache.get('demo/shop/x/2')).toBe('kept')
  })

  test('planted faults: without the line that tells, changes are heard late but heard; cut off from it, it is found again and nothing old is shown', async () => {
    const [a, b, url] = await two()
    const since = await b.notices.cursor('demo')
    await b.cache.set('demo/shop/x/1', 'old', 60_000)
    await run(
      url,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ficha notices'",
    )
    await a.notices.publish('demo', 'fichas')
    expect(
      (await b.notices.wait('demo', ['fichas'], since, new AbortController().signal, 30_000)).moved,
    ).toEqual(['fichas'])
    await expect
      .poll(() => b.cache.get('demo/shop/x/1'), {
        message: 'whoever was away drops everything',
      })
      .toBeUndefined()
    const next = await b.notices.cursor('demo')
    const waiting = b.notices.wait('demo', ['fichas'], next, new AbortController().signal, 30_000)
    await a.notices.publish('demo', 'fichas')
    expect((await waiting).moved).toEqual(['fichas'])
  })

  test('nobody’s value stands in the database, and a newer one is not touched', async () => {
    const [a, , url] = await two()
    await a.sharedValues.seen('demo', [
      {
        record: 'canario/1',
        values: [{ kind: 'mail', value: 'canario@example.com', person: 'canario-persona' }],
      },
    ])
    await a.flags.put('demo', 'shop/canario', 'advice:x', 60_000)
    await a.rates.admit(await keys.mac('limits', 'canario'), ['m'], 1_000, 5, new Date())
    for (const table of ['shared_values', 'marks', 'rates', 'observed'])
      expect(JSON.stringify(await run(url, `select * from ficha.${table}`)), table).not.toContain('canario')
    await run(url, 'insert into ficha.version values (99)')
    await expect(postgresStores(url, keys, realClock)).rejects.toThrow('newer version')
  })

  test('a configuration names it: ready with it, and without it one line that says what to do and holds no password', async () => {
    const issuer = await demoIssuer({ tenant: 'demo' })
    const config = defineConfig({
      tenant: 'demo',
      hosts: ['http://localhost:4173'],
      issuers: [issuer.issuer],
      connectors: [],
      listen: { port: 0 },
      secret: { name: 'FICHA_SECRET' },
      store: { dialect: 'postgres', url: 'STORE_URL' },
    })
    const running = await startGateway(config, {
      env: { FICHA_SECRET: secret, STORE_URL: await fresh() },
      signals: false,
      write: () => {},
    })
    expect((await fetch(`${running.address}/readyz`)).status).toBe(200)
    await running.stop(1)
    const gone = `postgres://ficha:hunter2@127.0.0.1:${await freePort()}/none`
    await expect(
      startGateway(config, {
        env: { FICHA_SECRET: secret, STORE_URL: gone },
        signals: false,
        write: () => {},
      }),
    ).rejects.toThrow(/^store\.url: found a database that did not open \(ECONNREFUSED\); check that it is up/)
  })

  test('two gateways, one customer: a host token is good at one of them only, and what an agent decides at one the other shows, at once', async () => {
    const [sa, sb] = await two()
    const phone = { kind: 'phone', value: '+34600123456' } as const
    const holding = (id: string, record: SystemRecord): Connector => ({
      id,
      title: id,
      origins: [],
      access: { kind: 'open' },
      find: { by: ['phone'], run: async (key) => matched(key.value === phone.value ? [record] : []) },
      answers: {},
    })
    const issuer = await demoIssuer({ tenant: 'demo' })
    const config = defineConfig({
      tenant: 'demo',
      hosts: ['http://localhost:4173'],
      issuers: [issuer.issuer],
      publicOrigin: 'http://127.0.0.1:4174',
      secret: { name: 'FICHA_SECRET' },
      connectors: [
        holding('shop', { id: '7', identifiers: [phone], name: { full: 'Lucía Vega' } }),
        holding('desk', { id: '9', identifiers: [phone], name: { full: 'Jorge Ortega' } }),
      ],
    })
    const [a, b] = [sa, sb].map((stores) => createGateway(config, { stores, secrets: () => secret })) as [
      Gateway,
      Gateway,
    ]
    const post = (at: Gateway, path: string, body: unknown, token?: string) =>
      at.fetch(
        new Request(`http://127.0.0.1:4174${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: {
            'content-type': 'application/json',
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          },
        }),
      )
    const hostToken = await issuer.sign({ id: 'ana', roles: ['adviser'] })
    const session = await post(a, '/v1/session', { hostToken })
    const { token } = (await session.json()) as { token: string }
    expect(
      (await post(b, '/v1/session', { hostToken })).status,
      'the same host token again, at the other',
    ).toBe(401)

    const who = async (at: Gateway) => {
      const events = await eventsOf(
        await post(
          at,
          '/v1/card',
          { hints: [{ kind: 'phone', value: '600 12 34 56' }], purpose: 'care', interaction: 'call-1' },
          token,
        ),
      )
      const settled = events.find((e): e is Extract<CardEvent, { event: 'settled' }> => e.event === 'settled')
      return {
        who: events.find((e): e is Extract<CardEvent, { event: 'who' }> => e.event === 'who'),
        changes: settled?.changes ?? '',
      }
    }
    const before = await who(b)
    if (before.who?.outcome !== 'several') throw new Error(`expected several, heard ${before.who?.outcome}`)
    const poll = post(b, '/v1/changes', { card: before.who.card, changes: before.changes }, token)
    const here = await who(a)
    if (here.who?.outcome !== 'several') throw new Error('expected several')
    const lucia = here.who.candidates?.find((one) => JSON.stringify(one).includes('Luc'))
    expect(
      (await post(a, '/v1/decide', { card: here.who.card, candidate: lucia?.ref, decision: 'same' }, token))
        .status,
    ).toBe(200)
    expect(((await (await poll).json()) as { what: string[] }).what).toContain('records')
    const after = await who(b)
    expect(after.who).toMatchObject({ outcome: 'identified' })
    expect(JSON.stringify(after.who)).toContain('Lucía Vega')
  })
})
