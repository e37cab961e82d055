import { expect, it, vi } from 'vitest'
import type { CardEvent } from '../../connectors/contract/index.ts'
import { createCard } from './index.ts'
import {
  flush,
  markedSource,
  seeded,
  settled,
  stamp,
  subjectOf,
  testHost,
  virtualClock,
  whoOf,
} from './testing/world.ts'

// The chunk of what the agent does cannot be fetched: the gateway went away after the first look.
vi.mock('./actions.ts', () => {
  throw new TypeError('failed to fetch the module')
})

it('a card whose later parts cannot be loaded opens its stream again, and says of what the agent did that it failed', async () => {
  const clock = virtualClock()
  const host = testHost()
  let opened = 0
  const card = createCard({
    source: {
      ...markedSource(clock, seeded(1)),
      open: async function* (r): AsyncGenerator<CardEvent> {
        opened++
        yield* stamp([whoOf('Ana'), settled], r.epoch ?? 0)
      },
    },
    host,
    now: clock.now,
    schedule: clock.after,
    random: () => 0.5,
  })
  host.bind(subjectOf('Ana'))
  await expect.poll(() => clock.waiting()).toBe(1)
  expect(opened).toBe(1)
  await clock.run(525)
  expect(opened).toBe(2)
  const target = { ref: 'r', field: 'iban', reason: 'devolución' }
  expect(await card.reveal(target)).toEqual({ is: 'failed', says: '', code: 'offline' })
  expect(await card.decide('not-them')).toEqual({ is: 'failed', says: '', code: 'offline' })
  expect(await card.draft().catch(() => 'no draft')).toBe('no draft')
  const late = card.reveal(target)
  host.bind(subjectOf('Eva'))
  expect(await late).toEqual({ is: 'gone' })
  await flush()
  card.dispose()
})
