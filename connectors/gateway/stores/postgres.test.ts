import { beforeEach, expect, test, vi } from 'vitest'
import { createKeys } from '../keys/keys.ts'
import { stillClock } from '../testing/test-gateway.ts'
import { openStores } from './open-stores.ts'
import { postgresStores } from './postgres.ts'
import { postgresMigrations } from './postgres-schema.ts'

/** As much of a database as opening a store asks for: what it was told, and what it answers. */
const driver = vi.hoisted(() => ({
  said: [] as (string | [text: string, values: unknown])[],
  options: {} as Record<string, unknown>,
  hasSchema: true,
  step: null as number | null,
  wait: '0',
  fail: undefined as string | undefined,
  error: undefined as Error | undefined,
  released: 0,
  ended: [] as string[],
}))
vi.mock('pg', async () => {
  const { EventEmitter } = await import('node:events')
  const query = async (text: string, values?: readonly unknown[]) => {
    driver.said.push(values?.length ? [text, [...values]] : text)
    if (driver.fail !== undefined && text.startsWith(driver.fail))
      throw driver.error ?? new Error(`no ${driver.fail}`)
    if (text.includes('to_regnamespace')) return { rows: [{ no: !driver.hasSchema }] }
    if (text.startsWith('select max(step)')) return { rows: [{ step: driver.step }] }
    if (text.startsWith('select ficha.admit')) return { rows: [{ wait: driver.wait }] }
    return { command: '', rowCount: 0, rows: [] }
  }
  class Pool extends EventEmitter {
    constructor(options: Record<string, unknown>) {
      super()
      driver.options = options
    }
    query = query
    connect = async () => ({ query, release: () => void (driver.released += 1) })
    end = async () => void driver.ended.push('pool')
  }
  class Client extends EventEmitter {
    connect = async () => {}
    query = async () => ({ rows: [] })
    end = async () => void driver.ended.push('listener')
  }
  return { default: { Pool, Client } }
})
beforeEach(() => {
  Object.assign(driver, {
    said: [],
    hasSchema: true,
    step: postgresMigrations.length,
    wait: '0',
    fail: undefined,
    error: undefined,
    released: 0,
    ended: [],
  })
})
const keys = createKeys('k'.repeat(40))
const open = () => postgresStores('postgres://ficha@db.example/ficha', keys, stillClock)
const now = stillClock.now().getTime()
const day = 86_400_000
const done = (step: number) => ['insert into ficha.version values ($1)', [step]]
const opening = [
  'begin',
  "select pg_advisory_xact_lock(hashtextextended('ficha/migrate', 0))",
  "select to_regnamespace('ficha') is null as no",
]
const looking = [
  'create table if not exists ficha.version (step integer not null)',
  'select max(step) as step from ficha.version',
]

test('in an empty database every step is made once, in order, in one transaction that nobody else is in', async () => {
  Object.assign(driver, { hasSchema: false, step: null })
  await open()
  expect(driver.said).toEqual([
    ...opening,
    'create schema ficha',
    ...looking,
    ...postgresMigrations.flatMap((statements, i) => [...statements, done(i + 1)]),
    'commit',
  ])
  expect(driver.released).toBe(1)
})

test('where an older gateway was, only what is new is made; where this one was, nothing', async () => {
  driver.step = 1
  await open()
  expect(driver.said).toEqual([
    ...opening,
    ...looking,
    ...postgresMigrations.slice(1).flatMap((statements, i) => [...statements, done(i + 2)]),
    'commit',
  ])
  Object.assign(driver, { said: [], step: postgresMigrations.length })
  await open()
  expect(driver.said).toEqual([...opening, ...looking, 'commit'])
})

test('a store of a newer gateway is not touched, and no connection is left open', async () => {
  driver.step = postgresMigrations.length + 1
  await expect(open()).rejects.toThrow(`newer version (${postgresMigrations.length + 1})`)
  expect(driver.said).toEqual([...opening, ...looking, 'rollback'])
  expect([driver.released, driver.ended]).toEqual([1, ['pool']])
})

test('a step that fails is undone whole, and no connection is left open', async () => {
  Object.assign(driver, { step: 1, fail: 'create table ficha.link_traits' })
  await expect(open()).rejects.toThrow('no create table')
  expect([driver.said.at(-1), driver.released, driver.ended]).toEqual(['rollback', 1, ['pool']])
})

test('a statement that stalls is given up after five seconds, by the server first', async () => {
  await open()
  expect(driver.options).toMatchObject({
    connectionTimeoutMillis: 5_000,
    statement_timeout: 5_000,
    query_timeout: 6_000,
    allowExitOnIdle: true,
  })
})

test('a rate is asked of all gateways’ count at once; its answer is how many seconds to wait', async () => {
  const { rates } = await open()
  const ask = () => rates.admit('ana', ['a', 'b'], 10_000, 3, new Date(now))
  expect(await ask()).toEqual({ admitted: true })
  expect(driver.said.at(-1)).toEqual([
    'select ficha.admit($1, $2, $3, $4, $5) as wait',
    ['ana', ['a', 'b'], now - 10_000, now, 3],
  ])
  driver.wait = '7'
  expect(await ask()).toEqual({ admitted: false, retryAfter: 7 })
})

test('a sweep removes all that has expired, the notices and rates of yesterday too', async () => {
  const stores = await open()
  driver.said.length = 0
  await stores.sweep(new Date(now), { outcomes: 30, observations: 10 })
  const days = (n: number) => new Date(now - n * day).toISOString()
  expect(driver.said).toEqual([
    ['delete from "ficha"."outcomes" where "received" < $1', [days(30)]],
    ['delete from "ficha"."observations" where "at" < $1', [days(10)]],
    ['delete from "ficha"."observed" where "last" < $1', [days(10)]],
    ['delete from "ficha"."shared_values" where "at" < $1', [now - 180 * day]],
    ['delete from "ficha"."marks" where "until" < $1', [now]],
    ['delete from "ficha"."nonces" where "until" < $1', [now]],
    ['delete from ficha.notices where at < $1', [now - day]],
    ['delete from ficha.rates where at < $1', [now - day]],
  ])
})

test('a decision is written in a transaction that no other decision of the tenant is in', async () => {
  const { links } = await open()
  driver.said.length = 0
  await links.add('demo', { a: 'shop/1', b: 'desk/2', decision: 'same', at: 't', by: 'ana' })
  expect(driver.said.map((one) => (typeof one === 'string' ? one : one[0].slice(0, 29)))).toEqual([
    'begin',
    'select pg_advisory_xact_lock(',
    'insert into "ficha"."links" (',
    'commit',
  ])
  expect(driver.said[1]?.[1]).toEqual(['ficha/links/demo'])
})

test('a store that does not answer is not ready', async () => {
  const { ping } = await open()
  await ping()
  driver.fail = 'select 1 from ficha.version'
  await expect(ping()).rejects.toThrow('no select 1')
})

test('a store that is closed keeps neither its connections nor the one it listens on', async () => {
  const { close } = await open()
  await close()
  expect(driver.ended).toEqual(['listener', 'pool'])
})

test.each([
  ['its code', Object.assign(new Error('password=hunter2¤'), { code: '28P01' }), '28P01'],
  ['no word of the driver', new Error('could not restore postgres://ficha:hunter2¤@db.example'), 'no answer'],
  [
    'our own words',
    new Error("store.dialect 'postgres' needs the driver: npm i pg"),
    "store.dialect 'postgres' needs the driver: npm i pg",
  ],
])('a database that does not open is a fault of the configuration, with %s', async (_, error, why) => {
  Object.assign(driver, { fail: 'begin', error })
  const store = { dialect: 'postgres', url: 'STORE_URL' } as const
  await expect(openStores({ store }, () => 'postgres://db.example/ficha', stillClock)).rejects.toMatchObject({
    name: 'ConfigError',
    faults: [
      `store.url: found a database that did not open (${why}); check that it is up and that its user may create the schema ficha`,
    ],
  })
})

test('what is listed is put in order by the database, whatever way it went to find it', async () => {
  const { links, observations, outcomes, fichas } = await open()
  driver.said.length = 0
  await links.of('demo', ['shop/1'])
  await observations.between('demo', '2026', '2027')
  await outcomes.between('demo', '2026', '2027')
  await fichas.history('demo')
  await fichas.published('demo')
  expect(
    driver.said.map((one) => /order by .*/.exec(typeof one === 'string' ? one : (one[0] ?? ''))?.[0]),
  ).toEqual([
    'order by "at"',
    'order by "at"',
    'order by "id"',
    'order by "number" desc',
    expect.stringMatching(/^order by "number" desc limit/),
  ])
})
