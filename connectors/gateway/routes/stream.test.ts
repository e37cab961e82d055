import { parse } from 'valibot'
import { expect, test, vi } from 'vitest'
import { cardEventSchema } from '../../contract/event.ts'
import type { CardEvent } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { ndjson } from './stream.ts'

const settled: CardEvent = {
  v: 1,
  epoch: 7,
  seq: 0,
  revision: 2,
  event: 'settled',
  answered: 1,
  failed: 0,
  changes: '0~0',
}
const refusal = () => new Refusal('expired-handle', 'Open the card again')

/** A stream whose hub says nothing until it is let go on; then these events, and it fails. */
function waiting(failure: Error, ...first: CardEvent[]) {
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const events = (async function* () {
    await gate
    yield* first
    throw failure
  })()
  return { events, go }
}
const options = { epoch: 7, heartbeatMs: 100_000 }
const eventsOf = async (response: Response): Promise<CardEvent[]> =>
  (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parse(cardEventSchema, JSON.parse(line)))

test('a refusal before the first event is thrown, so that it has a status of its own', async () => {
  const { events, go } = waiting(refusal())
  go()
  await expect(ndjson(events, new AbortController(), { ...options, firstMs: 100_000 })).rejects.toMatchObject(
    { code: 'expired-handle' },
  )
})

test('a refusal after the headers and before any event is a fault event under the epoch of the request', async () => {
  const ends: string[] = []
  const { events, go } = waiting(refusal())
  const response = await ndjson(events, new AbortController(), {
    ...options,
    firstMs: 0,
    onEnd: (how) => void ends.push(how),
  })
  go()
  expect(response.status).toBe(200)
  expect(await eventsOf(response)).toEqual([
    { v: 1, epoch: 7, seq: 0, revision: 0, event: 'fault', code: 'hub', says: 'Open the card again' },
  ])
  expect(ends).toEqual(['broken'])
})

test('a failure of our own says nothing of itself', async () => {
  const { events, go } = waiting(new Error('password=hunter2'), settled)
  const response = await ndjson(events, new AbortController(), { ...options, firstMs: 0 })
  go()
  const [, fault] = await eventsOf(response)
  expect(fault).toEqual({
    v: 1,
    epoch: 7,
    seq: 1,
    revision: 2,
    event: 'fault',
    code: 'hub',
    says: 'the gateway failed while answering; try again',
  })
})

/** A stream under timers of the test: what its reader has been sent, and whether the hub's side was ended. */
async function beating(...first: CardEvent[]) {
  let returned = 0
  let next = 0
  const events: AsyncIterable<CardEvent> = {
    [Symbol.asyncIterator]: () => ({
      next: () =>
        next < first.length
          ? Promise.resolve({ done: false as const, value: first[next++] as CardEvent })
          : new Promise(() => {}),
      return: () => {
        returned += 1
        return Promise.resolve({ done: true as const, value: undefined })
      },
    }),
  }
  const leave = new AbortController()
  const ends: string[] = []
  const response = await ndjson(events, leave, {
    ...options,
    heartbeatMs: 5_000,
    firstMs: 0,
    onEnd: (how) => void ends.push(how),
  })
  return { response, leave, ends, returned: () => returned }
}

test('it begins with an empty line and repeats one as often as is said, until its reader leaves: then the hub is told', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const { response, leave, ends, returned } = await beating()
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    const line = async () => new TextDecoder().decode((await reader.read()).value)
    expect(await line()).toBe('\n')
    const beat = line()
    vi.advanceTimersByTime(5_000)
    expect(await beat).toBe('\n')
    expect(vi.getTimerCount()).toBe(1)
    await reader.cancel()
    expect([ends, leave.signal.aborted, returned(), vi.getTimerCount()]).toEqual([['left'], true, 1, 0])
  } finally {
    vi.useRealTimers()
  }
})

test('a reader who reads nothing is not sent more empty lines than it has room for', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const { response, leave } = await beating()
    vi.advanceTimersByTime(500_000)
    leave.abort()
    expect(await response.text()).toBe('\n'.repeat(4))
  } finally {
    vi.useRealTimers()
  }
})

test('a stream that settled ends by itself: no beat goes on, nobody is told to stop', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const ends: string[] = []
    const leave = new AbortController()
    const events = (async function* () {
      yield settled
    })()
    const response = await ndjson(events, leave, {
      ...options,
      firstMs: 0,
      onEnd: (how) => void ends.push(how),
    })
    expect(await eventsOf(response)).toEqual([settled])
    expect([ends, leave.signal.aborted, vi.getTimerCount()]).toEqual([['settled'], false, 0])
  } finally {
    vi.useRealTimers()
  }
})

test('no proxy keeps, changes or holds back a stream', async () => {
  const { response, leave } = await beating()
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  leave.abort()
  await response.text()
})
