import { describe, expect, it } from 'vitest'
import { key } from '../../conformance/index.ts'
import type { Rows, Want } from '../../contract/index.ts'
import { scripted } from '../../fixtures/scripted.ts'
import vendure, { type VendureOptions, vendureLogin } from './index.ts'

const options: VendureOptions = {
  id: 'shop',
  title: 'Vendure',
  base: 'https://vendure.example/',
  access: { kind: 'bearer', secret: 'VENDURE_KEY' },
  currency: 'EUR',
  phonePrefix: '+34',
}
const shop = vendure(options)
const asked = (body: unknown) => body as { query: string; variables: Record<string, unknown> }
const ana = { id: '7', emailAddress: 'ana@correo.example', phoneNumber: '600 12 34 56' }
const customers = (items: readonly object[], totalItems = items.length) => ({
  data: { customers: { totalItems, items } },
})

describe('finding in Vendure', () => {
  const find = async (kind: Parameters<typeof key>[0], value: string, answer: unknown, scope?: string) => {
    const { context, calls } = scripted(() => answer)
    const match = await shop.find!.run(key(kind, value, scope === undefined ? {} : { scope }), context)
    return { match, asked: asked(calls[0]?.body), calls }
  }
  it('asks by mail exactly, by telephone in each usual spelling, by postcode and by order', async () => {
    const filter = async (kind: Parameters<typeof key>[0], value: string) =>
      (await find(kind, value, customers([]))).asked.variables
    expect(await filter('mail', 'ana@correo.example')).toEqual({
      f: { emailAddress: { eq: 'ana@correo.example' } },
      n: 50,
    })
    expect(await filter('postcode', '28001')).toEqual({ f: { postalCode: { eq: '28001' } }, n: 50 })
    expect(await filter('phone', '+34600123456')).toEqual({
      f: {
        _or: ['600123456', '600 12 34 56', '600 123 456'].map((contains) => ({ phoneNumber: { contains } })),
      },
      n: 50,
    })
    expect(await filter('phone', '+3312345')).toEqual({ f: { phoneNumber: { contains: '3312345' } }, n: 50 })
  })
  it('drops who does not bear what was asked, and says when more may', async () => {
    const both = customers([ana, { id: '8', emailAddress: 'bruno@correo.example' }])
    expect((await find('mail', 'ana@correo.example', both)).match).toMatchObject({
      match: 'one',
      record: { id: '7' },
    })
    expect((await find('mail', 'ana@correo.example', customers([ana], 60))).match).toMatchObject({
      match: 'many',
      complete: false,
    })
    expect((await find('mail', 'eva@correo.example', customers([ana]))).match).toEqual({ match: 'none' })
  })
  it('leads from an order to its customer, and never from one that merely came along', async () => {
    const orders = (code: string) => ({
      data: { orders: { items: [{ code, customer: ana }, { code: 'V-2' }] } },
    })
    const one = await find('order', 'V-1', orders('V-1'), 'shop')
    expect(one.match).toMatchObject({ match: 'one', record: { id: '7' } })
    expect(one.asked.variables).toEqual({ f: { code: { eq: 'V-1' } } })
    expect((await find('order', 'V-1', orders('V-10'), 'shop')).match).toEqual({ match: 'none' })
  })
  it('knows a customer by its own number, and asks nobody for that of another system', async () => {
    expect((await find('system', '7', { data: { customer: ana } }, 'shop')).match).toMatchObject({
      match: 'one',
    })
    expect((await find('system', '7', { data: { customer: ana } })).match).toMatchObject({ match: 'one' })
    expect((await find('system', '7', { data: { customer: null } })).match).toEqual({ match: 'none' })
    expect((await find('system', '7', { data: { customer: ana } }, 'till')).calls).toEqual([])
  })
  it('searches mail, names and telephone, and gives no more than the limit', async () => {
    const { context, calls } = scripted(() => customers([ana, { id: '8' }, { id: '9' }]))
    expect((await shop.search!.run('an', 2, context)).map((r) => r.id)).toEqual(['7', '8'])
    expect(asked(calls[0]?.body).variables).toEqual({
      f: {
        _or: ['emailAddress', 'lastName', 'firstName', 'phoneNumber'].map((field) => ({
          [field]: { contains: 'an' },
        })),
      },
      n: 2,
    })
  })
})

describe('a list of Vendure', () => {
  const order = (id: number, payments: readonly number[] = []) => ({
    id,
    code: `V-${id}`,
    currencyCode: 'EUR',
    totalWithTax: 100,
    payments: payments.map((p) => ({ id: p, amount: 100 })),
  })
  const read = async (
    question: 'orders' | 'payments',
    items: readonly object[] | undefined,
    want: Partial<Want>,
    totalItems?: number,
  ) => {
    const { context, calls } = scripted(() => ({
      data: { customer: items && { id: '7', orders: { totalItems, items } } },
    }))
    const { get } = shop.answers[question] as unknown as {
      get(...of: unknown[]): Promise<Rows<{ id: string }>>
    }
    const got = await get(
      { id: '7', identifiers: [] },
      { fields: [], limit: 10, locale: 'es', ...want },
      context,
    )
    return { ...got, ids: got.rows.map((r) => r.id), asked: asked(calls[0]!.body) }
  }
  it('asks newest first, without carts, and for lines and addresses only when they are wanted', async () => {
    const plain = await read('orders', [], {})
    expect(plain.asked.query).toContain('sort:{orderPlacedAt:DESC,id:DESC}')
    expect(plain.asked.query).toContain('filter:{active:{eq:false}}')
    expect(plain.asked.query).not.toMatch(/lines\{|shippingAddress/)
    const { query } = (await read('orders', [], { fields: ['lines', 'shippedTo'] })).asked
    expect(query).toMatch(/ lines\{.* shippingAddress\{/)
  })
  it('asks for as many orders as are wanted, a hundred at most, and for payments always page by page', async () => {
    const taken = async (question: 'orders' | 'payments', limit: number) =>
      (await read(question, [], { limit })).asked.variables
    expect([
      await taken('orders', 7),
      await taken('orders', 500),
      await taken('orders', 0),
      await taken('payments', 7),
    ]).toEqual([7, 100, 1, 25].map((n) => ({ id: '7', n, s: 0 })))
  })
  it('goes on while the shop has more orders, and has the total of orders only', async () => {
    const first = await read('orders', [order(1), order(2)], { limit: 2 }, 3)
    expect(first).toMatchObject({ ids: ['1', '2'], complete: false, next: '2~0~2', totals: { count: 3 } })
    const last = await read('orders', [order(3)], { limit: 2, cursor: '2~0~2' }, 3)
    expect(last).toMatchObject({ ids: ['3'], complete: true, asked: { variables: { n: 2, s: 2 } } })
    expect(last.next).toBeUndefined()
    expect(await read('orders', [], { cursor: '3~0~2' }, 9)).toMatchObject({ complete: true })
    expect((await read('payments', [order(1, [1])], {}, 1)).totals).toBeUndefined()
  })
  it('goes on behind a full page when the shop does not say how many there are', async () => {
    expect((await read('orders', [order(1), order(2)], { limit: 2 })).next).toBe('2~0~2')
    expect((await read('orders', [order(1)], { limit: 2 })).next).toBeUndefined()
  })
  it('gives the rest of a page of orders before it asks for the next', async () => {
    const page = [order(1, [1, 2]), order(2, [3])]
    const first = await read('payments', page, { limit: 2 }, 30)
    expect(first).toMatchObject({ ids: ['1', '2'], next: '0~2~25', complete: false })
    expect(await read('payments', page, { limit: 2, cursor: '0~2~25' }, 30)).toMatchObject({
      ids: ['3'],
      next: '2~0~25',
    })
  })
  it('of nobody is empty, and one that is missing is malformed', async () => {
    const none = scripted(() => ({ data: { customer: null } }))
    const { get } = shop.answers.orders as unknown as { get(...of: unknown[]): Promise<unknown> }
    const want = { fields: [], limit: 5, locale: 'es' }
    expect(await get({ id: '7', identifiers: [] }, want, none.context)).toEqual({ rows: [], complete: true })
    const odd = scripted(() => ({ data: { customer: { id: '7' } } }))
    await expect(get({ id: '7', identifiers: [] }, want, odd.context)).rejects.toMatchObject({
      code: 'malformed',
    })
  })
})

describe('a request to Vendure', () => {
  const failing = (code: unknown) => {
    const { context } = scripted(() => ({ errors: [{ message: 'no', extensions: { code } }], data: {} }))
    return shop.find!.run(key('mail', 'ana@correo.example'), context).then(
      () => 'answered',
      (e: { code: string; message: string }) => [e.code, /\((.*?)\)/.exec(e.message)?.[1]],
    )
  }
  it('that is refused with HTTP 200 fails by the code it carries', async () => {
    expect(await failing('FORBIDDEN')).toEqual(['denied', 'FORBIDDEN'])
    expect(await failing('UNAUTHENTICATED')).toEqual(['denied', 'UNAUTHENTICATED'])
    expect(await failing('TOO_MANY_REQUESTS')).toEqual(['limited', 'TOO_MANY_REQUESTS'])
    expect(await failing('INTERNAL_SERVER_ERROR')).toEqual(['unavailable', 'INTERNAL_SERVER_ERROR'])
    expect(await failing('GRAPHQL_VALIDATION_FAILED')).toEqual(['unsupported', 'GRAPHQL_VALIDATION_FAILED'])
    expect(await failing('toString')).toEqual(['unsupported', 'no code'])
    expect(await failing('ana@correo.example')).toEqual(['unsupported', 'no code'])
    expect(await failing(undefined)).toEqual(['unsupported', 'no code'])
  })
  it('goes to its admin API, in the channel of the options', async () => {
    const { context, calls } = scripted(() => customers([]))
    await vendure({ ...options, channel: 'es-channel' }).find!.run(key('postcode', '28001'), context)
    await shop.find!.run(key('postcode', '28001'), context)
    expect(calls.map((c) => [c.method, c.path, c.headers.get('vendure-token')])).toEqual([
      ['POST', '/admin-api', 'es-channel'],
      ['POST', '/admin-api', null],
    ])
  })
  it('is malformed where there is no data or no list', async () => {
    for (const answer of [{}, { data: null }, { data: { customers: {} } }, []])
      await expect(
        shop.find!.run(key('postcode', '28001'), scripted(() => answer).context),
      ).rejects.toMatchObject({ code: 'malformed' })
  })
  it('may go to the shop and to where its login is, each once', () => {
    const origins = (access: VendureOptions['access']) => vendure({ ...options, access }).origins
    expect(origins(options.access)).toEqual(['https://vendure.example'])
    const login = vendureLogin('https://id.example//', 'ficha', 'VENDURE_PASSWORD')
    expect(login).toMatchObject({ url: 'https://id.example/admin-api', tokenHeader: 'vendure-auth-token' })
    expect(JSON.parse(login.body).variables).toEqual({ u: 'ficha', p: '{secret}' })
    expect(origins(login)).toEqual(['https://vendure.example', 'https://id.example'])
    expect(origins(vendureLogin('https://vendure.example', 'ficha', 'VENDURE_PASSWORD'))).toEqual([
      'https://vendure.example',
    ])
  })
})
