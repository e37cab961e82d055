import { expect, it } from 'vitest'
import { SourceError } from './port.ts'
import { openSession } from './session.ts'

/** A gateway that gives tokens t1, t2…; `away` cuts the line. */
function world() {
  const state = { now: 0, away: false, asked: [] as string[], hostTokens: 0 }
  const session = openSession(
    '',
    async () => {
      state.hostTokens++
      return 'host-token'
    },
    async (url) => {
      if (state.away) throw new TypeError('network')
      state.asked.push(url)
      return Response.json({
        token: `t${state.asked.length}`,
        expiresIn: 600,
        cacheKey: 'key',
        agent: { roles: [], languages: [] },
      })
    },
    () => state.now,
  )
  return { session, state }
}

it('a token that was refused after it was replaced does not take the new one away', async () => {
  const { session, state } = world()
  expect(await session.token()).toBe('t1')
  session.forget('t1')
  expect(await session.token()).toBe('t2')
  session.forget('t1')
  expect(session.ready()).toBe('t2')
  expect(state.asked).toEqual(['/v1/session', '/v1/session'])
})
it('a gateway that is away while a token is renewed is offline: the host is not asked for its word again', async () => {
  const { session, state } = world()
  await session.token()
  state.now = 580_000
  state.away = true
  await expect(session.token()).rejects.toEqual(new SourceError('offline', 'no answer'))
  expect(state.hostTokens).toBe(1)
})
