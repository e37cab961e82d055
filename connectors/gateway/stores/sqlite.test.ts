import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { clock, line } from '../testing/store-sentences.ts'

/** What the driver was told, beside doing it. */
const told = vi.hoisted(() => [] as string[])
vi.mock('@libsql/client', async (original) => {
  const real = await original<typeof import('@libsql/client')>()
  return {
    ...real,
    createClient: (config: Parameters<typeof createClient>[0]) => {
      const client = real.createClient(config)
      const execute = client.execute.bind(client)
      client.execute = ((statement: string) => {
        told.push(typeof statement === 'string' ? statement : '')
        return execute(statement)
      }) as typeof client.execute
      return client
    },
  }
})
beforeEach(() => {
  told.length = 0
})
const folder = mkdtempSync(join(tmpdir(), 'ficha-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true }))
// loaded here, over the driver that tells
vi.resetModules()
const { openStores } = await import('./open-stores.ts')
const open = (file: string) => openStores({ store: { file } }, () => 'k'.repeat(40), clock)

test('what is said to be written is on the disk, and whoever else writes is waited for: before anything else is asked', async () => {
  const s = await open(join(folder, 'a.sqlite'))
  await s.close()
  expect(told.slice(0, 4)).toEqual([
    'pragma journal_mode = wal',
    'pragma synchronous = full',
    'pragma busy_timeout = 2000',
    'pragma foreign_keys = on',
  ])
})

test('the folder of the file is made where it is not there yet', async () => {
  const file = join(folder, 'var/lib/ficha.sqlite')
  let s = await open(file)
  await s.audit.write(line(1))
  await s.close()
  s = await open(file)
  expect((await s.audit.head()).seq).toBe(1)
  await s.close()
})

test('a file that does not open is a fault of the configuration, which says which file and what to write', async () => {
  const file = join(folder, 'a folder')
  mkdirSync(file)
  const fault = await open(file).catch((e: { name: string; faults: string[] }) => [e.name, ...e.faults])
  expect(fault).toEqual([
    'ConfigError',
    `store.file: found ${file}, which does not open as a SQLite file (a folder, or not readable); write the path of one, in a folder the gateway may write in`,
  ])
})

test('a file of a newer gateway is a fault of the configuration, in our own words', async () => {
  const file = join(folder, 'newer.sqlite')
  const raw = createClient({ url: `file:${file}` })
  await raw.execute('pragma user_version = 99')
  raw.close()
  await expect(open(file)).rejects.toMatchObject({
    faults: [expect.stringContaining('(the store is of a newer version (99) than this gateway knows')],
  })
})
