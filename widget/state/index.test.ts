import { beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent, EventBody, Outcome } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import type { Draft, Place, Store } from '../storage/port.ts'
import { type CardParts, createCard, type Page } from './index.ts'
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

type Opened = Parameters<Source['open']>[0]
type Asked = Parameters<Source['ask']>[0]
const refusal = (code: string, more: object = {}) =>
  new SourceError('refused', '', {
    type: '',
    title: '',
    status: 403,
    code: code as 'forbidden',
    detail: code,
    ...more,
  })
const never = () => new Promise<never>(() => {})

/** A card whose streams are whole unless `more` says otherwise, and what it asked and reported. */
function world(more: Partial<Source> = {}, parts: Partial<CardParts> = {}) {
  const clock = virtualClock()
  const host = testHost()
  const outcomes: Outcome[] = []
  const asked: Asked[] = []
  const opened: Opened[] = []
  const events = async function* (epoch: number | undefined, bodies: EventBody[]): AsyncGenerator<CardEvent> {
    yield* stamp(bodies, epoch ?? 0)
  }
  const source: Source = {
    ...markedSource(clock, seeded(1)),
    changes: never,
    outcome: (o) => outcomes.push(o),
    open: (r) => events(r.epoch, [whoOf('Ana'), readingOf('orders', 'shop', '10432'), settled]),
    ask: (r) => {
      asked.push(r)
      return events(r.epoch, [readingOf('interactions', 'desk', 'a'), settled])
    },
    ...more,
  }
  const { open } = source
  source.open = (request, signal) => {
    opened.push(request)
    return open(request, signal)
  }
  const card = createCard({
    source,
    host,
    now: clock.now,
    schedule: clock.after,
    random: () => 0.5,
    ...parts,
  })
  const serve = async (id = 'Ana') => {
    host.bind(subjectOf(id))
    await flush()
  }
  return { clock, host, card, outcomes, asked, opened, serve, state: () => card.state.value }
}
const line = (w: ReturnType<typeof world>) => w.state().connection.value.line
const saying = (...bodies: EventBody[]): Source['open'] =>
  async function* (request) {
    yield* stamp(bodies, request.epoch ?? 0)
  }
/** A page that is shown and hidden when the test says. */
function testPage() {
  let visible = true
  let tell = (): void => {}
  const page: Page = {
    visible: () => visible,
    painted: async () => {},
    onChange: (run) => {
      tell = run
      return () => {
        tell = () => {}
      }
    },
  }
  return {
    page,
    show: async (now: boolean) => {
      visible = now
      tell()
      await flush()
    },
  }
}
beforeAll(async () => {
  await import('./actions.ts')
})

describe('a card without a customer', () => {
  it('asks nothing, is blank, and no change of the host’s settings opens it', async () => {
    const w = world()
    expect(line(w)).toBe('blank')
    w.host.set({ language: 'pt' })
    w.host.set({ template: 'till' })
    w.card.retry()
    await flush()
    expect([w.opened, w.card.settings.value.language]).toEqual([[], 'pt'])
    w.host.bind(null)
    await flush()
    expect([w.opened, line(w)]).toEqual([[], 'blank'])
  })
  it('is not blank while its customer is asked for', async () => {
    const w = world({ open: async function* () {} as unknown as Source['open'] })
    w.host.bind(subjectOf('Ana'))
    expect(line(w)).toBe('asking')
  })
})

describe('what a stream is asked with', () => {
  it('is what the host says, the agent’s language, ficha and purpose, and whom the agent chose', async () => {
    const w = world({}, { settings: { language: 'en', template: 'till', purpose: 'sale' } })
    w.host.bind({
      hints: [{ kind: 'phone', value: '600' }],
      context: { motive: 'entrega' },
      interaction: 'call 7',
    })
    await flush()
    const first = {
      hints: [{ kind: 'phone', value: '600' }],
      context: { motive: 'entrega' },
      epoch: 1,
      locale: 'en',
      template: 'till',
      purpose: 'sale',
      interaction: 'call 7',
    }
    expect(w.opened).toEqual([first])
    w.card.show({ candidate: 'c1' })
    await flush()
    expect(w.opened[1]).toEqual({ ...first, epoch: 2, chosen: 'c1' })
    w.card.confirm()
    await flush()
    expect(w.opened[2]).toEqual({ ...first, epoch: 3, chosen: 'c1', confirmed: true })
    w.card.chooseFicha('adviser')
    await flush()
    expect(w.opened[3]).toEqual({
      ...first,
      epoch: 4,
      chosen: 'c1',
      confirmed: true,
      template: 'adviser',
    })
    w.host.set({ purpose: 'care' })
    await flush()
    expect(w.opened[4]).toMatchObject({ chosen: 'c1', confirmed: true, purpose: 'care', template: 'adviser' })
    w.card.show({ hints: [{ kind: 'mail', value: 'a@b' }] })
    await flush()
    expect(w.opened[5]).toMatchObject({ hints: [{ kind: 'mail', value: 'a@b' }] })
    expect(w.opened[5]).not.toHaveProperty('chosen')
    w.host.bind(subjectOf('Eva'))
    await flush()
    expect(w.opened[6]).not.toHaveProperty('chosen')
    expect(w.opened[6]).not.toHaveProperty('confirmed')
  })
  it('has no word of a ficha, a purpose or an interaction that nobody named', async () => {
    const w = world()
    w.host.bind({ hints: [{ kind: 'phone', value: '600' }], context: {} })
    await flush()
    expect(w.opened).toEqual([
      { hints: [{ kind: 'phone', value: '600' }], context: {}, epoch: 1, locale: 'es' },
    ])
  })
  it('keys that the agent typed open a card though the host has nobody on screen', async () => {
    const w = world()
    w.card.show({ hints: [{ kind: 'mail', value: 'a@b' }] })
    await flush()
    expect([w.opened.length, line(w)]).toEqual([1, 'ready'])
  })
})

describe('asked again', () => {
  it('a system is read anew with the whole card; a panel alone, and anew', async () => {
    const w = world()
    await w.serve()
    w.card.retry({ connector: 'shop' })
    await flush()
    expect(w.opened[1]).toMatchObject({ fresh: 'shop' })
    w.card.retry()
    await flush()
    expect(w.opened[2]).not.toHaveProperty('fresh')
    w.card.retry({ panel: 'orders' })
    await flush()
    expect([w.opened.length, w.asked]).toMatchObject([3, [{ question: 'orders', fresh: true }]])
    expect(w.state().epoch).toBe(1)
  })
  it('a panel of a card whose line is cut brings the card back first', async () => {
    let cut = true
    const w = world({
      open: (r, s) => (cut ? saying(whoOf('Ana')) : saying(whoOf('Ana'), settled))(r, s),
    })
    await w.serve()
    expect(line(w)).toBe('lost')
    cut = false
    w.card.retry({ panel: 'orders' })
    await flush()
    expect([w.opened.length, line(w), w.asked]).toEqual([2, 'ready', []])
  })
})

describe('a page that is shown again', () => {
  it('opens a card whose line is cut at once, and one that is whole it only watches', async () => {
    for (const code of ['lost', 'offline', undefined] as const) {
      let end = code
      let polls = 0
      const { page, show } = testPage()
      const w = world(
        {
          open: (r, s) => {
            if (end) throw new SourceError(end, '')
            return saying(whoOf('Ana'), settled)(r, s)
          },
          changes: () => {
            polls++
            return never()
          },
        },
        { page },
      )
      await w.serve()
      await show(false)
      end = undefined
      const before = polls
      await show(true)
      expect([w.opened.length, line(w), polls - before], code).toEqual([code ? 2 : 1, 'ready', 1])
      w.card.dispose()
    }
  })
  it('asks nothing for a card that was refused', async () => {
    const { page, show } = testPage()
    const w = world(
      {
        open: () => {
          throw refusal('forbidden')
        },
      },
      { page },
    )
    await w.serve()
    await show(false)
    await show(true)
    expect([w.opened.length, line(w)]).toEqual([1, 'refused'])
  })
  it('hidden, still finishes what it reads', async () => {
    let go = (): void => {}
    const { page, show } = testPage()
    const w = world(
      {
        open: async function* (r) {
          const [who, end] = stamp([whoOf('Ana'), settled], r.epoch ?? 0)
          yield who as CardEvent
          await new Promise<void>((done) => {
            go = done
          })
          yield end as CardEvent
        },
      },
      { page },
    )
    await w.serve()
    await show(false)
    go()
    await flush()
    expect(line(w)).toBe('ready')
  })
})

describe('a card that is disposed of', () => {
  it('hears the host no more, asks nothing more, and shows nobody', async () => {
    const { page, show } = testPage()
    let aborted = false
    const w = world(
      {
        changes: (_r, signal) => {
          signal.addEventListener('abort', () => {
            aborted = true
          })
          return never()
        },
      },
      { page },
    )
    await w.serve()
    w.card.dispose()
    expect([aborted, line(w), w.state().who.value]).toEqual([true, 'blank', undefined])
    w.host.bind(subjectOf('Eva'))
    w.host.set({ language: 'pt' })
    await show(true)
    expect([w.opened.length, w.card.settings.value.language]).toEqual([1, 'es'])
  })
})

describe('what the agent says of the card', () => {
  it('is reported with the ficha and the moment; with the card’s handle only beside words of the agent’s own', async () => {
    const w = world()
    await w.serve()
    w.outcomes.length = 0
    w.card.rateCard('partly')
    w.card.reportMissing('las tallas')
    const at = new Date(w.clock.now()).toISOString()
    expect(w.outcomes).toEqual([
      { kind: 'served', by: 'partly', at, template: 'adviser' },
      { kind: 'missed', reason: 'las tallas', at, template: 'adviser', card: 'card Ana' },
    ])
  })
  it('"this is not them" is counted with how they were recognised, before the card is cleared', async () => {
    const w = world({ decide: never })
    await w.serve()
    w.outcomes.length = 0
    void w.card.decide('not-them')
    expect(w.outcomes).toMatchObject([{ kind: 'wrong-person', by: 'phone', template: 'adviser' }])
    expect([line(w), w.state().notice.value]).toEqual(['blank', { says: '', card: 'card Ana', wrong: true }])
    w.card.retry()
    await flush()
    expect([w.opened.length, line(w)]).toEqual([1, 'blank'])
  })
  it('is asked for after one card in so many, and never where the company does not want it', async () => {
    const asks = (surveyEvery: number | undefined, random: number) =>
      world(
        { agent: async () => ({ roles: [], languages: [], cacheKey: '', surveyEvery }) },
        { random: () => random },
      ).card.shouldSurveyAgent()
    expect(await Promise.all([asks(4, 0.24), asks(4, 0.26), asks(1, 0.99), asks(undefined, 0)])).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})

it('a search is in the agent’s language; the host opens and sizes what the card asks for', async () => {
  const searched: unknown[] = []
  const w = world({
    search: async (request) => {
      searched.push(request)
      return []
    },
  })
  const host: unknown[] = []
  w.host.open = (url) => host.push(url)
  w.host.resize = (height) => host.push(height)
  w.host.set({ language: 'pt' })
  await w.card.search('ana', new AbortController().signal)
  w.card.openUrl('https://a.example')
  w.card.resize(300)
  expect([searched, host]).toEqual([[{ text: 'ana', locale: 'pt' }], ['https://a.example', 300]])
})

describe('a stream', () => {
  it('tells how long the person took, once a card, and never less than nothing', async () => {
    let now = 10_000
    const w = world(
      {
        open: async function* (r) {
          now -= 4_000
          yield* stamp([whoOf('Ana'), settled], r.epoch ?? 0)
        },
      },
      { now: () => now },
    )
    await w.serve()
    w.card.retry()
    await flush()
    expect(w.outcomes.filter((o) => o.kind === 'identified')).toMatchObject([{ milliseconds: 0 }])
    const slow = world({
      open: async function* (r) {
        await new Promise<void>((done) => {
          slow.clock.after(1_200, done)
        })
        yield* stamp([whoOf('Ana'), settled], r.epoch ?? 0)
      },
    })
    await slow.serve()
    await slow.clock.run(1_200)
    expect(slow.outcomes).toMatchObject([{ kind: 'identified', milliseconds: 1_200 }])
  })
  it('tells of each system that it was late, once', async () => {
    const late = (connector: string): EventBody => ({
      event: 'system',
      connector,
      title: connector,
      state: 'late',
    })
    const w = world({ open: saying(whoOf('Ana'), late('shop'), late('desk'), late('shop'), settled) })
    await w.serve()
    w.card.retry()
    await flush()
    expect(w.outcomes.filter((o) => o.kind === 'late').map((o) => o.connector)).toEqual(['shop', 'desk'])
  })
  it('asks the open panels again when it is opened again, and none of them is counted as opened anew', async () => {
    const w = world()
    await w.serve()
    w.card.open('contacts')
    w.card.open('orders')
    await flush()
    w.card.retry()
    await flush()
    expect(w.asked.map((r) => r.question)).toEqual(['interactions', 'interactions'])
    expect(w.outcomes.filter((o) => o.kind === 'panel-opened')).toHaveLength(1)
  })
  it('shows the name before the rest, once: what came since is shown together', async () => {
    const painted: (() => void)[] = []
    const { page } = testPage()
    const two = stamp(
      [whoOf('Ana'), readingOf('orders', 'shop', 'a'), readingOf('returns', 'shop', 'b'), settled],
      1,
    )
    const w = world(
      {
        open: async function* () {
          for (const event of two) yield event
        },
      },
      {
        page: {
          ...page,
          painted: () => new Promise((done) => painted.push(done)),
        },
      },
    )
    await w.serve()
    expect([painted.length, w.state().readings.value.size]).toEqual([1, 0])
    painted[0]?.()
    await flush()
    expect([painted.length, w.state().readings.value.size, line(w)]).toEqual([1, 2, 'ready'])
  })
  it('that was cut waits longer each time, and after one that was whole as little as at first', async () => {
    let whole = false
    const w = world({
      open: (r, s) => (whole ? saying(whoOf('Ana'), settled) : saying(whoOf('Ana')))(r, s),
    })
    const waits = () => {
      const at = w.state().connection.value
      return at.line === 'lost' ? [at.attempt, at.retryAt - at.since] : at.line
    }
    await w.serve()
    const [first, started] = [waits(), w.opened.length]
    expect(first).toEqual([0, 525])
    await w.clock.run(525)
    expect([waits(), w.opened.length - started]).toEqual([[1, 1_050], 1])
    whole = true
    await w.clock.run(1_050)
    expect(waits()).toBe('ready')
    whole = false
    w.card.retry()
    await flush()
    expect(waits()).toEqual(first)
  })
  it('that is refused comes back by itself only where that may help, and says when', async () => {
    for (const [code, more, comesBack] of [
      ['forbidden', {}, false],
      ['expired-token', {}, false],
      ['internal', {}, true],
      ['audit-unavailable', {}, true],
      ['too-many', {}, true],
      ['forbidden', { retryAfter: 5 }, true],
    ] as const) {
      const w = world({
        open: () => {
          throw refusal(code, more)
        },
      })
      await w.serve()
      const at = w.state().connection.value
      expect([at.line, 'retryAt' in at], code).toEqual(['refused', comesBack])
      if (at.line === 'refused' && 'retryAfter' in more) expect(at.retryAt).toBe(at.since + 5_000)
      await w.clock.run(5_000)
      expect(w.opened.length > 1, code).toBe(comesBack)
      w.card.dispose()
    }
  })
  it('opened again ends the wait for changes: there is one line at a time', async () => {
    let live = 0
    let opens = 0
    const w = world({
      open: async function* (r) {
        if (opens++ > 0) await never()
        yield* stamp([whoOf('Ana'), settled], r.epoch ?? 0)
      },
      changes: (_r, signal) => {
        live++
        signal.addEventListener('abort', () => live--, { once: true })
        return never()
      },
    })
    await w.serve()
    expect(live).toBe(1)
    w.card.retry()
    await flush()
    expect([w.opened.length, live]).toEqual([2, 0])
  })
  it('that finds the person where there was only a possible one goes on with the same card', async () => {
    let opens = 0
    const possible = { ...whoOf('Ana'), outcome: 'possible' } as EventBody
    const w = world({
      open: (r, s) => (opens++ === 0 ? saying(possible, settled) : saying(whoOf('Ana'), settled))(r, s),
    })
    await w.serve()
    w.card.retry()
    await flush()
    expect([w.opened.length, w.state().epoch, w.state().who.value?.outcome]).toEqual([2, 1, 'identified'])
  })
})

describe('what the agent’s own cache keeps', () => {
  const storing = (more: Partial<Store> = {}) => {
    const kept: unknown[] = []
    const store = {
      recents: async () => [],
      remember: async (recent: unknown) => void kept.push(recent),
      draft: async () => null,
      keepDraft: async () => {},
      place: async () => null,
      keepPlace: async (key: string, place: unknown) => void kept.push([key, place]),
      ...more,
    } as unknown as Store
    return { kept, store }
  }
  it('of somebody who was only possible, or who was found without any key, is nothing', async () => {
    const { kept, store } = storing()
    const w = world(
      { open: saying({ ...whoOf('Ana'), outcome: 'possible' } as EventBody, settled) },
      { store },
    )
    await w.serve()
    const keyless = world({}, { store })
    keyless.host.bind({ hints: [], context: {} })
    await flush()
    expect(kept).toEqual([])
  })
  it('is under the keys that found them: those the agent typed, not those of the host', async () => {
    const { kept, store } = storing()
    const w = world({}, { store })
    await w.serve()
    kept.length = 0
    w.card.show({ hints: [{ kind: 'mail', value: 'a@b' }] })
    await flush()
    expect(kept).toMatchObject([{ name: 'Ana', hints: [{ kind: 'mail', value: 'a@b' }] }])
  })
  it('of the open panels is with the ficha, under the interaction; without one, under the first key', async () => {
    const { kept, store } = storing({ remember: async () => {} })
    const w = world({}, { store, settings: { template: 'till' } })
    await w.serve()
    w.card.open('contacts')
    await flush()
    w.host.bind({ hints: [{ kind: 'phone', value: '600' }], context: {} })
    await flush()
    w.card.open('contacts')
    await flush()
    const place = { panels: ['contacts'], scroll: 0, template: 'till' }
    expect(kept).toEqual([
      ['Ana', place],
      ['phone 600', place],
    ])
  })
  it('of a draft is not shown to the next customer, however late it comes', async () => {
    let give: (draft: Draft | null) => void = () => {}
    const { store } = storing({ draft: (() => new Promise((done) => (give = done))) as Store['draft'] })
    const w = world({}, { store })
    await w.serve()
    const draft = w.card.draft()
    await flush()
    w.host.bind(subjectOf('Eva'))
    give({ kind: 'handoff', text: 'de Ana', at: '' })
    expect(await draft).toBe('')
  })
  it('of the panels that were open is asked once the person is known, and joins those opened meanwhile', async () => {
    let give: (place: Place | null) => void = () => {}
    const { store } = storing({ place: (() => new Promise((done) => (give = done))) as Store['place'] })
    const w = world({}, { store })
    await w.serve()
    w.card.open('orders')
    await flush()
    give({ panels: ['contacts'], scroll: 0 })
    await flush()
    expect([[...w.state().opened.value], w.asked.map((r) => r.question)]).toEqual([
      ['orders', 'contacts'],
      ['interactions'],
    ])
    expect(w.outcomes.filter((o) => o.kind === 'panel-opened')).toEqual([])
  })
})
