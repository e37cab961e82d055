import { expect, test, vi } from 'vitest'
import type { Clock } from '../../hub/ports.ts'
import { createKeys } from '../keys/keys.ts'
import { origin, testGateway } from '../testing/test-gateway.ts'
import { demoIssuer } from './demo-issuer.ts'
import { createSessions } from './session.ts'

function clockAt(start = Date.parse('2026-03-02T10:00:00Z')): Clock & { skip(seconds: number): void } {
  let at = start
  return {
    now: () => new Date(at),
    after: (ms, run) => {
      const t = setTimeout(run, ms)
      return () => clearTimeout(t)
    },
    skip: (seconds) => {
      at += seconds * 1000
    },
  }
}

test('a token of ours dies after five minutes; renewed in time it goes on, until the host’s proof is an hour old', async () => {
  const clock = clockAt()
  const t = await testGateway({ clock })
  let token = await t.bearer()
  clock.skip(301)
  expect((await t.post('/v1/card', {}, token)).status).toBe(401)
  token = await t.bearer()
  for (let minute = 0; minute < 60; minute += 4) {
    clock.skip(240)
    const renewed = await t.post('/v1/renew', {}, token)
    expect(renewed.status).toBe(200)
    token = (await renewed.json()).token
  }
  clock.skip(240)
  const late = await t.post('/v1/renew', {}, token)
  expect(late.status).toBe(401)
  expect((await late.json()).detail).toContain('new host token')
})

test('the cache key is the agent session’s: the same after a reload, another for another agent or another session of the host', async () => {
  const t = await testGateway()
  const key = async (agent: object) =>
    (
      await (
        await t.post('/v1/session', {
          hostToken: await t.issuer.sign({ id: 'ana', roles: ['adviser'], ...agent }),
        })
      ).json()
    ).cacheKey as string
  expect(await key({})).toBe(await key({}))
  expect(Buffer.from(await key({}), 'base64url')).toHaveLength(32)
  expect(
    new Set([
      await key({}),
      await key({ id: 'eva' }),
      await key({ session: 's1' }),
      await key({ session: 's2' }),
    ]).size,
  ).toBe(4)
})

test('an agent session is of one tenant, one issuer, one agent and one session of the host, or of one day', async () => {
  const clock = clockAt()
  const sessions = createSessions(createKeys('s'.repeat(40)), clock, 60)
  const ana = {
    id: 'ana',
    issuer: 'desk',
    hostSession: 'h1',
    roles: [],
    languages: [],
    name: undefined,
    claims: {},
  }
  const of = async (more: object, tenant = 'demo', host?: string) =>
    (await sessions.begin({ ...ana, ...more }, tenant, host)).agent
  const first = (await of({})).session
  expect((await of({}, 'demo', 'chatwoot')).session).toBe(first)
  const others = [of({ issuer: 'shop' }), of({ id: 'eva' }), of({ hostSession: 'h2' }), of({}, 'rival')]
  expect(new Set([first, ...(await Promise.all(others)).map((a) => a.session)]).size).toBe(5)
  const today = (await of({ hostSession: undefined })).session
  clock.skip(86_400)
  expect((await of({ hostSession: undefined })).session).not.toBe(today)
  expect([(await of({})).host, (await of({}, 'demo', 'chatwoot')).host]).toEqual([undefined, 'chatwoot'])
})

test('a handle opens for its own agent session, tenant and kind alone, and until it expires', async () => {
  const clock = clockAt()
  const t = await testGateway({ clock })
  const { handles } = t.ports()
  const ana = { tenant: 'demo', id: 'ana', session: 's', roles: ['adviser'], claims: {} }
  const handle = await handles.seal({ record: 'shop¤canary/1' }, ana, 'card')
  expect(Buffer.from(handle, 'base64url').includes('shop¤canary')).toBe(false)
  expect(await handles.open(handle, ana, 'card')).toEqual({ record: 'shop¤canary/1' })
  for (const other of [
    { ...ana, tenant: 'rival' },
    { ...ana, id: 'eva' },
    { ...ana, session: 't' },
  ])
    await expect(handles.open(handle, other, 'card')).rejects.toMatchObject({ code: 'expired-handle' })
  await expect(handles.open(handle, ana, 'row')).rejects.toMatchObject({ code: 'expired-handle' })
  const bytes = Buffer.from(handle, 'base64url')
  for (const at of [0, 12, bytes.length - 1]) {
    const altered = Buffer.from(bytes)
    altered[at] = (altered[at] as number) ^ 1
    await expect(handles.open(altered.toString('base64url'), ana, 'card')).rejects.toMatchObject({
      code: 'expired-handle',
    })
  }
  const elsewhere = await testGateway({ clock })
  await expect(elsewhere.ports().handles.open(handle, ana, 'card')).rejects.toMatchObject({
    code: 'expired-handle',
  })
  clock.skip(8 * 3600 + 1)
  await expect(handles.open(handle, ana, 'card')).rejects.toMatchObject({ code: 'expired-handle' })
})

test('what an open card was given is good for as long as the card: opened by a choice, it comes back hours later', async () => {
  const clock = clockAt()
  const { handles } = (await testGateway({ clock })).ports()
  const ana = { tenant: 'demo', id: 'ana', session: 's', roles: ['adviser'], claims: {} }
  const kinds = ['card', 'candidate', 'row', 'cursor', 'advice', 'question'] as const
  const held = await Promise.all(kinds.map((kind) => handles.seal(kind, ana, kind)))
  clock.skip(8 * 3600 - 1)
  expect(
    await Promise.all(
      held.map((handle, n) => handles.open(handle, ana, kinds[n] as 'card').catch(() => 'expired')),
    ),
  ).toEqual(kinds)
})

test('after the secret changed, the one before still opens what it sealed; a third opens nothing', async () => {
  const [old, now, third] = ['a', 'b', 'c'].map((c) => c.repeat(40)) as [string, string, string]
  const before = await testGateway({ config: { secret: { name: 'S' } }, secrets: () => old })
  const token = await before.bearer()
  const rotated = await testGateway({
    config: { secret: { name: 'S', before: 'B' } },
    secrets: (name) => (name === 'S' ? now : old),
  })
  expect((await rotated.post('/v1/card', {}, token)).status).toBe(200)
  const other = await testGateway({ config: { secret: { name: 'S' } }, secrets: () => third })
  expect((await other.post('/v1/card', {}, token)).status).toBe(401)
})

test('only a role with mayEdit is told that it may edit', async () => {
  const t = await testGateway()
  const may = async (roles: string[]) =>
    (await (await t.post('/v1/session', { hostToken: await t.issuer.sign({ id: 'ana', roles }) })).json())
      .agent.mayEdit as boolean | undefined
  expect([
    await may(['adviser']),
    await may(['admin']),
    await may(['__proto__']),
    await may(['adviser', 'admin']),
  ]).toEqual([undefined, true, undefined, true])
})

test('a refused host token is counted by cause, and neither the answer nor the log repeats it', async () => {
  const t = await testGateway()
  const token = await t.issuer.sign({ id: 'secret-agent', roles: ['adviser'], tenant: 'rival¤tenant' })
  const text = await (await t.post('/v1/session', { hostToken: token })).text()
  const metrics = await (await t.gateway.fetch(new Request('http://127.0.0.1:4174/metrics'))).text()
  expect(metrics).toContain('ficha_sessions_refused_total{why="tenant"} 1')
  expect(text + metrics + t.lines.join()).not.toMatch(/rival¤tenant|secret-agent/)
  for (const part of token.split('.')) expect(text + metrics + t.lines.join()).not.toContain(part)
})

test('whoever operates finds one line that says why, whose, by which key and what to do; not one per try', async () => {
  const clock = clockAt()
  const t = await testGateway({ clock })
  const refused = () =>
    t.lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line.log === 'session-refused')
  const brought: string[] = []
  const bring = async (agent: object) => {
    const hostToken = await t.issuer.sign({
      id: 'ana@correo.example',
      name: 'Ana Gil',
      roles: ['adviser'],
      ...agent,
    })
    brought.push(...hostToken.split('.'))
    return t.post('/v1/session', { hostToken })
  }
  for (let i = 0; i < 5; i++) await bring({ tenant: 'rival' })
  expect(refused()).toMatchObject([
    {
      why: 'tenant',
      issuer: t.issuer.issuer.issuer,
      kid: expect.stringMatching(/./),
      do: expect.stringContaining('«tenant»'),
    },
  ])
  clock.skip(61)
  await bring({ tenant: 'rival' })
  expect(refused()[1]).toMatchObject({ why: 'tenant', more: 4 })
  await bring({ roles: [] })
  await t.post('/v1/session', { hostToken: 'not.a.token' })
  expect(
    refused()
      .slice(2)
      .map((line) => [line.why, typeof line.do]),
  ).toEqual([
    ['roles', 'string'],
    ['not a token', 'string'],
  ])
  expect(t.lines.join()).not.toMatch(/ana@correo|Ana Gil/i)
  for (const part of brought) expect(t.lines.join()).not.toContain(part)
})

test('while the key server of a host is down its agents are asked to wait, and their address is not locked out', async () => {
  const clock = clockAt()
  const desk = await demoIssuer({ tenant: 'demo', issuer: 'desk', now: () => clock.now() })
  const url = 'https://desk.example/jwks.json'
  let answer = async () => new Response('', { status: 502 })
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(() => answer())
  try {
    const t = await testGateway({
      clock,
      config: {
        issuers: [{ issuer: 'desk', audience: 'ficha', keys: { url } }],
        limits: { refusalsPerMinute: 2 },
      },
    })
    const bring = async () =>
      t.gateway.fetch(
        new Request(`${origin}/v1/session`, {
          method: 'POST',
          body: JSON.stringify({ hostToken: await desk.sign({ id: 'ana', roles: ['adviser'] }) }),
          headers: { 'content-type': 'application/json' },
        }),
        '203.0.113.9',
      )
    for (let i = 0; i < 4; i++) {
      const refused = await bring()
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await refused.json()).toMatchObject({ code: 'issuer-unavailable' })
    }
    expect(
      t.lines.filter((line) => line.includes('session-refused')).map((line) => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({
        why: 'keys unavailable',
        issuer: 'desk',
        do: expect.stringContaining(`${url} gave no keys`),
      }),
    ])
    answer = async () => Response.json((desk.issuer.keys as { jwks: unknown }).jwks)
    clock.skip(5)
    expect((await bring()).status).toBe(200)
  } finally {
    fetched.mockRestore()
  }
})

test('names in a token that nobody signed are no names of people: what does not look like an issuer or a key is left out', async () => {
  const t = await testGateway()
  const made = (header: object, payload: object) =>
    `${[header, payload]
      .map((part) => btoa(JSON.stringify(part)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))
      .join('.')}.AAAA`
  await t.post('/v1/session', {
    hostToken: made({ alg: 'ES256', kid: 'Luc\u00eda de la calle' }, { iss: 'lucia@correo.example' }),
  })
  await t.post('/v1/session', {
    hostToken: made({ alg: 'ES256', kid: 'k7' }, { iss: 'https://other.example' }),
  })
  const lines = t.lines.filter((line) => line.includes('session-refused'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toMatch(/lucia@correo|de la calle/i)
})

test('what a session tells the agent: who they are in their own words, and nothing that is not there', async () => {
  const clock = clockAt()
  const sessions = createSessions(createKeys('s'.repeat(40)), clock, 5)
  const ana = {
    id: 'ana',
    issuer: 'desk',
    hostSession: 'h1',
    roles: ['adviser', 'store'],
    languages: ['es', 'pt'],
    name: 'Ana',
    claims: { shop: 'centro' },
  }
  const begun = await sessions.begin(ana, 'demo', 'chatwoot')
  const answer = await sessions.answer(begun, true)
  expect(answer).toEqual({
    token: expect.any(String),
    expiresIn: 300,
    agent: { roles: ['adviser', 'store'], languages: ['es', 'pt'], name: 'Ana', mayEdit: true },
    cacheKey: expect.stringMatching(/^[\w-]{43}$/),
  })
  const nameless = await sessions.begin({ ...ana, name: undefined }, 'demo', undefined)
  expect((await sessions.answer(nameless, false)).agent).toEqual({
    roles: ['adviser', 'store'],
    languages: ['es', 'pt'],
  })
  const read = (authorization: string) =>
    sessions.read(new Request('https://card.example.com', { headers: { authorization } }))
  expect(await read(`Bearer ${answer.token}`)).toEqual(begun)
  expect(begun.agent).toEqual({
    tenant: 'demo',
    id: 'ana',
    session: expect.any(String),
    roles: ['adviser', 'store'],
    claims: { shop: 'centro' },
    host: 'chatwoot',
  })
  for (const other of [
    answer.token,
    `Basic ${answer.token}`,
    `Bearer  ${answer.token}`,
    `x Bearer ${answer.token}`,
  ])
    await expect(read(other)).rejects.toMatchObject({ code: 'unauthorised' })
})

test('an agent with as many claims as there may be still has a token that is read', async () => {
  const sessions = createSessions(createKeys('s'.repeat(40)), clockAt(), 5)
  const claims = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`claim${n}`, 'x'.repeat(200)]))
  const begun = await sessions.begin(
    { id: 'ana', issuer: 'desk', hostSession: undefined, roles: [], languages: [], name: undefined, claims },
    'demo',
    undefined,
  )
  const { token } = await sessions.answer(begun, false)
  const request = new Request('https://card.example.com', { headers: { authorization: `Bearer ${token}` } })
  expect((await sessions.read(request)).agent.claims).toEqual(claims)
})

test('the host’s proof is good for as long as the configuration says, to the second', async () => {
  const clock = clockAt()
  const sessions = createSessions(createKeys('s'.repeat(40)), clock, 5)
  const begun = await sessions.begin(
    { id: 'ana', issuer: 'desk', hostSession: 's', roles: [], languages: [], name: undefined, claims: {} },
    'demo',
    undefined,
  )
  clock.skip(300)
  expect(() => sessions.renewable(begun)).not.toThrow()
  clock.skip(1)
  expect(() => sessions.renewable(begun)).toThrow('more than 5 minutes old; send a new host token')
})
