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
  for (const nonsense of ['1234567890', '-5', '1.5.2', 'in 5', 'May 2001'])
    expect(await retryAt(nonsense), nonsense).toBeUndefined()
  expect(await failing(status(429, { 'retry-after': '5' }))).toMatchObject({
    message: expect.stringContaining('it may be asked again at 2026-03-10T10:00:05.000Z'),
  })
})

test('an answer that breaks off is no answer, and one that is given up in the middle is late', async () => {
  const broken = (e: Error) => {
    const response = new Response('{')
    response.arrayBuffer = () => Promise.reject(e)
    return failing(response)
  }
  expect(await broken(new TypeError('terminated'))).toMatchObject({ code: 'unavailable' })
  expect(await broken(new DOMException('', 'AbortError'))).toMatchObject({ code: 'late' })
})

test('a text is read in the character set that its system declares, or by its mark', async () => {
  const read = (bytes: BodyInit, type: string) =>
    fetchJson(
      asking(() => new Response(bytes, { headers: { 'content-type': type } })).context,
      '[shop] find',
      url,
    ).catch((e: unknown) => (e instanceof ConnectorError ? e.message : e))
  const latin = Uint8Array.from([...'{"n":"Lucía Ñ €"}'.replace('€', '\x80')], (c) => c.charCodeAt(0))
  expect(await read(latin, 'application/json; charset=iso-8859-1')).toEqual({ n: 'Lucía Ñ €' })
  expect(await read(latin, 'application/json;charset="Windows-1252"')).toEqual({ n: 'Lucía Ñ €' })
  expect(await read('\ufeff{"n":"Lucía"}', 'application/json')).toEqual({ n: 'Lucía' })
  const wide = new Uint8Array([0xff, 0xfe, ...[...'{"n":"ñ"}'].flatMap((c) => [c.charCodeAt(0), 0])])
  expect(await read(wide, 'application/json')).toEqual({ n: 'ñ' })
  expect(await read(wide.slice(2), 'application/json; charset=utf-16le')).toEqual({ n: 'ñ' })
  expect(await read('{}', 'application/json; charset=latin-nonsense')).toBe(
    '[shop] find: the system declares a character set that is none (`charset` in its content-type); check its settings',
  )
})
test('a whole number that JavaScript would round is the text it was written as, and nothing else changes', async () => {
  const read = async (text: string) => fetchJson(asking(() => new Response(text)).context, '[shop] find', url)
  expect(
    await read(
      '{"id":9007199254740993,"neg":[-12345678901234567890],"safe":1234567890123456,"t":"id: 9007199254740993 \\" 1","d":0.30000000000000004,"e":1e21}',
    ),
  ).toEqual({
    id: '9007199254740993',
    neg: ['-12345678901234567890'],
    safe: 1234567890123456,
    t: 'id: 9007199254740993 " 1',
    d: 0.30000000000000004,
    e: 1e21,
  })
  expect(await failing(new Response('{"a": 12345678901234567890'))).toMatchObject({ code: 'malformed' })
})
test('a system that writes half seconds is not asked before they are over', async () => {
  const at = async (after: string) =>
    ((await failing(status(429, { 'retry-after': after }))) as ConnectorError).retryAt
  expect([await at('1.5'), await at('7'), await at('1.5.2'), await at('soon')]).toEqual([
    '2026-03-10T10:00:02.000Z',
    '2026-03-10T10:00:07.000Z',
    undefined,
    undefined,
  ])
})

test('letters of another character set than the answer declares are said, with what was asked; a true U+FFFD is not', async () => {
  const read = async (body: Uint8Array) => {
    const said: unknown[] = []
    const { context } = asking(
      () => new Response(body as never, { headers: { 'content-type': 'application/json' } }),
    )
    await fetchJson(
      { ...context, unread: (what, field) => said.push([what, field]) },
      '[shop] find by mail',
      url,
    )
    return said
  }
  const latin = Uint8Array.from('{"n":"Luc\u00eda"}', (c) => c.charCodeAt(0))
  expect(await read(latin)).toEqual([['find by mail', 'charset']])
  expect(await read(new TextEncoder().encode('{"n":"Lucía \ufffd"}'))).toEqual([])
})
