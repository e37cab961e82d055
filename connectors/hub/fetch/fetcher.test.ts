import { expect, test } from 'vitest'
import { type Answer, type Connector, type ConnectorContext, ConnectorError } from '../../contract/index.ts'
import { defaultSettings, memoryCache, plainEgress } from '../memory/index.ts'
import type { ConnectorFailure } from '../ports.ts'
import { type HandClock, handClock, idle, steer, turn, until } from '../testing/test-hub.ts'
import { createFetcher, type FetchedAnswer, type Fetcher, type FetchOutcome } from './fetcher.ts'
import { createHasher, type Hasher } from './hash.ts'
import { type Inquiry, inquire } from './inquiry.ts'

type Orders = Answer<'orders'>
const fine: Orders = { rows: [{ id: '1', orderNumber: 'N-1' }], complete: true }
const shop = (
  get: (id: string, context: ConnectorContext) => Promise<Orders>,
  more: object = {},
): Connector => ({
  id: 'shop',
  title: 'Shop',
  origins: [],
  access: { kind: 'open' },
  answers: {
    orders: { from: 'record', retry: 0, ...more, get: (record, _want, context) => get(record.id, context) },
  },
})

function desk(clock: HandClock = handClock(), hash?: Hasher) {
  const fetcher = createFetcher(
    { clock, cache: memoryCache(clock), egress: plainEgress(clock), settings: defaultSettings },
    hash,
  )
  return { clock, fetcher }
}
const fetchOrders = (
  fetcher: Fetcher,
  connector: Connector,
  id: string,
  signal: AbortSignal = new AbortController().signal,
  more: Partial<Inquiry> & { late?: (ms: number) => void; fields?: string[] } = {},
): Promise<FetchOutcome<FetchedAnswer>> => {
  const inquiry = inquire({
    tenant: more.tenant ?? 'demo',
    purpose: more.purpose ?? 'care',
    connector,
    question: 'orders',
    target: { by: 'record', key: `shop/${id}`, record: { id, identifiers: [] } },
    want: { fields: more.fields ?? ['orderNumber'], limit: 5, locale: 'es' },
    freshFor: more.freshFor,
    fresh: more.fresh,
  }) as Inquiry
  return fetcher.fetch(inquiry, { soft: 100, hard: 1_000 }, signal, more.late ?? (() => {}))
}
const hang = () => new Promise<never>(() => {})
const down = () => Promise.reject(new ConnectorError('unavailable', 'no'))

test('says late at the soft deadline, gives up at the hard one, whatever the connector does with its signal', async () => {
  const { clock, fetcher } = desk()
  const late: number[] = []
  let result: FetchOutcome<FetchedAnswer> | undefined
  void fetchOrders(fetcher, shop(hang), 'a', undefined, { late: (ms) => late.push(ms) }).then((r) => {
    result = r
  })
  await until('the call', () => clock.pending() === 2)
  clock.advance(99)
  expect(late).toEqual([])
  clock.advance(1)
  expect(late).toEqual([100])
  clock.advance(899)
  expect(result).toBeUndefined()
  clock.advance(1)
  await until('the failure', () => result !== undefined)
  expect(result).toMatchObject({ ok: false, code: 'late' })
})

test('two agents asking the same make one call, and one leaving takes nobody along', async () => {
  const { fetcher, clock } = desk()
  let calls = 0
  let stopped = false
  let answer: (a: Orders) => void = () => {}
  const connector = shop((_id, { signal }) => {
    calls++
    signal.addEventListener('abort', () => {
      stopped = true
    })
    return new Promise((r) => {
      answer = r
    })
  })
  const first = new AbortController()
  const one = fetchOrders(fetcher, connector, 'a', first.signal)
  const two = fetchOrders(fetcher, connector, 'a')
  await until('both', () => calls === 1 && clock.pending() === 4)
  first.abort()
  await expect(one).rejects.toBeDefined()
  expect(stopped).toBe(false)
  answer(fine)
  expect(await two).toMatchObject({ ok: true, answer: { rows: [{ orderNumber: 'N-1' }] } })
  expect(calls).toBe(1)
})

test('what was on its way when it was forgotten reaches who waited for it, is kept for nobody, and nobody asks along with it', async () => {
  const { fetcher } = desk()
  const answers: ((a: Orders) => void)[] = []
  const connector = shop(
    () =>
      new Promise((r) => {
        answers.push(r)
      }),
  )
  const before = fetchOrders(fetcher, connector, 'a')
  await until('the call', () => answers.length === 1)
  await fetcher.forget('demo', connector, 'shop/a')
  const after = fetchOrders(fetcher, connector, 'a', undefined, { fresh: true })
  await until('a call of its own', () => answers.length === 2)
  const named = (n: string): Orders => ({ rows: [{ id: n, orderNumber: n }], complete: true })
  answers[1]?.(named('new'))
  expect(await after).toMatchObject({ ok: true, answer: { rows: [{ orderNumber: 'new' }] } })
  answers[0]?.(named('old'))
  expect(await before).toMatchObject({ ok: true, answer: { rows: [{ orderNumber: 'old' }] } })
  expect(await fetchOrders(fetcher, connector, 'a')).toMatchObject({
    ok: true,
    answer: { rows: [{ orderNumber: 'new' }] },
  })
  expect(answers).toHaveLength(2)
})

test('when the last one leaves, the call is stopped, and says nothing about the health of the system', async () => {
  const { fetcher } = desk()
  let stopped = 0
  let started = 0
  const connector = shop((_id, { signal }) => {
    signal.addEventListener('abort', () => stopped++)
    started++
    return hang()
  })
  for (let i = 0; i < 8; i++) {
    const leaving = new AbortController()
    const asked = fetchOrders(fetcher, connector, `c${i}`, leaving.signal)
    await until('the call', () => started === i + 1)
    leaving.abort()
    await expect(asked).rejects.toBeDefined()
  }
  expect(stopped).toBe(8)
  expect(
    await fetchOrders(fetcher, { ...connector, answers: shop(async () => fine).answers }, 'z'),
  ).toMatchObject({
    ok: true,
  })
})

test('a failure is shared for one second, not longer, and never with who asks to try again', async () => {
  const { clock, fetcher } = desk()
  let calls = 0
  const connector = shop(() => {
    calls++
    return down()
  })
  await fetchOrders(fetcher, connector, 'a')
  await fetchOrders(fetcher, connector, 'a')
  expect(calls).toBe(1)
  await fetchOrders(fetcher, connector, 'a', undefined, { fresh: true })
  expect(calls).toBe(2)
  clock.advance(1_001)
  await fetchOrders(fetcher, connector, 'a')
  expect(calls).toBe(3)
})

test('an answer is kept for its freshness or the panel’s, whichever is shorter, and apart for customer, fields, purpose and tenant', async () => {
  const { clock, fetcher } = desk()
  const asked: string[] = []
  const connector = shop(async (id) => {
    asked.push(id)
    return { rows: [{ id, orderNumber: `of-${id}` }], complete: true, freshFor: 60 }
  })
  await fetchOrders(fetcher, connector, 'a')
  await fetchOrders(fetcher, connector, 'a')
  expect(asked).toEqual(['a'])
  expect(await fetchOrders(fetcher, connector, 'b')).toMatchObject({
    answer: { rows: [{ orderNumber: 'of-b' }] },
  })
  await fetchOrders(fetcher, connector, 'a', undefined, { fields: ['orderNumber', 'total'] })
  await fetchOrders(fetcher, connector, 'a', undefined, { purpose: 'sale' })
  await fetchOrders(fetcher, connector, 'a', undefined, { tenant: 'other' })
  expect(asked).toEqual(['a', 'b', 'a', 'a', 'a'])
  clock.advance(20_000)
  const until = (seconds: number) => ({
    ok: true,
    answer: { freshUntil: new Date(clock.now().getTime() + seconds * 1_000).toISOString() },
  })
  expect(await fetchOrders(fetcher, connector, 'a')).toMatchObject(until(40))
  const shorter = { freshFor: 10 }
  expect(await fetchOrders(fetcher, connector, 'a', undefined, shorter)).toMatchObject(until(10))
  expect(asked).toHaveLength(6)
  clock.advance(5_000)
  expect(await fetchOrders(fetcher, connector, 'a', undefined, shorter)).toMatchObject(until(5))
  expect(asked).toHaveLength(6)
  clock.advance(61_000)
  await fetchOrders(fetcher, connector, 'a')
  expect(asked).toHaveLength(7)
})

test('planted fault: a key without the customer gives one customer’s orders to another, and the test above would see it', async () => {
  const real = createHasher('x')
  const { fetcher } = desk(handClock(), (text) => real(text.startsWith('shop/') ? 'shop/anybody' : text))
  const connector = shop(async (id) => ({ rows: [{ id, orderNumber: `of-${id}` }], complete: true }))
  await fetchOrders(fetcher, connector, 'a')
  expect(await fetchOrders(fetcher, connector, 'b')).toMatchObject({
    answer: { rows: [{ orderNumber: 'of-a' }] },
  })
})

test('what was kept stands in, with its age, for a system that is down', async () => {
  const { clock, fetcher } = desk()
  let up = true
  const connector = shop(() => (up ? Promise.resolve(fine) : down()))
  const first = await fetchOrders(fetcher, connector, 'a')
  up = false
  clock.advance(120_000)
  const second = await fetchOrders(fetcher, connector, 'a')
  expect(second).toMatchObject({
    ok: false,
    code: 'unavailable',
    stale: { rows: [{ orderNumber: 'N-1' }], fetchedAt: first.ok ? first.answer.fetchedAt : '' },
  })
  clock.advance(700_000)
  expect(await fetchOrders(fetcher, connector, 'a')).not.toHaveProperty('stale.rows')
})

test('after five failures a system is left alone, tried once by itself after a rest, and then trusted again', async () => {
  const { clock, fetcher } = desk()
  let calls = 0
  let up = false
  const connector = shop(() => {
    calls++
    return up ? Promise.resolve(fine) : down()
  })
  for (let i = 0; i < 9; i++) await fetchOrders(fetcher, connector, `c${i}`)
  expect(calls).toBe(5)
  expect(await fetchOrders(fetcher, connector, 'x')).toMatchObject({
    ok: false,
    code: 'unavailable',
    retryAt: expect.any(String) as string,
  })
  // Another tenant has a breaker of its own.
  await fetchOrders(fetcher, connector, 'x', undefined, { tenant: 'other' })
  expect(calls).toBe(6)
  clock.advance(5_000)
  await fetchOrders(fetcher, connector, 'd1')
  await fetchOrders(fetcher, connector, 'd2')
  expect(calls).toBe(7)
  up = true
  clock.advance(10_000)
  expect(await fetchOrders(fetcher, connector, 'e1')).toMatchObject({ ok: true })
  expect(await fetchOrders(fetcher, connector, 'e2')).toMatchObject({ ok: true })
})

test('who was found is remembered for fifteen seconds, under this very key, and not for who asks to try again', async () => {
  const { clock, fetcher } = desk()
  const asked: string[] = []
  const connector: Connector = {
    ...shop(hang),
    find: {
      by: ['phone', 'order'],
      run: async ({ value, scope }) => {
        asked.push(`${scope ?? ''} ${value}`)
        return { match: 'one', record: { id: `${scope} ${value}`, identifiers: [] } }
      },
    },
  }
  const find = async (value: string, more: { scope?: string; fresh?: boolean; tenant?: string } = {}) => {
    const { scope, fresh = false, tenant = 'demo' } = more
    const key = { kind: 'order', value, raw: value, grade: 'unique', scope } as const
    const never = new AbortController().signal
    const outcome = await fetcher.find({ tenant, connector, key, purpose: 'care', fresh }, never, () => {})
    return outcome.ok && outcome.answer.match === 'one' ? outcome.answer.record.id : outcome
  }
  expect(await find('7', { scope: 'shop' })).toBe('shop 7')
  expect(await find('7', { scope: 'till' })).toBe('till 7')
  expect(await find('8', { scope: 'shop' })).toBe('shop 8')
  expect(await find('7', { scope: 'shop', tenant: 'other' })).toBe('shop 7')
  expect(asked.splice(0)).toHaveLength(4)
  clock.advance(14_999)
  await find('7', { scope: 'shop' })
  expect(asked).toEqual([])
  await find('7', { scope: 'shop', fresh: true })
  expect(asked.splice(0)).toHaveLength(1)
  clock.advance(15_001)
  await find('7', { scope: 'shop' })
  expect(asked).toHaveLength(1)
})

test('who was being looked for when all was forgotten is not remembered', async () => {
  const { fetcher } = desk()
  const answers: (() => void)[] = []
  const connector: Connector = {
    ...shop(hang),
    find: {
      by: ['phone'],
      run: () =>
        new Promise((done) => {
          answers.push(() => done({ match: 'none' }))
        }),
    },
  }
  const key = { kind: 'phone', value: '+34600123456', raw: '600123456', grade: 'strong' } as const
  const find = () =>
    fetcher.find({ tenant: 'demo', connector, key, purpose: 'care' }, new AbortController().signal, () => {})
  const before = find()
  await until('the call', () => answers.length === 1)
  await fetcher.forget('demo', connector)
  answers[0]?.()
  expect(await before).toMatchObject({ ok: true })
  const after = find()
  await until('a call of its own', () => answers.length === 2)
  answers[1]?.()
  expect(await after).toMatchObject({ ok: true })
})

test('two searches at once share nothing but the same words, at the same time, of one tenant', async () => {
  const { fetcher } = desk()
  const asked: string[] = []
  const answers: (() => void)[] = []
  const connector: Connector = {
    ...shop(hang),
    search: {
      run: (text, limit) =>
        new Promise((done) => {
          asked.push(`${text} ${limit}`)
          answers.push(() => done([{ id: text, identifiers: [] }]))
        }),
    },
  }
  const search = (text: string, tenant = 'demo', limit = 8) =>
    fetcher.search({ tenant, connector, text, limit }, new AbortController().signal)
  const all = [search('ana'), search('ana'), search('eva'), search('ana', 'other'), search('ana', 'demo', 9)]
  await until('the calls', () => answers.length === 4)
  for (const answer of answers) answer()
  expect((await Promise.all(all)).map((o) => o.ok && o.answer[0]?.id)).toEqual([
    'ana',
    'ana',
    'eva',
    'ana',
    'ana',
  ])
  expect(asked).toEqual(['ana 8', 'eva 8', 'ana 8', 'ana 9'])
})

test('an agent who asks to try again is not held up by a resting breaker', async () => {
  const { fetcher } = desk()
  let up = false
  const connector = shop(() => (up ? Promise.resolve(fine) : down()))
  for (let i = 0; i < 6; i++) await fetchOrders(fetcher, connector, `c${i}`)
  up = true
  expect(await fetchOrders(fetcher, connector, 'c9', undefined, { fresh: true })).toMatchObject({ ok: true })
})

test('an act is tried though the system rests, and given up at twice the patience of a question', async () => {
  const { clock, fetcher } = desk()
  const connector = shop(down)
  for (let i = 0; i < 6; i++) await fetchOrders(fetcher, connector, `c${i}`)
  const run = { tenant: 'demo', connector }
  const signal = new AbortController().signal
  expect(await fetcher.act(run, signal, async () => 'done')).toBe('done')
  let ended: unknown
  fetcher.act(run, signal, hang).catch((e: unknown) => {
    ended = e
  })
  clock.advance(2 * defaultSettings.patience.hard - 1)
  await idle()
  expect(ended).toBeUndefined()
  clock.advance(1)
  await until('the end', () => ended !== undefined)
  expect(ended).toMatchObject({ code: 'late' })
})

test('one more try where the connector allows it, inside the deadline', async () => {
  const { clock, fetcher } = desk()
  let calls = 0
  const connector = shop(() => (++calls === 1 ? down() : Promise.resolve(fine)), { retry: 1 })
  expect(await steer(clock, fetchOrders(fetcher, connector, 'a'))).toMatchObject({ ok: true })
  expect(calls).toBe(2)
})

test('a system that says when it may be asked again is not asked before', async () => {
  const { clock, fetcher } = desk()
  let calls = 0
  const retryAt = '2026-03-10T10:00:30Z'
  const connector = shop(
    () => {
      calls++
      return Promise.reject(new ConnectorError('unavailable', 'no', { retryAt }))
    },
    { retry: 1 },
  )
  expect(await steer(clock, fetchOrders(fetcher, connector, 'a'))).toMatchObject({
    code: 'unavailable',
    retryAt,
  })
  expect(calls).toBe(1)
})

test('retries never become more than a tenth of the load', async () => {
  const { clock, fetcher } = desk()
  let calls = 0
  const connector = shop(
    (id) => {
      calls++
      return id.startsWith('bad') ? down() : Promise.resolve(fine)
    },
    { retry: 1 },
  )
  for (let i = 0; i < 60; i++) {
    await steer(
      clock,
      Promise.all([fetchOrders(fetcher, connector, `bad${i}`), fetchOrders(fetcher, connector, `good${i}`)]),
    )
  }
  expect(calls - 120).toBeLessThanOrEqual(10 + 120 / 10)
})

test('an answer is checked: undeclared and unasked fields go, a bad value goes with a fault, garbage is malformed', async () => {
  const { fetcher } = desk()
  const give = (raw: unknown, id: string) =>
    fetchOrders(
      fetcher,
      shop(async () => raw as Orders),
      id,
      undefined,
      { fields: ['orderNumber', 'total'] },
    )
  const partly = await give(
    {
      rows: [
        {
          id: 1,
          orderNumber: 'N-1',
          total: '60 €',
          motive: 'secret',
          extra: 'secret',
          url: 'javascript:alert(1)',
        },
      ],
      complete: true,
    },
    'a',
  )
  expect(partly.ok && partly.answer.rows).toEqual([{ id: '1', orderNumber: 'N-1' }])
  expect(partly.ok && partly.answer.faults).toEqual([
    { code: 'malformed', says: '[shop] orders.total: dropped, not a money' },
  ])
  const cut = await give(
    { rows: Array.from({ length: 9 }, (_, i) => ({ id: String(i) })), complete: true },
    'b',
  )
  expect(cut).toMatchObject({ ok: true, answer: { complete: false } })
  expect(cut.ok && cut.answer.rows).toHaveLength(5)
  for (const [i, raw] of [
    'text',
    null,
    [],
    {},
    { rows: [] },
    { rows: 'x', complete: true },
    { complete: true },
  ].entries())
    expect(await give(raw, `g${i}`), JSON.stringify(raw)).toMatchObject({ ok: false, code: 'malformed' })
  const proto = await give(
    JSON.parse('{"rows":[{"id":"1","__proto__":{"orderNumber":"x"}}],"complete":true}'),
    'p',
  )
  expect(proto.ok && Object.keys(proto.answer.rows[0] ?? {})).toEqual(['id'])
})

test('whatever a connector throws becomes one of the closed codes', async () => {
  const { fetcher } = desk()
  const thrown = (e: unknown, id: string) =>
    fetchOrders(
      fetcher,
      shop(() => {
        throw e
      }),
      id,
    )
  expect(await thrown(new TypeError('fetch failed'), 'a')).toMatchObject({ code: 'unavailable' })
  // What `AbortSignal.timeout` and an aborted fetch throw.
  for (const name of ['TimeoutError', 'AbortError'])
    expect(await thrown(new DOMException('no', name), name), name).toMatchObject({ code: 'late' })
  expect(await thrown(new Error('x is not a function'), 'b')).toMatchObject({ code: 'malformed' })
  expect(await thrown('a string', 'c')).toMatchObject({ code: 'malformed' })
  expect(await thrown(new ConnectorError('denied', 'no'), 'd')).toMatchObject({ code: 'denied' })
  expect(
    await thrown(new ConnectorError('limited', 'no', { retryAt: '2026-03-10T11:00:00Z' }), 'e'),
  ).toMatchObject({ code: 'limited', retryAt: '2026-03-10T11:00:00Z' })
})

test('a call begun in the very moment whoever waits for it leaves may fail: nobody is told, and the process goes on', async () => {
  // An unhandled failure would end the process; the test runner counts it as an error of its own.
  const clock = handClock()
  const leave = new AbortController()
  const door = plainEgress(clock)
  const fetcher = createFetcher({
    clock,
    cache: memoryCache(clock),
    settings: defaultSettings,
    egress: {
      open: (connector, run) => {
        leave.abort()
        return door.open(connector, run)
      },
    },
  })
  let called = 0
  await expect(
    fetchOrders(
      fetcher,
      shop(() => {
        called++
        return down()
      }),
      'a',
      leave.signal,
    ),
  ).rejects.toBeDefined()
  await until('the call', () => called === 1)
  // What nobody caught is told before the next turn of the event loop.
  await turn()
})

/** A fetcher, and what it tells the operator. */
function telling() {
  const clock = handClock()
  const told: ConnectorFailure[] = []
  const fetcher = createFetcher({
    clock,
    cache: memoryCache(clock),
    egress: plainEgress(clock),
    settings: defaultSettings,
    failed: (failure) => told.push(failure),
  })
  return { fetcher, told }
}
test('each failure is told to the operator: whose, of what, why, and where a connector of one’s own threw, without its words', async () => {
  const { fetcher, told } = telling()
  await fetchOrders(fetcher, shop(down), 'a')
  await fetchOrders(
    fetcher,
    shop(async () => JSON.parse('<html>Ana Ruiz')),
    'b',
  )
  await fetchOrders(
    fetcher,
    shop(async () => (undefined as unknown as { rows: Orders }).rows),
    'c',
  )
  expect(told.map(({ connector, what, code }) => `${connector} ${what} ${code}`)).toEqual([
    'shop orders unavailable',
    'shop orders malformed',
    'shop orders malformed',
  ])
  expect(told[0]).toMatchObject({ says: 'no', stack: undefined })
  expect(told[1]?.stack).toMatch(/^SyntaxError\n\s+at /)
  expect(JSON.stringify(told)).not.toContain('Ana Ruiz')
  expect(told[2]?.stack).toMatch(/^TypeError: Cannot read properties of undefined .*\n\s+at /)
})

test('what could not be read is told to the operator, once for each field and for the rows', async () => {
  const { fetcher, told } = telling()
  const odd = shop(async (_id, context) => {
    context.unread?.('orders', 'orderNumber', {})
    return { rows: [{ id: '1' }, {}, {}] as never, complete: true, unread: ['orderNumber'] }
  })
  await fetchOrders(fetcher, odd, 'a')
  expect(told.map(({ what, code, says }) => [what, code, says])).toEqual([
    ['orders.orderNumber', 'unread', '[shop] orders.orderNumber: 1 of 1 not read, and left out'],
    [
      'orders',
      'unread',
      '[shop] orders: 2 rows without an id, or without saying whose they are (`owner`), could not be read, and were left out',
    ],
  ])
})

test('a telephone of a record that nobody can read is told to the operator, without it', async () => {
  const { fetcher, told } = telling()
  const identifiers = [
    { kind: 'mail' as const, value: 'ana@correo.example' },
    { kind: 'phone' as const, value: '6OO 12' },
  ]
  const connector: Connector = {
    ...shop(async () => ({ rows: [], complete: true })),
    find: {
      by: ['mail'],
      run: async (_, context) => {
        context.unread?.('find by mail', 'charset', '')
        return { match: 'one', record: { id: '1', identifiers } }
      },
    },
  }
  const found = await fetcher.find(
    {
      tenant: 'demo',
      connector,
      key: { ...identifiers[0], raw: '', grade: 'unique' } as never,
      purpose: 'care',
    },
    new AbortController().signal,
    () => {},
  )
  expect(found.ok).toBe(true)
  expect(told.map(({ what, says }) => [what, says])).toEqual([
    [
      'find by mail.charset',
      expect.stringMatching(/letters came that are not of the character set .*; the system must send UTF-8/),
    ],
    ['find by mail.identifiers.phone', '[shop] find by mail.identifiers.phone: 1 not read, and left out'],
  ])
})

test('an answer that nobody waits for any more is no failure of its system', async () => {
  const leave = new AbortController()
  const { fetcher, told } = telling()
  const asked = fetchOrders(fetcher, shop(hang), 'a', leave.signal)
  leave.abort()
  await expect(asked).rejects.toBeDefined()
  expect(told).toEqual([])
})
