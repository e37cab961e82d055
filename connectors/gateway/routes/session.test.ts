import { expect, test } from 'vitest'
import { type Agent, type Clock, realClock } from '../../hub/ports.ts'
import { stamped, testGateway, whoEvent } from '../testing/test-gateway.ts'

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
