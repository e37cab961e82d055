import { beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import { createCard } from './index.ts'
import {
  flush,
  markedSource,
  readingOf,
  seeded,
  settled,
  stamp,
  subjectOf,
  testHost,
  virtualClock,
  whoOf,
} from './testing/world.ts'

const expired = () =>
  new SourceError('refused', '', {
    type: '',
    title: '',
    status: 410,
    code: 'expired-handle',
    detail: 'Esto era de una ficha anterior',
  })
const minute = 60_000

/** A card whose streams are whole, and counted with their time; `more` says what is refused. */
function world(more: (clock: ReturnType<typeof virtualClock>) => Partial<Source>) {
  const clock = virtualClock()
  const host = testHost()
  const opened: number[] = []
  const card = createCard({
    source: {
      ...markedSource(clock, seeded(1)),
      changes: () => new Promise(() => {}),
      async *open(request) {
        opened.push(clock.now())
        yield* stamp([whoOf('Ana'), readingOf('orders', 'shop', '10432'), settled], request.epoch ?? 0)
      },
      ...more(clock),
    },
    host,
    now: clock.now,
    schedule: clock.after,
    random: () => 0.5,
  })
  host.bind(subjectOf('Ana'))
  return { clock, card, opened, line: () => card.state.value.connection.value }
}
/** Refuses after the stream has settled, as a gateway far away does. */
const refusesAsks = (clock: ReturnType<typeof virtualClock>): Partial<Source> => ({
  ask: async function* (): AsyncGenerator<CardEvent> {
    await new Promise<void>((done) => {
      clock.after(50, done)
    })
    throw expired()
  },
})
const pauses = (times: readonly number[]) => times.slice(1).map((time, i) => time - (times[i] ?? 0))

beforeAll(async () => {
  await import('./actions.ts')
})

describe('a gateway that refuses each handle it has just given', () => {
  it('is asked for new ones after pauses that grow, a few times in all; then the card says why', async () => {
    const w = world(refusesAsks)
    await flush()
    w.card.open('contacts')
    await w.clock.run(10 * minute)
    const grow = pauses(w.opened).slice(1)
    expect(w.opened).toHaveLength(8)
    expect(grow).toEqual([...grow].sort((a, b) => a - b))
    expect(grow[0]).toBeGreaterThan(1_000)
    expect(w.line()).toMatchObject({
      line: 'refused',
      problem: { code: 'expired-handle', detail: 'Esto era de una ficha anterior' },
    })
    expect(w.line()).not.toHaveProperty('retryAt')
    expect(w.card.state.value.who.value?.person?.name).toMatchObject({ value: { full: 'Ana' } })
  })
  it('is not asked on by the wait for changes either', async () => {
    const w = world(() => ({ changes: () => Promise.reject(expired()) }))
    await w.clock.run(10 * minute)
    expect(w.opened).toHaveLength(8)
    expect(w.line()).toMatchObject({ line: 'refused', problem: { code: 'expired-handle' } })
  })
  it('is asked at once when the agent wants it, and only then', async () => {
    const w = world(refusesAsks)
    await flush()
    w.card.open('contacts')
    await w.clock.run(minute)
    const before = w.opened.length
    w.card.retry()
    await w.clock.run(minute)
    expect(w.opened).toHaveLength(before + 1)
    expect(w.line().line).toBe('refused')
  })
})

it('handles that grow old one after another are each renewed at once', async () => {
  const w = world((clock) => ({
    changes: () =>
      new Promise((_, reject) => {
        clock.after(15 * minute, () => reject(expired()))
      }),
  }))
  await w.clock.run(181 * minute)
  expect(w.opened).toHaveLength(13)
  expect(pauses(w.opened)).toEqual(Array.from({ length: 12 }, () => 15 * minute))
  expect(w.line().line).toBe('ready')
})
