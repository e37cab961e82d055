import { beforeEach, expect, test, vi } from 'vitest'
import { mysqlEngine } from './mysql.ts'

const driver = vi.hoisted(() => ({
  said: [] as string[],
  params: [] as unknown[],
  let: [] as string[],
  options: {} as Record<string, unknown>,
  ended: 0,
  fail: {} as Record<string, object>,
  rows: [] as object[],
  during: undefined as (() => void) | undefined,
}))
vi.mock('mysql2/promise', () => {
  const query = async (text: string) => {
    driver.said.push(text)
    for (const [start, e] of Object.entries(driver.fail))
      if (text.startsWith(start)) throw Object.assign(new Error('no'), e)
    return [[]]
  }
  return {
    createPool: (options: Record<string, unknown>) => {
      driver.options = options
      return {
        query,
        getConnection: async () => ({
          threadId: 77,
          query,
          execute: async (text: string, params: unknown[]) => {
            driver.params = params
            driver.during?.()
            await query(text)
            return [driver.rows]
          },
          destroy: () => void driver.let.push('thrown away'),
          release: () => void driver.let.push('given back'),
        }),
        end: async () => {
          driver.ended += 1
        },
      }
    },
  }
})
beforeEach(() => {
  Object.assign(driver, {
    said: [],
    params: [],
    let: [],
    ended: 0,
    fail: {},
    rows: [{ n: 1 }],
    during: undefined,
  })
})
const ask = (
  params: (string | number | bigint | boolean | null)[] = [],
  signal = new AbortController().signal,
) =>
  mysqlEngine('mysql://db.example/till').query('select n from t', params, {
    signal,
    maxRows: 10,
    timeoutMs: 1_500,
  })

test('a question is put read-only, in UTC, under the server’s bounds of time and rows: one row more than may come', async () => {
  expect(await ask()).toEqual([{ n: 1 }])
  expect(driver.options).toMatchObject({
    uri: 'mysql://db.example/till',
    multipleStatements: false,
    timezone: 'Z',
  })
  expect(driver.said).toEqual([
    "set session time_zone = '+00:00', sql_select_limit = 11",
    'set session max_statement_time = 1.5',
    'start transaction read only',
    'select n from t',
    'rollback',
  ])
  expect(driver.let).toEqual(['given back'])
})

test('where the server is MySQL its bound is in milliseconds and has another name', async () => {
  driver.fail = { 'set session max_statement_time': { code: 'ER_UNKNOWN_SYSTEM_VARIABLE' } }
  await ask()
  expect(driver.said).toContain('set session max_execution_time = 1500')
})

test('numbers go as text, all else as it is', async () => {
  await ask([1, 2n, 'x', true, null])
  expect(driver.params).toEqual(['1', '2', 'x', true, null])
})

test('a time comes with its zone, a day without one, bytes not at all', async () => {
  driver.rows = [
    {
      at: '2026-03-02 10:00:00',
      exact: '2026-03-02 10:00:00.25',
      day: '2026-03-02',
      text: 'at 2026-03-02 10:00:00',
      bytes: new Uint8Array([1]),
      n: 7,
      none: null,
    },
  ]
  expect(await ask()).toEqual([
    {
      at: '2026-03-02T10:00:00Z',
      exact: '2026-03-02T10:00:00.25Z',
      day: '2026-03-02',
      text: 'at 2026-03-02 10:00:00',
      bytes: null,
      n: 7,
      none: null,
    },
  ])
})

test('a question that fails is taken back; the connection is used again if that worked, and thrown away if not', async () => {
  driver.fail = { select: { code: 'ER_PARSE_ERROR' } }
  await expect(ask()).rejects.toMatchObject({ code: 'ER_PARSE_ERROR' })
  expect([driver.said.at(-1), driver.let]).toEqual(['rollback', ['given back']])
  driver.fail = { ...driver.fail, rollback: {} }
  await expect(ask()).rejects.toMatchObject({ code: 'ER_PARSE_ERROR' })
  expect(driver.let).toEqual(['given back', 'thrown away'])
})

test('MariaDB’s own number for its own time-out is a time-out', async () => {
  driver.fail = { select: { errno: 1969 } }
  await expect(ask()).rejects.toMatchObject({ code: 'ER_STATEMENT_TIMEOUT' })
})

test('a question that nobody waits for any longer is killed at the server; its connection is thrown away', async () => {
  const stop = new AbortController()
  driver.during = () => stop.abort(new Error('given up'))
  await ask([], stop.signal)
  expect(driver.said).toContain('kill query 77')
  expect(driver.let).toEqual(['thrown away'])
  driver.said.length = 0
  await expect(ask([], stop.signal)).rejects.toThrow('given up')
  expect(driver.said).not.toContain('select n from t')
})

test('connections are let go at the end', async () => {
  const engine = mysqlEngine('mysql://db.example/till')
  await engine.close()
  expect(driver.ended).toBe(1)
})
