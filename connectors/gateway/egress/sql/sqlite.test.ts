import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Engine } from './engine.ts'

/** The processes that were started, beside starting them. */
const helpers = vi.hoisted(() => ({ started: [] as ChildProcess[], options: [] as SpawnOptions[] }))
vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>()
  return {
    ...real,
    spawn: (command: string, args: string[], options: SpawnOptions) => {
      const child = real.spawn(command, args, options)
      helpers.started.push(child)
      helpers.options.push(options)
      return child
    },
  }
})
// loaded here, over the processes that are counted
vi.resetModules()
const { sqliteEngine } = await import('./sqlite.ts')

const folder = mkdtempSync(join(tmpdir(), 'ficha-sqlite-'))
const file = join(folder, 'till.sqlite')
let engine: Engine
beforeAll(async () => {
  const client = createClient({ url: `file:${file}` })
  await client.batch(['create table card (number text)', "insert into card values ('A1')"], 'write')
  client.close()
})
beforeEach(() => {
  Object.assign(helpers, { started: [], options: [] })
  engine = sqliteEngine(file)
})
afterEach(() => engine.close())
afterAll(() => rmSync(folder, { recursive: true }))

const never = () => new AbortController().signal
const ask = (text: string, signal = never(), maxRows = 10) =>
  engine.query(text, [], { signal, maxRows, timeoutMs: 200_000 })
const cards = (signal = never()) => ask('select number from card', signal)
const endless = (signal: AbortSignal) =>
  ask(
    'with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) as n from r',
    signal,
  ).catch((e: unknown) => e)
const ended = (child: ChildProcess | undefined) =>
  child && (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined)

test('however many ask at once, two processes answer them all', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => cards()))
  expect(answers).toEqual(Array.from({ length: 6 }, () => [{ number: 'A1' }]))
  expect(helpers.started).toHaveLength(2)
  await cards()
  expect(helpers.started).toHaveLength(2)
})

test('a process that answers finds nothing of the gateway’s environment, and hears and says nothing but answers', async () => {
  await cards()
  expect(helpers.options).toMatchObject([{ env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }])
  expect(helpers.options[0]?.env).toEqual({})
})

test('an idle process that ended is asked nothing any more: another one is started', async () => {
  await cards()
  helpers.started[0]?.kill('SIGKILL')
  await ended(helpers.started[0])
  expect(await cards()).toEqual([{ number: 'A1' }])
  expect(helpers.started).toHaveLength(2)
})

test('a question that nobody waits for any longer ends with its process; the next one has another', async () => {
  const caller = new AbortController()
  const reason = new Error('left')
  const asked = endless(caller.signal)
  await expect.poll(() => helpers.started.length).toBe(1)
  caller.abort(reason)
  expect(await asked).toBe(reason)
  await ended(helpers.started[0])
  expect(helpers.started[0]?.signalCode).toBe('SIGKILL')
  expect(await cards()).toEqual([{ number: 'A1' }])
})

test('who gives up waiting for a turn leaves it to the next', async () => {
  const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()]
  const busy = [endless(first.signal), endless(second.signal)]
  await expect.poll(() => helpers.started.length).toBe(2)
  const given = cards(third.signal).catch((e: unknown) => e)
  const fourth = cards()
  const reason = new Error('left')
  third.abort(reason)
  expect(await given).toBe(reason)
  first.abort()
  expect(await fourth).toEqual([{ number: 'A1' }])
  second.abort()
  await Promise.all(busy)
})

test('who gives up at the very moment it is their turn hands it on', async () => {
  const [left, busy] = [new AbortController(), new AbortController()]
  const answered = cards()
  const running = endless(busy.signal)
  const given = cards(left.signal).catch((e: unknown) => e)
  const next = cards()
  await expect.poll(() => helpers.started[0]?.listenerCount('message')).toBe(1)
  const reason = new Error('left')
  // Heard after the engine: the turn is theirs, and they do not know it yet.
  helpers.started[0]?.once('message', () => left.abort(reason))
  expect(await answered).toEqual([{ number: 'A1' }])
  expect(await given).toBe(reason)
  expect(await next).toEqual([{ number: 'A1' }])
  busy.abort()
  await running
})

test('one given up before it was put is put to nobody', async () => {
  const reason = new Error('left')
  await expect(cards(AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(helpers.started).toHaveLength(0)
})

test('one row more than may come is told, and no further one', async () => {
  const many = 'with recursive r(n) as (select 1 union all select n + 1 from r limit 100) select n from r'
  expect(await ask(many, never(), 10)).toHaveLength(11)
})

test('a process that dies over its question is a system that is away; a question it refuses has its code', async () => {
  const asked = endless(never())
  await expect.poll(() => helpers.started.length).toBe(1)
  helpers.started[0]?.kill('SIGKILL')
  expect(await asked).toMatchObject({ code: 'EPIPE' })
  await expect(ask('select nothing from nowhere')).rejects.toMatchObject({ code: 'SQLITE_ERROR' })
  await expect(ask("insert into card values ('A2')")).rejects.toMatchObject({
    code: expect.stringMatching(/^SQLITE_/),
  })
  expect(await cards()).toEqual([{ number: 'A1' }])
})

test('bytes are no facts; what is no number stays exact', async () => {
  expect(await ask("select x'00ff' as photo, 9007199254740993 as big, 7 as small, null as none")).toEqual([
    { photo: null, big: '9007199254740993', small: 7, none: null },
  ])
})

test('no process is left when the engine is closed', async () => {
  await Promise.all([cards(), cards()])
  await engine.close()
  await Promise.all(helpers.started.map(ended))
  expect(helpers.started.map(({ signalCode }) => signalCode)).toEqual(['SIGKILL', 'SIGKILL'])
})

test('a file that is not there is told so, and no process is started for it', async () => {
  const gone = sqliteEngine(join(folder, 'gone.sqlite'))
  await expect(
    gone.query('select 1', [], { signal: never(), maxRows: 1, timeoutMs: 1 }),
  ).rejects.toMatchObject({ code: 'ENOENT' })
  expect(helpers.started).toHaveLength(0)
})
