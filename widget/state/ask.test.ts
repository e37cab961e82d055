import { beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent, EventBody, Outcome } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import type { Store } from '../storage/port.ts'
import { type CardParts, createCard } from './index.ts'
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

type Asked = Parameters<Source['ask']>[0]
function world(more: Partial<Source> = {}, parts: Partial<CardParts> = {}) {
  const clock = virtualClock()
  const host = testHost()
  const outcomes: Outcome[] = []
  const asked: Asked[] = []
  const opened: Parameters<Source['open']>[0][] = []
  const events = async function* (epoch: number | undefined, bodies: EventBody[]): AsyncGenerator<CardEvent> {
    yield* stamp(bodies, epoch ?? 0)
  }
  const source: Source = {
    ...markedSource(clock, seeded(1)),
    changes: () => new Promise(() => {}),
    outcome: (o) => outcomes.push(o),
    open: (r) => {
      opened.push(r)
      return events(r.epoch, [whoOf('Ana'), readingOf('orders', 'shop', '10432'), settled])
    },
    ask: (r) => {
      asked.push(r)
      return events(r.epoch, [readingOf('interactions', 'desk', 'a'), settled])
    },
    ...more,
  }
  const card = createCard({
    source,
    host,
    now: clock.now,
    schedule: clock.after,
    random: () => 0.5,
    ...parts,
  })
  const panel = (id: string) => card.state.value.panels.value.find((p) => p.view.id === id)
  return { clock, host, card, outcomes, asked, opened, panel }
}
const refusal = (code: 'expired-handle' | 'forbidden', detail = '') =>
  new SourceError('refused', '', { type: '', title: '', status: 403, code, detail })
const emptyStore: Store = {
  recents: async () => [],
  remember: async () => {},
  draft: async () => null,
  keepDraft: async () => {},
  place: async () => null,
  keepPlace: async () => {},
  queue: async () => {},
  unqueue: async () => [],
  shred: async () => {},
  kept: async () => 'memory',
}
beforeAll(async () => {
  await import('./actions.ts')
})

describe('a panel that is opened', () => {
  it('asks its own question once, and is counted; one that was asked with the card asks nothing', async () => {
    const w = world()
    w.host.bind(subjectOf('Ana'))
    await flush()
    w.card.open('contacts')
    w.card.open('orders')
    await flush()
    expect(w.asked).toMatchObject([{ question: 'interactions', card: 'card Ana', epoch: 1, locale: 'es' }])
    expect(w.panel('contacts')).toMatchObject({ is: 'rows', request: { is: 'asked' } })
    expect(w.outcomes.filter((o) => o.kind === 'panel-opened')).toMatchObject([{ question: 'interactions' }])
    w.card.askMore('returns')
    await flush()
    expect(w.outcomes.filter((o) => o.kind === 'asked-more')).toMatchObject([{ question: 'returns' }])
    expect(w.asked.at(-1)).toMatchObject({ question: 'returns' })
  })
  it('says what refused it, and asks for new handles once when they are too old', async () => {
    for (const [code, opens] of [
      ['forbidden', 1],
      ['expired-handle', 2],
    ] as const) {
      let asks = 0
      const w = world({
        ask: async function* (): AsyncGenerator<CardEvent> {
          if (asks++ === 0) throw refusal(code, 'Pide permiso')
          await new Promise(() => {})
        },
      })
      w.host.bind(subjectOf('Ana'))
      await flush()
      w.card.open('contacts')
      await flush()
      expect([asks, w.opened.length], code).toEqual([opens, opens])
      if (code === 'forbidden')
        expect(w.panel('contacts')?.request).toEqual({ is: 'failed', says: 'Pide permiso' })
    }
  })
  it('that ends before it has settled has failed', async () => {
    const w = world({
      ask: async function* (r) {
        yield* stamp([readingOf('interactions', 'desk', 'a')], r.epoch ?? 0)
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    w.card.open('contacts')
    await flush()
    expect(w.panel('contacts')).toMatchObject({ request: { is: 'failed' } })
  })
  it('hears no answer of another subject', async () => {
    const w = world({
      ask: async function* (r) {
        yield* stamp([readingOf('interactions', 'desk', 'stranger'), settled], (r.epoch ?? 0) + 1)
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    w.card.open('contacts')
    await flush()
    expect(JSON.stringify(w.panel('contacts'))).not.toContain('stranger')
  })
  it('is asked again when the line is opened again, with those that were open before the frame was loaded', async () => {
    const kept: unknown[] = []
    const w = world(
      {},
      {
        store: {
          ...emptyStore,
          place: async () => ({ panels: ['contacts'], scroll: 0 }),
          keepPlace: async (key, place) => void kept.push([key, place.panels]),
        },
      },
    )
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect(w.asked).toHaveLength(1)
    w.card.retry()
    await flush()
    expect(w.asked).toHaveLength(2)
    w.card.open('orders')
    await flush()
    expect(kept).toEqual([['Ana', ['contacts', 'orders']]])
  })
})

describe('the next page', () => {
  const page = (...values: string[]): EventBody[] => [
    ...values.map((v) => readingOf('orders', 'shop', v)),
    settled,
  ]
  it('goes after the rows we have, none twice, and asks its system alone', async () => {
    const w = world({
      ask: async function* (r) {
        w.asked.push(r)
        const [first] = page('10433') as [Extract<EventBody, { event: 'reading' }>]
        const state = first.reading.state
        if (state.known !== 'value') return
        const again = readingOf('orders', 'shop', '10432')
        const before =
          again.event === 'reading' && again.reading.state.known === 'value' ? again.reading.state.value : []
        yield* stamp(
          [
            {
              ...first,
              reading: { ...first.reading, state: { ...state, value: [...before, ...state.value] } },
            },
            settled,
          ],
          r.epoch ?? 0,
        )
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    w.card.more('orders', 'shop', 'page-2')
    await flush()
    expect(w.asked).toMatchObject([{ connector: 'shop', next: 'page-2', question: 'orders' }])
    expect(w.panel('orders')?.rows.map((r) => r.ref)).toEqual(['row 10432', 'row 10433'])
  })
  it('that is empty ends the list and takes nothing away; one that fails leaves it as it was', async () => {
    const none: EventBody = {
      event: 'reading',
      reading: {
        question: 'orders',
        connector: 'shop',
        asking: { asking: 'idle' },
        state: { known: 'none', from: { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true } },
      },
    }
    const failed: EventBody = {
      event: 'reading',
      reading: {
        question: 'orders',
        connector: 'shop',
        asking: { asking: 'failed', code: 'late', since: '' },
        state: { known: 'nothing' },
      },
    }
    const first = readingOf('orders', 'shop', '10432')
    if (first.event === 'reading') first.reading = { ...first.reading, next: 'page-2' }
    for (const [body, asking, next] of [
      [none, 'idle', undefined],
      [failed, 'failed', 'page-2'],
    ] as const) {
      const w = world({
        open: async function* (r) {
          yield* stamp([whoOf('Ana'), first, settled], r.epoch ?? 0)
        },
        ask: async function* (r) {
          yield* stamp([body, settled], r.epoch ?? 0)
        },
      })
      w.host.bind(subjectOf('Ana'))
      await flush()
      w.card.more('orders', 'shop', 'page-2')
      await flush()
      expect(w.panel('orders')?.rows.map((r) => r.ref)).toEqual(['row 10432'])
      expect(w.panel('orders')?.sources[0]).toMatchObject({ asking: { asking } })
      expect(w.panel('orders')?.sources[0]?.next).toBe(next)
    }
  })
})

describe('what the host changes', () => {
  it('another language asks for the same card in its words; another ficha or purpose starts over; a theme asks nothing', async () => {
    const w = world()
    w.host.bind(subjectOf('Ana'))
    await flush()
    const epoch = () => w.card.state.value.epoch
    w.host.set({ theme: 'dark' })
    await flush()
    expect([w.opened.length, epoch()]).toEqual([1, 1])
    w.host.set({ language: 'pt' })
    await flush()
    expect([w.opened.length, epoch(), w.opened.at(-1)?.locale]).toEqual([2, 1, 'pt'])
    w.host.set({ template: 'till' })
    await flush()
    expect([w.opened.length, epoch(), w.opened.at(-1)?.template]).toEqual([3, 2, 'till'])
    w.host.set({ purpose: 'sale', language: undefined })
    await flush()
    expect(w.opened.at(-1)).toMatchObject({ purpose: 'sale', template: 'till', locale: 'pt' })
    expect(epoch()).toBe(3)
  })
  it('a refusal that names its time is tried again then, and not before', async () => {
    let opens = 0
    const w = world({
      open: () => {
        opens++
        throw new SourceError('refused', '', {
          type: '',
          title: '',
          status: 429,
          code: 'too-many',
          detail: '',
          retryAfter: 40,
        })
      },
    })
    w.host.bind(subjectOf('Ana'))
    await w.clock.run(39_000)
    expect(opens).toBe(1)
    await w.clock.run(2_000)
    expect(opens).toBe(2)
  })
})

describe('what the agent’s own cache keeps', () => {
  it('is the customer’s name and the keys of the host, once they are known in clear', async () => {
    const kept: unknown[] = []
    const store: Store = { ...emptyStore, remember: async (recent) => void kept.push(recent) }
    const w = world({}, { store })
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect(kept).toEqual([
      {
        name: 'Ana',
        hints: [{ kind: 'phone', value: 'Ana' }],
        interaction: 'Ana',
        at: new Date(w.clock.now()).toISOString(),
      },
    ])
    const who = whoOf('Eva')
    const masked = world(
      {
        open: async function* (r) {
          if (who.event === 'who')
            yield* stamp(
              [
                {
                  ...who,
                  person: {
                    kind: 'person',
                    marks: [],
                    name: { shown: 'masked', hint: 'E.', revealable: false },
                  },
                },
                settled,
              ],
              r.epoch ?? 0,
            )
        },
      },
      { store },
    )
    kept.length = 0
    masked.host.bind(subjectOf('Eva'))
    await flush()
    expect(kept).toEqual([])
  })
})

describe('a long poll', () => {
  it('that breaks once is held again; broken twice, the card is opened again', async () => {
    let polls = 0
    const w = world({
      changes: async () => {
        polls++
        throw new SourceError('lost', 'cut')
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect([polls, w.opened.length]).toEqual([1, 1])
    await w.clock.run(1_000)
    expect([polls, w.opened.length]).toEqual([3, 2])
  })
  it('that is refused is held again, further apart each time, and opens nothing', async () => {
    let polls = 0
    const w = world({
      changes: async () => {
        polls++
        throw refusal('forbidden')
      },
    })
    w.host.bind(subjectOf('Ana'))
    await w.clock.run(10_000)
    expect(polls).toBeLessThan(6)
    expect(polls).toBeGreaterThan(2)
    expect(w.opened).toHaveLength(1)
  })
  it('whose handle is too old opens the card again; of new fichas, too; of other records, it starts over', async () => {
    for (const [what, epoch] of [
      ['expired', 1],
      ['templates', 1],
      ['records', 2],
    ] as const) {
      let polls = 0
      const w = world({
        changes: () => {
          if (++polls > 1) return new Promise(() => {})
          return what === 'expired'
            ? Promise.reject(refusal('expired-handle'))
            : Promise.resolve({ changes: 'c1', what: [what] })
        },
      })
      w.host.bind(subjectOf('Ana'))
      await flush()
      await flush()
      expect([w.opened.length, w.card.state.value.epoch], what).toEqual([2, epoch])
    }
  })
})
