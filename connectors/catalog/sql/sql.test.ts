import { existsSync, readFileSync } from 'node:fs'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEgress } from '../../conformance/egress.ts'
import { key, testConnector } from '../../conformance/index.ts'
import type { Row, Rows } from '../../contract/index.ts'
import { lucia } from '../../fixtures/people.ts'
import { tillStatements } from '../../fixtures/till.ts'
import { bind, isSelect } from './bind.ts'
import sql, { type SqlOptions } from './index.ts'

const who = 'SELECT s.*, t.numero AS telefono FROM socios s LEFT JOIN telefonos t ON t.socio = s.id'
const options: SqlOptions = {
  id: 'till',
  title: 'Caja',
  database: 'till',
  currency: 'EUR',
  phonePrefix: '+34',
  timeZone: 'Europe/Madrid',
  find: {
    by: {
      mail: `${who} WHERE s.correo = :value`,
      phone: `${who} WHERE s.id IN (SELECT socio FROM telefonos WHERE REPLACE(REPLACE(numero, ' ', ''), '-', '') LIKE '%' || SUBSTR(:value, -9))`,
      loyalty: `${who} WHERE s.tarjeta = :value`,
    },
    record: {
      id: 'id',
      name: { of: { given: 'nombre', family: 'apellidos' } },
      birthDate: 'nacimiento',
      identifiers: [
        { kind: 'loyalty', from: 'tarjeta', scope: 'till' },
        { kind: 'mail', from: 'correo' },
        { kind: 'phone', from: 'telefono' },
      ],
    },
  },
  search: `${who} WHERE s.nombre LIKE :text || '%' LIMIT :limit`,
  answers: {
    loyalty: {
      select: 'SELECT * FROM socios WHERE id = :record',
      fields: {
        number: 'tarjeta',
        tier: { from: 'nivel', map: { ORO: { code: 'gold', label: 'Oro', tone: 'good' } } },
        points: 'puntos',
      },
    },
    orders: {
      select: 'SELECT * FROM tiques WHERE socio = :record ORDER BY fecha DESC LIMIT :limit OFFSET :offset',
      owner: 'socio',
      totals: { select: 'SELECT COUNT(*) AS count, SUM(importe) AS sum FROM tiques WHERE socio = :record' },
      lines: {
        field: 'lines',
        select: 'SELECT * FROM lineas WHERE tique IN (:ids) ORDER BY producto',
        of: 'tique',
      },
      fields: {
        orderNumber: 'numero',
        orderDate: 'fecha',
        total: 'importe',
        status: {
          from: 'estado',
          map: { V: { code: 'sold', tone: 'good' }, A: { code: 'void', tone: 'warn' } },
        },
        lines: { of: { product: 'producto', quantity: 'cantidad', price: 'precio' } },
      },
    },
  },
}
const db = createClient({ url: ':memory:' })
const query = async (text: string, params: readonly unknown[]) => {
  const { rows, columns } = await db.execute({ sql: text, args: params as (string | number | null)[] })
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))
}
beforeAll(async () => {
  for (const statement of tillStatements) await db.execute(statement)
})
afterAll(() => db.close())
const corpus = `${process.env.FICHA_DATA ?? ''}/xss/blns.json`
const orders = (fields: string[], record = '17') => {
  const connector = sql(options)
  return (
    connector.answers.orders as { get(r: object, w: object, a: object): Promise<Rows<Row<'orders'>>> }
  ).get(
    { id: record, identifiers: [] },
    { fields, limit: 10, locale: 'es' },
    openEgress(connector, { query }, { is: 'recorded' }).context,
  )
}

describe('sql, over SQLite', () => {
  testConnector(
    it,
    () => sql(options),
    {
      known: [
        { key: key('mail', lucia.mail), record: '17' },
        { key: key('phone', lucia.phone), record: '17' },
        { key: key('loyalty', 'LC-0017'), record: '17' },
      ],
      unknown: [key('mail', 'nadie@correo.example'), key('loyalty', 'LC-9999')],
      search: 'Luc',
      answers: { orders: { rows: 4 } },
      oddStrings: existsSync(corpus) ? (JSON.parse(readFileSync(corpus, 'utf8')) as string[]) : [],
      options: {
        factory: sql,
        wrong: [
          {
            options: { ...options, database: 'postgres://u:p@h/db' },
            says: /database: the NAME of a connection/,
          },
          {
            options: { ...options, answers: { orders: { select: 'DELETE FROM tiques', fields: {} } } },
            says: /answers\.orders\.select: one SELECT/,
          },
          { options: { ...options, search: 'SELECT 1; DROP TABLE socios' }, says: /search: one SELECT/ },
          { options: { ...options, currency: 'euro' }, says: /currency: a currency is ISO 4217/ },
        ],
      },
    },
    { query },
  )
  it('reads decimals, wall-clock times and lines; totals come from the database', async () => {
    expect(await orders(['orderNumber', 'orderDate', 'total', 'lines'])).toMatchObject({
      rows: [
        {
          id: '4',
          orderNumber: 'T-4',
          orderDate: '2026-06-10T20:00:00+02:00',
          total: { amount: '1240', currency: 'EUR' },
          lines: [
            { product: 'Bicicleta', quantity: 1, price: { amount: '1190', currency: 'EUR' } },
            { product: 'Casco' },
          ],
        },
        { id: '3' },
        {},
        {},
      ],
      complete: true,
      totals: { count: 4, sum: { amount: '1357.49', currency: 'EUR' } },
    })
  })
  it('asks for no lines when nobody wants them', async () => {
    const connector = sql(options)
    const egress = openEgress(connector, { query }, { is: 'recorded' })
    await (connector.answers.orders as { get(r: object, w: object, a: object): Promise<unknown> }).get(
      { id: '17', identifiers: [] },
      { fields: ['total'], limit: 2, locale: 'es' },
      egress.context,
    )
    expect(egress.queries.map((q) => q.text).filter((text) => text.includes('lineas'))).toEqual([])
  })
  it('says that there may be more people, when it found several and its SELECT was cut', async () => {
    const found = async (limit: number) => {
      const connector = sql({
        ...options,
        find: {
          ...options.find!,
          by: { mail: 'SELECT * FROM anybody WHERE correo = :value LIMIT :limit' },
          limit,
        },
      })
      const rows = [1, 2].map((id) => ({ id, correo: lucia.mail }))
      return connector.find!.run(
        key('mail', lucia.mail),
        openEgress(connector, { query: async () => rows }, { is: 'recorded' }).context,
      )
    }
    expect(await found(2)).toMatchObject({ match: 'many', complete: false })
    expect(await found(3)).toMatchObject({ match: 'many', complete: true })
  })
  it('drops a row of somebody else, for which nothing is missing', async () => {
    const connector = sql(options)
    const rows = [
      { id: 1, socio: 17, numero: 'T-1' },
      { id: 2, socio: 99, numero: 'T-2' },
    ]
    expect(
      await (connector.answers.orders as { get(r: object, w: object, a: object): Promise<unknown> }).get(
        { id: '17', identifiers: [] },
        { fields: ['orderNumber'], limit: 10, locale: 'es' },
        openEgress(
          connector,
          { query: async (text) => (text.includes('COUNT') ? [{ count: 2 }] : rows) },
          { is: 'recorded' },
        ).context,
      ),
    ).toMatchObject({ rows: [{ orderNumber: 'T-1' }], complete: true })
  })
  it('refuses at start a parameter that there is not, and says which there are', () => {
    const says = (select: string) => {
      try {
        sql({ ...options, answers: { orders: { select, fields: {} } } })
      } catch (e) {
        return e instanceof Error ? e.message : ''
      }
      return 'taken'
    }
    expect(says('SELECT * FROM t WHERE s = :recordId')).toMatch(
      /^sql: 2 options are wrong:\n {2}answers\.orders\.select: `:recordId` is no value there is; write one of :record, :mail, .*:limit, :offset, :locale\n/,
    )
    expect(says('SELECT * FROM t WHERE s = :value')).toMatch(/`:value` is no value there is/)
    expect(says("SELECT * FROM t WHERE s = ':record'")).toMatch(/`:record` stands within quotes/)
    for (const odd of ['{record}', '$1', '@record', '%s', '%(record)s', '${record}'])
      expect(says(`SELECT * FROM t WHERE a = :record AND s = ${odd}`), odd).toContain(
        `\`${odd}\` is not replaced`,
      )
    for (const right of [
      "SELECT a::text, '{\"a\": 1}', '$1' FROM t WHERE s = :record AND tags @> '{x}' AND h = 'HH24:MI' AND m LIKE '%s'",
      'SELECT * FROM t WHERE s = :record AND ($$a$$ = $$a$$ OR a$b = 1 OR j @@ q OR user@host = 1)',
    ])
      expect(says(right), right).toBe('taken')
  })
  it('refuses a question that is about nobody, unless a column says whose each row is', () => {
    const all = { select: 'SELECT * FROM tiques LIMIT :limit', fields: { total: 'importe' } } as const
    const made = (how: object) => () => sql({ ...options, answers: { orders: { ...all, ...how } } } as never)
    expect(made({})).toThrow(
      /answers\.orders\.select: the SELECT says nothing of whom it asks about, so everybody would be given the same; compare a column with :record, or write `owner`/,
    )
    expect(made({ owner: 'socio' })).not.toThrow()
    expect(made({ owner: 'socio', totals: { select: 'SELECT count(*) AS count FROM tiques' } })).toThrow(
      /totals\.select: the SELECT says nothing of whom/,
    )
    expect(made({ from: ['mail'], select: 'SELECT * FROM t WHERE m = :record' })).toThrow(/`:record` is no/)
    expect(() =>
      sql({
        ...options,
        answers: { policies: { select: 'SELECT * FROM normas', fields: { title: 'titulo' } } },
      }),
    ).not.toThrow()
    expect(() =>
      sql({ ...options, find: { ...options.find!, by: { ticket: 'SELECT * FROM s WHERE n = :value' } } }),
    ).toThrow(/find\.by\.ticket: the record's map reads no ticket/)
  })
  it('does not know the answer for a record that lacks what its SELECT asks by, and never says "none"', async () => {
    const asked = async (select: string, identifiers: object[], rows: object[] = []) => {
      const connector = sql({ ...options, answers: { orders: { select, fields: { total: 'importe' } } } })
      const egress = openEgress(connector, { query: async () => rows as never }, { is: 'recorded' })
      const answer = await (
        connector.answers.orders as { get(r: object, w: object, a: object): Promise<unknown> }
      )
        .get({ id: '17', identifiers }, { fields: ['total'], limit: 10, locale: 'es' }, egress.context)
        .catch((e: unknown) => e)
      return { answer, queries: egress.queries.length }
    }
    const notAsked = {
      code: 'unsupported',
      message:
        "[till] orders: not asked, because the record has no mail; the SELECT asks by :mail: map it among the record's identifiers, or ask by :record",
    }
    const byMail = 'SELECT * FROM t WHERE correo = :mail'
    const mail = [{ kind: 'mail', value: lucia.mail }]
    expect(await asked(byMail, [])).toMatchObject({ answer: notAsked, queries: 0 })
    expect(await asked(byMail, mail)).toMatchObject({ answer: { rows: [], complete: true }, queries: 1 })
    const either = 'SELECT * FROM t WHERE socio = :record OR correo = :mail'
    expect(await asked(either, [], [{ id: 1, importe: 5 }])).toMatchObject({
      answer: { rows: [{ id: '1' }] },
    })
    expect(await asked(either, [])).toMatchObject({ answer: notAsked })
  })
  it('takes rows of strangers only, and rows without a number, for a mistake and not for "none"', async () => {
    const given = (rows: object[]) => {
      const connector = sql(options)
      return (connector.answers.orders as { get(r: object, w: object, a: object): Promise<unknown> }).get(
        { id: '17', identifiers: [] },
        { fields: ['total'], limit: 10, locale: 'es' },
        openEgress(connector, { query: async () => rows as never }, { is: 'recorded' }).context,
      )
    }
    await expect(given([{ id: 1, socio: 99 }])).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('1 row, none of which is of the one asked about (`owner`: `socio`)'),
    })
    await expect(given([{ numero: 1, socio: 17 }])).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('none of 1 row has an id in `id`'),
    })
  })
  it('never lets a value become SQL: what would drop a table finds nobody, and the table stands', async () => {
    for (const value of ["x' OR '1'='1", "'; DROP TABLE socios; --", 'x" OR ""="', ':record', '?'])
      expect((await orders(['total'], value)).rows).toEqual([])
    expect(await query('SELECT COUNT(*) AS n FROM socios', [])).toEqual([{ n: 2 }])
  })
  it('binds names, not texts that look like names', () => {
    expect(
      bind(`SELECT ':no', "a:b", x::text, :value, :value FROM t WHERE id IN (:ids) -- :no`, {
        value: 'v',
        ids: ['1', '2'],
      }),
    ).toEqual({
      sql: `SELECT ':no', "a:b", x::text, ?, ? FROM t WHERE id IN (?, ?) -- :no`,
      params: ['v', 'v', '1', '2'],
    })
    expect([
      isSelect('SELECT 1'),
      isSelect("WITH a AS (SELECT ';') SELECT * FROM a"),
      isSelect('SELECT ?'),
      isSelect('UPDATE t SET a=1'),
      isSelect('SELECT 1; SELECT 2'),
    ]).toEqual([true, true, false, false, false])
  })
})
