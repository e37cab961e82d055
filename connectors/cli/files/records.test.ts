import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadRecords, settingsOf } from './records.ts'

const dir = mkdtempSync(join(tmpdir(), 'ficha-records-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const load = (name: string, bytes: string | Buffer) => {
  writeFileSync(join(dir, name), bytes)
  return loadRecords(join(dir, name), 0, 'crm', settingsOf('ES'))
}
const namesOf = async (bytes: Buffer) =>
  (await load('names.csv', bytes)).records.map((r) => r.found.record.name?.full)

test('names keep their letters in each encoding that spreadsheets write', async () => {
  const text = 'id,name\n1,María Núñez\n2,“Pepa” Ordóñez\n'
  const utf16be = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()
  const windows1252 = Buffer.from(text.replace('“', '\x93').replace('”', '\x94'), 'latin1')
  for (const [name, bytes] of [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16LE', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16BE', utf16be],
    ['Windows-1252', windows1252],
  ] as const)
    expect(await namesOf(bytes), name).toEqual(['María Núñez', '“Pepa” Ordóñez'])
})

test('one broken byte costs its own value and is reported; the other letters of the file stay', async () => {
  const row = Buffer.from('2,Jos\xE9 Gil,jose@correo.example\n', 'latin1')
  const bytes = Buffer.concat([Buffer.from('id,name,email\n1,María Núñez,m@correo.example\n'), row])
  const { records, garbled, garbledCount, rejectedCount } = await load('broken.csv', bytes)
  expect(records.map((r) => [r.id, r.found.record.name?.full])).toEqual([
    ['1', 'María Núñez'],
    ['2', undefined],
  ])
  expect(records[1]?.found.identifiers.map((i) => i.value)).toEqual(['jose@correo.example'])
  expect([garbled, garbledCount, rejectedCount]).toEqual([[{ line: 3, columns: ['name'] }], 1, 0])
})

test('a row whose id cannot be read is left out by that reason', async () => {
  const bytes = Buffer.concat([Buffer.from('id,name\nñ1,María\n'), Buffer.from('\xE92,José\n', 'latin1')])
  const { records, rejected, garbledCount } = await load('ids.csv', bytes)
  expect(records.map((r) => r.id)).toEqual(['ñ1'])
  expect(rejected).toEqual([{ line: 3, problem: 'the id holds bytes that cannot be read' }])
  expect(garbledCount).toBe(0)
})

test('of a country nobody knows an error says how countries are written, and which there are', () => {
  expect(settingsOf('pt').country).toBe('PT')
  expect(() => settingsOf('ZZ')).toThrow(
    /^--country ZZ: not a country; write two letters of ISO 3166, one of .*\bES\b/,
  )
  expect(() => settingsOf('UK')).toThrow('--country UK: not a country; write GB')
  expect(() => settingsOf('Spain')).toThrow('--country Spain: not a country; write ES')
  for (const none of ['', 'toString', '__proto__']) expect(() => settingsOf(none)).toThrow('not a country')
})
