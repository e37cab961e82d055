import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import type { EventBody } from '../../contract/index.ts'
import { type Clock, realClock } from '../../hub/ports.ts'
import {
  eventsOf,
  origin,
  stamped,
  type TestGatewayOptions,
  testGateway,
  whoEvent,
} from '../testing/test-gateway.ts'

const settled: EventBody = { event: 'settled', answered: 0, failed: 0, changes: '' }
const figures = async (t: Awaited<ReturnType<typeof testGateway>>, name: string) =>
  (await (await t.gateway.fetch(new Request(`${origin}/metrics`))).text())
    .split('\n')
    .filter((line) => line.startsWith(name))
const opening = (open: NonNullable<ReturnType<NonNullable<TestGatewayOptions['hub']>>['open']>, more = {}) =>
  testGateway({ hub: () => ({ open }), ...more })

test('what a stream told and how it ended is counted, by kind', async () => {
  const t = await opening(async function* () {
    yield* stamped([whoEvent('c'), settled])
  })
  const token = await t.bearer()
  for (let i = 0; i < 2; i++) await (await t.post('/v1/card', {}, token)).text()
  expect(await figures(t, 'ficha_events_total{')).toEqual([
    'ficha_events_total{event="who"} 2',
    'ficha_events_total{event="settled"} 2',
  ])
  expect(await figures(t, 'ficha_streams_total{')).toEqual(['ficha_streams_total{how="settled"} 2'])
  expect(await figures(t, 'ficha_streams_open')).toEqual(['ficha_streams_open 0'])
})

test('a stream that is open is counted as open; one that its caller leaves, as left', async () => {
  const t = await opening(async function* (_request, _agent, signal) {
    yield* stamped([whoEvent('c')])
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  })
  const reader = (await t.post('/v1/card', {}, await t.bearer())).body!.getReader()
  await reader.read()
  expect(await figures(t, 'ficha_streams_open')).toEqual(['ficha_streams_open 1'])
  await reader.cancel()
  expect(await figures(t, 'ficha_streams_open')).toEqual(['ficha_streams_open 0'])
  expect(await figures(t, 'ficha_streams_total{')).toEqual(['ficha_streams_total{how="left"} 1'])
})

test('a stream that fails midway is a failure of the gateway: counted, and logged by the kind of the error alone', async () => {
  const t = await opening(async function* () {
    yield* stamped([whoEvent('c')])
    throw new RangeError('password=hunter2¤')
  })
  await (await t.post('/v1/card', {}, await t.bearer())).text()
  expect(await figures(t, 'ficha_streams_total{')).toEqual(['ficha_streams_total{how="broken"} 1'])
  expect(await figures(t, 'ficha_failures_total{')).toEqual(['ficha_failures_total{where="stream"} 1'])
  expect(t.lines.map((line) => JSON.parse(line)).filter((line) => line.log === 'stream-failed')).toEqual([
    { at: expect.any(String), log: 'stream-failed', error: 'RangeError' },
  ])
})

test('a stream that ends without having settled is broken, though nothing failed', async () => {
  const t = await opening(async function* () {
    yield* stamped([whoEvent('c')])
  })
  await (await t.post('/v1/card', {}, await t.bearer())).text()
  expect(await figures(t, 'ficha_streams_total{')).toEqual(['ficha_streams_total{how="broken"} 1'])
})

test('the time until it was known who it is is taken once for a card, from the request, under what decided it', async () => {
  let at = Date.parse('2026-03-02T10:00:00Z')
  const clock: Clock = { ...realClock, now: () => new Date(at) }
  const who = (outcome: string, by?: string) =>
    ({ ...whoEvent('c'), outcome, ...(by ? { sure: { by } } : {}) }) as never as EventBody
  const t = await opening(
    async function* () {
      yield* stamped([who('several')])
      at += 2_000
      yield* stamped([who('identified', 'phone')])
      at += 5_000
      yield* stamped([who('identified', 'mail'), settled])
    },
    { clock },
  )
  await (await t.post('/v1/card', {}, await t.bearer())).text()
  expect((await figures(t, 'ficha_identify_seconds')).filter((line) => !line.includes('_bucket'))).toEqual([
    'ficha_identify_seconds_sum{by="phone"} 2',
    'ficha_identify_seconds_count{by="phone"} 1',
  ])
})

test('a gateway that is ending opens a stream only to close it, and the hub is told', async () => {
  let aborted: boolean | undefined
  const t = await opening(async function* (_request, _agent, signal) {
    aborted = signal.aborted
    yield* stamped([whoEvent('c')])
  })
  const token = await t.bearer()
  t.gateway.endStreams()
  expect((await eventsOf(await t.post('/v1/card', {}, token))).some(({ event }) => event === 'settled')).toBe(
    false,
  )
  expect(aborted).toBe(true)
})

test('a customer is the same one in whatever order, spelling and case the host hints; without hints nobody is counted', async () => {
  const t = await testGateway({ config: { limits: { customersPer10Minutes: 1 } } })
  const token = await t.bearer()
  const open = async (...hints: object[]) => {
    const answer = await t.post('/v1/card', { hints }, token)
    await answer.text()
    return answer.status
  }
  const [phone, mail] = [
    { kind: 'phone', value: '+34 (600) 12-34.56' },
    { kind: 'mail', value: 'Lucia@Example.com' },
  ]
  expect([await open(), await open()]).toEqual([200, 200])
  expect(await open(phone, mail)).toBe(200)
  expect(await open({ ...mail, value: 'lucia@example.com' }, { ...phone, value: '+34600123456' })).toBe(200)
  expect(await open(phone)).toBe(429)
  expect(await open()).toBe(200)
})

test('a card that ended leaves nothing behind on the request', async () => {
  const t = await testGateway()
  const request = new Request(`${origin}/v1/card`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await t.bearer()}` },
    signal: new AbortController().signal,
  })
  const before = getEventListeners(request.signal, 'abort').length
  const answer = await t.gateway.fetch(request)
  await answer.text()
  expect([answer.status, getEventListeners(request.signal, 'abort').length]).toEqual([200, before])
})
