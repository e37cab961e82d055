import { describe, expect, it } from 'vitest'
import { key } from '../../conformance/index.ts'
import type { Identifier, Rows, SystemRecord, Want } from '../../contract/index.ts'
import { type Call, scripted } from '../../fixtures/scripted.ts'
import rest, { type RestOptions } from './index.ts'

const shop: RestOptions = {
  id: 'shop',
  title: 'Tienda',
  base: 'https://shop.example/v2/',
  currency: 'EUR',
  phonePrefix: '+34',
  mayHoldDuplicates: false,
  headers: { 'x-client': 'ficha', 'x-version': '1' },
  find: {
    by: {
      mail: { path: '/people', query: { mail: '{value}' } },
      loyalty: {
        path: '/cards/{value}',
        rows: 'holder',
        record: { id: 'number', identifiers: [{ kind: 'loyalty', from: 'card' }] },
      },
      phone: { method: 'POST', path: '/search', body: { phone: '{raw}', most: '{limit}' }, rows: 'hits' },
    },
    rows: 'data',
    record: {
      id: 'id',
      identifiers: [
        { kind: 'mail', from: 'mail' },
        { kind: 'phone', from: 'phone' },
      ],
    },
  },
  search: { path: '/search', query: { q: '{text}', n: '{limit}' } },
  answers: {
    loyalty: {
      call: { path: '/loyalty', query: { mail: '{mail}', card: '{loyalty}' }, headers: { 'x-version': '2' } },
      fields: { points: 'points' },
      freshFor: 5,
      retry: 0,
    },
    orders: {
      call: { path: '/orders', query: { of: '{record}', want: '{fields}', in: '{locale}' } },
      rows: 'data',
      owner: 'who',
      totals: { count: 'total' },
      fields: { orderNumber: 'id', status: 'state' },
    },
    returns: {
      from: ['phone'],
      call: { path: '/returns', query: { phone: '{value}' } },
      owner: 'phone',
      fields: { number: 'id' },
    },
  },
  own: {
    fields: { mood: { type: 'number', sensitivity: 'pseudonymous' } },
    answer: { call: { path: '/moods/{record}' }, fields: { mood: 'mood' } },
  },
  actions: {
    gesture: {
      title: 'Gesto',
      confirm: 'Dar',
      input: { what: { type: 'text', sensitivity: 'personal' } },
      call: { path: '/people/{mail}/gestures', body: { what: '{input.what}', row: '{row}', of: '{record}' } },
      message: 'Hecho',
      refresh: ['orders'],
    },
  },
}
const ana: SystemRecord = {
  id: 'c-7',
  identifiers: [
    { kind: 'mail', value: 'ana@correo.example' },
    { kind: 'mail', value: 'old@correo.example' },
    { kind: 'name', value: 'ana' },
    { kind: 'loyalty', value: 'LC-1' },
  ],
}
type Got = Rows<{ id: string }> & { value: object | null; complete: boolean }
const ask = async (
  question: 'loyalty' | 'orders' | 'returns' | 'own',
  answer: (call: Call) => unknown,
  want: Partial<Want> = {},
  about: SystemRecord | Identifier = ana,
  options = shop,
) => {
  const { context, calls } = scripted(answer)
  const connector = rest(options)
  const how = (question === 'own' ? connector.own?.answer : connector.answers[question]) as unknown as {
    get(...of: unknown[]): Promise<Got>
  }
  const got = await how.get(about, { fields: ['orderNumber'], limit: 10, locale: 'pt', ...want }, context)
  return { got, calls }
}

describe('finding by rest', () => {
  const find = async (about: Identifier, answer: (call: Call) => unknown) => {
    const { context, calls } = scripted(answer)
    return { match: await rest(shop).find!.run(about, context), calls }
  }
  it('reads each kind of identifier from its own place, by its own map', async () => {
    expect(
      (await find(key('loyalty', 'LC-1'), () => ({ holder: { number: 7, card: 'lc 1' } }))).match,
    ).toMatchObject({
      match: 'one',
      record: { id: '7' },
    })
    const phone = await find(key('phone', '+34600123456', { raw: '600 12 34 56' }), () => ({
      hits: [{ id: 1, phone: '600123456' }],
    }))
    expect(phone.match).toMatchObject({ match: 'one', record: { id: '1' } })
    expect(phone.calls).toMatchObject([{ method: 'POST', body: { phone: '600 12 34 56', most: 50 } }])
    expect(phone.calls[0]?.headers.get('content-type')).toBe('application/json')
  })
  it('takes "there is no such address" for nobody only where the address names whom', async () => {
    for (const status of [404, 410]) {
      const gone = () => new Response('', { status })
      expect((await find(key('loyalty', 'LC-1'), gone)).match).toEqual({ match: 'none' })
      await expect(find(key('mail', 'ana@correo.example'), gone)).rejects.toMatchObject({
        code: 'unsupported',
      })
    }
    expect((await find(key('mail', 'a@b.example'), () => new Response(null, { status: 204 }))).match).toEqual(
      {
        match: 'none',
      },
    )
    expect((await find(key('iban', 'ES1'), () => ({}))).calls).toEqual([])
  })
  it('is malformed where there is no list, with the place where it should be', async () => {
    await expect(find(key('mail', 'a@b.example'), () => ({ people: [] }))).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('`data`'),
    })
    // null does not say that there is nobody, unless the mapping says that it does
    await expect(find(key('mail', 'a@b.example'), () => ({ data: null }))).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining("missing: 'none'"),
    })
  })
  it('searches by text, each record once and no more than the limit', async () => {
    const { context, calls } = scripted(() => ({
      data: [{ id: 1, mail: 'a@b.example' }, { id: 1, phone: '600' }, { id: 2 }, { mail: 'x@y.example' }],
    }))
    const { search } = rest(shop)
    expect((await search!.run('a', 9, context)).map((r) => [r.id, r.identifiers.length])).toEqual([
      ['1', 2],
      ['2', 0],
    ])
    expect(await search!.run('a', 1, context)).toHaveLength(1)
    expect(calls[0]?.query.toString()).toBe('q=a&n=9')
  })
})

describe('an answer by rest', () => {
  it('is asked with the first identifier of its kind, and with its own headers before those of the system', async () => {
    const { got, calls } = await ask('loyalty', () => ({ id: 1, points: 5 }), { fields: ['points'] })
    expect(got).toMatchObject({ value: { id: '1', points: 5 }, complete: true, freshFor: 5 })
    expect(calls).toMatchObject([{ method: 'GET', path: '/v2/loyalty' }])
    const { query, headers } = calls[0]!
    expect([query.get('mail'), query.get('card')]).toEqual(['ana@correo.example', 'LC-1'])
    expect([headers.get('x-client'), headers.get('x-version')]).toEqual(['ficha', '2'])
    expect(headers.has('content-type')).toBe(false)
  })
  it('of one value is never the first of several, unless a row says whose it is', async () => {
    const two = () => [
      { id: 1, who: 'c-7' },
      { id: 2, who: 'c-7' },
    ]
    await expect(ask('loyalty', two, { cursor: 'foreign', limit: 1 })).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('several rows came where one belongs'),
    })
    const owned = { ...shop, answers: { loyalty: { ...shop.answers!.loyalty!, owner: 'who' } } }
    expect((await ask('loyalty', two, {}, ana, owned)).got).toMatchObject({
      value: { id: '1' },
      complete: false,
    })
    expect((await ask('loyalty', () => [])).got).toMatchObject({ value: null, complete: true })
  })
  it('that lacks the value it asks by is not asked, and is not nothing', async () => {
    await expect(
      ask(
        'loyalty',
        () => {
          throw new Error('it was asked')
        },
        {},
        { id: 'c-8', identifiers: [] },
      ),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('not asked, because the record has no mail, no loyalty'),
    })
  })
  it('says which fields and which language are wanted', async () => {
    const { calls } = await ask('orders', () => ({ data: [] }), { fields: ['orderNumber', 'status'] })
    expect(calls[0]?.query.toString()).toBe('of=c-7&want=orderNumber%2Cstatus&in=pt')
  })
  it('holds rows owned by the record or by an identifier of it, never by a name', async () => {
    const { got } = await ask('orders', () => ({
      data: [
        { id: 1, who: 'c-7' },
        { id: 2, who: 'old@correo.example' },
        { id: 3, who: 'ana' },
        { id: 4, who: 'c-8' },
        { id: 5 },
      ],
    }))
    expect([got.rows.map((r) => r.id), got.complete, got.unreadRows]).toEqual([['1', '2'], true, 1])
  })
  it('holds no row owned by a number that only looks like one of the record', async () => {
    const loyal: RestOptions = {
      ...shop,
      answers: { orders: { ...shop.answers!.orders!, call: { path: '/orders', query: { of: '{record}' } } } },
    }
    const numbers: SystemRecord = {
      id: 'c-7',
      identifiers: [
        { kind: 'loyalty', value: '1001' },
        { kind: 'order', value: '1002' },
        { kind: 'postcode', value: '28013' },
      ],
    }
    const rows = (...who: string[]) => ({ data: who.map((who, id) => ({ id, who })) })
    const { got } = await ask('orders', () => rows('1001', '1002', '28013', 'c-7'), {}, numbers, loyal)
    expect(got.rows.map((r) => r.id)).toEqual(['3'])
    await expect(ask('orders', () => rows('1001'), {}, numbers, loyal)).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('none of which is of the one asked about'),
    })
    const byCard: RestOptions = {
      ...shop,
      answers: {
        orders: { ...shop.answers!.orders!, call: { path: '/orders', query: { of: '{loyalty}' } } },
      },
    }
    expect((await ask('orders', () => rows('1001'), {}, numbers, byCard)).got.rows).toHaveLength(1)
  })
  it('asked by the first mail of several is not nothing, and not all there is', async () => {
    const byMail: RestOptions = {
      ...shop,
      answers: { orders: { call: { path: '/orders', query: { of: '{mail}' } }, rows: 'data', fields: {} } },
    }
    await expect(ask('orders', () => ({ data: [] }), {}, ana, byMail)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('nothing came for the first mail of a record that has several'),
    })
    expect((await ask('orders', () => ({ data: [{ id: 1 }] }), {}, ana, byMail)).got.complete).toBe(false)
    const once = {
      ...ana,
      identifiers: ['ana@correo.example', 'Ana@correo.example'].map((value) => ({
        kind: 'mail' as const,
        value,
      })),
    }
    expect((await ask('orders', () => ({ data: [] }), {}, once, byMail)).got).toMatchObject({
      rows: [],
      complete: true,
    })
  })
  it('is not asked by a header that cannot carry the value: without its accent it is another one’s', async () => {
    const headed: RestOptions = {
      ...shop,
      answers: { orders: { call: { path: '/orders', headers: { 'x-of': '{mail}' } }, fields: {} } },
    }
    const jose = { id: 'c-9', identifiers: [{ kind: 'mail' as const, value: 'josé@correo.example' }] }
    await expect(
      ask(
        'orders',
        () => {
          throw new Error('it was asked')
        },
        {},
        jose,
        headed,
      ),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('{mail} has a letter that no header can carry'),
    })
  })
  it('is not all there is where a header says that the list goes on', async () => {
    const complete = async (headers: Record<string, string>) =>
      (
        await ask('orders', () =>
          Response.json({ data: [{ id: 1, who: 'c-7' }] }, { headers: new Headers(headers) }),
        )
      ).got.complete
    expect(
      await complete({ link: '<https://shop.example/o?page=1>; rel="prev"', 'x-total-count': '1' }),
    ).toBe(true)
    expect(await complete({ link: '<https://shop.example/o?page=2>; rel="next"' })).toBe(false)
    expect(await complete({ 'x-wp-total': '43' })).toBe(false)
  })
  it('is not all there is where the mapping looks for the next page in a wrong place', async () => {
    const paged = (next: string): RestOptions => ({
      ...shop,
      answers: {
        orders: {
          call: { path: '/orders', query: { of: '{record}', after: '{cursor}' } },
          rows: 'data',
          paging: { by: 'cursor', next },
          fields: {},
        },
      },
    })
    const complete = async (next: string, more: object) =>
      (await ask('orders', () => ({ data: [{ id: 1 }], ...more }), {}, ana, paged(next))).got.complete
    const goesOn = { has_more: true, links: { next: { href: '/o?after=2' } } }
    expect(await complete('meta.nxt', goesOn)).toBe(false)
    expect(await complete('has_more', goesOn)).toBe(false)
    expect(await complete('links.next', goesOn)).toBe(false)
    expect(await complete('meta.next', { meta: { next: null }, has_more: false })).toBe(true)
    expect(await complete('meta.next', {})).toBe(true)
  })
  it('is not all there is where no count is where the mapping looks for it', async () => {
    const paged: RestOptions = {
      ...shop,
      answers: {
        orders: {
          call: { path: '/orders', query: { of: '{record}', page: '{page}' } },
          rows: 'data',
          paging: { by: 'page', total: 'meta.totl' },
          fields: {},
        },
      },
    }
    const complete = async (data: object[]) =>
      (await ask('orders', () => ({ data, meta: { total: 200 } }), {}, ana, paged)).got.complete
    expect([await complete([{ id: 1 }]), await complete([])]).toEqual([false, false])
  })
  it('whose pages are asked for by nothing is refused', () => {
    for (const paging of [
      { by: 'cursor', next: 'next' },
      { by: 'page' },
      { by: 'offset', total: 'total' },
    ] as const)
      expect(() => rest({ ...shop, answers: { orders: { ...shop.answers!.orders!, paging } } })).toThrow(
        `write {${paging.by}} in \`query\` or \`body\``,
      )
  })
  it('asked by an identifier holds the rows of whoever bears it, however it is spelt', async () => {
    const { got } = await ask(
      'returns',
      () => [
        { id: 1, phone: '600 12 34 56' },
        { id: 2, phone: '611 222 333' },
      ],
      {},
      key('phone', '+34600123456'),
    )
    expect([got.rows.map((r) => r.id), got.complete]).toEqual([['1'], true])
  })
  it('may be cut where strangers came among a page of rows, and nobody says how many there are', async () => {
    const data = [...Array(9).keys()].map((n) => ({ id: n, phone: '611 222 333' }))
    const { got } = await ask(
      'returns',
      () => [...data, { id: 10, phone: '600 12 34 56' }],
      {},
      key('phone', '+34600123456'),
    )
    expect([got.rows.map((r) => r.id), got.complete]).toEqual([['10'], false])
  })
  it('without pages is not all there is where the answer says that it goes on', async () => {
    const data = [{ id: 1, who: 'c-7' }]
    const complete = async (more: object) => (await ask('orders', () => ({ data, ...more }))).got.complete
    expect([await complete({}), await complete({ has_more: false })]).toEqual([true, true])
    expect([await complete({ has_more: true }), await complete({ links: { next: '/o?page=2' } })]).toEqual([
      false,
      false,
    ])
  })
  it('without pages is not all there is where the system counts more than it gave', async () => {
    const given = { data: [{ id: 1, who: 'c-7' }], total: 3 }
    expect((await ask('orders', () => given)).got).toMatchObject({ complete: false, totals: { count: 3 } })
    expect((await ask('orders', () => ({ ...given, total: 1 }))).got).toMatchObject({ complete: true })
    const paged: RestOptions = {
      ...shop,
      answers: {
        orders: {
          ...shop.answers!.orders!,
          call: { path: '/orders', query: { of: '{record}', page: '{page}' } },
          paging: { by: 'page', total: 'total' },
        },
      },
    }
    const last = { data: [{ id: 3, who: 'c-7' }], total: 3 }
    expect((await ask('orders', () => last, { cursor: '0~1~2~3' }, ana, paged)).got).toMatchObject({
      rows: [{ id: '3' }],
      complete: true,
    })
  })
  it('of the company’s own is asked by the record', async () => {
    const { got, calls } = await ask('own', () => ({ id: 1, mood: 3 }), { fields: ['mood'] })
    expect([got.value, calls[0]?.path]).toEqual([{ id: '1', mood: 3 }, '/v2/moods/c-7'])
    await expect(ask('own', () => new Response('', { status: 404 }))).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('for a record it has just given'),
    })
  })
})

describe('an action by rest', () => {
  const act = async (on: { record: SystemRecord; row?: string }, answer: () => unknown, options = shop) => {
    const { context, calls } = scripted(answer)
    const { gesture } = rest(options).actions!
    return { got: await gesture!.run({ what: 'Vale', odd: 1 }, { ...on, key: 'k-1' }, context), calls }
  }
  it('is refused where the words to confirm name what is no input', () => {
    const { gesture } = shop.actions!
    const options = { ...shop, actions: { gesture: { ...gesture!, confirm: { es: 'Dar {waht}' } } } }
    expect(() => rest(options as RestOptions)).toThrow(
      'actions.gesture.confirm.es: `{waht}` is no value there is; write one of {what}',
    )
  })
  it('is posted under its key, about the first identifier of its kind', async () => {
    const { got, calls } = await act({ record: ana, row: 'o-1' }, () => ({}))
    expect(got).toEqual({ done: true, message: 'Hecho', refresh: ['orders'] })
    expect(calls).toMatchObject([
      {
        method: 'POST',
        path: '/v2/people/ana%40correo.example/gestures',
        body: { what: 'Vale', row: 'o-1', of: 'c-7' },
      },
    ])
    expect(calls[0]?.headers.get('idempotency-key')).toBe('k-1')
  })
  it('may be put, and may send its key under another name', async () => {
    const { gesture } = shop.actions!
    const { calls } = await act({ record: ana }, () => new Response(null, { status: 204 }), {
      ...shop,
      actions: {
        gesture: { ...gesture!, call: { ...gesture!.call, method: 'PUT', headers: { once: '{key}' } } },
      },
    })
    expect([calls[0]?.method, calls[0]?.headers.get('once')]).toEqual(['PUT', 'k-1'])
  })
  it('is not done where the answer says that it failed', async () => {
    const cancel = (userErrors: object[]) => ({ data: { orderCancel: { job: null, userErrors } } })
    expect((await act({ record: ana }, () => cancel([]))).got.done).toBe(true)
    expect((await act({ record: ana }, () => new Response('', { status: 201 }))).got.done).toBe(true)
    const refused = cancel([{ message: 'too late' }])
    for (const failed of [
      refused,
      { data: { x: { errorCode: 'NO_STOCK' } } },
      { error_code: 5 },
      { status: 'failed' },
      { meta: { error: 'no stock' } },
    ])
      await expect(act({ record: ana }, () => failed)).rejects.toMatchObject({ code: 'unsupported' })
    for (const done of [
      { code: 4711, message: 'Vale' },
      { error_code: 0, message: 'ok' },
      { status: 'created' },
    ])
      expect((await act({ record: ana }, () => done)).got.done).toBe(true)
  })
  it('is not done where there is nobody to do it for', async () => {
    await expect(
      act({ record: { id: 'c-8', identifiers: [] } }, () => {
        throw new Error('it was asked')
      }),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('the record has no mail'),
    })
    expect((await act({ record: ana }, () => new Response('', { status: 404 }))).got.done).toBe(false)
  })
})

it('a connector by rest declares what its options say', () => {
  expect(rest(shop)).toMatchObject({
    mayHoldDuplicates: false,
    origins: ['https://shop.example'],
    access: { kind: 'open' },
    find: { by: ['mail', 'phone', 'loyalty'] },
    answers: {
      loyalty: { from: 'record', freshFor: 5, retry: 0 },
      orders: { from: 'record' },
      returns: { from: ['phone'] },
    },
    own: { blocks: [], fields: { mood: { type: 'number' } } },
  })
  expect('freshFor' in rest(shop).answers.orders!).toBe(false)
  const bare = rest({ id: 'x', title: 'x', base: 'https://x.example' })
  for (const part of ['find', 'search', 'own', 'actions', 'mayHoldDuplicates'])
    expect(bare).not.toHaveProperty(part)
})
