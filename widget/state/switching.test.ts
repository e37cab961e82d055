import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent } from '../../connectors/contract/index.ts'
import { runSeed } from '../../e2e/support/seed.ts'
import { createCard } from './index.ts'
import { firstViolation, interleave } from './testing/interleave.ts'
import { type Fault, planted } from './testing/planted.ts'
import {
  type Create,
  flush,
  mark,
  markedSource,
  marksIn,
  onScreen,
  readingOf,
  seeded,
  settled,
  signalOf,
  stamp,
  subjectOf,
  testHost,
  virtualClock,
  whoOf,
} from './testing/world.ts'

const entry = resolve(import.meta.dirname, 'index.ts')
const shared: Fault = {
  file: 'state/stream.ts',
  find: 'applyEvent(cardState, event, { run',
  put: 'applyEvent(context.session().state, event, { run',
}
const unguarded: Fault = { file: 'state/subject-scope.ts', find: 'if (over) return false', put: '' }
const withFault = async (...faults: Fault[]): Promise<Create> =>
  (await planted<{ createCard: Create }>([entry], faults)).createCard

describe('switching customers', () => {
  beforeAll(async () => {
    await import('./actions.ts')
  })

  it('never shows one customer on the screen of another, in random interleavings', async () => {
    const first = runSeed() % 1e6
    const seeds = 400
    console.log(`switching: seeds ${first}..${first + seeds - 1}, 60 steps each`)
    expect(await firstViolation(createCard, seeds, first)).toBeUndefined()
  })

  it('shows something in those interleavings, or they would prove nothing', async () => {
    const clock = virtualClock()
    const host = testHost()
    const card = createCard({
      source: markedSource(clock, seeded(7)),
      host,
      now: clock.now,
      schedule: clock.after,
      random: seeded(8),
    })
    host.bind(subjectOf('A'))
    await clock.run(3_000)
    expect(marksIn(onScreen(card))).toEqual([mark('A', card.state.value.epoch)])
    card.dispose()
  })

  it('is empty in the very task in which the subject changes, A→B→A included', async () => {
    const clock = virtualClock()
    const host = testHost()
    const card = createCard({
      source: markedSource(clock, seeded(3)),
      host,
      now: clock.now,
      schedule: clock.after,
      random: seeded(4),
    })
    const sheets = new Set()
    for (const id of ['A', 'B', 'A', 'A']) {
      host.bind(subjectOf(id))
      expect(marksIn(onScreen(card))).toEqual([])
      sheets.add(card.state.value)
      await clock.run(2_000)
    }
    expect(sheets.size).toBe(4)
    card.dispose()
  })

  it('holds with either of its two locks broken: the closed scope, or the check at the commit', async () => {
    expect(await firstViolation(await withFault(unguarded), 60)).toBeUndefined()
    expect(await firstViolation(await withFault(shared), 60)).toBeUndefined()
  })
})

describe('planted faults are seen', () => {
  beforeAll(async () => {
    await import('./actions.ts')
  })
  const killed = async (...faults: Fault[]) =>
    expect(await firstViolation(await withFault(...faults), 200)).toMatch(/^seed/)

  it('abort without guard', () => killed(shared, unguarded))
  it('check at request instead of commit', () =>
    killed(shared, unguarded, {
      file: 'state/stream.ts',
      find: '  let next = 0\n  try {',
      put: '  let next = 0\n  if (!scope.alive()) return\n  try {',
    }))
  it('id guard instead of epoch', () =>
    killed(
      {
        file: 'state/index.ts',
        find: 'let epoch = 0\n',
        put: 'let epoch = 0\n  const byId = new Map<string, SubjectSession>()\n',
      },
      {
        file: 'state/index.ts',
        find: 'session.scope.end()\n    epoch += 1\n    session = arrive(subject, chosen)',
        put: 'const id = JSON.stringify(subject)\n    epoch += 1\n    session = byId.get(id) ?? arrive(subject, chosen)\n    byId.set(id, session)',
      },
    ))
  it('keep-previous', () =>
    killed({
      file: 'state/index.ts',
      find: '    const begunSession = session\n    if (silent)',
      put: '    const begunSession = session\n    begunSession.state.who.value = state.value.who.value\n    if (silent)',
    }))

  it('retract ignored', async () => {
    const run = async (create: Create) => {
      const clock = virtualClock()
      const host = testHost()
      const events = [
        ...stamp(
          [
            whoOf('Ana'),
            readingOf('orders', 'shop', '¤stranger¤', 'r2'),
            readingOf('orders', 'desk', 'own', 'r1'),
            signalOf('¤stranger¤ counts'),
          ],
          1,
        ),
        { v: 1, epoch: 1, seq: 4, revision: 1, event: 'retract', records: ['r2'], says: '' } as const,
        { v: 1, epoch: 1, seq: 5, revision: 0, ...readingOf('orders', 'shop', '¤stranger¤', 'r2') } as const,
        { v: 1, epoch: 1, seq: 6, revision: 1, ...settled } as const,
      ]
      const card = create({
        source: {
          ...markedSource(clock, seeded(1)),
          open: async function* (): AsyncGenerator<CardEvent> {
            yield* events as unknown as CardEvent[]
          },
          changes: () => new Promise(() => {}),
        },
        host,
        now: clock.now,
        schedule: clock.after,
      })
      host.bind(subjectOf('Ana'))
      await flush()
      const text = onScreen(card)
      card.dispose()
      return text
    }
    expect(await run(createCard)).not.toContain('¤stranger¤')
    expect(await run(createCard)).toContain('own')
    expect(
      await run(
        await withFault({
          file: 'state/apply-event.ts',
          find: 'return retract(state, event.records, revision, run)',
          put: 'return',
        }),
      ),
    ).toContain('¤stranger¤')
  })

  it('says which seed', async () => {
    expect(await interleave(await withFault(shared, unguarded), 1, 400)).toMatch(/seed 1/)
  })
})
