import { expect, test, vi } from 'vitest'
import type { Database } from '../../config/config.ts'
import { createDatabases } from './databases.ts'

/** What the engine behind `databases` does, and what it was asked with. */
const engine = vi.hoisted(() => ({
  opened: [] as string[],
  closed: 0,
  fails: undefined as unknown,
  asked: [] as { timeoutMs: number; maxRows: number }[],
}))
const made = vi.hoisted(() => (dialect: string) => (url: string) => {
  engine.opened.push(`${dialect} ${url}`)
  return {
    query: async (_text: string, _params: unknown[], options: { timeoutMs: number; maxRows: number }) => {
      engine.asked.push(options)
      if (engine.fails !== undefined) throw engine.fails
      return [{ n: 1 }]
    },
    close: async () => {
      engine.closed += 1
      throw new Error('closed already')
    },
  }
})
vi.mock('./postgres.ts', () => ({ postgresEngine: made('postgres') }))
vi.mock('./mysql.ts', () => ({ mysqlEngine: made('mysql') }))
vi.mock('./sqlite.ts', () => ({ sqliteEngine: made('sqlite') }))

const config: Record<string, Database> = {
  till: { dialect: 'postgres', url: 'TILL_URL' },
  shop: { dialect: 'mysql', url: 'mysql://db.example/shop', timeoutMs: 700 },
  file: { dialect: 'sqlite', file: './till.sqlite' },
}
const databases = createDatabases(config, (name) =>
  name === 'TILL_URL' ? 'postgres://db.example/till' : undefined,
)
const ask = (name = 'till') =>
  databases.query(name, 'select 1', [], { signal: new AbortController().signal, maxRows: 10, who: '[x] y' })
const failing = async (code: unknown, name?: string) => {
  engine.fails = Object.assign(new Error('quotes ¤ a value'), { code })
  const e = await ask(name).catch((e: Error & { code: string }) => e)
  engine.fails = undefined
  return e as Error & { code: string }
}

test.each([
  ['57014', 'late', 'took longer than 5000 ms'],
  ['ER_STATEMENT_TIMEOUT', 'late', 'took longer than 5000 ms'],
  ['ER_QUERY_TIMEOUT', 'late', 'took longer'],
  ['ER_QUERY_INTERRUPTED', 'late', 'took longer'],
  ['28P01', 'denied', 'denied access (28P01)'],
  ['42501', 'denied', 'denied access (42501)'],
  ['ER_ACCESS_DENIED_ERROR', 'denied', 'check the user and its grants'],
  ['ER_TABLEACCESS_DENIED_ERROR', 'denied', 'check the user and its grants'],
  ['42P18', 'malformed', 'cast(:name AS text)'],
  ['42601', 'malformed', 'rejected the query (42601)'],
  ['ER_PARSE_ERROR', 'malformed', 'rejected the query (ER_PARSE_ERROR)'],
  ['ECONNREFUSED', 'unavailable', 'no answer from the database (ECONNREFUSED)'],
  ['ENOENT', 'unavailable', '(ENOENT)'],
  ['57P01', 'unavailable', '(57P01)'],
  ['SQLITE_BUSY', 'unavailable', '(SQLITE_BUSY)'],
  ['ER_CON_COUNT_ERROR', 'unavailable', '(ER_CON_COUNT_ERROR)'],
  [undefined, 'unavailable', 'no answer from the database; check'],
  ['quotes ¤ a value', 'unavailable', 'no answer from the database; check'],
  [7, 'unavailable', 'no answer from the database; check'],
  ['ERR_MODULE_NOT_FOUND', 'unsupported', 'run npm i pg'],
])('%s of a database is %s: said with its code alone, and what to do', async (known, code, says) => {
  const e = await failing(known)
  expect([e.name, e.code]).toEqual(['ConnectorError', code])
  expect(e.message).toMatch(/^\[x\] y: /)
  expect(e.message).toContain(says)
  expect(e.message).not.toContain('¤')
})

test('every code of a refusal is one, every code of a system that is away is one', async () => {
  const told = async (codes: readonly string[]) => {
    const found: Record<string, string> = {}
    // one after another: the engine fails in one way at a time
    for (const code of codes) found[code] = (await failing(code)).code
    return found
  }
  const all = (codes: readonly string[], is: string) => Object.fromEntries(codes.map((code) => [code, is]))
  const refusals = ['28000', 'ER_DBACCESS_DENIED_ERROR']
  const away = [
    'ECONNRESET',
    'ENOTFOUND',
    'ETIMEDOUT',
    'EPIPE',
    'EAI_AGAIN',
    'PROTOCOL_CONNECTION_LOST',
    '57P03',
    '53300',
    'SQLITE_CANTOPEN',
    'SERVER_ERROR',
    'HRANA_CLOSED_ERROR',
  ]
  expect(await told(refusals)).toEqual(all(refusals, 'denied'))
  expect(await told(away)).toEqual(all(away, 'unavailable'))
})

test('the time and the driver named are those of the database that was asked', async () => {
  expect((await failing('57014', 'shop')).message).toContain('longer than 700 ms')
  expect((await failing('ERR_MODULE_NOT_FOUND', 'shop')).message).toContain('run npm i mysql2')
})

test('a database is opened when it is first asked, once, at the URL of the environment or of the configuration, and given its time', async () => {
  const own = createDatabases(config, () => 'postgres://db.example/own')
  const start = engine.opened.length
  engine.asked.length = 0
  const options = { signal: new AbortController().signal, maxRows: 3, who: 'x' }
  for (const name of ['till', 'shop', 'file', 'till']) await own.query(name, 'select 1', [], options)
  expect(engine.opened.slice(start)).toEqual([
    'postgres postgres://db.example/own',
    'mysql mysql://db.example/shop',
    'sqlite ./till.sqlite',
  ])
  expect(engine.asked.map(({ timeoutMs, maxRows }) => [timeoutMs, maxRows])).toEqual([
    [5_000, 3],
    [700, 3],
    [5_000, 3],
    [5_000, 3],
  ])
  const closed = engine.closed
  await own.close()
  expect(engine.closed).toBe(closed + 3)
})

test('a database named like what every object has is none', async () => {
  await expect(ask('toString')).rejects.toMatchObject({ code: 'unsupported' })
})

test('a server keeps the time itself and has a second more to say so; a file has none to say it', async () => {
  const timeout = vi.spyOn(AbortSignal, 'timeout')
  try {
    await ask('till')
    await ask('shop')
    await ask('file')
    expect(timeout.mock.calls).toEqual([[6_000], [1_700], [5_000]])
  } finally {
    timeout.mockRestore()
  }
})
