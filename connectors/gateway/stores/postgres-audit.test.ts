import type { Pool } from 'pg'
import { expect, test } from 'vitest'
import { line } from '../testing/store-sentences.ts'
import { genesis, verifyAudit } from './audit-chain.ts'
import { postgresAudit } from './postgres-audit.ts'

type Row = [seq: number, at: string, tenant: string, line: string, before: string, hash: string]

/** As much of a database as the audit asks for: a table, transactions, and what fails in them. */
function database() {
  const table: Row[] = []
  const said: string[] = []
  const texts: string[] = []
  const sizes: number[] = []
  const released: boolean[] = []
  const fail = new Set<string>()
  let pending: Row[] = []
  const query = async (text: string, values: unknown[] = []) => {
    const word =
      /^(begin|commit|rollback|insert|select pg_advisory|select seq, hash|select seq, line)/.exec(
        text,
      )?.[0] ?? text
    said.push(word)
    texts.push(text)
    if (fail.has(word)) throw new Error(`no ${word}`)
    if (word === 'insert') {
      const [seqs = [], ...others] = values as unknown[][]
      sizes.push(seqs.length)
      pending = seqs.map((seq, i) => [seq, ...others.map((column) => column[i])] as Row)
    }
    if (word === 'rollback') pending = []
    if (word === 'commit') table.push(...pending.splice(0))
    // numbers of 64 bits come as text
    const of = ([seq, , , text, before, hash]: Row) => ({ seq: String(seq), line: text, before, hash })
    if (word === 'select seq, hash') return { rows: table.slice(-1).map(of) }
    const [from = 0, limit = 0] = values as number[]
    if (word === 'select seq, line')
      return {
        rows: table
          .filter(([seq]) => seq >= from)
          .slice(0, limit)
          .map(of),
      }
    return { rows: [] }
  }
  const pool = {
    query,
    connect: async () => ({ query, release: (broken: boolean) => void released.push(broken) }),
  } as unknown as Pool
  return { audit: postgresAudit(pool), table, said, texts, sizes, released, fail }
}

test('an empty audit begins at the beginning', async () => {
  const { audit } = database()
  expect(await audit.head()).toEqual({ seq: 0, hash: genesis })
  expect(await audit.read(1, 10)).toEqual([])
})

test('lines that come together are one unbroken chain in their order, each with its time and its tenant', async () => {
  const { audit, table } = database()
  await Promise.all(Array.from({ length: 1_203 }, (_, n) => audit.write(line(n, n % 2 ? 'demo' : 'rival'))))
  expect(await verifyAudit(audit)).toMatchObject({ intact: true, lines: 1_203 })
  expect((await audit.read(1_200, 2)).map(({ seq, line: { subject } }) => [seq, subject])).toEqual([
    [1_200, 's1199'],
    [1_201, 's1200'],
  ])
  expect(table[1]?.slice(0, 3)).toEqual([2, line(1).at, 'demo'])
  expect(await audit.head()).toEqual({ seq: 1_203, hash: table.at(-1)?.[5] })
})

test('a line is written in a transaction that nobody else is in, on disk before it is said to be, at most 500 at once', async () => {
  const { audit, said, texts, sizes, released } = database()
  await audit.write(line(1))
  const one = ['begin', 'select pg_advisory', 'select seq, hash', 'insert', 'commit']
  expect([said, released]).toEqual([one, [false]])
  // whatever the server's own default is
  expect(texts[0]).toBe('begin; set local synchronous_commit = on')
  await Promise.all(Array.from({ length: 502 }, (_, n) => audit.write(line(n))))
  expect(Math.max(...sizes)).toBe(500)
})

test.each(['insert', 'commit'])(
  'where %s fails nothing is said to be written, and the next line follows what is there',
  async (word) => {
    const { audit, table, said, released, fail } = database()
    await audit.write(line(1))
    fail.add(word)
    const both = await Promise.allSettled([audit.write(line(2)), audit.write(line(3))])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect([said.at(-1), table.length]).toEqual(['rollback', 1])
    fail.clear()
    await audit.write(line(4))
    expect(await verifyAudit(audit)).toMatchObject({ intact: true, lines: 2 })
    expect(released.every((broken) => !broken)).toBe(true)
  },
)

test('a connection that cannot even go back is not used again', async () => {
  const { audit, released, fail } = database()
  for (const word of ['insert', 'rollback']) fail.add(word)
  await expect(audit.write(line(1))).rejects.toThrow('no insert')
  expect(released).toEqual([true])
})
