import { expect, test } from 'vitest'
import { type Clock, realClock } from '../hub/ports.ts'
import { defaultLimits } from './config/config.ts'
import { origin, testGateway } from './testing/test-gateway.ts'

let at = Date.parse('2026-03-02T10:00:00Z')
const clock: Clock = { ...realClock, now: () => new Date(at) }
const exchange = (
  t: Awaited<ReturnType<typeof testGateway>>,
  hostToken: string,
  peer: string | undefined,
  forwarded?: string,
) =>
  t.gateway.fetch(
    new Request(`${origin}/v1/session`, {
      method: 'POST',
      body: JSON.stringify({ hostToken }),
      headers: {
        'content-type': 'application/json',
        ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
      },
    }),
    peer,
  )
const sign = (t: Awaited<ReturnType<typeof testGateway>>) => t.issuer.sign({ id: 'ana', roles: ['adviser'] })

test('an address whose tokens are refused is heard again when its minute is over; others never notice', async () => {
  const t = await testGateway({ clock, config: { limits: { refusalsPerMinute: 3 } } })
  for (let i = 0; i < 3; i++) {
    expect((await exchange(t, 'forged', '203.0.113.9')).status).toBe(401)
    at += 10_000
  }
  const answer = await exchange(t, 'forged', '203.0.113.9')
  expect(answer.status).toBe(429)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('retry-after')).toBe('30')
  expect(await answer.json()).toMatchObject({
    code: 'too-many',
    retryAfter: 30,
    detail: expect.stringContaining('3 host tokens'),
  })
  // not even a good one: nothing of it was read
  expect((await exchange(t, await sign(t), '203.0.113.9')).status).toBe(429)
  expect((await exchange(t, await sign(t), '198.51.100.1')).status).toBe(200)
  at += 30_001
  expect((await exchange(t, await sign(t), '203.0.113.9')).status).toBe(200)
})

test('a good exchange costs its address nothing', async () => {
  const t = await testGateway({ config: { limits: { refusalsPerMinute: 1 } } })
  for (let i = 0; i < 5; i++) expect((await exchange(t, await sign(t), '203.0.113.9')).status).toBe(200)
})

test('a store that fails refuses no token: it answers 500, and the address is heard as soon as it works again', async () => {
  const t = await testGateway({ config: { limits: { refusalsPerMinute: 2 } } })
  const { once } = t.stores.nonces
  t.stores.nonces.once = () => Promise.reject(new Error('disk full'))
  for (let i = 0; i < 3; i++) expect((await exchange(t, await sign(t), '203.0.113.9')).status).toBe(500)
  t.stores.nonces.once = once
  expect((await exchange(t, await sign(t), '203.0.113.9')).status).toBe(200)
})

test('an address is taken from the header only behind a proxy of ours: nobody escapes by writing one, nobody locks another out', async () => {
  const bare = await testGateway({ config: { limits: { refusalsPerMinute: 2 } } })
  for (let i = 0; i < 2; i++) await exchange(bare, 'forged', '203.0.113.9', `198.51.100.${i}`)
  expect((await exchange(bare, 'forged', '203.0.113.9', '198.51.100.77')).status).toBe(429)
  const behind = await testGateway({
    config: { limits: { refusalsPerMinute: 2 }, network: { proxies: ['127.0.0.1'] } },
  })
  for (let i = 0; i < 2; i++) await exchange(behind, 'forged', '127.0.0.1', `198.51.100.8${i}, 203.0.113.9`)
  expect((await exchange(behind, 'forged', '127.0.0.1', '203.0.113.9')).status).toBe(429)
  expect((await exchange(behind, await sign(behind), '127.0.0.1', '198.51.100.80')).status).toBe(200)
})

test('an agent who proves itself again and again is counted like one who asks', async () => {
  const t = await testGateway({ config: { limits: { requestsPerMinute: 3 } } })
  const statuses: number[] = []
  for (let i = 0; i < 4; i++) statuses.push((await exchange(t, await sign(t), '203.0.113.9')).status)
  expect(statuses).toEqual([200, 200, 200, 429])
})

test.each([
  ['/v1/search', 'searchesPerMinute', { query: 'lucía', purpose: 'care' }],
  ['/v1/fichas/preview', 'previewsPerMinute', {}],
  ['/v1/quality', 'countsPerMinute', undefined],
] as const)('%s has a rate of its own, per agent', async (path, limit, body) => {
  const t = await testGateway({ config: { limits: { [limit]: 2 } } })
  const [ana, eva] = [await t.bearer(), await t.bearer({ id: 'eva' })]
  const ask = (token: string) =>
    t.gateway.fetch(
      new Request(`${origin}${path}`, {
        ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      }),
    )
  for (let i = 0; i < 2; i++) expect((await ask(ana)).status).not.toBe(429)
  const refused = await ask(ana)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask(eva)).status).not.toBe(429)
  expect((await t.post('/v1/changes', { nothing: 1 }, ana)).status).toBe(400)
})

test('one number in two systems is two customers; one number written in two ways is one', async () => {
  const t = await testGateway({ config: { limits: { customersPer10Minutes: 1 } } })
  const token = await t.bearer()
  const open = async (hint: object) => {
    const answer = await t.post('/v1/card', { hints: [hint] }, token)
    await answer.text()
    return answer.status
  }
  expect(await open({ kind: 'loyalty', value: 'FC 1-7', scope: 'till' })).toBe(200)
  expect(await open({ kind: 'loyalty', value: 'fc17', scope: 'till' })).toBe(200)
  expect(await open({ kind: 'loyalty', value: 'fc17', scope: 'shop' })).toBe(429)
})

test('every limit has a default above zero', () => {
  for (const [name, value] of Object.entries(defaultLimits)) expect(value, name).toBeGreaterThan(0)
})
