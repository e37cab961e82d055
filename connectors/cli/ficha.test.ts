import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { familyWorld, worldSettings } from './testing/families/generate.ts'

const bin = fileURLToPath(new URL('ficha.mjs', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'ficha-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const at = (name: string) => join(dir, name)
const ficha = async (...args: string[]) => promisify(execFile)(process.execPath, [bin, ...args])
const lines = (name: string) =>
  readFileSync(at(name), 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((l) => JSON.parse(l) as Record<string, unknown>)

writeFileSync(
  at('a.csv'),
  `id,given,family,birthDate,email,phone,street,locality,postcode,nationalId,name,region,country
1,María José,García López,1980-05-12,mj@correo.es,612345678,"Calle Mayor, 3",Madrid,28001,12345678Z,,,
2,,,12/05/1980,MJ@correo.es,,"Calle ""Mayor"" 3",Madrid,28001,,"GARCIA LOPEZ, Mª JOSE",,
3,Luis,Ortega Sanz,1975-01-30,luis@correo.es,699112233,Calle Sol 9,Vigo,36202,,,,
4,Eva,Puig,,info@acme.es,600000000,,Reus,,,,,
5,Jon,Ibarra,,info@acme.es,600000000,,Bilbao,,,,,
5,twice,the id,,,,,,,,,,
one too many,,,,,,,,,,,,,x
,no,id,,,,,,,,,,
`,
)
writeFileSync(
  at('b.jsonl'),
  `${[
    { id: 'x1', name: 'Luis Ortega', birthDate: '1975-01-30', email: 'luis@correo.es' },
    { id: 'x2', name: 'Carmen Rius', phone: '644000111', email: null },
    'not an object',
  ]
    .map((r) => JSON.stringify(r))
    .join('\n')}\n{broken\n`,
)

writeFileSync(
  at('q.jsonl'),
  [
    { id: 'q1', phone: '+34 612 345 678' },
    { id: 'q2', email: 'info@acme.es' },
    { id: 'q3', name: 'Nadie Conocido', postcode: '99998' },
    { id: 'q4', name: 'Luis Ortega', birthDate: '30/01/1975' },
  ]
    .map((r) => JSON.stringify(r))
    .join('\n'),
)

test('duplicates inside one file: links with reasons that sum to their weight, figures against labels, a report that fetches nothing', async () => {
  writeFileSync(at('labels.jsonl'), '{"a": 1, "b": "2"}\n')
  const { stdout, stderr } = await ficha(
    'link',
    at('a.csv'),
    '--out',
    at('links.jsonl'),
    '--explain',
    '--labels',
    at('labels.jsonl'),
    '--report',
    at('report.html'),
  )
  const links = lines('links.jsonl')
  expect(links.map((l) => [l.a, l.b])).toEqual([['1', '2']])
  const reasons = links[0]!.reasons as { bits: number }[]
  expect(Math.abs(reasons.reduce((sum, r) => sum + r.bits, 0) - (links[0]!.bits as number))).toBeLessThan(1)
  expect(stdout).toContain('precision 1.0000  recall 1.0000  F1 1.0000')
  expect(stderr).toContain('3 of 8 rows left out')
  expect(stderr).toMatch(/line 7: id 5 again[\s\S]*line 8: 14 columns, the header has 13[\s\S]*line 9: no id/)
  const html = readFileSync(at('report.html'), 'utf8')
  expect(html).toMatch(
    /Pairs by weight[\s\S]*Why 1 and 2 are one[\s\S]*Most generic values[\s\S]*Clusters too big/,
  )
  expect(html).not.toMatch(/<script|https?:\/\//)
})

test('links between two files, CSV and JSONL; malformed lines are named and never fatal', async () => {
  const { stderr } = await ficha('link', at('a.csv'), at('b.jsonl'), '--out', at('between.jsonl'))
  expect(lines('between.jsonl').map((l) => [l.a, l.b])).toEqual([['3', 'x1']])
  expect(stderr).toMatch(
    /b\.jsonl: 2 of 4 rows left out[\s\S]*line 3: not a JSON object[\s\S]*line 4: not JSON/,
  )
})

test('a file is read in the encoding and by the separator it came with: marks, Western European letters, UTF-16, quoted line ends', async () => {
  const rows =
    'Postcode;Correo;Phone;Name;E-mail;ID\r\n28001;;612 345 678;"García ""Pepa"" Núñez,\nMaría";maria@correo.es;001\r\n28001;;+34612345678;María García Núñez;;2\r\n'
  for (const [name, bytes] of [
    ['bom', Buffer.from(`\uFEFF${rows}`)],
    ['latin', Buffer.from(rows, 'latin1')],
    ['utf16', Buffer.from(`\uFEFF${rows}`, 'utf16le')],
  ] as const) {
    writeFileSync(at(`${name}.csv`), bytes)
    await ficha('link', at(`${name}.csv`), '--out', at(`${name}.jsonl`), '--quiet')
    expect(lines(`${name}.jsonl`), name).toMatchObject([{ a: '001', b: '2' }])
  }
})

test('queries are answered as the card would', async () => {
  const { stdout } = await ficha(
    'identify',
    '--records',
    at('a.csv'),
    '--queries',
    at('q.jsonl'),
    '--out',
    at('answers.jsonl'),
  )
  expect(lines('answers.jsonl').map((l) => [l.query, l.outcome, l.id])).toEqual([
    ['q1', 'identified', '1'],
    ['q2', 'nobody', null],
    ['q3', 'nobody', null],
    ['q4', 'possible', '3'],
  ])
  expect(stdout).toContain('identified 1  possible 1  several 0  nobody 2')
})

test('weights of too few records are the shipped ones, and said to be', async () => {
  const { stderr } = await ficha('weigh', at('a.csv'), '--out', at('weights.json'))
  expect(stderr).toContain('too few to learn from')
  expect(JSON.parse(readFileSync(at('weights.json'), 'utf8'))).toHaveProperty('fields.birthDate.m')
})

test('weights written by weigh are read by link and identify; a broken file stops both with the field that is wrong', async () => {
  await ficha('weigh', at('a.csv'), '--out', at('weights.json'), '--quiet')
  await ficha('link', at('a.csv'), '--out', at('linked.jsonl'), '--weights', at('weights.json'), '--quiet')
  expect(lines('linked.jsonl').map((l) => [l.a, l.b])).toEqual([['1', '2']])
  const weights = JSON.parse(readFileSync(at('weights.json'), 'utf8')) as {
    fields: Record<string, { m: number[]; u: number[] }>
  }
  const doubting = {
    ...weights,
    fields: Object.fromEntries(
      Object.entries(weights.fields).map(([f, { m, u }]) => [
        f,
        f === 'order' ? { m, u } : { m: m.map(() => 0.0002), u: u.map((x, i) => (i === 0 ? 0.0001 : x)) },
      ]),
    ),
  }
  writeFileSync(at('doubting.json'), JSON.stringify(doubting))
  await ficha('link', at('a.csv'), '--out', at('unlinked.jsonl'), '--weights', at('doubting.json'), '--quiet')
  expect(lines('unlinked.jsonl')).toEqual([])
  await ficha(
    'identify',
    '--records',
    at('a.csv'),
    '--queries',
    at('q.jsonl'),
    '--out',
    at('doubted.jsonl'),
    '--weights',
    at('doubting.json'),
    '--quiet',
  )
  expect(lines('doubted.jsonl').find((l) => l.query === 'q4')?.outcome).toBe('several')
  writeFileSync(
    at('broken.json'),
    JSON.stringify({ ...weights, fields: { ...weights.fields, phone: { m: [2], u: [] } } }),
  )
  for (const command of [
    ['link', at('a.csv')],
    ['identify', '--records', at('a.csv'), '--queries', at('q.jsonl')],
  ]) {
    const refused = await ficha(...command, '--out', at('never.jsonl'), '--weights', at('broken.json')).then(
      () => null,
      (e: { stderr: string }) => e.stderr,
    )
    expect(refused).toContain('fields.phone.m: found [2]; write 3 chances')
  }
})

test('labels are never learnt from: with true ones, with false ones and with none the links are the same to the byte; the figures printed are not', async () => {
  const world = familyWorld(worldSettings(5, 150))
  writeFileSync(
    at('families.jsonl'),
    world.map(({ entity: _whose, role: _role, house: _house, ...r }) => JSON.stringify(r)).join('\n'),
  )
  const labels = (whose: (i: number) => string) =>
    world
      .flatMap((a, i) =>
        world
          .slice(i + 1)
          .flatMap((b, n) => (whose(i) === whose(i + 1 + n) ? [JSON.stringify({ a: a.id, b: b.id })] : [])),
      )
      .join('\n')
  writeFileSync(
    at('true.jsonl'),
    labels((i) => world[i]!.entity),
  )
  writeFileSync(
    at('false.jsonl'),
    labels((i) => world[(i + 1) % world.length]!.entity),
  )
  const said: string[] = []
  for (const given of [[], ['--labels', at('true.jsonl')], ['--labels', at('false.jsonl')]]) {
    const { stdout } = await ficha(
      'link',
      at('families.jsonl'),
      '--out',
      at(`linked-${said.length}.jsonl`),
      '--quiet',
      ...given,
    )
    said.push(stdout)
  }
  const [none, right, wrong] = [0, 1, 2].map((n) => readFileSync(at(`linked-${n}.jsonl`), 'utf8'))
  expect(none).not.toBe('')
  expect(right).toBe(none)
  expect(wrong).toBe(none)
  const f1 = (text: string | undefined) => Number(/F1 (\d\.\d+)/.exec(text ?? '')?.[1])
  expect(said[0]).toBe('')
  expect(f1(said[1])).toBeGreaterThan(0.9)
  expect(f1(said[2])).toBeLessThan(0.1)
})

test('headers as spreadsheets write them: a mark before the first, capitals, accents, spaces, other columns between', async () => {
  writeFileSync(
    at('headers.csv'),
    '\ufeffID;Nombre;Apellidos;Fecha de nacimiento;Teléfono;Extra;Código Postal\r\n1;José;García López;03/04/1980;612 34 56 78;x;28001\r\n2;JOSE;GARCIA LOPEZ;1980-04-03;+34612345678;y;28001\r\n',
  )
  await ficha('link', at('headers.csv'), '--out', at('headers.jsonl'), '--quiet')
  expect(lines('headers.jsonl')).toMatchObject([{ a: '1', b: '2' }])
})

test('what was not read of a file is said first, by column; birth dates that could not be read link nobody', async () => {
  writeFileSync(
    at('doubtful.csv'),
    'Ref,Nombre,Apellidos,Fecha nacimiento,Dirección,CP,Teléfono,Notas\n1,Vera,Quiroga,3 de brumario,Rúa Alta 7,15001,981 20 31 44,x\n2,Vera,Quiroga,12/06/1951 0:00:00,Rúa Alta 7,15001,981 20 31 44,\n3,Luis,Soto,,Rúa Baja 1,15002,6.12E+08,\n',
  )
  const { stderr } = await ficha('link', at('doubtful.csv'), '--out', at('doubtful.jsonl'), '--quiet')
  expect(stderr.replaceAll(dir, '~').split('\n').slice(0, 4)).toEqual([
    '~/doubtful.csv: fecha nacimiento: 1 of 2 not read, for example "3 de brumario" (line 2)',
    '~/doubtful.csv: teléfono: 1 of 3 not read, for example "6.12E+08" (line 4): a spreadsheet cut its digits, export it as text',
    '~/doubtful.csv: 2 of 8 columns not known, not used: ref, notas',
    '~/doubtful.csv: no column of ids: each row has its line as its id',
  ])
  expect(stderr).toContain(
    'Doubtful, not linked: 1 pairs of which a birth date or national id could not be read, for example 2 and 3',
  )
  expect(lines('doubtful.jsonl')).toEqual([])
  writeFileSync(at('columns.json'), '{"id": "Ref", "none of these": "Teléfono"}')
  const told = await ficha(
    'link',
    at('doubtful.csv'),
    '--out',
    at('told.jsonl'),
    '--quiet',
    '--columns',
    at('columns.json'),
  )
  expect(told.stderr).toContain('2 of 8 columns not known, not used: teléfono, notas')
  expect(told.stderr).toContain('for example 1 and 2')
})

test('a file of which nothing was read ends the command with exit code 2 and says why', async () => {
  const failed = (name: string, text: string) => {
    writeFileSync(at(name), text)
    return ficha('link', at(name), '--out', at('nothing.jsonl')).then(
      () => null,
      ({ code, stderr }: { code: number; stderr: string }) => [code, stderr.replaceAll(dir, '~').trim()],
    )
  }
  expect(await failed('empty.csv', '')).toEqual([
    2,
    'ficha link: ~/empty.csv: nothing was read: the file has no rows, or no header',
  ])
  expect(await failed('unknown.csv', 'Alpha;Beta\n1;2\n')).toEqual([
    2,
    'ficha link: ~/unknown.csv: nothing was read: of its columns none is known (alpha, beta); say which is which with --columns FILE, for example {"email": "alpha"}',
  ])
  expect(await failed('rejected.csv', 'id;name\n;Ana\n')).toEqual([
    2,
    'ficha link: ~/rejected.csv: nothing was read: 1 of 1 rows left out, the first at line 2: no id',
  ])
})
