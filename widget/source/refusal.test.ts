import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setLanguage } from '../i18n/index.ts'
import { noHostToken, refusal } from './refusal.ts'

beforeEach(() => setLanguage('es'))
afterEach(() => void vi.restoreAllMocks())

const problem = (more: object, status = 403, type = 'application/problem+json; charset=utf-8') =>
  new Response(
    JSON.stringify({ type: 'urn:x', title: 'No', status, code: 'forbidden', detail: 'no', ...more }),
    {
      status,
      headers: { 'content-type': type },
    },
  )

describe('a refusal of the gateway', () => {
  it('says what it is, why, and when to come again', async () => {
    expect(
      (await refusal(problem({ detail: 'la finalidad no es tuya', retryAfter: 9, more: 1 }))).problem,
    ).toEqual({
      type: 'urn:x',
      title: 'No',
      status: 403,
      code: 'forbidden',
      detail: 'la finalidad no es tuya',
      retryAfter: 9,
    })
    expect((await refusal(problem({ type: 1, title: 2, status: 'x', retryAfter: -1 }))).problem).toEqual({
      type: 'about:blank',
      title: '',
      status: 0,
      code: 'forbidden',
      detail: 'no',
    })
    expect((await refusal(problem({ retryAfter: '9' }))).problem).not.toHaveProperty('retryAfter')
  })
  it('for every reason that it may have is told as that one', async () => {
    for (const code of [
      'bad-request',
      'unauthorised',
      'forbidden',
      'not-found',
      'expired-handle',
      'too-many',
      'too-large',
      'audit-unavailable',
      'issuer-unavailable',
      'rule-refused',
      'conflict',
      'internal',
    ])
      expect((await refusal(problem({ code }, 503))).problem?.code, code).toBe(code)
  })
  it('is for its operator as it came, and for the agent in two thousand characters at most', async () => {
    const { message, problem: of } = await refusal(problem({ detail: 'x'.repeat(3_000) }))
    expect([message.length, of?.detail.length]).toEqual([2_000, 2_000])
    const general = await refusal(problem({ code: 'unauthorised', detail: 'the token is not ours' }, 401))
    expect(general.message).toBe('the token is not ours')
    expect(general.problem?.detail).toContain('La pasarela no acepta')
  })
  it('names the number in its log only where the gateway failed', async () => {
    const number = '0b0e7f9a-1111-4222-8333-444455556666'
    const detail = `failed on request ${number}; see the log`
    expect((await refusal(problem({ code: 'internal', detail }, 500))).problem?.detail).toContain(
      `(${number})`,
    )
    expect((await refusal(problem({ code: 'too-many', detail }, 429))).problem?.detail).not.toContain(number)
  })
  it.each([
    ['without a reason', problem({ code: undefined }, 400)],
    ['for a reason nobody knows', problem({ code: 'toString' }, 400)],
    ['without words', problem({ detail: 7 }, 400)],
    ['that is not declared as one', problem({}, 400, 'application/json')],
    [
      'that cannot be read',
      new Response('{', { status: 400, headers: { 'content-type': 'application/problem+json' } }),
    ],
  ])('%s is a failure of the gateway', async (_what, response) => {
    const { code, message, problem: of } = await refusal(response)
    expect([code, message, of?.code, of?.status]).toEqual([
      'refused',
      'the gateway answered 400',
      'internal',
      400,
    ])
  })
  it('that a proxy gives while nobody answers behind it is offline', async () => {
    const codes: Record<number, string> = {}
    for (const status of [500, 501, 502, 503, 504, 505])
      codes[status] = (await refusal(new Response('<html>', { status }))).code
    expect(codes).toEqual({
      500: 'refused',
      501: 'refused',
      502: 'offline',
      503: 'offline',
      504: 'offline',
      505: 'refused',
    })
  })
})

it('a host without a token is told to its integrator, and to the agent in other words', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const error = await noHostToken(new Error('the host page gave no token: 404'))
  expect([error.code, error.message, error.problem?.code, error.problem?.status]).toEqual([
    'refused',
    'the host page gave no token: 404',
    'unauthorised',
    401,
  ])
  expect(error.problem?.detail).toContain('Tu herramienta no ha dicho quién eres')
  expect((await noHostToken('a text')).message).toBe('a text')
  expect(warn.mock.calls).toEqual([['[ficha] the host page gave no token: 404'], ['[ficha] a text']])
})
