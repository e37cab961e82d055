import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import { postgresEngine } from './postgres.ts'

type Query =
  | string
  | { text: string; values?: unknown[]; types?: { getTypeParser(oid: number): (text: string) => unknown } }
/** What the driver was told, and how it answers. */
const driver = vi.hoisted(() => ({
  said: [] as string[],
  queries: [] as unknown[],
  released: [] as boolean[],
  options: {} as Record<string, unknown>,
  pools: [] as { emit(name: string, e: Error): boolean }[],
  ended: 0,
  fail: undefined as string | undefined,
  during: undefined as (() => void) | undefined,
}))
vi.mock('pg', async () => {
  const { EventEmitter } = await import('node:events')
  const query = async (asked: Query, values?: unknown[]) => {
    const text = typeof asked === 'string' ? asked : asked.text
    driver.said.push(values ? `${text} ${JSON.stringify(values)}` : text)
    driver.queries.push(asked)
    if (text.startsWith('declare')) driver.during?.()
    if (driver.fail !== undefined && text.startsWith(driver.fail))
      throw Object.assign(new Error('no'), { code: '42501' })
    return { rows: text.startsWith('fetch') ? [{ n: 1 }, { n: 2 }] : [] }
  }
  class Pool extends EventEmitter {
    constructor(options: Record<string, unknown>) {
      super()
      driver.options = options
      driver.pools.push(this)
    }
    query = query
    connect = async () => ({
      processID: 77,
      query,
      release: (broken: boolean) => void driver.released.push(broken),
    })
    end = async () => {
      driver.ended += 1
    }
  }
  return { default: { Pool, types: { getTypeParser: (oid: number) => (text: string) => `${oid}:${text}` } } }
})
beforeEach(() => {
  Object.assign(driver, {
    said: [],
    queries: [],
    released: [],
    pools: [],
    ended: 0,
    fail: undefined,
    during: undefined,
  })
})
const url = 'postgres://reader@db.example/till'
const ask = (signal = new AbortController().signal, engine = postgresEngine(url)) =>
  engine.query("select n, '?' from t where a = ? and b = ?", ['x', 2], {
    signal,
    maxRows: 10,
    timeoutMs: 1_500.5,
  })

test('a question is put read-only, under the server’s own bound of time, with one row more than may come', async () => {
  expect(await ask()).toEqual([{ n: 1 }, { n: 2 }])
  expect(driver.options.connectionString).toBe(url)
  expect(driver.said).toEqual([
    'begin read only; set local statement_timeout = 1501',
    "declare ficha no scroll cursor for select n, '?' from t where a = $1 and b = $2",
    'fetch forward 11 from ficha',
    'rollback',
  ])
  expect((driver.queries[1] as { values: unknown[] }).values).toEqual(['x', 2])
  expect(driver.released).toEqual([false])
})

test('a question that fails is taken back; the connection is used again if that worked, and thrown away if not', async () => {
  driver.fail = 'declare'
  await expect(ask()).rejects.toMatchObject({ code: '42501' })
  expect([driver.said.at(-1), driver.released]).toEqual(['rollback', [false]])
  driver.fail = 'rollback'
  await expect(ask()).rejects.toThrow('no')
  expect(driver.released).toEqual([false, true])
})

test('a question that nobody waits for any longer is cancelled at the server, by a connection of its own', async () => {
  const stop = new AbortController()
  driver.during = () => stop.abort(new Error('given up'))
  await ask(stop.signal)
  expect(driver.said).toContain('select pg_cancel_backend($1) [77]')
  expect(driver.released).toEqual([true])
})

test('one given up before it was put is not put', async () => {
  const stop = new AbortController()
  stop.abort(new Error('given up'))
  await expect(ask(stop.signal)).rejects.toThrow('given up')
  expect(driver.said.some((text) => text.startsWith('declare'))).toBe(false)
})

test('a question that was answered is not cancelled afterwards', async () => {
  const stop = new AbortController()
  await ask(stop.signal)
  stop.abort()
  expect(driver.said.some((text) => text.includes('pg_cancel_backend'))).toBe(false)
})

test('days stay days, times keep their zone, a large number stays exact, and all else is as the driver reads it', async () => {
  await ask()
  const fetched = driver.queries.find(
    (q) => typeof q === 'object' && (q as { text: string }).text.startsWith('fetch'),
  )
  const { types } = fetched as { types: { getTypeParser(oid: number): (text: string) => unknown } }
  const read = (oid: number, text: string) => types.getTypeParser(oid)(text)
  expect([
    read(20, '42'),
    read(20, '9007199254740993'),
    read(1082, '2026-03-02'),
    read(1114, '2026-03-02 10:00:00'),
    read(1184, '2026-03-02 10:00:00+01'),
    read(1184, '2026-03-02 10:00:00+05:30'),
    read(1700, '1.10'),
  ]).toEqual([
    42,
    '9007199254740993',
    '2026-03-02',
    '2026-03-02T10:00:00',
    '2026-03-02T10:00:00+01:00',
    '2026-03-02T10:00:00+05:30',
    '1700:1.10',
  ])
})

test('one pool serves all questions, survives an idle connection that breaks, and is let go at the end', async () => {
  const engine = postgresEngine(url)
  await ask(undefined, engine)
  await ask(undefined, engine)
  expect(driver.pools).toHaveLength(1)
  expect(driver.pools[0]).toBeInstanceOf(EventEmitter)
  expect(driver.pools[0]?.emit('error', new Error('idle connection broke'))).toBe(true)
  await engine.close()
  expect(driver.ended).toBe(1)
})
