import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'
import { setLanguage } from '../../widget/i18n/index.ts'
import { type EventStream, type Source, SourceError } from '../../widget/source/port.ts'
import { createCard } from '../../widget/state/index.ts'
import {
  flush,
  fromOf,
  onScreen,
  readingOf,
  settled,
  signalOf,
  subjectOf,
  testHost,
  type VirtualClock,
  virtualClock,
  whoOf,
} from '../../widget/state/testing/world.ts'
import { createAnnouncer } from '../../widget/ui/shell/announcer.ts'
import { type Random, seeded } from './seeded.ts'

/**
 * `¤who@when¤`: whose value this is and for which subject it was asked. `~n`: a stranger's record, seen by
 * mistake.
 */
const markOf = (id: string, epoch: number) => `¤${id}@${epoch}¤`
const marksIn = (text: string) => [...new Set(text.match(/¤[^¤]*¤/g) ?? [])]
const isOwn = (mark: string, own: string) => mark === own || mark.startsWith(`${own.slice(0, -1)}~`)

interface Rows {
  source: Source /** Marks of strangers whose records were taken back, and the card has read so. */
  gone: Set<string>
}

/**
 * Answers late, early, twice, after being told to stop, cut off, or of a stranger whom it takes back. Deaf
 * half of the time.
 */
function source(clock: VirtualClock, random: Random): Rows {
  const gone = new Set<string>()
  let strangers = 0
  const sleep = (most: number, signal?: AbortSignal): Promise<void> =>
    new Promise((done) => {
      clock.after(random.int(most), done)
      signal?.addEventListener('abort', () => done(), { once: true })
    })
  const strange = (m: string): { mark: string; events: EventBody[]; after: EventBody[] } => {
    const mark = `${m.slice(0, -1)}~${strangers++}¤`
    const reading: EventBody = {
      event: 'reading',
      reading: {
        question: 'orders',
        connector: 'desk',
        asking: { asking: 'idle' },
        state: {
          known: 'value',
          freshUntil: '2026-01-01T00:00:00Z',
          from: fromOf('desk', mark),
          value: [
            {
              ref: mark,
              from: fromOf('desk', mark),
              fields: { orderNumber: { shown: 'clear', value: mark } },
            },
            {
              ref: `own ${m}`,
              from: fromOf('desk', m),
              fields: { orderNumber: { shown: 'clear', value: m } },
            },
          ],
        },
      },
    }
    const signal = signalOf(mark)
    return { mark, events: [reading, signal], after: [reading] }
  }
  const script = (m: string): (EventBody | { retract: string })[] => {
    const plain: EventBody[] = [
      whoOf(m, `card ${m}`),
      { event: 'system', connector: 'shop', title: m, state: 'answered' },
      readingOf('orders', 'shop', m),
      signalOf(m),
      { event: 'fault', code: 'hub', says: m },
      { event: 'advice', items: [{ id: m, ref: m, rank: 'help', text: m, reasons: [] }] },
    ]
    if (!random.chance(0.4)) return [...plain, settled]
    const s = strange(m)
    return [...plain, ...s.events, { retract: s.mark }, ...(random.chance(0.5) ? s.after : []), settled]
  }
  async function* say(
    events: readonly (EventBody | { retract: string })[],
    epoch: number,
    signal: AbortSignal,
  ): EventStream {
    const deaf = random.chance(0.5)
    let revision = 0
    let together: CardEvent[] = []
    for (const [seq, event] of events.entries()) {
      if (together.length === 0) await sleep(40, deaf ? undefined : signal)
      if (!deaf && signal.aborted) return
      if (random.chance(0.03)) return
      if (random.chance(0.02)) throw new SourceError('offline', 'gone')
      if ('retract' in event) {
        revision = 1
        together.push({ v: 1, epoch, seq, revision, event: 'retract', records: [event.retract], says: '' })
      } else
        together.push({
          v: 1,
          epoch,
          seq,
          revision: event.event === 'reading' ? 0 : revision,
          ...event,
        } as CardEvent)
      // One by one, or several in one piece of the line.
      if (seq < events.length - 1 && random.chance(0.3)) continue
      const heard = together
      together = []
      yield heard.length === 1 ? (heard[0] as CardEvent) : heard
      // Only a card that asks for the next events has read these.
      for (const e of heard) if (e.event === 'retract') for (const record of e.records) gone.add(record)
    }
  }
  const later = async <T>(value: T): Promise<T> => {
    await sleep(60)
    if (random.chance(0.05)) throw new SourceError('lost', 'cut')
    return value
  }
  const from = (handle: string) => marksIn(handle)[0] ?? ''
  return {
    gone,
    source: {
      place: 'gateway',
      outcome: () => {},
      open: (request, signal) =>
        say(
          script(markOf(request.chosen ?? request.hints?.[0]?.value ?? 'nobody', request.epoch ?? 0)),
          request.epoch ?? 0,
          signal,
        ),
      ask: (request, signal) =>
        say(
          [
            readingOf(
              request.question === 'returns'
                ? 'returns'
                : request.question === 'orders'
                  ? 'orders'
                  : 'interactions',
              request.question === 'orders' ? 'shop' : 'desk',
              from(request.card),
            ),
            settled,
          ],
          request.epoch ?? 0,
          signal,
        ),
      search: async () => [],
      agent: async () => ({ roles: [], languages: [], cacheKey: '' }),
      decide: async (request) => later({ link: from(request.card), says: from(request.card) }),
      reveal: async (request) => later({ value: from(request.card), forSeconds: 60 }),
      act: async (request) => later({ done: true, says: from(request.card), refresh: ['orders'] }),
      changes: async () => {
        await sleep(400)
        const r = random()
        return { changes: 'c1', what: r < 0.3 ? ['records'] : r < 0.6 ? ['templates'] : [] }
      },
    },
  }
}

/**
 * One random life of a card, its live region and its title included. What was seen of another customer, or
 * undefined.
 */
export async function interleaveCard(seed: number, steps = 50): Promise<string | undefined> {
  await setLanguage('es')
  const random = seeded(seed)
  const clock = virtualClock()
  const host = testHost()
  let visible = true
  let change = (): void => {}
  const page = {
    visible: () => visible,
    painted: () =>
      new Promise<void>((done) => {
        clock.after(Math.floor(random() * 20), done)
      }),
    onChange: (run: () => void) => {
      change = run
      return () => {}
    },
  }
  const world = globalThis as { document?: unknown }
  const before = Object.getOwnPropertyDescriptor(world, 'document')
  const document = { title: '' }
  Object.defineProperty(world, 'document', { value: document, configurable: true, writable: true })
  const { source: from, gone } = source(clock, random)
  const card = createCard({ source: from, host, now: clock.now, schedule: clock.after, random, page })
  const aloud = createAnnouncer(card)
  const screen = () => `${onScreen(card)} ${aloud.words.value} ${document.title}`
  let id: string | null = null
  const wrong = (when: string): string | undefined => {
    const state = card.state.value
    const notice = JSON.stringify(state.notice.value ?? '')
    const own = id === null ? '' : markOf(id, state.epoch)
    const seen = marksIn(screen())
    const others = seen.filter((m) => !(own && isOwn(m, own)) && !notice.includes(m))
    if (others.length > 0) return `${when}: ${others.join(' ')} on the screen of ${own || 'nobody'}`
    const back = seen.filter((m) => gone.has(m))
    return back.length > 0 ? `${when}: ${back.join(' ')}, taken back, is still on screen` : undefined
  }
  try {
    for (let step = 0; step < steps; step++) {
      const dice = random()
      if (dice < 0.22) {
        for (let times = random.chance(0.15) ? 2 : 1; times > 0; times--) {
          id = random.chance(0.1) ? null : random.of(['A', 'B', 'C'])
          host.bind(id === null ? null : subjectOf(id))
          const still = marksIn(screen())
          if (still.length > 0)
            return `step ${step}: ${still.join(' ')} still there in the task of the change`
        }
      } else if (dice < 0.27) card.open('contacts')
      else if (dice < 0.3) card.askMore('returns')
      else if (dice < 0.34) void card.reveal({ ref: 'row', field: 'iban', reason: 'test' })
      else if (dice < 0.37) card.retry(random.chance(0.5) ? { connector: 'shop' } : { panel: 'orders' })
      else if (dice < 0.39) {
        visible = !visible
        change()
      } else if (dice < 0.41)
        void card.act({ connector: 'desk', action: 'handoff', input: {}, key: '12345678' })
      else if (dice < 0.42 && id !== null) void card.decide('not-them')
      else if (dice < 0.44) host.set({ template: random.chance(0.5) ? 'a' : 'b' })
      else clock.step()
      if (random.chance(0.8)) await flush()
      const seen = wrong(`step ${step}`)
      if (seen) return seen
    }
    await clock.run(3_000)
    return wrong('at rest')
  } finally {
    aloud.stop()
    card.dispose()
    if (before) Object.defineProperty(world, 'document', before)
    else delete world.document
  }
}
