import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabases } from './databases.ts'
import { onlyReads, placeholders } from './placeholders.ts'

const folder = mkdtempSync(join(tmpdir(), 'ficha-sql-'))
const file = join(folder, 'till.sqlite')
const databases = createDatabases(
  {
    till: { dialect: 'sqlite', file, timeoutMs: 200_000 },
    slow: { dialect: 'sqlite', file, timeoutMs: 100 },
    gone: { dialect: 'sqlite', file: join(folder, 'no.sqlite'), timeoutMs: 200_000 },
  },
  () => undefined,
)
const ask = (
  text: string,
  params: readonly unknown[] = [],
  signal = new AbortController().signal,
  maxRows = 1_000,
  name = 'till',
) => databases.query(name, text, params, { signal, maxRows, who: '[till] till' })

beforeAll(async () => {
  const client = createClient({ url: `file:${file}` })
  await client.batch(
    [
      'create table card (number text, points integer, big integer)',
      "insert into card values ('A1', 40, 9007199254740995), ('A2', 7, 1)",
    ],
    'write',
  )
  client.close()
})
afterAll(async () => {
  await databases.close()
  rmSync(folder, { recursive: true })
})

test('rows come as plain objects; an integer no number holds comes as text', async () => {
  expect(await ask('select number, points, big from card where number = ?', ['A1'])).toEqual([
    { number: 'A1', points: 40, big: '9007199254740995' },
  ])
})

test('nothing can be written', async () => {
  for (const text of [
    'insert into card values (1, 2, 3)',
    'drop table card',
    'update card set points = 0',
    'with a as (select 1) delete from card',
  ])
    await expect(ask(text)).rejects.toMatchObject({ code: 'malformed' })
  expect(await ask('select count(*) as n from card')).toEqual([{ n: 2 }])
})

test('an endless query is given up with the signal, others go on meanwhile and afterwards', async () => {
  const stop = new AbortController()
  const endless = ask(
    'with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) as n from r',
    [],
    stop.signal,
  )
  expect(await ask('select 1 as n')).toEqual([{ n: 1 }])
  stop.abort(new Error('given up'))
  await expect(endless).rejects.toThrow('given up')
  expect(await ask('select 2 as n')).toEqual([{ n: 2 }])
})

test.each(['before they were put', 'while they ran'])(
  'queries given up %s, and those that waited for their turn, hold up nobody behind them',
  async (when) => {
    const endless = (stop: AbortController) =>
      ask(
        'with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) as n from r',
        [],
        stop.signal,
      )
    const [running, waiting] = [
      [new AbortController(), new AbortController()],
      [new AbortController(), new AbortController()],
    ]
    const given = [...running, ...waiting].map((stop) => endless(stop).catch((e: Error) => e.message))
    const behind = ask('select 3 as n')
    if (when === 'while they ran') await new Promise(setImmediate)
    for (const stop of [...waiting, ...running]) stop.abort(new Error('given up'))
    expect(await Promise.all(given)).toEqual(Array(4).fill('given up'))
    expect(await behind).toEqual([{ n: 3 }])
  },
)

test('a query longer than the connection allows is late', async () => {
  await expect(
    ask(
      'with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) as n from r',
      [],
      undefined,
      10,
      'slow',
    ),
  ).rejects.toMatchObject({ code: 'late' })
})

test('more rows than the cap are an error, never a silent half', async () => {
  await expect(ask('select * from card', [], new AbortController().signal, 1)).rejects.toMatchObject({
    code: 'malformed',
    message: expect.stringContaining('more than 1 rows'),
  })
  expect(await ask('select * from card', [], new AbortController().signal, 2)).toHaveLength(2)
})

test('a wrong text, a missing file, a missing connection, a wrong count of values: each its own code and words, none repeating a value', async () => {
  await expect(ask('selec ?', ['secreto¤value'])).rejects.toMatchObject({
    code: 'malformed',
    message: expect.not.stringContaining('secreto¤'),
  })
  await expect(ask('select 1', [], undefined, 10, 'gone')).rejects.toMatchObject({ code: 'unavailable' })
  await expect(ask('select 1', [], undefined, 10, 'nope')).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('databases.nope'),
  })
  await expect(ask('select ?')).rejects.toMatchObject({ code: 'malformed' })
  await expect(ask('select ?', [{ a: 1 }])).rejects.toMatchObject({ code: 'malformed' })
})

test('places inside texts, names and comments are not places', () => {
  expect(
    placeholders(
      `select '?' as "a?", \`b?\` -- ?\n from t /* ? */ where a = ? and b = 'it''s ?' and c = ?`,
      (i) => `$${i}`,
    ),
  ).toEqual({
    text: `select '?' as "a?", \`b?\` -- ?\n from t /* ? */ where a = $1 and b = 'it''s ?' and c = $2`,
    count: 2,
  })
})

test('only a SELECT is asked, whatever it hides behind', () => {
  for (const text of [
    'select 1',
    '  SELECT 1',
    '-- why\nselect 1',
    '/* why */ (select 1) union (select 2)',
    "with a as (select 'drop') select * from a",
  ])
    expect(onlyReads(text), text).toBe(true)
  for (const text of [
    '',
    'drop table card',
    'insert into a select 1',
    '/*! drop */ table card',
    '/*!50000 create table z as */ select 1',
    '/*M!100000 create table z as */ select 1',
    'explain select 1',
    'set x = 1',
    'call f()',
    "'select' drop",
    "select 1 into outfile '/tmp/x'",
    'selection',
    'pragma query_only = off',
    'attach database x as y',
  ])
    expect(onlyReads(text), text).toBe(false)
})
