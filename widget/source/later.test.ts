import { describe, expect, it, vi } from 'vitest'
import type { Outcome } from '../../connectors/contract/index.ts'
import { gatewayLater, type LaterRequests } from './later.ts'

const outcome = (n: number): Outcome => ({ kind: 'late', connector: `s${n}`, at: '2026-11-01T10:00:00Z' })
const outcomes = (n: number) => Array.from({ length: n }, (_, i) => outcome(i))

it('of earlier outcomes, those from the first batch that does not arrive on are kept for another time', async () => {
  const missed: (readonly Outcome[])[] = []
  const statuses = [204, 204, 503]
  const later = gatewayLater({
    base: '',
    call: () => Promise.reject(new Error('not asked')),
    fetch: async () => new Response(null, { status: statuses.shift() ?? 204 }),
    session: { token: async () => 't1', forget: () => {} },
    unsent: (batch) => missed.push(batch),
    queued: async () => outcomes(120),
  })
  expect(await later.send([outcome(0)])).toBe(true)
  expect(missed).toEqual([outcomes(120).slice(50)])
  expect(statuses).toEqual([])
})

describe('what is sent to the gateway of how it went', () => {
  const sender = (...statuses: number[]) => {
    const calls: [string, RequestInit][] = []
    const forgotten: string[] = []
    const queued = vi.fn(async () => [] as Outcome[])
    let tokens = 0
    const { send } = gatewayLater({
      base: 'https://g',
      call: () => Promise.reject(new Error('not asked')),
      fetch: async (url, init) => {
        calls.push([url, init])
        const status = statuses.shift()
        if (status === undefined) throw new TypeError('network')
        return new Response(null, { status })
      },
      session: { token: async () => `t${++tokens}`, forget: (token) => void forgotten.push(token) },
      unsent: () => {},
      queued,
    })
    return { send, calls, forgotten, queued }
  }
  it('outlives the page, and takes nothing of the browser along', async () => {
    const { send, calls } = sender(204)
    await send([outcome(1)])
    expect(calls).toEqual([
      [
        'https://g/v1/outcomes',
        {
          method: 'POST',
          keepalive: true,
          credentials: 'omit',
          body: JSON.stringify({ outcomes: [outcome(1)] }),
          headers: { 'content-type': 'application/json', authorization: 'Bearer t1' },
        },
      ],
    ])
  })
  it.each([
    [true, [204], 1],
    [true, [400], 1],
    [true, [403], 1],
    [false, [429], 1],
    [false, [500], 1],
    [false, [503], 1],
    [false, [], 1],
    [true, [401, 204], 2],
    [false, [401, 401, 204], 2],
  ])('arrived: %s after %j, in %i tries', async (arrived, statuses, tries) => {
    const { send, calls, forgotten, queued } = sender(...statuses)
    expect(await send([outcome(1)])).toBe(arrived)
    expect(calls).toHaveLength(tries)
    expect(forgotten).toEqual(tries === 2 ? ['t1'] : [])
    // What was kept from earlier goes only where this one arrived.
    expect(queued).toHaveBeenCalledTimes(arrived ? 1 : 0)
  })
})

describe('a request besides the streams', () => {
  const says = { says: 'Hecho' }
  const kinds: [keyof LaterRequests, path: string, answer: Record<string, unknown>, result?: unknown][] = [
    ['search', '/v1/search', { candidates: [] }, []],
    ['decide', '/v1/decide', says],
    ['reveal', '/v1/reveal', { value: null, forSeconds: 60 }],
    ['act', '/v1/act', { ...says, done: false, refresh: [] }],
    ['changes', '/v1/changes', { changes: 'c1', what: [] }],
    ['timeline', '/v1/timeline', { entries: [], coming: [], gaps: [] }],
    ['journey', '/v1/journey', { steps: [], missing: [] }],
    ['previewAsRole', '/v1/role-preview', { views: [] }],
  ]
  const asked = (body: unknown) => {
    const call = vi.fn(async (_path: string, _body: unknown, _signal?: AbortSignal) => Response.json(body))
    const later = gatewayLater({
      base: '',
      call,
      fetch: () => Promise.reject(new Error('not sent')),
      session: { token: async () => 't', forget: () => {} },
      unsent: () => {},
      queued: undefined,
    }) as unknown as Record<string, (request: unknown, signal: AbortSignal) => Promise<unknown>>
    return { call, later }
  }
  it.each(kinds)(
    '%s goes to its own address, and can be called off',
    async (name, path, answer, result = answer) => {
      const { call, later } = asked(answer)
      const { signal } = new AbortController()
      expect(await later[name]?.({ a: 1 }, signal)).toEqual(result)
      // A decision, a reveal and an action are carried out whoever is on screen meanwhile.
      const lasting = ['decide', 'reveal', 'act'].includes(name)
      expect(call.mock.calls).toEqual([lasting ? [path, { a: 1 }] : [path, { a: 1 }, signal]])
    },
  )
  it.each(kinds)('%s without any part of its answer is a lost line', async (name, _path, answer) => {
    for (const key of Object.keys(answer)) {
      const { later } = asked({ ...answer, [key]: undefined })
      await expect(later[name]?.({}, new AbortController().signal), key).rejects.toMatchObject({
        code: 'lost',
      })
    }
  })
})
