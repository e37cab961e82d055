import { expect, test } from 'vitest'
import { eventsOf, origin, stamped, testGateway, whoEvent } from './testing/test-gateway.ts'

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
