import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import sql, { type SqlOptions } from '../../connectors/catalog/sql/index.ts'
import { key, testConnector } from '../../connectors/conformance/index.ts'
import { lucia } from '../../connectors/fixtures/people.ts'
import { tillStatements } from '../../connectors/fixtures/till.ts'
import { createDatabases } from '../../connectors/gateway/egress/sql/databases.ts'
import { freePort } from '../support/ports.ts'
import type { Running } from '../systems/process.ts'
import { serverNames, servers } from './servers.ts'

/**
 * The till of the unit tests, in SQL that PostgreSQL and MariaDB both speak but for one word: what a bare
 * value inside `concat` is.
 */
const who = 'SELECT s.*, t.numero AS telefono FROM socios s LEFT JOIN telefonos t ON t.socio = s.id'
const text = { PostgreSQL: 'text', MariaDB: 'char' }
const optionsOf = (name: keyof typeof servers): SqlOptions => ({
  id: 'till',
  title: 'Caja',
  database: 'till',
  currency: 'EUR',
  phonePrefix: '+34',
  timeZone: 'Europe/Madrid',
  find: {
    by: {
      mail: `${who} WHERE s.correo = :value`,
      phone: `${who} WHERE s.id IN (SELECT socio FROM telefonos WHERE REPLACE(REPLACE(numero, ' ', ''), '-', '') LIKE CONCAT('%', RIGHT(:value, 9)))`,
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
  search: `${who} WHERE s.nombre LIKE CONCAT(CAST(:text AS ${text[name]}), '%') LIMIT :limit`,
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
})
const folder = mkdtempSync(join(tmpdir(), 'ficha-sentences-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

for (const name of serverNames)
  describe.skipIf(!servers[name].there)(
    `the kit over ${name}, through the gateway's own door (${name})`,
    () => {
      const { dialect, start, run } = servers[name]
      let server: (Running & { url: string }) | undefined
      let bases: ReturnType<typeof createDatabases> | undefined
      const query = (text: string, params: readonly unknown[]) =>
        (bases as NonNullable<typeof bases>).query('till', text, params, {
          signal: new AbortController().signal,
          maxRows: 1_000,
          who: '[till] till',
        })
      beforeAll(async () => {
        const started = (server = await start(await freePort(), folder))
        await run(started.url, tillStatements)
        bases = createDatabases({ till: { dialect, url: 'TILL_URL' } }, () => started.url)
      })
      afterAll(async () => {
        await bases?.close()
        await server?.stop()
      })
      testConnector(
        test,
        () => sql(optionsOf(name)),
        {
          known: [
            { key: key('mail', lucia.mail), record: '17' },
            { key: key('phone', lucia.phone), record: '17' },
            { key: key('loyalty', 'LC-0017'), record: '17' },
          ],
          unknown: [
            key('mail', 'nadie@correo.example'),
            key('phone', '+34699000000'),
            key('loyalty', 'LC-9999'),
          ],
          search: 'Luc',
          answers: { loyalty: { rows: 1 }, orders: { rows: 4 } },
        },
        { query, patience: 5_000 },
      )
      test('afterwards every table stands as it was', async () => {
        expect(await query('SELECT COUNT(*) AS n FROM socios', [])).toEqual([{ n: 2 }])
        expect(await query('SELECT COUNT(*) AS n FROM lineas', [])).toEqual([{ n: 4 }])
      })
    },
  )
