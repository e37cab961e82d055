import { beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent, EventBody, PanelView } from '../../connectors/contract/index.ts'
import type { Source } from '../source/port.ts'
import { type CardParts, createCard } from './index.ts'
import {
  ficha,
  flush,
  fromOf,
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
const never = () => new Promise<never>(() => {})
/** A card whose ficha has these panels. */
async function world(
  panels: readonly Partial<PanelView>[],
  answer: (request: Asked, n: number) => readonly EventBody[] | 'nothing yet',
  more: Partial<Source> = {},
  parts: Partial<CardParts> = {},
) {
  const clock = virtualClock()
  const host = testHost()
  const asked: { request: Asked; signal: AbortSignal }[] = []
  const opened: Parameters<Source['open']>[0][] = []
  const who = whoOf('Ana')
  if (who.event !== 'who') throw new Error('no who')
  const base = ficha.panels[1] as PanelView
  const of = { ...who, ficha: { ...who.ficha, panels: panels.map((p) => ({ ...base, ...p })) } }
  const card = createCard({
    source: {
      ...markedSource(clock, seeded(1)),
      changes: never,
      open: async function* (r): AsyncGenerator<CardEvent> {
        opened.push(r)
        yield* stamp([of, readingOf('orders', 'shop', 'a'), settled], r.epoch ?? 0)
      },
      ask: async function* (request, signal): AsyncGenerator<CardEvent> {
        asked.push({ request, signal })
        const bodies = answer(request, asked.length)
        if (bodies === 'nothing yet') await never()
        else yield* stamp(bodies, request.epoch ?? 0)
      },
      ...more,
    },
    host,
    now: clock.now,
    schedule: clock.after,
    random: () => 0.5,
    ...parts,
  })
  host.bind(subjectOf('Ana'))
  await flush()
  return {
    clock,
    card,
    asked,
    opened,
    kept: (key: string) => card.state.value.readings.value.get(key)?.value,
  }
}
beforeAll(async () => {
  await import('./actions.ts')
})

describe('a question asked beside the card', () => {
  it('is never one that this role may not see', async () => {
    const w = await world([{ id: 'p', state: 'withheld' }], () => [settled])
    w.card.open('p')
    await flush()
    expect([w.asked, w.card.state.value.opened.value.size]).toEqual([[], 0])
  })
  it('asked again calls off what it asked before', async () => {
    const w = await world([{ id: 'p' }], (_, n) => (n === 1 ? 'nothing yet' : [settled]))
    w.card.open('p')
    await flush()
    w.card.open('p')
    await flush()
    expect(w.asked.map((a) => a.signal.aborted)).toEqual([true, false])
    expect(w.card.state.value.panelRequests.value.get('p')).toEqual({ is: 'asked' })
  })
  it('for what is one system’s own goes to that system where it is the only one, and to all otherwise', async () => {
    const systems = ['shop', 'till'].map((connector) => ({ connector, title: connector }))
    const w = await world(
      [
        { id: 'own-one', question: 'own', systems: systems.slice(0, 1) },
        { id: 'own-two', question: 'own', systems },
        { id: 'cards-one', question: 'cards', systems: systems.slice(1) },
        { id: 'lists', question: 'interactions', systems: systems.slice(0, 1) },
      ],
      () => [settled],
    )
    for (const id of ['own-one', 'own-two', 'cards-one', 'lists']) {
      w.card.open(id)
      await flush()
    }
    expect(w.asked.map((a) => a.request.connector)).toEqual(['shop', undefined, 'till', undefined])
  })
  it('asked for more twice stands once', async () => {
    const w = await world([{ id: 'p' }], () => [settled])
    w.card.askMore('returns')
    await flush()
    w.card.askMore('returns')
    await flush()
    expect(w.card.state.value.extra.value).toEqual(['returns'])
    expect(w.card.state.value.panels.value.map((p) => p.view.question)).toEqual(['interactions', 'returns'])
  })
})

describe('the next page', () => {
  const page = (connector: string, value: string, more: object = {}): EventBody => {
    const made = readingOf('orders', connector, value)
    return made.event === 'reading' ? { ...made, reading: { ...made.reading, ...more } } : made
  }
  const panel = {
    id: 'orders',
    question: 'orders',
    systems: ['shop', 'till'].map((connector) => ({ connector, title: connector })),
  } as const
  const refs = (w: Awaited<ReturnType<typeof world>>, key: string) => {
    const state = w.kept(key)?.state
    return state?.known === 'value' ? state.value.map((row) => row.ref) : undefined
  }
  it('joins the rows of its own system; what another says meanwhile is all that one has', async () => {
    const w = await world([panel], (_, n) =>
      n === 1 ? [page('till', 'x'), settled] : [page('shop', 'b'), page('till', 'y'), settled],
    )
    w.card.retry({ panel: 'orders' })
    await flush()
    w.card.more('orders', 'shop', 'page-2')
    await flush()
    expect([refs(w, 'orders shop'), refs(w, 'orders till')]).toEqual([['row a', 'row b'], ['row y']])
  })
  it('keeps the total of the first one, unless it brings one', async () => {
    const w = await world([panel], (_, n) =>
      n === 1
        ? [page('shop', 'a', { totals: { count: 7 } }), settled]
        : [page('shop', `b${n}`, n === 3 ? { totals: { count: 8 } } : {}), settled],
    )
    w.card.retry({ panel: 'orders' })
    await flush()
    w.card.more('orders', 'shop', '2')
    await flush()
    expect([refs(w, 'orders shop'), w.kept('orders shop')?.totals]).toEqual([
      ['row a', 'row b2'],
      { count: 7 },
    ])
    w.card.more('orders', 'shop', '3')
    await flush()
    expect(w.kept('orders shop')?.totals).toEqual({ count: 8 })
  })
  it('that has nothing more leaves the list as fresh as this answer', async () => {
    const from = { ...fromOf('shop', 'r'), fetchedAt: '2026-05-05T00:00:00Z' }
    const w = await world([panel], () => [page('shop', '', { state: { known: 'none', from } }), settled])
    w.card.more('orders', 'shop', '2')
    await flush()
    expect(w.kept('orders shop')?.state).toMatchObject({ known: 'value', freshUntil: '2026-05-05T00:00:00Z' })
  })
})

describe('the wait for changes', () => {
  it('goes on from what it heard last', async () => {
    const waits: string[] = []
    const w = await world([{ id: 'p' }], () => [settled], {
      changes: async ({ changes }) => {
        waits.push(changes)
        if (waits.length > 2) await never()
        return { changes: `c${waits.length}`, what: [] }
      },
    })
    await w.clock.run(1_000)
    expect(waits).toEqual(['c0', 'c1', 'c2'])
    expect(w.opened).toHaveLength(1)
  })
  it('starts over for other records with whom the agent chose', async () => {
    let polls = 0
    const w = await world([{ id: 'p' }], () => [settled], {
      changes: async () => (++polls === 2 ? { changes: 'c', what: ['records'] } : never()),
    })
    w.card.show({ candidate: 'c1' })
    await flush()
    await flush()
    expect(w.opened.map((r) => r.chosen)).toEqual([undefined, 'c1', 'c1'])
    expect(w.card.state.value.epoch).toBe(3)
  })
})
