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

test('a file whose dates make sense only month first is read so, unless they are too many the other way', async () => {
  const born = async (...dates: string[]) =>
    (await load('dates.csv', `id,birth date\n${dates.map((d, i) => `${i},${d}`).join('\n')}\n`)).records.map(
      (r) => r.profile.birthDate,
    )
  expect(await born('03/25/1980', '04/05/1980', '1-2-1990')).toEqual([
    '1980-03-25',
    '1980-04-05',
    '1990-01-02',
  ])
  expect(await born('25/03/1980', '04/05/1980')).toEqual(['1980-03-25', '1980-05-04'])
  expect((await born('25/03/1980', '03/25/1980', '04/05/1980'))[2]).toBe('1980-05-04')
  expect((await born('25/03/1980', ...Array(20).fill('03/25/1980'), '04/05/1980')).at(-1)).toBe('1980-04-05')
})

test('a cell may hold several mails or telephones; the first column of one meaning that holds anything counts', async () => {
  const values = async (header: string, row: string) =>
    (await load('cells.csv', `id;${header}\n1;${row}\n`)).records[0]?.found.identifiers.map((i) => [
      i.kind,
      i.value,
    ])
  expect(await values('mail', 'ana@a.example, bea@b.example|c@c.example d@d.example')).toEqual(
    ['ana@a.example', 'bea@b.example', 'c@c.example', 'd@d.example'].map((v) => ['mail', v]),
  )
  expect(await values('phone', '600123456 / 611222333,622333444|')).toEqual(
    ['+34600123456', '+34611222333', '+34622333444'].map((v) => ['phone', v]),
  )
  expect(await values('mobile;telephone', '600123456;611222333')).toEqual([['phone', '+34600123456']])
  expect(await values('mobile;telephone', ';611222333')).toEqual([['phone', '+34611222333']])
})

test('a mail nobody could write to still compares, and joins nobody by itself', async () => {
  const { records } = await load('mails.csv', 'id,email\n1,Ana@correo\n2,no mail\n3,ana@correo.example\n')
  expect(records.map((r) => r.found.identifiers.map((i) => [i.value, i.grade]))).toEqual([
    [['ana@correo', 'weak']],
    [],
    [['ana@correo.example', 'strong']],
  ])
})

test('what is written where nothing is known is nothing, and so is a text of more than a thousand letters', async () => {
  const nothing = [
    '-',
    '...',
    'NULL',
    'n/a',
    'N/D',
    's/d',
    '#N/D',
    'unknown',
    'Desconocida',
    'sin datos',
    'no consta',
    'não tem',
    '\\N',
    'x'.repeat(1_001),
  ]
  const { records } = await load(
    'absent.csv',
    `id,name\n${nothing.map((n, i) => `${i},"${n}"`).join('\n')}\n`,
  )
  expect(records.map((r) => r.found.record.name)).toEqual(nothing.map(() => undefined))
  const said = ['Ana', 'Nan Goldin', 'x'.repeat(1_000)]
  expect(
    (await load('said.csv', `id,name\n${said.map((n, i) => `${i},${n}`).join('\n')}\n`)).records.map(
      (r) => r.found.record.name?.full,
    ),
  ).toEqual(said)
})

test('a country may be written in full or in three letters; what is none is left out', async () => {
  const { records } = await load(
    'countries.csv',
    'id,country,city\n1,UK,x\n2,españa,x\n3,Prt,x\n4,fr,x\n5,Narnia,x\n',
  )
  expect(records.map((r) => r.found.record.address?.country)).toEqual(['GB', 'ES', 'PT', 'FR', undefined])
})

test('rows of JSON have their keys in any letters, numbers and texts alike; lines that are none are named', async () => {
  const lines = [
    '{"ID": 7, " Nombre ": "Ana", "Apellidos": "Ruiz", "telefono": 600123456}',
    '',
    '[1]',
    'null',
    '{',
    '{"id": true}',
  ]
  for (const name of ['rows.jsonl', 'rows.ndjson', 'ROWS.JSON']) {
    const { records, rejected, rows } = await load(name, `${lines.join('\r\n')}\r\n`)
    expect(records.map((r) => [r.id, r.found.record.name?.full, r.profile.phones])).toEqual([
      ['7', 'Ana Ruiz', ['+34600123456']],
    ])
    expect(rejected).toEqual([
      { line: 3, problem: 'not a JSON object' },
      { line: 4, problem: 'not a JSON object' },
      { line: 5, problem: 'not JSON' },
      { line: 6, problem: 'no id' },
    ])
    expect(rows).toBe(5)
  }
})

test('of rows that were left out all are counted and a hundred named; progress is told every five thousand', async () => {
  const bytes = `id,name\n${Array.from({ length: 5_000 }, (_, i) => (i < 150 ? ',x' : `${i},x`)).join('\n')}\n`
  writeFileSync(join(dir, 'many.csv'), bytes)
  const told: number[] = []
  const file = await loadRecords(join(dir, 'many.csv'), 3, 'crm', settingsOf('ES'), (n) => told.push(n))
  expect([file.rows, file.rejectedCount, file.rejected.length, file.records.length, told]).toEqual([
    5_000,
    150,
    100,
    4_850,
    [5_000],
  ])
  expect(file.records[0]).toMatchObject({ id: '150', file: 3, found: { key: '3\n150' } })
})

test('columns of one name are one: the first cell that holds anything', async () => {
  const { records } = await load('twice.csv', 'id,name,name\n1,,Ana\n2,Eva,Bea\n')
  expect(records.map((r) => r.found.record.name?.full)).toEqual(['Ana', 'Eva'])
})
