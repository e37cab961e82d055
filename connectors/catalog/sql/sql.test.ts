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
        find: { ...options.find!, by: { mail: 'SELECT * FROM anybody LIMIT :limit' }, limit },
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
  it('drops a row of somebody else, and then does not say complete', async () => {
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
    ).toMatchObject({ rows: [{ orderNumber: 'T-1' }], complete: false })
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
