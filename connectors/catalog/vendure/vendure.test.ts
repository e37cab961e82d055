import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { key, testConnector } from '../../conformance/index.ts'
import type { ConnectorContext, Row, Rows, SystemRecord } from '../../contract/index.ts'
import { json, system } from '../../fixtures/msw.ts'
import { lucia } from '../../fixtures/people.ts'
import { recorded } from '../../fixtures/server.ts'
import { vendureHandler, vendureOrigin } from '../../fixtures/vendure.ts'
import vendure, { type VendureOptions, vendureLogin } from './index.ts'

const options: VendureOptions = {
  id: 'vendure',
  title: 'Vendure',
  base: vendureOrigin,
  access: vendureLogin(vendureOrigin, 'superadmin', 'VENDURE_PASSWORD'),
  phonePrefix: '+34',
  pages: 'https://vendure.example/dashboard',
}
const sample = `${process.env.FICHA_DATA ?? ''}/systems/vendure-customer-by-email.json`
const server = recorded(
  vendureHandler,
  system('https://closed.example', () =>
    json({ errors: [{ message: 'nope', extensions: { code: 'FORBIDDEN' } }], data: null }),
  ),
  system('https://sample.example', () => json({ data: JSON.parse(readFileSync(sample, 'utf8')) as unknown })),
)
beforeAll(() => server.start())
afterAll(() => server.stop())

const context: ConnectorContext = {
  fetch: (input, init) =>
    fetch(input, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), authorization: 'Bearer x' },
    }),
  signal: new AbortController().signal,
  now: () => new Date('2026-06-15T10:00:00Z'),
}
const orders = (base: string, record: SystemRecord, locale = 'es') =>
  (
    vendure({ ...options, base }).answers.orders as {
      get(r: SystemRecord, w: object, a: ConnectorContext): Promise<Rows<Row<'orders'>>>
    }
  ).get(record, { fields: ['total', 'status', 'orderNumber'], limit: 10, locale }, context)

describe('vendure', () => {
  testConnector(it, () => vendure(options), {
    known: [
      { key: key('mail', lucia.mail), record: '1' },
      { key: key('phone', lucia.phone), record: '1' },
      { key: key('postcode', lucia.postcode), record: '1' },
      { key: key('order', 'VJ56EEZMJ2'), record: '1' },
      { key: key('system', '1', { scope: 'vendure' }), record: '1' },
    ],
    unknown: [key('mail', 'nadie@correo.example'), key('phone', '+34699000000'), key('order', 'Z-1')],
    search: 'ferrer',
    answers: { orders: { rows: 3 }, payments: { rows: 3 }, returns: { rows: 1 } },
    paths: /^\/admin-api$/,
    options: {
      factory: vendure,
      wrong: [
        { options: { ...options, base: 'vendure' }, says: /base: an address/ },
        { options: { ...options, acces: 1 }, says: /acces/ },
      ],
    },
  })
  it('reads minor units: 9498 is 94.98, and 5 is 0.05', async () => {
    expect((await orders(vendureOrigin, { id: '1', identifiers: [] })).rows.map((r) => r.total)).toEqual([
      { amount: '0.05', currency: 'EUR' },
      { amount: '184.97', currency: 'EUR' },
      { amount: '94.98', currency: 'EUR' },
    ])
  })
  it('takes what is still in the cart for no order', async () => {
    const { rows, totals } = await orders(vendureOrigin, { id: '1', identifiers: [] })
    expect(rows.map((r) => r.orderNumber)).toEqual(['VJ56EEZMJ3', 'VJ56EEZMJ2', 'VJ56EEZMJ1'])
    expect(totals).toEqual({ count: 3 })
  })
  it('reads as many decimals as its options say', async () => {
    const connector = vendure({ ...options, precision: 4 })
    const { rows } = await (
      connector.answers.orders as {
        get(r: SystemRecord, w: object, a: ConnectorContext): Promise<Rows<Row<'orders'>>>
      }
    ).get({ id: '1', identifiers: [] }, { fields: ['total'], limit: 1, locale: 'es' }, context)
    expect(rows[0]?.total).toEqual({ amount: '0.0005', currency: 'EUR' })
  })
  it('takes a number of another system for nobody, without asking', async () => {
    const calls: unknown[] = []
    const silent: ConnectorContext = {
      ...context,
      fetch: async (input) => {
        calls.push(input)
        return new Response('', { status: 500 })
      },
    }
    expect(await vendure(options).find!.run(key('system', '1', { scope: 'till' }), silent)).toEqual({
      match: 'none',
    })
    expect(calls).toEqual([])
  })
  it('says that there may be more, and that a filter seems to be ignored', async () => {
    const found = (emailAddress: string) =>
      vendure(options).find!.run(key('mail', lucia.mail), {
        ...context,
        fetch: async () =>
          new Response(
            JSON.stringify({ data: { customers: { totalItems: 900, items: [{ id: '1', emailAddress }] } } }),
          ),
      })
    expect(await found(lucia.mail)).toMatchObject({ match: 'many', complete: false })
    await expect(found('otra@correo.example')).rejects.toMatchObject({ code: 'malformed' })
  })
  it('writes statuses in the reader’s language', async () => {
    const said = async (locale: string) =>
      (await orders(vendureOrigin, { id: '1', identifiers: [] }, locale)).rows.map((r) => r.status?.label)
    const [es, en, pt] = await Promise.all(['es', 'en', 'pt'].map(said))
    expect([es?.[1], en?.[1], pt?.[1]]).toEqual(['Pagado', 'Paid', 'Pago'])
  })
  it('hears a refusal that comes with HTTP 200', () =>
    expect(orders('https://closed.example', { id: '1', identifiers: [] })).rejects.toMatchObject({
      code: 'denied',
    }))
  it.skipIf(!existsSync(sample))('reads a captured answer of Vendure 3.7 (FICHA_DATA/systems)', async () => {
    const match = await vendure({ ...options, base: 'https://sample.example', phonePrefix: '+44' }).find!.run(
      key('mail', 'ada@example.com'),
      context,
    )
    expect(match).toMatchObject({
      match: 'one',
      record: { id: '1', name: { full: 'Ada Lovelace' }, address: { postalCode: 'N1 1AA', country: 'GB' } },
    })
  })
})
