import { expect, test } from 'vitest'
import { type Agent, type Clock, realClock } from '../../hub/ports.ts'
import { origin, stamped, testGateway, whoEvent } from '../testing/test-gateway.ts'

test('a session is renewed for as long as the host’s proof is fresh, and no longer', async () => {
  let at = Date.parse('2026-03-02T10:00:00Z')
  const clock: Clock = { ...realClock, now: () => new Date(at) }
  const t = await testGateway({ clock, config: { session: { minutes: 4 } } })
  const token = await t.bearer()
  const renew = async () => (await t.post('/v1/renew', {}, token)).status
  at += 4 * 60_000
  expect(await renew()).toBe(200)
  at += 1_000
  expect(await renew()).toBe(401)
})

test.each([
  ['acme', 'acme'],
  ['https://desk.example.com', 'https://desk.example.com'],
  ['evil', undefined],
  [undefined, undefined],
])('a host that signs as %j is known to templates as %j', async (claimed, known) => {
  let seen: Agent | undefined
  const t = await testGateway({
    config: { hosts: ['https://desk.example.com', { origin: 'https://acme.example.com', name: 'acme' }] },
    hub: () => ({
      async *open(_request, agent) {
        seen = agent
        yield* stamped([whoEvent('c')])
      },
    }),
  })
  const agent = { id: 'ana', roles: ['adviser'], ...(claimed === undefined ? {} : { host: claimed }) }
  await (await t.post('/v1/card', {}, await t.bearer(agent))).text()
  expect(seen?.host).toBe(known)
})

const exchange = (t: Awaited<ReturnType<typeof testGateway>>, hostToken: string, peer?: string) =>
  t.gateway.fetch(
    new Request(`${origin}/v1/session`, {
      method: 'POST',
      body: JSON.stringify({ hostToken }),
      headers: { 'content-type': 'application/json' },
    }),
    peer,
  )
const refusals = async (t: Awaited<ReturnType<typeof testGateway>>) =>
  (await (await t.gateway.fetch(new Request(`${origin}/metrics`))).text())
    .split('\n')
    .filter((line) => line.startsWith('ficha_sessions_refused_total{'))

test('each refused token is counted under its cause and told to whoever operates; only a bad one counts against its address', async () => {
  const t = await testGateway({ config: { limits: { refusalsPerMinute: 2 } } })
  const token = await t.issuer.sign({ id: 'ana', roles: ['adviser'] })
  const { once } = t.stores.nonces
  t.stores.nonces.once = () => Promise.reject(new Error('disk full'))
  const failed = [await exchange(t, token, '203.0.113.9'), await exchange(t, token, '203.0.113.9')]
  t.stores.nonces.once = once
  const refused = [await exchange(t, 'forged', '203.0.113.9'), await exchange(t, 'forged', '203.0.113.9')]
  const locked = await exchange(t, token, '203.0.113.9')
  expect([...failed, ...refused, locked].map(({ status }) => status)).toEqual([500, 500, 401, 401, 429])
  expect((await exchange(t, token, '198.51.100.1')).status).toBe(200)
  expect(await refusals(t)).toEqual([
    'ficha_sessions_refused_total{why="failed"} 2',
    'ficha_sessions_refused_total{why="not a token"} 2',
    'ficha_sessions_refused_total{why="too-many"} 1',
  ])
  expect(
    t.lines.map((line) => JSON.parse(line)).filter(({ log }) => log === 'session-refused'),
  ).toMatchObject([{ why: 'not a token' }])
})

test('an agent who proves itself too often is refused like one who asks too often', async () => {
  const t = await testGateway({ config: { limits: { requestsPerMinute: 2 } } })
  const again = async () => (await exchange(t, await t.issuer.sign({ id: 'ana', roles: ['adviser'] }))).status
  expect([await again(), await again(), await again()]).toEqual([200, 200, 429])
})

test('the card asks its agent a question as often as the configuration says, and never where it says nothing', async () => {
  const told = async (config: object) => {
    const t = await testGateway({ config })
    const answer = await exchange(t, await t.issuer.sign({ id: 'ana', roles: ['adviser'] }))
    return ((await answer.json()) as { agent: { surveyEvery?: number } }).agent
  }
  expect((await told({ quality: { askAgents: 20 } })).surveyEvery).toBe(20)
  expect(await told({})).not.toHaveProperty('surveyEvery')
  expect(await told({ quality: {} })).not.toHaveProperty('surveyEvery')
})
