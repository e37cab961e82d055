import { expect, test } from 'vitest'
import type { ConnectorContext } from './connector.ts'
import { ConnectorError } from './errors.ts'
import { encoded, fetchJson, pathSegment } from './http.ts'

const now = new Date('2026-03-10T10:00:00Z')
function asking(
  answer: (init: RequestInit | undefined) => Response | Promise<Response>,
  signal = new AbortController().signal,
) {
  const sent: (RequestInit | undefined)[] = []
  const context: ConnectorContext = {
    fetch: async (_url, init) => {
      sent.push(init)
      return answer(init)
    },
    signal,
    now: () => now,
  }
  return { context, sent }
}
const url = 'https://shop.example/orders?mail=ana@example.com'
const failing = async (response: Response, absent: number[] = []) =>
  fetchJson(asking(() => response).context, '[shop] orders', url, {}, absent).then(
    () => 'answered',
    (e: ConnectorError) => e,
  )
const status = (code: number, headers: Record<string, string> = {}) =>
  new Response('{}', { status: code, headers })

test('each status is one of the closed codes', async () => {
  const codes = await Promise.all(
    [401, 403, 429, 408, 504, 500, 502, 503, 400, 404, 409, 422].map(async (s) => {
      const e = await failing(status(s))
      return e instanceof ConnectorError ? `${s} ${e.code}` : `${s} ${e}`
    }),
  )
  expect(codes).toEqual([
    '401 denied',
    '403 denied',
    '429 limited',
    '408 late',
    '504 late',
    '500 unavailable',
    '502 unavailable',
    '503 unavailable',
    '400 unsupported',
    '404 unsupported',
    '409 unsupported',
    '422 unsupported',
  ])
})

test('the time to come back is read as seconds or as a date, where the system limits us or has failed', async () => {
  const retryAt = async (code: number, header: string) => {
    const e = await failing(status(code, { 'retry-after': header }))
    return e instanceof ConnectorError ? e.retryAt : e
  }
  for (const code of [429, 503]) {
    expect(await retryAt(code, '120')).toBe('2026-03-10T10:02:00.000Z')
    expect(await retryAt(code, 'Tue, 10 Mar 2026 10:30:00 GMT')).toBe('2026-03-10T10:30:00.000Z')
    expect(await retryAt(code, 'soon')).toBeUndefined()
  }
  expect(await retryAt(403, '120')).toBeUndefined()
})

test('an answer is read; one that is empty is null, one the author calls absent undefined, one that is no JSON malformed', async () => {
  const read = (response: Response, absent: number[] = []) =>
    fetchJson(asking(() => response).context, 'w', url, {}, absent)
  expect(await read(new Response('{"a":1}'))).toEqual({ a: 1 })
  expect(await read(new Response(null, { status: 204 }))).toBeNull()
  expect(await read(status(404), [404])).toBeUndefined()
  expect(await read(status(410), [404]).catch((e) => e.code)).toBe('unsupported')
  expect(await failing(new Response('<html>'))).toMatchObject({ code: 'malformed' })
})

test('JSON is asked for, with the author’s own headers, and given up with the run', async () => {
  const stop = new AbortController()
  const { context, sent } = asking(() => new Response('{}'), stop.signal)
  await fetchJson(context, 'w', url, { method: 'POST', headers: { 'x-own': '1' } })
  expect(sent[0]).toMatchObject({
    method: 'POST',
    headers: { accept: 'application/json', 'x-own': '1' },
    signal: stop.signal,
  })
})

test('no answer is unavailable, a run given up late, and what the gateway said stays what it was', async () => {
  const thrown = async (e: unknown, signal?: AbortSignal) =>
    fetchJson(
      asking(() => {
        throw e
      }, signal).context,
      '[shop] orders',
      url,
    ).catch((error: ConnectorError) => error.code)
  const gone = new AbortController()
  gone.abort()
  expect(await thrown(new TypeError('fetch failed'))).toBe('unavailable')
  expect(await thrown(new DOMException('', 'TimeoutError'))).toBe('late')
  expect(await thrown(new TypeError('fetch failed'), gone.signal)).toBe('late')
  expect(await thrown(new ConnectorError('denied', 'no'))).toBe('denied')
})

test('no message holds the address, the body or a value', async () => {
  for (const response of [
    status(400),
    status(401),
    status(429),
    status(500),
    new Response('ana@example.com {'),
  ]) {
    const e = await failing(response)
    expect(e).toMatchObject({ message: expect.stringContaining('[shop] orders') })
    expect(String(e)).not.toMatch(/ana@|shop\.example/)
  }
})

test('a value becomes one segment of a path, or none', () => {
  expect([pathSegment('a/b?c'), pathSegment('ñ 1'), pathSegment('a.b')]).toEqual([
    'a%2Fb%3Fc',
    '%C3%B1%201',
    'a.b',
  ])
  expect(['', '.', '..', '%2e', '.%2E'].map(pathSegment)).toEqual(Array(5).fill(undefined))
  expect(encoded('a\ud800b')).toBe('a%EF%BF%BDb')
})

test('a time to come back that is neither seconds nor a date is none', async () => {
  const retryAt = async (header: string) => {
    const e = await failing(status(429, { 'retry-after': header }))
    return e instanceof ConnectorError ? e.retryAt : e
  }
  expect([await retryAt('999999999'), await retryAt(' 5 ')]).toEqual([
    '2057-11-16T11:46:39.000Z',
    '2026-03-10T10:00:05.000Z',
  ])
  for (const nonsense of ['1234567890', '-5', '1.5', 'in 5', 'May 2001'])
    expect(await retryAt(nonsense), nonsense).toBeUndefined()
  expect(await failing(status(429, { 'retry-after': '5' }))).toMatchObject({
    message: expect.stringContaining('it may be asked again at 2026-03-10T10:00:05.000Z'),
  })
})

test('an answer that breaks off is no answer, and one that is given up in the middle is late', async () => {
  const broken = (e: Error) => {
    const response = new Response('{')
    response.text = () => Promise.reject(e)
    return failing(response)
  }
  expect(await broken(new TypeError('terminated'))).toMatchObject({ code: 'unavailable' })
  expect(await broken(new DOMException('', 'AbortError'))).toMatchObject({ code: 'late' })
})
