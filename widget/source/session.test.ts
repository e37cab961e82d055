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
it('a token is renewed half a minute before its ten minutes end; one that is over is not renewed, but asked for', async () => {
  const { session, state } = world()
  await session.token()
  state.now = 569_999
  expect(session.ready()).toBe('t1')
  state.now = 570_000
  expect(session.ready()).toBeUndefined()
  expect(await session.token()).toBe('t2')
  state.now = 570_000 + 600_000
  expect(await session.token()).toBe('t3')
  expect(state.asked).toEqual(['/v1/session', '/v1/renew', '/v1/session'])
})
it('an exchange that failed is tried again by the next call; two calls at once are one', async () => {
  const { session, state } = world()
  state.away = true
  await expect(session.token()).rejects.toMatchObject({ code: 'offline' })
  state.away = false
  expect(await Promise.all([session.token(), session.token(), session.answer()])).toMatchObject([
    't1',
    't1',
    { token: 't1', cacheKey: 'key' },
  ])
  expect([state.asked, state.hostTokens]).toEqual([['/v1/session'], 2])
})
const agent = { roles: ['adviser'], languages: ['es'] }
const whole = { token: 't', expiresIn: 600, cacheKey: 'key', agent }
it.each([
  ['no token', { ...whole, token: undefined }],
  ['an empty token', { ...whole, token: '' }],
  ['no end', { ...whole, expiresIn: '600' }],
  ['an end in the past', { ...whole, expiresIn: 0 }],
  ['no key', { ...whole, cacheKey: undefined }],
  ['no agent', { ...whole, agent: null }],
  ['no roles', { ...whole, agent: { languages: ['es'] } }],
  ['a role that is none', { ...whole, agent: { ...agent, roles: [7] } }],
  ['no languages', { ...whole, agent: { roles: [] } }],
])('a session with %s is none', async (_what, body) => {
  const open = (of: unknown) =>
    openSession(
      '',
      async () => 'host-token',
      async () => Response.json(of),
      () => 0,
    )
  await expect(open(body).token()).rejects.toMatchObject({ code: 'lost' })
  expect(await open(whole).token()).toBe('t')
})
