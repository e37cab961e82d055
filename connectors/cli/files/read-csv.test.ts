import { expect, test } from 'vitest'
import { type Row, readCsv } from './read-csv.ts'

/** The rows of a text handed over in pieces of `size` characters. */
async function rowsOf(text: string, size = text.length): Promise<Row[]> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
  }
  const rows: Row[] = []
  for await (const row of readCsv(pieces())) rows.push(row)
  return rows
}
const problemsOf = (rows: readonly Row[]) =>
  rows.flatMap((r) => ('problem' in r ? [[r.line, r.problem]] : []))
const idsOf = (rows: readonly Row[]) => rows.flatMap((r) => ('values' in r ? [String(r.values.id)] : []))
const customers = (n: number, strange: Record<number, string> = {}) =>
  `id,name,email\n${Array.from({ length: n }, (_, i) => strange[i + 1] ?? `${i + 1},Cliente ${i + 1},c${i + 1}@correo.example`).join('\n')}\n`

test.each([',', ';', '\t', '|'])('the separator %j is found by itself', async (s) => {
  const text = `ID${s}Name\r\n1${s}"Gil${s} Ana"\r\n2${s}Luis\r\n`
  expect(await rowsOf(text)).toEqual([
    { line: 2, values: { id: '1', name: `Gil${s} Ana` } },
    { line: 3, values: { id: '2', name: 'Luis' } },
  ])
})

test('the header decides on the separator, not what its quotes hold', async () => {
  expect(await rowsOf('id;"name, as, written"\n1;Ana\n')).toEqual([
    { line: 2, values: { id: '1', 'name, as, written': 'Ana' } },
  ])
})

test('what Excel writes before the header is not the header', async () => {
  expect(await rowsOf('sep=|\r\nid|name, all\r\n1|Ana\r\n')).toEqual([
    { line: 3, values: { id: '1', 'name, all': 'Ana' } },
  ])
})

test('lines of separators alone are blank too, before the header and behind it', async () => {
  expect(await rowsOf(';;\r\n\r\n;;\r\nid;name;mail\r\n;;\r\n1;Ana;\r\n')).toEqual([
    { line: 6, values: { id: '1', name: 'Ana', mail: '' } },
  ])
})

test('what a report is called, alone in its line above a blank one, is not the header', async () => {
  expect(await rowsOf('Clientes a 30/11;;\r\n;;\r\nid;name;mail\r\n1;Ana;\r\n')).toEqual([
    { line: 4, values: { id: '1', name: 'Ana', mail: '' } },
  ])
  expect(await rowsOf('mail,\n\na@correo.example,\n')).toMatchObject([{ line: 3 }])
})

test('an amount that a comma without quotes cut in two is one, where no other two cells could be', async () => {
  expect(await rowsOf('id,name,phone,total\n1,Ana,612348107,12,50\n2,Eva,612348108,8\n')).toMatchObject([
    { values: { id: '1', phone: '612348107', total: '12,50' } },
    { values: { id: '2', total: '8' } },
  ])
  expect(await rowsOf('id,age,name,total\n1,28,Ana,12,50\n')).toEqual([
    { line: 2, problem: '5 columns, the header has 4' },
  ])
})

test('lines may end as on any system, and blank ones are nothing', async () => {
  for (const end of ['\n', '\r\n', '\r'])
    expect(
      await rowsOf(['', 'id,name', '', '1,Ana', '   ', '2,Luis'].join(end)),
      JSON.stringify(end),
    ).toEqual([
      { line: 4, values: { id: '1', name: 'Ana' } },
      { line: 6, values: { id: '2', name: 'Luis' } },
    ])
})

test('a quoted cell holds separators, doubled quotes and line ends; the line is where its row begins', async () => {
  const text =
    'id,name\r\n1, "Calle ""Mayor"",\r\n3" \r\n2,5" pipe\r\n3,"a"b\r\n4,"García "Pepa" Núñez"\r\n5,""\r\n6,"""Pepa""\r\nGil"\r\n7,"x" y\r\n'
  expect(await rowsOf(text)).toEqual([
    { line: 2, values: { id: '1', name: 'Calle "Mayor",\r\n3' } },
    { line: 4, values: { id: '2', name: '5" pipe' } },
    { line: 5, values: { id: '3', name: '"a"b' } },
    { line: 6, values: { id: '4', name: '"García "Pepa" Núñez"' } },
    { line: 7, values: { id: '5', name: '' } },
    { line: 8, values: { id: '6', name: '"Pepa"\r\nGil' } },
    { line: 10, values: { id: '7', name: '"x" y' } },
  ])
})

test('a row with more or fewer columns than the header is named by its line and figures', async () => {
  expect(await rowsOf('id,name\n1,Ana,x\n2\n3,Eva')).toEqual([
    { line: 2, problem: '3 columns, the header has 2' },
    { line: 3, problem: '1 columns, the header has 2' },
    { line: 4, values: { id: '3', name: 'Eva' } },
  ])
})

test('a row whose last cells were not written is read and said to be short; empty cells too many are nothing', async () => {
  expect(
    await rowsOf('id,name,mail,note\n1,Ana\n2,Eva,e@x.example,x,,\n,,,,,,\n3,"Gil, Pepa","x"\n'),
  ).toEqual([
    { line: 2, values: { id: '1', name: 'Ana', mail: '', note: '' }, isShort: true },
    { line: 3, values: { id: '2', name: 'Eva', mail: 'e@x.example', note: 'x' } },
    // a cell with a separator inside: where a row is short, a quote may have been closed too late
    { line: 5, problem: '3 columns, the header has 4' },
  ])
})

test('of columns that bear one name, all that hold anything count', async () => {
  expect(await rowsOf('id,Phone,phone\n1,,612\n2,611,\n3,611,612\n')).toMatchObject([
    { values: { phone: '612' } },
    { values: { phone: '611' } },
    { values: { phone: ['611', '612'] } },
  ])
})

test.each([
  ['opens a cell and is never closed', { 50: '50,"El Pato Bar,c50@correo.example' }, [50]],
  ['opens the last cell', { 50: '50,El Pato Bar,"c50@correo.example' }, [50]],
  ['stands alone on the last line', { 400: '400,"El Pato Bar,c400@correo.example' }, [400]],
  [
    'comes twice, far apart',
    { 50: '50,"El Pato Bar,c50@correo.example', 90: '90,"La Oca,c90@correo.example' },
    [50, 90],
  ],
  [
    'is closed by the next quoted cell',
    { 50: '50,"El Pato Bar,c50@correo.example', 53: '53,Casa,"c53@correo.example"' },
    [50],
  ],
])('a quote that %s costs its own row and no other', async (_how, strange, lost) => {
  for (const size of [1 << 20, 997]) {
    const rows = await rowsOf(customers(400, strange as unknown as Record<number, string>), size)
    expect(problemsOf(rows)).toEqual(
      lost.map((n) => [n + 1, 'a quote is never closed, or stands inside a value']),
    )
    expect(idsOf(rows)).toEqual(
      Array.from({ length: 400 }, (_, i) => i + 1)
        .filter((n) => !lost.includes(n))
        .map(String),
    )
  }
})

test('lines inside a row that is given up are no rows by their looks', async () => {
  const rows = await rowsOf('id,name,note\n1,Ana,"first\nnine",lives,too many\n2,Eva,x\n')
  expect(idsOf(rows)).toEqual(['2'])
  expect(problemsOf(rows).map(([line]) => line)).toEqual([2, 3])
})

test('a row of a hundred lines is one row and a longer one is not, wherever the text was cut', async () => {
  const note = (lines: number) => `"${Array.from({ length: lines }, (_, i) => `line ${i}`).join('\n')}"`
  for (const size of [1 << 20, 64]) {
    const rows = await rowsOf(`id,note\n1,${note(100)}\n2,${note(101)}\n3,x\n`, size)
    expect(idsOf(rows)).toEqual(['1', '3'])
    expect(problemsOf(rows)).toHaveLength(101)
  }
})

test('where the text is cut changes nothing', async () => {
  const text = `id;name;note\r\n${Array.from({ length: 300 }, (_, i) =>
    i % 7 === 0 ? `${i};"Ñandú, ""${i}""\r\n€";5" x` : i % 11 === 0 ? `${i};a;b;c` : `${i};"b;c";`,
  ).join('\r\n')}`
  const whole = await rowsOf(text)
  expect(problemsOf(whole).length).toBeGreaterThan(20)
  for (const size of [1, 7, 100, 4096]) expect(await rowsOf(text, size), String(size)).toEqual(whole)
})

test('a header that cannot be read stops the reading with its line; an empty text has no rows', async () => {
  await expect(rowsOf('\nid,"name\n1,Ana\n')).rejects.toThrow(
    'line 2: the header has a quote that is never closed',
  )
  expect(await rowsOf('')).toEqual([])
  expect(await rowsOf(' \n\n')).toEqual([])
  expect(await rowsOf('id,name')).toEqual([])
})
