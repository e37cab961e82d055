import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, expect, test } from 'vitest'
import { createKeys } from '../keys/keys.ts'
import { at, clock, line, storeSentences } from '../testing/store-sentences.ts'
import { verifyAudit } from './audit-chain.ts'
import { memoryStores } from './memory.ts'
import { openStores } from './open-stores.ts'
import type { Stores } from './ports.ts'
import { sqliteStores } from './sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'ficha-store-'))
afterAll(() => rmSync(folder, { recursive: true }))
const keys = createKeys('k'.repeat(40))
let files = 0
const fresh = () => join(folder, `${++files}.sqlite`)

for (const [name, make] of [
  ['memory stores', async () => memoryStores(clock)],
  ['SQLite stores', () => sqliteStores(fresh(), keys, clock)],
] as const)
  storeSentences(name, make)

test('what SQLite keeps outlives the process, and the chain goes on', async () => {
  const file = fresh()
  let s = await sqliteStores(file, keys, clock)
  await s.audit.write(line(1))
  await s.links.add('demo', { a: 'x', b: 'y', decision: 'different', at: 't', by: 'ana' })
  await s.close()
  s = await sqliteStores(file, keys, clock)
  await s.audit.write(line(2))
  expect(await verifyAudit(s.audit)).toMatchObject({ intact: true, lines: 2 })
  expect(await s.links.of('demo', ['x'])).toHaveLength(1)
  await s.close()
})

test('a card left open over a restart hears what moved, and nothing that did not: SQLite’s notices outlive the process', async () => {
  const file = fresh()
  const never = new AbortController().signal
  let s = await sqliteStores(file, keys, clock)
  await s.notices.publish('demo', 'records:1')
  const since = await s.notices.cursor('demo')
  await s.close()
  s = await sqliteStores(file, keys, clock)
  const asked = ['records:1', 'records:2', 'fichas']
  expect((await s.notices.wait('demo', asked, since, never, 20)).moved).toEqual([])
  await s.notices.publish('rival', 'records:1')
  await s.notices.publish('demo', 'records:2')
  const heard = await s.notices.wait('demo', asked, since, never, 30_000)
  expect(heard.moved).toEqual(['records:2'])
  await s.sweep(clock.now(), { outcomes: 1 })
  expect(
    (await s.notices.wait('demo', asked, since, never, 30_000)).moved,
    'a sweep leaves what is new',
  ).toEqual(['records:2'])
  at.now += 86_400_000 + 1
  await s.sweep(clock.now(), { outcomes: 1 })
  const later = await s.notices.cursor('demo')
  expect(
    (await s.notices.wait('demo', asked, heard.cursor, never, 20)).moved,
    'older than what is kept: everything',
  ).toEqual(asked)
  await s.notices.publish('demo', 'fichas')
  expect(
    (await s.notices.wait('demo', asked, later, never, 30_000)).moved,
    'numbers go on after a sweep',
  ).toEqual(['fichas'])
  await s.close()
})

test('after the secret changed, a value many bear is still one many bear, what was declined is declined, and who was set apart is found by what tells them', async () => {
  const file = fresh()
  const info = { kind: 'mail', value: 'info@a.es' }
  const secrets: Record<string, string> = { OLD: 'k'.repeat(40), NEW: 'n'.repeat(40) }
  const under = (secret: { name: string; before?: string }) =>
    openStores({ store: { file }, secret }, (name) => secrets[name], clock)
  const apart = async (s: Stores) => (await s.links.of('demo', ['till/4'], ['record|till/4'])).length
  let s = await under({ name: 'OLD' })
  for (const person of ['1', '2', '3', '4'])
    await s.sharedValues.seen('demo', [{ record: `shop/${person}`, values: [{ ...info, person }] }])
  await s.flags.put('demo', 'shop/1', 'advice:vip', 60_000)
  await s.links.add(
    'demo',
    { a: 'desk/9', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
    { a: ['record|till/4'], b: ['number|loyalty||FC1'] },
  )
  await s.close()
  s = await under({ name: 'NEW', before: 'OLD' })
  await s.sharedValues.seen('demo', [{ record: 'shop/1', values: [{ ...info, person: '1' }] }])
  expect([
    await s.sharedValues.count('demo', [info]),
    await s.flags.of('demo', ['shop/1']),
    await s.flags.of('rival', ['shop/1']),
    await apart(s),
  ]).toEqual([[4], ['advice:vip'], [], 1])
  await s.close()
  s = await under({ name: 'NEW' })
  expect([
    await s.sharedValues.count('demo', [info]),
    await s.flags.of('demo', ['shop/1']),
    await apart(s),
  ]).toEqual([[1], [], 0])
  await s.close()
})

test('a decision made after one rotation of the secret is found after the next', async () => {
  const file = fresh()
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]
  let s = await sqliteStores(file, createKeys(b, a), clock)
  const link = await s.links.add(
    'demo',
    { a: 'desk/9', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
    { a: ['record|till/4'], b: ['number|loyalty||FC1'] },
  )
  await s.close()
  s = await sqliteStores(file, createKeys(c, b), clock)
  expect(await s.links.of('demo', ['till/4'], ['record|till/4'])).toEqual([
    { ...link, meets: { a: ['record|till/4'], b: [] } },
  ])
  await s.close()
})

test('links of a file from before there were traits still hold, for the records they name', async () => {
  const file = fresh()
  const { migrations } = await import('./schema.ts')
  const old = createClient({ url: `file:${file}` })
  const before = migrations.findIndex((step) => step.some((s) => s.includes('link_traits')))
  for (const step of migrations.slice(0, before)) for (const statement of step) await old.execute(statement)
  await old.execute(`pragma user_version = ${before}`)
  await old.execute(
    "insert into links (id, tenant, a, b, decision, at, by) values ('l1', 'demo', 'desk/9', 'shop/1', 'different', '2026-01-01T00:00:00Z', 'ana')",
  )
  old.close()
  const s = await sqliteStores(file, keys, clock)
  expect(await s.links.of('demo', ['shop/1'], ['record|shop/1'])).toEqual([
    { id: 'l1', a: 'desk/9', b: 'shop/1', decision: 'different', at: '2026-01-01T00:00:00Z', by: 'ana' },
  ])
  await s.close()
})

test('what a decision was kept with is found under the next secret too, and not under somebody else’s', async () => {
  const file = fresh()
  let s = await sqliteStores(file, keys, clock)
  await s.links.add(
    'demo',
    { a: 'desk/9', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
    { a: ['strong|mail|canario@example.com'], b: ['given|canario|'] },
  )
  await s.close()
  for (const [secret, found] of [
    [createKeys('n'.repeat(40), 'k'.repeat(40)), 1],
    [createKeys('n'.repeat(40)), 0],
  ] as const) {
    s = await sqliteStores(file, secret, clock)
    expect(await s.links.of('demo', [], ['strong|mail|canario@example.com'])).toHaveLength(found)
    await s.close()
  }
})

test('nobody’s value stands in the file: identifiers and subjects are hashes', async () => {
  const file = fresh()
  const s = await sqliteStores(file, keys, clock)
  await s.sharedValues.seen('demo', [
    {
      record: 'shop/canario¤record',
      values: [{ kind: 'mail', value: 'canario@example.com', person: 'canario¤persona' }],
    },
  ])
  await s.flags.put('demo', 'shop/canario¤record', 'advice:x', 1_000)
  await s.links.add(
    'demo',
    { a: 'desk/9', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
    { a: ['strong|mail|canario@example.com'], b: ['given|canario¤|'] },
  )
  await s.close()
  const { readFileSync, existsSync } = await import('node:fs')
  for (const path of [file, `${file}-wal`])
    if (existsSync(path))
      for (const word of ['canario@', 'canario¤']) expect(readFileSync(path).includes(word)).toBe(false)
})

test('the audit file itself refuses to be changed; what is changed behind its back is found', async () => {
  const file = fresh()
  const s = await sqliteStores(file, keys, clock)
  for (let n = 0; n < 20; n++) await s.audit.write(line(n))
  const anchor = await s.audit.head()
  const raw = createClient({ url: `file:${file}` })
  await expect(raw.execute("update audit set line = '{}' where seq = 3")).rejects.toThrow('append-only')
  await expect(raw.execute('delete from audit where seq = 3')).rejects.toThrow('append-only')
  await raw.execute('drop trigger audit_no_update')
  await raw.execute('drop trigger audit_no_delete')
  const saved = (await raw.execute('select * from audit order by seq')).rows
  const tamperings: [string, string[]][] = [
    ['an edit', ["update audit set line = replace(line, 'care', 'sale') where seq = 7"]],
    ['a removal', ['delete from audit where seq = 7']],
    [
      'a swap',
      [
        'update audit set seq = 1000 where seq = 7',
        'update audit set seq = 7 where seq = 8',
        'update audit set seq = 8 where seq = 1000',
      ],
    ],
    [
      'an insertion',
      ['insert into audit select 21, at, tenant, line, before, hash from audit where seq = 20'],
    ],
    ['a hash of its own', ["update audit set hash = 'f' where seq = 20"]],
    ['a cut tail', ['delete from audit where seq > 15']],
  ]
  for (const [name, statements] of tamperings) {
    for (const statement of statements) await raw.execute(statement)
    expect((await verifyAudit(s.audit, [anchor])).intact, name).toBe(false)
    await raw.execute('delete from audit')
    for (const r of saved)
      await raw.execute({
        sql: 'insert into audit (seq, at, tenant, line, before, hash) values (?, ?, ?, ?, ?, ?)',
        args: ['seq', 'at', 'tenant', 'line', 'before', 'hash'].map((k) => r[k] as string),
      })
  }
  expect(await verifyAudit(s.audit, [anchor])).toMatchObject({ intact: true, lines: 20 })
  raw.close()
  await s.close()
})

test('a store of a newer program is not touched', async () => {
  const file = fresh()
  const raw = createClient({ url: `file:${file}` })
  await raw.execute('pragma user_version = 99')
  raw.close()
  await expect(sqliteStores(file, keys, clock)).rejects.toThrow('newer version')
})

test('a sweep leaves nothing in the file that has expired', async () => {
  const file = fresh()
  const s = await sqliteStores(file, keys, clock)
  await s.flags.put('demo', 'shop/1', 'advice:old', 1_000)
  await s.flags.put('demo', 'shop/1', 'advice:new', 60_000)
  await s.nonces.once('iss|old', new Date(at.now + 1_000))
  await s.nonces.once('iss|new', new Date(at.now + 60_000))
  await s.sweep(new Date(at.now + 2_000), { outcomes: 400 })
  await s.close()
  const raw = createClient({ url: `file:${file}` })
  expect((await raw.execute('select mark from marks')).rows.map((row) => row.mark)).toEqual(['advice:new'])
  expect((await raw.execute('select nonce from nonces')).rows.map((row) => row.nonce)).toEqual(['iss|new'])
  raw.close()
})

test('an audit line that another program got ahead of is refused, and the one after it follows what is there', async () => {
  const file = fresh()
  const [one, other] = [await sqliteStores(file, keys, clock), await sqliteStores(file, keys, clock)]
  await one.audit.write(line(1))
  await expect(other.audit.write(line(2))).rejects.toThrow()
  await other.audit.write(line(3))
  expect((await one.audit.read(1, 10)).map(({ line: { subject } }) => subject)).toEqual(['s1', 's3'])
  expect(await verifyAudit(one.audit)).toMatchObject({ intact: true, lines: 2 })
  await one.close()
  await other.close()
})

test('a decision that was undone leaves nothing that tells whom it was about', async () => {
  const file = fresh()
  const s = await sqliteStores(file, keys, clock)
  const link = await s.links.add(
    'demo',
    { a: 'desk/9', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
    { a: ['strong|mail|a@example.com'], b: ['given|b|'] },
  )
  await s.links.undo('demo', link.id, 'eva', 't')
  await s.close()
  const raw = createClient({ url: `file:${file}` })
  expect((await raw.execute('select * from link_traits')).rows).toEqual([])
  raw.close()
})

test('observations may be kept for fewer days than outcomes', async () => {
  const s = memoryStores(clock)
  const day = (n: number) => new Date(at.now - n * 86_400_000).toISOString()
  await s.outcomes.record('demo', day(60), [{ kind: 'late', at: 't', role: 'adviser' }])
  for (const n of [60, 20])
    await s.observations.note('demo', [{ at: day(n), subjects: ['shop/1'], what: { saw: 'gesture' } }])
  await s.sweep(new Date(at.now), { outcomes: 90, observations: 30 })
  expect(await s.observations.between('demo', '2025', '2027')).toHaveLength(1)
  expect(await s.outcomes.between('demo', '2025', '2027')).toHaveLength(1)
  await s.close()
})

test('decisions come oldest first, and one that was undone says by whom and when', async () => {
  const file = fresh()
  const s = await sqliteStores(file, keys, clock)
  const link = (at: string) => ({ a: 'x', b: `y${at}`, decision: 'same' as const, at, by: 'ana' })
  const moments = ['2026-03-05', '2026-03-01', '2026-03-04', '2026-03-02']
  const added = []
  for (const at of moments) added.push(await s.links.add('demo', link(at)))
  expect((await s.links.of('demo', ['x'])).map(({ at }) => at)).toEqual(moments.toSorted())
  await s.links.undo('demo', added[0]?.id ?? '', 'eva', '2026-03-09')
  await s.close()
  const raw = createClient({ url: `file:${file}` })
  expect(
    (await raw.execute('select undone_at, undone_by from links where undone_at is not null')).rows,
  ).toMatchObject([{ undone_at: '2026-03-09', undone_by: 'eva' }])
  raw.close()
})

test('one write that fails fails alone: what is written after it is written', async () => {
  const s = await sqliteStores(fresh(), keys, clock)
  const link = { a: 'x', b: 'y', decision: 'same' as const, at: 't', by: 'ana' }
  await expect(s.links.add('demo', { ...link, at: null as never })).rejects.toThrow()
  await s.links.add('demo', link)
  expect(await s.links.of('demo', ['x'])).toHaveLength(1)
  await s.close()
})

test('an audit line that cannot be written fails alone: the next one is written, and follows the last', async () => {
  for (const s of [memoryStores(clock), await sqliteStores(fresh(), keys, clock)]) {
    await s.audit.write(line(1))
    await expect(s.audit.write({ ...line(2), what: 7n as never })).rejects.toThrow()
    await s.audit.write(line(3))
    expect(await verifyAudit(s.audit)).toMatchObject({ intact: true, lines: 2 })
    await s.close()
  }
})

test('a file that was closed is let go of', async () => {
  const s = await sqliteStores(fresh(), keys, clock)
  await s.ping()
  await s.close()
  await expect(s.ping()).rejects.toThrow()
})

test('however many are counted, nobody’s count is forgotten while its time runs', async () => {
  const { rates } = memoryStores(clock)
  const admit = (key: string) => rates.admit(key, [key], 60_000, 1, new Date(at.now))
  await admit('first')
  for (let i = 0; i < 50_001; i++) await admit(`key ${i}`)
  expect(await rates.admit('first', ['another'], 60_000, 1, new Date(at.now))).toEqual({
    admitted: false,
    retryAfter: 60,
  })
})
