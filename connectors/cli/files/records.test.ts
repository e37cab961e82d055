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

test('a cell may hold several mails or telephones; and so may columns of one meaning', async () => {
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
  expect((await values('mobile;telephone', '600123456;611222333'))?.sort()).toEqual([
    ['phone', '+34600123456'],
    ['phone', '+34611222333'],
  ])
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
  expect(records.map((r) => r.profile.name)).toEqual(nothing.map(() => null))
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

test.each([
  [
    'what names its columns first, a list a line (Mailchimp)',
    '["Email Address","First Name","Last Name","Phone Number"]\n["ana@correo.example","Ana","Ruiz","612348107"]',
  ],
  [
    'a sheet (Google)',
    JSON.stringify({
      range: 'A1:C2',
      values: [
        ['nombre', 'email', 'teléfono'],
        ['Ana Ruiz', 'ana@correo.example', '612348107'],
      ],
    }),
  ],
  [
    'members beside the id of their list (Mailchimp)',
    JSON.stringify({
      list_id: '57afe96172',
      members: [
        {
          email_address: 'ana@correo.example',
          merge_fields: { FNAME: 'Ana', LNAME: 'Ruiz', PHONE: '612348107' },
        },
      ],
    }),
  ],
  [
    'what is inside a holder (HubSpot)',
    JSON.stringify({
      results: [
        {
          id: '51',
          properties: { firstname: 'Ana', lastname: 'Ruiz', email: 'ana@correo.example', phone: '612348107' },
        },
      ],
    }),
  ],
  [
    'an answer of JSON-RPC (Odoo), which writes false for none',
    JSON.stringify({
      jsonrpc: '2.0',
      id: 7,
      result: [
        {
          id: 51,
          name: 'Ana Ruiz',
          email: 'ana@correo.example',
          phone: false,
          mobile: '+34 612 34 81 07',
          country_id: [68, 'Spain'],
        },
      ],
    }),
  ],
  [
    'lists of objects (Google People)',
    JSON.stringify({
      connections: [
        {
          resourceName: 'people/c1',
          names: [{ displayName: 'Ana Ruiz' }],
          emailAddresses: [{ value: 'ana@correo.example' }],
          phoneNumbers: [{ value: '612 34 81 07' }],
          birthdays: [{ date: { year: 1984, month: 11, day: 3 } }],
        },
      ],
    }),
  ],
  [
    'a list deep inside, each in a node (GraphQL)',
    JSON.stringify({
      data: {
        customers: {
          edges: [
            {
              cursor: 'x',
              node: { id: 'c1', name: 'Ana Ruiz', email: 'ana@correo.example', phone: '612348107' },
            },
          ],
        },
      },
    }),
  ],
])('of JSON, %s', async (_what, text) => {
  const { records } = await load('rows.json', text)
  expect(
    records.map(({ found, profile }) => [found.record.name?.full, profile.mails, profile.phones]),
  ).toEqual([['Ana Ruiz', ['ana@correo.example'], ['+34612348107']]])
})

test('customers of JSON by their ids are one each, and no one has the mails of all', async () => {
  const people = {
    7: { name: 'Ana Ruiz', email: 'ana@correo.example' },
    8: { name: 'Luis Soto', email: 'luis@correo.example' },
  }
  const mailsOf = async (value: unknown) =>
    (await load('rows.json', JSON.stringify(value))).records.map((r) => [r.id, r.profile.mails])
  const each = [
    ['7', ['ana@correo.example']],
    ['8', ['luis@correo.example']],
  ]
  expect(await mailsOf(people)).toEqual(each)
  expect(await mailsOf({ users: people })).toEqual(each)
  const address = { email: 'ana@correo.example', phone: '612348107' }
  expect(await mailsOf({ id: 'c1', billing: address, shipping: address })).toEqual([
    ['c1', ['ana@correo.example']],
  ])
})

const header = 'id;nombre;apellidos;email;teléfono'
const row = '7;Íñigo;Núñez Ruiz;inigo@correo.example;612348107'
const inBytes = (text: string, table: Record<string, number>) =>
  Buffer.from([...text].map((letter) => table[letter] ?? letter.charCodeAt(0)))
const dos = { Í: 0xd6, ñ: 0xa4, ú: 0xa3, é: 0x82 }
const mac = { Í: 0xea, ñ: 0x96, ú: 0x9c, é: 0x8e }
test.each([
  ['a title, a date and a blank line first', `Listado de clientes\nFecha: 01/02/2024\n\n${header}\n${row}`],
  ['whose file it is, in cells', `Empresa: Ribera;;Fecha;01/02/2024;\n;;;;\n${header}\n${row}`],
  ['a comment', `# exported by a till\n${header}\n${row}`],
  ['groups of columns above the header', `Datos;;;Contacto;\n${header}\n${row}`],
  ['lines that Excel wrote as one cell', `${header}\n${row}`.replaceAll(';', ',').replace(/^.*$/gm, '"$&"')],
  ['such lines below a good header', `${header}\n"${row}"`.replaceAll(';', ',')],
  ['single quotes', `${header}\n${row}`.replace(/[^;\n]+/g, "'$&'")],
  ['typographic quotes', `${header}\n${row}`.replace(/[^;\n]+/g, '“$&”')],
  ['carets', `${header}\n${row}`.replaceAll(';', '^')],
  ['the sign that ends a file of DOS', `${header}\n${row}\n\u001a`],
  ['DOS letters', inBytes(`${header}\n${row}`, dos)],
  ['letters of old Macs', inBytes(`${header}\n${row}`, mac)],
  ['a header decoded twice', `${Buffer.from(`${header}`).toString('latin1')}\n${row}`],
  ['a header that says how to fill it in', `${header} (obligatorio)\n${row}`],
  ['signs of HTML', `${header}\n${row}`.replaceAll(';', ',').replace('ñ', '&ntilde;').replace('ú', '&#250;')],
  [
    'a link',
    `${header}\n${row}`.replace(
      'inigo@correo.example',
      '"=HYPERLINK(""mailto:x"",""inigo@correo.example"")"',
    ),
  ],
])('is read: %s', async (_what, text) => {
  const { records, rejectedCount, unknown } = await load('c.csv', text)
  expect(
    records.map(({ id, found, profile }) => [id, found.record.name?.full, profile.mails, profile.phones]),
  ).toEqual([['7', 'Íñigo Núñez Ruiz', ['inigo@correo.example'], ['+34612348107']]])
  expect([rejectedCount, unknown]).toEqual([0, []])
})

test.each([
  ['an Excel workbook', 'PK\u0003\u0004', /Excel workbook.*save it as «CSV UTF-8»/],
  ['a page', '<!DOCTYPE html><title>Login</title>', /HTML/],
  ['a table of Excel’s own HTML', '<html xmlns:x="urn:schemas-microsoft-com:office:excel">', /HTML/],
  ['vCards', 'BEGIN:VCARD\nFN:Ana', /vCards/],
  ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
])('is refused, with what it is: %s', async (_what, text, says) => {
  const refused = load('c.csv', text)
  await expect(refused).rejects.toThrow(says)
  await expect(refused).rejects.toMatchObject({ exitCode: 2 })
})

test('a file put behind another has the header again; a row without an id is read by its line where it holds a key', async () => {
  const { records, rejected } = await load(
    'c.csv',
    `${header}\n${row}\n${header}\n;Ana;;;698401172\n;Total;;;\n`,
  )
  expect(records.map(({ id }) => id)).toEqual(['7', 'row 4'])
  expect(rejected).toEqual([
    { line: 3, problem: 'the header again' },
    { line: 5, problem: 'no id' },
  ])
})

test('a formula that failed is no name and no place', async () => {
  const { records, columns } = await load(
    'c.csv',
    `${header};ciudad\n7;#¡REF!;#NAME?;ana@correo.example;#¡VALOR!;#WERT!`,
  )
  expect([records[0]?.found.record.name, records[0]?.found.record.address?.locality]).toEqual([
    undefined,
    undefined,
  ])
  expect(columns.filter(({ unread }) => unread > 0)).toHaveLength(4)
})

test('of rows that were left out all are counted and a hundred named; progress is told every five thousand', async () => {
  const bytes = `id,name\n${Array.from({ length: 5_000 }, (_, i) => (i < 150 ? ',x' : `${i},x`)).join('\n')}\n`
  writeFileSync(join(dir, 'many.csv'), bytes)
  const told: number[] = []
  const file = await loadRecords(join(dir, 'many.csv'), 3, 'crm', settingsOf('ES'), {
    progress: (n) => told.push(n),
  })
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

const load2 = async (text: string, name = 'file.csv') => load(name, text)
const keysOf = async (text: string, name?: string) =>
  (await load2(text, name)).records.map((r) => [r.id, ...r.found.identifiers.map((i) => i.value)])

test('UTF-16 without its mark is told by its zeros, in both orders', async () => {
  const text = 'id,name\n1,María Núñez\n2,Pepa Ordóñez\n'
  const little = Buffer.from(text, 'utf16le')
  for (const bytes of [little, Buffer.from(little).swap16()])
    expect(await namesOf(bytes)).toEqual(['María Núñez', 'Pepa Ordóñez'])
})

test('what a spreadsheet puts around a text to keep it one is no part of it', async () => {
  expect(
    await keysOf(`id,phone,name\n'7001001,'+34612348107,Ana\n="0034",="0034612348108",'t Hooft\n`),
  ).toEqual([
    ['7001001', '+34612348107'],
    ['0034', '+34612348108'],
  ])
})

test('of several columns and values of telephones and mails each counts', async () => {
  expect(
    await keysOf(
      'id,Phone 1 - Value,Phone 2 - Value,E-mail,E-mail 2,Móvil\n1,612348107 ::: 612348108,955123456,a@correo.example,b@correo.example; c@correo.example,\n',
    ),
  ).toEqual([
    [
      '1',
      ...['a', 'b', 'c'].map((m) => `${m}@correo.example`),
      '+34612348107',
      '+34612348108',
      '+34955123456',
    ],
  ])
})

test('without a column of ids each row has its line as its id', async () => {
  const { records, numbered } = await load2(
    '\nNombre;Correo\nAna;a@correo.example\n\nLuis;l@correo.example\n',
  )
  expect([numbered, ...records.map((r) => r.id)]).toEqual([true, '3', '5'])
})

test('a number cut to 3.46E+10 is lost and said; one with all its digits is not; a decimal is no part of a number', async () => {
  const { records, columns } = await load2(
    'id,phone,postcode\n1,3.46E+10,28001.0\n2,"6,12348107E+08",8001\n3,612348109.0,\n7.00E+12,612348110,\n7.00E+12,612348111,\n',
  )
  expect(records.map((r) => [r.id, ...r.found.identifiers.map((i) => i.value), r.profile.postcode])).toEqual([
    ['1', '28001'],
    ['2', '+34612348107', '08001'],
    ['3', '+34612348109', ''],
    ['row 5', '+34612348110', ''],
    ['row 6', '+34612348111', ''],
  ])
  expect(
    columns.map(({ header, filled, unread, example, line }) => [header, filled, unread, example, line]),
  ).toEqual([
    ['id', 5, 2, '7.00E+12', 5],
    ['phone', 5, 1, '3.46E+10', 2],
    ['postcode', 2, 0, '', 0],
  ])
})

test('by column it is counted what was not read, with the first example; what says that nothing is known is none', async () => {
  const { columns, unknown } = await load2(
    'id,birthdate,email,phone,dni,Notas\n1,hoy,ana#correo.example,no sabe,[object Object],x\n2,n/a,-,N/D,,\n3,0000-00-00,l@correo.example,612348107,12345678Z,\n4,mañana,,,,\n',
  )
  expect(columns.map((c) => [c.header, c.unread, c.filled, c.example, c.line])).toEqual([
    ['id', 0, 4, '', 0],
    ['birthdate', 2, 2, 'hoy', 2],
    ['email', 1, 2, 'ana#correo.example', 2],
    ['phone', 1, 2, 'no sabe', 2],
    ['dni', 1, 2, '[object Object]', 2],
  ])
  expect(unknown).toEqual(['notas'])
})

const birthDatesOf = async (text: string) => (await load2(text)).records.map((r) => r.profile.birthDate)

test('a column of five digits is days as spreadsheets count them; one such number among dates is none', async () => {
  expect(await birthDatesOf('id,birthdate\n1,30989\n2,18791.0\n3,9862\n')).toEqual([
    '1984-11-03',
    '1951-06-12',
    '1926-12-31',
  ])
  expect(await birthDatesOf('id,birthdate\n1,30989\n2,1951-06-12\n3,1984-11-03\n')).toEqual([
    '',
    '1951-06-12',
    '1984-11-03',
  ])
})

test('a file in which only month first makes days is read so, whatever hour stands behind', async () => {
  expect(await birthDatesOf('id,birthdate\n1,11/03/1984 0:00:00\n2,06/22/1951 0:00:00\n')).toEqual([
    '1984-11-03',
    '1951-06-22',
  ])
})

test('surnames that are words for nothing stay, unless other columns of the file spell nothing so', async () => {
  const familyOf = async (text: string) => (await load2(text)).records.map((r) => r.found.record.name?.family)
  expect(await familyOf('id,given,family,phone\nNA,Jennifer,Null,\n2,Li,Na,\n3,Ana,null,\n')).toEqual([
    'Null',
    'Na',
    undefined,
  ])
  expect(await familyOf('id,given,family,phone\n1,Ana,NULL,NULL\n')).toEqual([undefined])
})

test('beside a first name the column for whole names may hold the surname, and the other way round', async () => {
  const nameOf = async (text: string) => {
    const name = (await load2(text)).records[0]?.found.record.name
    return [name?.given, name?.family, name?.full]
  }
  expect(await nameOf('id,Vorname,Name\n1,Anna,Schmidt\n')).toEqual(['Anna', 'Schmidt', 'Anna Schmidt'])
  expect(await nameOf('id,Nombre,Apellidos\n1,Ana,Gil Ros\n')).toEqual(['Ana', 'Gil Ros', 'Ana Gil Ros'])
  expect(await nameOf('id,first_name,name\n1,Ana,Ana Gil\n')).toEqual([undefined, undefined, 'Ana Gil'])
})

test('values of two addresses are never mixed: home before work', async () => {
  const { records } = await load2(
    'id,Home Street,Home City,Business Street,Business City,Business Postal Code\n1,,Vigo,Calle Sol 9,Lugo,27001\n2,,,Calle Sol 9,Lugo,27001\n',
  )
  expect(records.map((r) => r.found.record.address)).toMatchObject([
    { locality: 'Vigo', street: undefined, postalCode: undefined },
    { locality: 'Lugo', street: 'Calle Sol 9', postalCode: '27001' },
  ])
})

test('a country is read by its code or its name in six languages', async () => {
  const { records, columns } = await load2(
    'id,país\n1,España\n2,México\n3,Deutschland\n4,gb\n5,Royaume-Uni\n6,EE.UU.\n7,Narnia\n',
  )
  expect(records.map((r) => r.found.record.address?.country)).toEqual([
    'ES',
    'MX',
    'DE',
    'GB',
    'GB',
    'US',
    undefined,
  ])
  expect(columns.at(-1)).toMatchObject({ unread: 1, example: 'Narnia', line: 8 })
})

test('JSON may be an object a line, a list of objects, or an object that holds the list; inside, lists count whole', async () => {
  const customers = [
    { id: 12345678901234567890n, name: 'Ana', phones: ['612348107', '612348108'], address: { city: 'Vigo' } },
    { id: 2, name: 'Luis', emails: [{ value: 'l@correo.example' }], note: 'id: 12345678901234567890,' },
  ]
  const lines = customers.map((c) =>
    JSON.stringify(c, (_k, v) => (typeof v === 'bigint' ? `#${v}#` : v)).replace(/"#(\d+)#"/, '$1'),
  )
  const expected = [
    ['12345678901234567890', '+34612348107', '+34612348108'],
    ['2', 'l@correo.example'],
  ]
  for (const [name, text] of [
    ['lines.jsonl', lines.join('\n')],
    ['lines.json', lines.join('\n')],
    ['list.json', `[${lines.join(',\n')}]`],
    ['list.jsonl', ` \n[\n${lines.join(',\n')}\n]\n`],
    ['wrapped.json', `{"customers": [${lines.join(',')}], "next": null}`],
  ] as const) {
    expect(await keysOf(text, name), name).toEqual(expected)
  }
  const { records } = await load2(`[${lines.join(',')}]`, 'list.json')
  expect(records[0]?.found.record.address?.locality).toBe('Vigo')
})

test('a list that is not closed is one row that was not read', async () => {
  const { records, rejected } = await load2('[{"id": 1},', 'cut.json')
  expect([records, rejected]).toEqual([
    [],
    [{ line: 1, problem: 'not JSON: the list is not closed or has a fault' }],
  ])
})
