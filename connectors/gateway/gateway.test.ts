import { expect, test } from 'vitest'
import { eventsOf, origin, stamped, stillClock, testGateway, whoEvent } from './testing/test-gateway.ts'

test('a host token becomes ours, and ours opens a card', async () => {
  const t = await testGateway()
  const answer = await t.post('/v1/session', {
    hostToken: await t.issuer.sign({ id: 'ana', roles: ['adviser'], languages: ['es', 'pt'], name: 'Ana' }),
  })
  expect(answer.status).toBe(200)
  const session = await answer.json()
  expect(session).toMatchObject({
    expiresIn: 300,
    agent: { roles: ['adviser'], languages: ['es', 'pt'], name: 'Ana' },
  })
  const card = await t.post(
    '/v1/card',
    { hints: [{ kind: 'phone', value: '600 12 34 56' }], epoch: 7 },
    session.token,
  )
  expect(card.headers.get('content-type')).toContain('application/x-ndjson')
  expect(card.headers.get('cache-control')).toBe('no-store, no-transform')
  expect(card.headers.get('x-accel-buffering')).toBe('no')
  expect((await eventsOf(card)).map((e) => [e.event, e.epoch, e.seq])).toEqual([
    ['who', 7, 0],
    ['settled', 7, 1],
  ])
})

test('events leave as they happen: the first is read before the second exists', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const t = await testGateway({
    hub: () => ({
      async *open() {
        yield* stamped([whoEvent('c')])
        await held
        yield { v: 1, epoch: 0, seq: 1, revision: 0, event: 'settled', answered: 0, failed: 0, changes: '' }
      },
    }),
  })
  const reader = (await t.post('/v1/card', {}, await t.bearer())).body!.getReader()
  let text = ''
  while (!text.includes('"who"')) text += new TextDecoder().decode((await reader.read()).value)
  expect(text).not.toContain('"settled"')
  release()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  expect(text).toContain('"settled"')
})

test('leaving a card aborts the hub', async () => {
  let aborted = false
  const t = await testGateway({
    hub: () => ({
      async *open(_r, _a, signal) {
        yield* stamped([whoEvent('c')])
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        aborted = true
      },
    }),
  })
  const reader = (await t.post('/v1/card', {}, await t.bearer())).body!.getReader()
  await reader.read()
  await reader.cancel()
  await expect.poll(() => aborted, { timeout: 20_000 }).toBe(true)
})

test('an act goes on when its caller has gone, and ends with the gateway; a value to be seen is not fetched for nobody', async () => {
  const ended: string[] = []
  const begun: string[] = []
  const waits = (what: string) => (_r: unknown, _a: unknown, signal: AbortSignal) =>
    new Promise<never>((_, no) => {
      begun.push(what)
      signal.addEventListener('abort', () => {
        ended.push(what)
        no(new Error('stopped'))
      })
    })
  const t = await testGateway({ hub: () => ({ act: waits('act'), reveal: waits('reveal') }) })
  const token = await t.bearer()
  const gone = new AbortController()
  const send = (path: string, body: object) =>
    t.gateway
      .fetch(
        new Request(`${origin}${path}`, {
          method: 'POST',
          signal: gone.signal,
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        }),
      )
      .catch(() => undefined)
  const both = [
    send('/v1/act', { card: 'c', connector: 'desk', action: 'note', input: {}, key: 'key-00001' }),
    send('/v1/reveal', { card: 'c', ref: 'r', field: 'f', reason: 'porque sí' }),
  ]
  await expect.poll(() => begun.length, { timeout: 20_000 }).toBe(2)
  gone.abort()
  await both[1]
  expect(ended).toEqual(['reveal'])
  t.gateway.endStreams()
  await both[0]
  expect(ended).toEqual(['reveal', 'act'])
})

test('a hub that fails midway ends the stream with a fault and without settled, and says nothing of why', async () => {
  const t = await testGateway({
    hub: () => ({
      async *open() {
        yield* stamped([whoEvent('c')])
        throw new Error('password=hunter2¤ for Juan¤')
      },
    }),
  })
  const text = await (await t.post('/v1/card', {}, await t.bearer())).text()
  expect(text).toContain('"fault"')
  expect(text).not.toContain('"settled"')
  expect(text + t.lines.join()).not.toMatch(/password=|hunter2¤|Juan¤/)
})

test('a refusal before the first event is a problem with its status, not a stream', async () => {
  const t = await testGateway()
  const answer = await t.post('/v1/ask', { card: 'forged', question: 'orders' }, await t.bearer())
  expect(answer.status).toBe(410)
  expect(await answer.json()).toMatchObject({ code: 'expired-handle' })
})

test('without a token of ours nothing answers', async () => {
  const t = await testGateway()
  for (const path of ['card', 'ask', 'search', 'decide', 'reveal', 'act', 'changes', 'outcomes', 'renew'])
    for (const token of [undefined, 'x.y.z', await t.issuer.sign({ id: 'ana', roles: ['adviser'] })])
      expect((await t.post(`/v1/${path}`, {}, token)).status, path).toBe(401)
})

test('a page of another origin is refused before its body is read, and gets no CORS header', async () => {
  const t = await testGateway()
  const token = await t.bearer()
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[]) {
    const answer = await t.post('/v1/card', {}, token, headers)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  }
  expect((await t.post('/v1/card', {}, token, { origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

const requests = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line.log === 'request')

test('every answer has a number, and its line in the log: which route, how, with what status, how long', async () => {
  let at = stillClock.now().getTime()
  const clock = { ...stillClock, now: () => new Date(at) }
  const t = await testGateway({
    clock,
    hub: () => ({
      search: async () => {
        at += 1_234
        return []
      },
    }),
  })
  const token = await t.bearer()
  const answer = await t.post('/v1/search', { text: 'Lucía' }, token)
  const id = answer.headers.get('x-request-id')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(requests(t.lines).at(-1)).toEqual({
    at: expect.any(String),
    log: 'request',
    id,
    route: '/v1/search',
    method: 'POST',
    status: 200,
    ms: 1_234,
  })
  const text = (await (await t.gateway.fetch(new Request(`${origin}/metrics`))).text()).split('\n')
  expect(text).toContain('ficha_requests_total{route="/v1/search",method="POST",status="200"} 1')
  expect(text).toContain('ficha_request_seconds_sum{route="/v1/search"} 1.234')
})

test('a method that nobody uses makes no label of its own', async () => {
  const t = await testGateway()
  const send = (method: string) => t.gateway.fetch(new Request(`${origin}/healthz`, { method }))
  await send('PURGE')
  await send('DELETE')
  expect(requests(t.lines).map(({ method, status }) => [method, status])).toEqual([
    ['other', 404],
    ['DELETE', 404],
  ])
})

test('what broke inside is told the caller by its number, and whoever operates by that number, its kind and its place, never in its words', async () => {
  const t = await testGateway({
    hub: () => ({
      search: async () => {
        throw new RangeError('password=hunter2¤ for Juan¤')
      },
    }),
  })
  const answer = await t.post('/v1/search', { text: 'Lucía' }, await t.bearer())
  const id = answer.headers.get('x-request-id')
  expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
    500,
    expect.stringContaining(`request ${id};`),
  ])
  const failed = t.lines.map((line) => JSON.parse(line)).filter((line) => line.log === 'failed')
  expect(failed).toEqual([
    { at: expect.any(String), log: 'failed', id, error: 'RangeError', where: expect.stringMatching(/^at /) },
  ])
  expect(failed[0].where.split(' < ').length).toBeLessThanOrEqual(4)
  expect(t.lines.join()).not.toContain('hunter2¤')
})

test('a refusal is no failure: it is counted by its code, and leaves no line of its own', async () => {
  const t = await testGateway()
  await t.post('/v1/search', { text: 'Lucía' })
  await t.post('/v1/search', { text: 'Lucía' }, await t.bearer().then((token) => `${token}x`))
  expect(t.lines.some((line) => line.includes('"failed"'))).toBe(false)
  const text = (await (await t.gateway.fetch(new Request(`${origin}/metrics`))).text()).split('\n')
  expect(text).toContain('ficha_refusals_total{code="unauthorised"} 2')
  expect(text.filter((line) => line.startsWith('ficha_failures_total'))).toEqual([])
})

test('nobody of another site reads an answer of the API; what has a rule of its own keeps it', async () => {
  const t = await testGateway({
    page: { html: async () => '<html lang="es"><head></head></html>', asset: async () => undefined },
  })
  const policy = async (path: string) =>
    (await t.gateway.fetch(new Request(`${origin}${path}`))).headers.get('cross-origin-resource-policy')
  expect([await policy('/healthz'), await policy('/v1/nothing'), await policy('/card')]).toEqual([
    'same-origin',
    'same-origin',
    'cross-origin',
  ])
})

test('only the API looks at who asks: a page of another origin may load what anybody may load', async () => {
  const t = await testGateway()
  const from = (path: string) =>
    t.gateway.fetch(new Request(`${origin}${path}`, { headers: { origin: 'https://desk.example' } }))
  expect([(await from('/healthz')).status, (await from('/v1/fichas')).status]).toEqual([200, 403])
})

test('what is no route says where they are listed', async () => {
  const answer = await (await testGateway()).gateway.fetch(new Request(`${origin}/v1/nothing`))
  expect(await answer.json()).toMatchObject({
    code: 'not-found',
    detail: expect.stringContaining('/openapi.json'),
  })
})

test('who may not edit, or does not lead, is told which line of the policy says who may', async () => {
  const t = await testGateway()
  const [adviser, admin] = [await t.bearer(), await t.bearer({ roles: ['admin'] })]
  const get = async (path: string, token: string) => {
    const answer = await t.gateway.fetch(
      new Request(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } }),
    )
    return [answer.status, ((await answer.json()) as { detail?: string }).detail]
  }
  expect(await get('/v1/fichas', adviser)).toEqual([403, expect.stringContaining('mayEdit')])
  expect(await get('/v1/fichas', admin)).toEqual([200, undefined])
  expect(await get('/v1/quality', admin)).toEqual([403, expect.stringContaining('«quality»')])
})

test('who asks too often is refused before it is looked at whether they may', async () => {
  const t = await testGateway({ config: { limits: { requestsPerMinute: 2 } } })
  const token = await t.bearer()
  const get = async () =>
    (
      await t.gateway.fetch(
        new Request(`${origin}/v1/fichas`, { headers: { authorization: `Bearer ${token}` } }),
      )
    ).status
  expect([await get(), await get()]).toEqual([403, 429])
})

test('a gateway that closes ends its polls and streams, is not ready, and closes its stores', async () => {
  let closed = 0
  let begun = false
  const t = await testGateway({
    hub: () => ({
      async *open(_r, _a, signal) {
        yield* stamped([whoEvent('c')])
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
      changes: (_r, _a, signal) =>
        new Promise((resolve) => {
          begun = true
          signal.addEventListener('abort', () => resolve({ changes: '', what: [] }))
        }),
    }),
  })
  const { close } = t.stores
  t.stores.close = async () => {
    closed += 1
    await close()
  }
  const token = await t.bearer()
  const card = await t.post('/v1/card', {}, token)
  const polling = t.post('/v1/changes', { card: 'c', changes: 'x' }, token)
  await expect.poll(() => begun).toBe(true)
  await t.gateway.close()
  expect((await eventsOf(card)).map(({ event }) => event)).toEqual(['who'])
  expect((await polling).status).toBe(200)
  expect((await t.gateway.fetch(new Request(`${origin}/readyz`))).status).toBe(503)
  expect(closed).toBe(1)
})

test('a gateway that drains goes on with its streams', async () => {
  let release = () => {}
  const t = await testGateway({
    hub: () => ({
      async *open() {
        yield* stamped([whoEvent('c')])
        await new Promise<void>((resolve) => {
          release = resolve
        })
        yield { v: 1, epoch: 0, seq: 1, revision: 0, event: 'settled', answered: 0, failed: 0, changes: '' }
      },
    }),
  })
  const card = await t.post('/v1/card', {}, await t.bearer())
  const reader = card.body!.getReader()
  let text = ''
  while (!text.includes('"who"')) text += new TextDecoder().decode((await reader.read()).value)
  t.gateway.drain()
  release()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  expect(text).toContain('"settled"')
})
