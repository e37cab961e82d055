import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import type { Candidate } from '../../contract/index.ts'
import { origin, stamped, testGateway, whoEvent } from '../testing/test-gateway.ts'
import { withAbort } from './with-abort.ts'

const candidate = (name: string): Candidate => ({
  ref: `ref ${name}`,
  name: { shown: 'clear', value: { full: name } },
  kind: 'person',
  facts: [],
  systems: ['shop'],
  says: '',
  bits: 1,
  preselected: false,
})

test('search counts whom it showed: who was shown too many is refused before a system is asked', async () => {
  let asked = 0
  const names = ['Ana', 'Eva', 'Rita']
  const t = await testGateway({
    config: { limits: { foundPer10Minutes: 2 } },
    hub: () => ({
      search: async () => {
        asked += 1
        return names.slice(0, asked).map(candidate)
      },
    }),
  })
  const token = await t.bearer()
  const search = async () => (await t.post('/v1/search', { text: 'Ana Eva', locale: 'es' }, token)).status
  // One, then two of whom one was shown before; then three are one too many.
  expect([await search(), await search(), await search()]).toEqual([200, 200, 429])
  expect(asked).toBe(3)
})

test('customers of one name are counted one by one: what else search showed of them tells them apart', async () => {
  const born = ['1980-01-02', '1985-03-04', '1990-05-06']
  const t = await testGateway({
    config: { limits: { foundPer10Minutes: 2 } },
    hub: () => ({
      search: async () =>
        born.map((value, n) => ({
          ...candidate('Ana García'),
          ref: `ref ${n}`,
          facts: [{ kind: 'birthDate', label: 'Born', field: { shown: 'clear' as const, value } }],
        })),
    }),
  })
  const body = { text: 'Ana García', locale: 'es' }
  expect((await t.post('/v1/search', body, await t.bearer())).status).toBe(429)
})

test('each reveal counts, whether it succeeds or not', async () => {
  const t = await testGateway({ config: { limits: { revealsPer10Minutes: 2 } } })
  const token = await t.bearer()
  const reveal = async () =>
    (await t.post('/v1/reveal', { card: 'c', ref: 'r', field: 'f', reason: 'porque sí' }, token)).status
  expect([await reveal(), await reveal(), await reveal()]).toEqual([410, 410, 429])
})

test('a gateway that drains ends its long polls, is not ready, and counts neither poll nor stream as open', async () => {
  let left = 0
  const t = await testGateway({
    hub: () => ({
      changes: (_request, _agent, signal) =>
        new Promise((resolve) => {
          left += 1
          signal.addEventListener('abort', () => resolve({ changes: '', what: [] }))
        }),
    }),
  })
  const get = (path: string) => t.gateway.fetch(new Request(`${origin}${path}`))
  const token = await t.bearer()
  expect((await get('/readyz')).status).toBe(200)
  const polling = t.post('/v1/changes', { card: 'c', changes: 'x' }, token)
  await expect.poll(() => left, { timeout: 20_000 }).toBe(1)
  expect(await (await get('/metrics')).text()).toContain('\nficha_polls_open 1\n')
  t.gateway.drain()
  expect((await polling).status).toBe(200)
  expect((await get('/readyz')).status).toBe(503)
  await (await t.post('/v1/card', {}, token)).text()
  const metrics = await (await get('/metrics')).text()
  expect(metrics).toContain('\nficha_polls_open 0\n')
  expect(metrics).toContain('\nficha_streams_open 0\n')
})

test('a store that does not answer makes the gateway not ready', async () => {
  const t = await testGateway()
  t.stores.ping = () => Promise.reject(new Error('disk full'))
  expect((await t.gateway.fetch(new Request(`${origin}/readyz`))).status).toBe(503)
})

test('work that ended leaves nothing behind on the signals that live on', async () => {
  const ends = new AbortController()
  const request = new Request(origin)
  expect(await withAbort(request, ends.signal, async (signal) => signal.aborted)).toBe(false)
  await expect(withAbort(request, ends.signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(getEventListeners(ends.signal, 'abort')).toEqual([])
  expect(getEventListeners(request.signal, 'abort')).toEqual([])
})

test('a stream that failed before its first event is not counted as open', async () => {
  const t = await testGateway({
    hub: () => ({
      // biome-ignore lint/correctness/useYield: it fails before it could
      async *open() {
        throw new Error('failed')
      },
      async *ask() {
        yield* stamped([whoEvent('c')])
      },
    }),
  })
  expect((await t.post('/v1/card', {}, await t.bearer())).status).toBe(500)
  expect(await (await t.gateway.fetch(new Request(`${origin}/metrics`))).text()).toContain(
    '\nficha_streams_open 0\n',
  )
})

test('work whose caller has left already, or at a gateway that is ending, is told so at once', async () => {
  const left = new Request(origin, { signal: AbortSignal.abort() })
  const lives = new AbortController().signal
  expect(await withAbort(left, lives, async (signal) => signal.aborted)).toBe(true)
  expect(await withAbort(new Request(origin), AbortSignal.abort(), async (signal) => signal.aborted)).toBe(
    true,
  )
})

test('an action goes on when its caller has left; a question ends', async () => {
  const heard: string[] = []
  const listening = async (name: string, signal: AbortSignal) => {
    signal.addEventListener('abort', () => heard.push(name))
    caller.abort()
    return { done: true, says: '', refresh: [] } as never
  }
  const t = await testGateway({
    hub: () => ({
      act: (_request, _agent, signal) => listening('act', signal),
      timeline: (_request, _agent, signal) => listening('timeline', signal),
      journey: (_request, _agent, signal) => listening('journey', signal),
      previewAsRole: (_request, _agent, signal) => listening('role-preview', signal),
    }),
  })
  const token = await t.bearer()
  let caller = new AbortController()
  const send = async (path: string, body: object) => {
    caller = new AbortController()
    const answer = await t.gateway.fetch(
      new Request(`${origin}/v1/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        signal: caller.signal,
      }),
    )
    return answer.status
  }
  expect([
    await send('act', { card: 'c', connector: 'shop', action: 'refund', input: {}, key: 'k'.repeat(8) }),
    await send('timeline', { card: 'c' }),
    await send('journey', { card: 'c' }),
    await send('role-preview', {}),
  ]).toEqual([200, 200, 200, 200])
  expect(heard).toEqual(['timeline', 'journey', 'role-preview'])
})
