import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabases } from '../../connectors/gateway/egress/sql/databases.ts'
import { freePort } from '../support/ports.ts'
import type { Running } from '../systems/process.ts'
import { servers } from './servers.ts'

const folder = mkdtempSync(join(tmpdir(), 'ficha-bases-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const seed = [
  'create table card (number varchar(20), points bigint, price numeric(10,2), born date, seen timestamp null)',
  "insert into card values ('A1', 40, 12.50, '1980-03-30', '2026-03-29 01:30:00'), ('A2', 9007199254740993, 1.00, null, null)",
]
const kinds = {
  PostgreSQL: {
    ...servers.PostgreSQL,
    endless: 'select pg_sleep(60)',
    running: "select count(*) as n from pg_stat_activity where wait_event = 'PgSleep'",
  },
  MariaDB: {
    ...servers.MariaDB,
    endless: 'select sleep(60) as s',
    running: "select count(*) as n from information_schema.processlist where info like 'select sleep(60)%'",
  },
}

for (const [name, kind] of Object.entries(kinds))
  describe.skipIf(!kind.there)(`${name} (${name})`, () => {
    let server: (Running & { url: string }) | undefined
    let bases: ReturnType<typeof createDatabases>
    beforeAll(async () => {
      const started = await kind.start(await freePort(), folder)
      server = started
      await kind.run(started.url, seed)
      const nobody = new URL(started.url)
      nobody.port = String(await freePort())
      bases = createDatabases(
        {
          till: { dialect: kind.dialect, url: 'TILL_URL' },
          quick: { dialect: kind.dialect, url: 'TILL_URL', timeoutMs: 300 },
          gone: { dialect: kind.dialect, url: 'GONE_URL' },
        },
        (name) => (name === 'GONE_URL' ? nobody.href : started.url),
      )
    })
    afterAll(async () => {
      await bases?.close()
      await server?.stop()
    })
    const ask = (
      text: string,
      params: readonly unknown[] = [],
      options: { base?: string; signal?: AbortSignal; maxRows?: number } = {},
    ) =>
      bases.query(options.base ?? 'till', text, params, {
        signal: options.signal ?? new AbortController().signal,
        maxRows: options.maxRows ?? 1_000,
        who: '[till] till',
      })
    /** How many endless statements the server is at. */
    const running = async () => Number((await ask(kind.running))[0]?.n)

    test('values keep what they are: days stay days, moments have their zone, money is exact, an integer too large is text', async () => {
      expect(await ask('select * from card where number = ? order by number limit ?', ['A1', 5])).toEqual([
        {
          number: 'A1',
          points: 40,
          price: '12.50',
          born: '1980-03-30',
          seen: expect.stringMatching(/^2026-03-29T01:30:00(Z|\+00:00)?$/),
        },
      ])
      expect(String((await ask('select points from card where number = ?', ['A2']))[0]?.points)).toBe(
        '9007199254740993',
      )
    })
    test('a quote, a backslash and a statement in a value are a value', async () => {
      for (const value of ["' or '1'='1", "\\' or 1=1 -- ", "A1'; drop table card; --", '?', '$1'])
        expect(await ask('select number from card where number = ?', [value])).toEqual([])
      expect(await ask('select count(*) as n from card')).toEqual([{ n: 2 }])
    })
    test('nothing can be written, not even by a function or a second statement', async () => {
      for (const text of [
        "insert into card (number) values ('X')",
        'delete from card',
        'drop table card',
        'select 1; drop table card',
        'create table x (a int)',
        'with a as (select 1) delete from card',
        "with a as (insert into card (number) values ('X') returning 1) select * from a",
      ])
        await expect(ask(text), text).rejects.toMatchObject({ name: 'ConnectorError', code: 'malformed' })
      expect(await ask('select count(*) as n from card')).toEqual([{ n: 2 }])
    })
    test('too long is late; more rows than the cap are an error', async () => {
      await expect(ask(kind.endless, [], { base: 'quick' })).rejects.toMatchObject({ code: 'late' })
      // The server is told too, and takes its moment: the next test counts who still runs.
      await expect.poll(running).toBe(0)
      await expect(
        ask('select a.number from card a, card b, card c', [], { maxRows: 5 }),
      ).rejects.toMatchObject({ code: 'malformed', message: expect.stringContaining('more than 5 rows') })
    })
    test('given up here, it is given up there too', async () => {
      const stop = new AbortController()
      const endless = ask(kind.endless, [], { signal: stop.signal })
      endless.catch(() => {})
      await expect.poll(running).toBe(1)
      stop.abort(new Error('another customer'))
      await expect(endless).rejects.toThrow('another customer')
      await expect.poll(running).toBe(0)
    })
    test('a wrong text and a server that is away are told apart, and no value is repeated', async () => {
      await expect(
        ask('select nothing from nowhere where x = ?', ['juan@example.com']),
      ).rejects.toMatchObject({ code: 'malformed', message: expect.not.stringContaining('juan') })
      if (name === 'PostgreSQL')
        await expect(ask("select concat(?, '%') as x", ['a'])).rejects.toMatchObject({
          code: 'malformed',
          message: expect.stringContaining('cast(:name AS text)'),
        })
      await expect(ask('select 1', [], { base: 'gone' })).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
