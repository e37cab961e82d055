import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { key, testConnector } from '../../conformance/index.ts'
import type { Connector, ConnectorContext, SystemRecord } from '../../contract/index.ts'
import { json, system } from '../../fixtures/msw.ts'
import { lucia } from '../../fixtures/people.ts'
import { recorded } from '../../fixtures/server.ts'
import { resetShop, shopEffects, shopHandler, shopOrigin } from '../../fixtures/shop.ts'
import { surveyHandler, surveyOrigin } from '../../fixtures/survey.ts'
import rest, { type RestOptions } from './index.ts'

const options: RestOptions = {
  id: 'shop',
  title: 'Tienda',
  base: `${shopOrigin}/v2`,
  access: { kind: 'bearer', secret: 'SHOP_TOKEN' },
  currency: 'EUR',
  phonePrefix: '+34',
  timeZone: 'Europe/Madrid',
  find: {
    by: {
      mail: { path: '/customers', query: { email: '{value}' }, total: 'meta.total' },
      phone: { path: '/customers', query: { phone: '{value}' } },
      order: { path: '/orders/{value}', rows: 'customer' },
      system: { path: '/customers/{value}', rows: '' },
    },
    rows: 'data',
    record: {
      id: 'id',
      name: { of: { given: 'profile.first', family: 'profile.last' } },
      birthDate: { from: 'profile.born', order: 'dmy' },
      address: {
        from: 'addr',
        of: { street: 'street', locality: 'city', postalCode: 'zip', country: 'country' },
      },
      observedAt: { from: 'updated', unit: 's' },
      identifiers: [
        { kind: 'system', from: 'id', scope: 'shop' },
        { kind: 'mail', from: 'email', verified: 'emailVerified' },
        { kind: 'phone', from: 'phones.*.number' },
        { kind: 'order', from: 'orderNumbers.*', scope: 'shop' },
      ],
      url: 'https://shop.example/admin/customers/{id}',
    },
  },
  search: { path: '/search', body: { text: '{text}', size: '{limit}' }, rows: 'hits' },
  answers: {
    person: {
      call: { path: '/customers/{record}' },
      fields: {
        name: { of: { given: 'profile.first', family: 'profile.last' } },
        mails: 'email',
        phones: 'phones.*.number',
        birthDate: { from: 'profile.born', order: 'dmy' },
        address: { from: 'addr', of: { street: 'street', locality: 'city' } },
      },
    },
    orders: {
      call: { path: '/customers/{record}/orders', query: { limit: '{limit}', after: '{cursor}' } },
      rows: 'data',
      paging: { by: 'cursor', next: 'meta.next' },
      id: 'number',
      owner: 'customerId',
      totals: { count: 'meta.total', sum: { from: 'meta.sumCents', minor: 2 } },
      freshFor: 60,
      fields: {
        orderNumber: 'number',
        orderDate: 'placedAt',
        total: { from: 'totalCents', minor: 2, currency: { from: 'currency' } },
        items: 'count',
        status: {
          from: 'state',
          map: {
            ENVIADO: { code: 'shipped', tone: 'calm' },
            ENTREGADO: { code: 'delivered', tone: 'good' },
            CANCELADO: 'cancelled',
          },
        },
        lines: {
          of: {
            product: 'product.name',
            quantity: 'qty',
            price: { from: 'unitCents', minor: 2, currency: { from: 'currency' } },
          },
        },
      },
    },
    payments: {
      call: { path: '/customers/{record}/payments', query: { limit: '{limit}', page: '{page}' } },
      rows: 'items',
      paging: { by: 'page', pages: 'pages', max: 3 },
      id: 'ref',
      fields: { reference: 'ref', amount: 'euros', paymentDate: 'at', order: 'order' },
    },
    returns: {
      call: { path: '/customers/{record}/returns', query: { limit: '{limit}', offset: '{offset}' } },
      rows: 'items',
      paging: { by: 'offset', total: 'total', max: 3 },
      owner: 'customer',
      fields: { number: 'id', amount: 'euros', returnDate: 'at' },
    },
  },
  actions: {
    gesture: {
      title: 'Gesto',
      confirm: 'Dar {what}',
      input: { what: { type: 'text', sensitivity: 'personal', required: true } },
      call: { path: '/customers/{record}/gestures', body: { what: '{input.what}' } },
      refresh: ['orders'],
    },
  },
}
const server = recorded(
  surveyHandler,
  shopHandler,
  system('https://odd.example', () =>
    json({
      data: [
        { id: '1', amount: 'gratis' },
        { id: '2', amount: 3 },
      ],
      total: 900,
    }),
  ),
)
beforeAll(() => server.start())
afterAll(() => server.stop())
beforeEach(resetShop)

describe('rest, over a shop that counts cents', () => {
  testConnector(it, () => rest(options), {
    known: [
      { key: key('mail', lucia.mail), record: 'c-17' },
      { key: key('phone', lucia.phone), record: 'c-17' },
      { key: key('order', 'A-1002'), record: 'c-17' },
      { key: key('system', 'c-17', { scope: 'shop' }), record: 'c-17' },
    ],
    unknown: [key('mail', 'nadie@correo.example'), key('phone', '+34699000000'), key('order', 'Z-1')],
    search: 'luc',
    answers: { orders: { rows: 3 }, payments: { rows: 3 } },
    paths: /^\/v2\/(customers|orders|search)(\/|$)/,
    actions: { gesture: { input: { what: 'envío gratis' }, effects: shopEffects } },
    options: {
      factory: rest,
      wrong: [
        {
          options: {
            ...options,
            answers: {
              orders: { ...options.answers?.orders, fields: { total: { from: 'total', unit: 'min' } } },
            },
          },
          says: /answers\.orders\.fields\.total\.unit: one of ms, s, m, h, d/,
        },
        {
          options: { ...options, answers: { orders: { ...options.answers?.orders, fields: { total: 7 } } } },
          says: /fields\.total: a pointer/,
        },
        {
          options: { ...options, answers: { orders: { call: { path: '/x' }, fields: { totl: 'x' } } } },
          says: /answers\.orders\.fields.*orders has no such field; it has orderNumber/,
        },
        {
          options: { ...options, access: { kind: 'bearer', secret: 's3cr3t-value' } },
          says: /access\.secret: the NAME of a secret/,
        },
        { options: { ...options, base: 'shop' }, says: /base: an address/ },
        { options: { ...options, fnd: {} }, says: /fnd/ },
      ],
    },
  })
})

describe('rest, over a survey service asked by mail', () => {
  const survey: RestOptions = {
    id: 'survey',
    title: 'Encuestas',
    base: surveyOrigin,
    currency: 'EUR',
    answers: {
      feedback: {
        from: ['mail'],
        call: { path: '/answers', query: { mail: '{value}' } },
        rows: 'list',
        id: 'ref',
        fields: {
          kind: { value: { code: 'nps' } },
          score: 'score',
          outOf: { value: 10 },
          dateCreated: { from: 'when', order: 'dmy' },
          comment: 'said',
        },
      },
    },
    own: {
      fields: {
        mood: { type: 'number', sensitivity: 'pseudonymous' },
        trend: { type: 'series', sensitivity: 'pseudonymous' },
        saved: { type: 'money', sensitivity: 'financial' },
      },
      blocks: [{ block: 'metric', field: 'mood', spark: 'trend' }],
      answer: {
        from: ['mail'],
        call: { path: '/mood', query: { mail: '{value}' } },
        id: 'person',
        fields: { mood: 'mood', trend: 'trend', saved: { from: 'saved', minor: 2 } },
      },
    },
  }
  testConnector(it, () => rest(survey), {
    known: [{ key: key('mail', lucia.mail), record: '' }],
    unknown: [key('mail', 'nadie@correo.example')],
    answers: { feedback: { rows: 2 }, own: { rows: 1 } },
    paths: /^\/(answers|mood)$/,
  })
})

const context = (): ConnectorContext => ({
  fetch,
  signal: new AbortController().signal,
  now: () => new Date('2026-06-15T10:00:00Z'),
})
const record: SystemRecord = { id: 'c-17', identifiers: [] }
const want = {
  fields: ['orderNumber', 'total', 'status', 'orderDate', 'amount'] as never[],
  limit: 10,
  locale: 'es',
}
const rowsOf = async (c: Connector, q: 'orders' | 'returns' | 'payments', r = record) =>
  (
    c.answers[q] as unknown as {
      get(
        r: SystemRecord,
        w: typeof want,
        a: ConnectorContext,
      ): Promise<{ rows: Record<string, unknown>[]; complete: boolean }>
    }
  ).get(r, want, context())

describe('what rest does with a system as it is', () => {
  it('reads cents as euros, its words as codes, and its wall-clock time in its zone', async () => {
    const { rows } = await rowsOf(rest(options), 'orders')
    expect(rows[0]).toEqual({
      id: 'A-1001',
      orderNumber: 'A-1001',
      total: { amount: '94.98', currency: 'EUR' },
      status: { code: 'shipped', tone: 'calm' },
      orderDate: '2026-05-10T09:30:00+02:00',
    })
    expect(rows[2]?.total).toEqual({ amount: '0.05', currency: 'EUR' })
  })
  it('drops a row that belongs to somebody else, and then does not say complete', async () => {
    const connector = rest({
      ...options,
      answers: {
        returns: {
          ...options.answers!.returns!,
          call: { path: '/customers/{record}/returns', query: { offset: '1', from: '{offset}' } },
        },
      },
    })
    expect((await rowsOf(connector, 'returns')).rows.map((r) => r.id)).toEqual(['R-A-1002', 'R-A-1003'])
    expect((await rowsOf(connector, 'returns')).complete).toBe(false)
  })
  it('leaves out a value it cannot read, and names its field', async () => {
    const odd = rest({
      id: 'odd',
      title: 'x',
      base: 'https://odd.example',
      currency: 'EUR',
      answers: { payments: { call: { path: '/p/{record}' }, rows: 'data', fields: { amount: 'amount' } } },
    })
    expect(await rowsOf(odd, 'payments')).toMatchObject({
      rows: [{ id: '1' }, { id: '2', amount: { amount: '3', currency: 'EUR' } }],
      complete: true,
      unread: ['amount'],
    })
  })
  it('says that there may be more, when the system has more than it gave', async () => {
    const many = rest({
      id: 'odd',
      title: 'x',
      base: 'https://odd.example',
      find: {
        by: { mail: { path: '/people', query: { mail: '{value}' }, total: 'total' } },
        rows: 'data',
        record: { id: 'id', identifiers: [{ kind: 'mail', from: 'mail' }] },
      },
    })
    const answering = (body: object): ConnectorContext => ({
      ...context(),
      fetch: async () => new Response(JSON.stringify(body)),
    })
    const found = (total: number) =>
      many.find!.run(key('mail', lucia.mail), answering({ data: [{ id: 1, mail: lucia.mail }], total }))
    expect(await found(1)).toMatchObject({ match: 'one' })
    expect(await found(3)).toMatchObject({ match: 'many', complete: false })
  })
  it('may call its system and whoever gives it a token, and nobody else', () => {
    const origins = (access: RestOptions['access']) =>
      rest({ id: 'odd', title: 'x', base: 'https://odd.example/v2', ...(access ? { access } : {}) }).origins
    expect(origins(undefined)).toEqual(['https://odd.example'])
    expect(
      origins({ kind: 'oauth2', tokenUrl: 'https://id.example/token', clientId: 'c', secret: 'ODD' }),
    ).toEqual(['https://odd.example', 'https://id.example'])
    expect(
      origins({
        kind: 'login',
        url: 'https://odd.example/login',
        body: '{secret}',
        secret: 'ODD',
        tokenHeader: 'data.token',
      }),
    ).toEqual(['https://odd.example'])
  })
  it('says malformed, not "none", when a filter is ignored and more stands behind', async () => {
    const everybody = rest({
      id: 'odd',
      title: 'x',
      base: 'https://odd.example',
      find: {
        by: { mail: { path: '/people', query: { mail: '{value}' }, total: 'total' } },
        rows: 'data',
        record: { id: 'id', identifiers: [{ kind: 'mail', from: 'mail' }] },
      },
    })
    await expect(everybody.find!.run(key('mail', lucia.mail), context())).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('2 of 900'),
    })
  })
})
