import { expect, it } from 'vitest'
import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from './port.ts'
import { reading, settled, system, who } from './sample-events.ts'
import { type TraceEntry, tracedSource } from './trace.ts'

/** A source that lets ten milliseconds pass before each event and each answer. */
function world(events: readonly object[], error?: SourceError) {
  let now = 1_000
  const source = {
    place: 'gateway',
    async *open(): AsyncGenerator<CardEvent> {
      for (const event of events) {
        now += 10
        yield event as CardEvent
      }
      if (error) throw error
    },
    search: async () => {
      now += 10
      return []
    },
    reveal: async () => {
      now += 10
      throw error
    },
  } as unknown as Source
  const entries: TraceEntry[] = []
  const traced = tracedSource(
    source,
    (entry) => entries.push(entry),
    () => now,
  )
  const open = async () => {
    const heard: unknown[] = []
    for await (const event of traced.open({}, new AbortController().signal)) heard.push(event)
    return heard
  }
  return { traced, entries, open }
}
const down = { ...system, state: 'down', code: 'late' } satisfies Partial<EventBody>

it('each event of a stream is listed with its time, its kind, its system and how long that system took', async () => {
  const events = [who, { ...system, state: 'asking' }, reading, down, settled]
  const w = world(events)
  expect(await w.open()).toEqual(events)
  expect(w.entries.map((e) => [e.request, e.after, e.event, e.kind, e.system, e.took])).toEqual([
    [1, 0, 'request', 'card', '', undefined],
    [1, 10, 'who', 'identified', '', undefined],
    [1, 20, 'system', 'asking', 'shop', undefined],
    [1, 30, 'reading', 'orders value', 'shop', undefined],
    [1, 40, 'system', 'down, late', 'shop', 20],
    [1, 50, 'settled', '1 answered, 0 failed', '', undefined],
    [1, 50, 'answer', 'card', '', 50],
  ])
})

it('a request that fails is listed with its code, and fails as it did', async () => {
  const refused = new SourceError('refused', '', {
    type: '',
    title: '',
    status: 410,
    code: 'expired-handle',
    detail: 'secret of the gateway',
  })
  const w = world([who], refused)
  await expect(w.open()).rejects.toBe(refused)
  await expect(w.traced.reveal({ card: 'handle', ref: 'r', field: 'iban', reason: 'x' })).rejects.toBe(
    refused,
  )
  await w.traced.search({ text: 'Soler' }, new AbortController().signal)
  expect(w.entries.filter((e) => e.event !== 'who').map((e) => [e.request, e.event, e.kind])).toEqual([
    [1, 'request', 'card'],
    [1, 'failed', 'expired-handle'],
    [2, 'request', 'reveal'],
    [2, 'failed', 'expired-handle'],
    [3, 'request', 'search'],
    [3, 'answer', 'search'],
  ])
})

it('a stream cut before it has settled is listed as failed', async () => {
  const w = world([who])
  await w.open()
  expect(w.entries.at(-1)).toMatchObject({ event: 'failed', kind: 'card: ended before settled' })
})

it('no value, no name, no handle and no word of an event is listed', async () => {
  const w = world([who, reading, { ...system, title: 'Tienda' }, settled])
  await w.open()
  await w.traced.search({ text: 'Soler' }, new AbortController().signal)
  expect([...new Set(w.entries.flatMap(({ event, kind, system: id }) => [event, kind, id]))]).toEqual([
    'request',
    'card',
    '',
    'who',
    'identified',
    'reading',
    'orders value',
    'shop',
    'system',
    'answered',
    'settled',
    '1 answered, 0 failed',
    'answer',
    'search',
  ])
})
