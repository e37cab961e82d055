import type { CardEvent, EventBody, FichaView } from '../../../connectors/contract/index.ts'
import type { Host, HostSettings, Subject } from '../../host/port.ts'
import { type Source, SourceError } from '../../source/port.ts'
import type { Card, CardParts, Clock } from '../index.ts'

/**
 * Tests only: a clock that moves when told, and a source that marks all its answers with the customer and
 * the epoch they were asked for.
 */
export interface VirtualClock extends Clock {
  step(): boolean
  /** How many timers run. */
  waiting(): number
  run(ms: number): Promise<void>
}
export const flush = (): Promise<void> => new Promise((done) => setImmediate(done))

export function virtualClock(): VirtualClock {
  let now = 1_700_000_000_000
  let order = 0
  const queue: { at: number; order: number; run: () => void }[] = []
  const clock: VirtualClock = {
    now: () => now,
    after(ms, run) {
      const item = { at: now + ms, order: order++, run }
      queue.push(item)
      return () => {
        const i = queue.indexOf(item)
        if (i >= 0) queue.splice(i, 1)
      }
    },
    waiting: () => queue.length,
    step() {
      const next = queue.sort((a, b) => a.at - b.at || a.order - b.order).shift()
      if (!next) return false
      now = Math.max(now, next.at)
      next.run()
      return true
    },
    async run(ms) {
      const until = now + ms
      for (;;) {
        await flush()
        if (!queue.some((item) => item.at <= until)) break
        clock.step()
      }
      now = until
    },
  }
  return clock
}

export const seeded = (seed: number): (() => number) => {
  let s = seed >>> 0 || 1
  return () => {
    s ^= s << 13
    s ^= s >>> 17
    s ^= s << 5
    return (s >>> 0) / 4_294_967_296
  }
}

export const mark = (id: string, epoch: number): string => `¤${id}@${epoch}¤`
export const marksIn = (text: string): readonly string[] => [...new Set(text.match(/¤[^¤]*¤/g) ?? [])]

export const ficha: FichaView = {
  id: 'adviser',
  title: 'Asesor',
  layout: 'compact',
  glance: [{ rule: 'best', title: 'Mejores' }],
  timeline: false,
  others: [],
  actions: [],
  purpose: 'care',
  mayAsk: [{ question: 'returns', title: 'Devoluciones' }],
  panels: [
    {
      id: 'orders',
      question: 'orders',
      title: 'Pedidos',
      ask: 'at-once',
      state: 'open',
      fields: [{ name: 'orderNumber', label: 'Pedido', type: 'id' }],
      systems: [{ connector: 'shop', title: 'Tienda' }],
    },
    {
      id: 'contacts',
      question: 'interactions',
      title: 'Contactos',
      ask: 'on-opening',
      state: 'open',
      fields: [{ name: 'summary', label: 'Resumen', type: 'text' }],
      systems: [{ connector: 'desk', title: 'Soporte' }],
    },
  ],
}
const at = '2026-01-01T00:00:00Z'
export const fromOf = (connector: string, record: string) => ({
  connector,
  record,
  fetchedAt: at,
  confirmed: true,
})
export const readingOf = (
  question: 'orders' | 'interactions' | 'returns',
  connector: string,
  value: string,
  record = value,
): EventBody => ({
  event: 'reading',
  reading: {
    question,
    connector,
    asking: { asking: 'idle' },
    state: {
      known: 'value',
      freshUntil: at,
      from: fromOf(connector, record),
      value: [
        {
          ref: `row ${value}`,
          from: fromOf(connector, record),
          fields: { orderNumber: { shown: 'clear', value }, told: { shown: 'clear', value: [value] } },
        },
      ],
    },
  },
})
export const whoOf = (name: string, card = `card ${name}`): EventBody => ({
  event: 'who',
  outcome: 'identified',
  card,
  about: [name],
  person: { name: { shown: 'clear', value: { full: name } }, kind: 'person', marks: [] },
  sure: { level: 'sure', by: 'phone', says: '', reasons: [] },
  keys: [{ kind: 'phone', value: { shown: 'clear', value: name }, found: true }],
  ficha,
})
export const signalOf = (text: string): EventBody => ({
  event: 'signal',
  kind: 'glance',
  rule: 'best',
  title: 'Mejores',
  answer: { shown: 'clear', value: { is: 'yes' } },
  text: { shown: 'clear', value: text },
  tone: 'good',
  reasons: [],
})
export const settled: EventBody = { event: 'settled', answered: 1, failed: 0, changes: 'c0' }
export const stamp = (events: readonly EventBody[], epoch: number): CardEvent[] =>
  events.map((event, seq) => ({ v: 1, epoch, seq, revision: 0, ...event }) as CardEvent)

const marked = (m: string): readonly EventBody[] => [
  whoOf(m, `card ${m}`),
  { event: 'system', connector: 'shop', title: m, state: 'answered' },
  readingOf('orders', 'shop', m),
  signalOf(m),
  { event: 'fault', code: 'hub', says: m },
  { event: 'advice', items: [{ id: m, ref: m, rank: 'help', text: m, reasons: [] }] },
]

/**
 * Answers late, early, twice, after an abort, or not at all. Half of the time it ignores the abort signal.
 */
export function markedSource(clock: Clock, random: () => number): Source {
  const sleep = (most: number, signal?: AbortSignal): Promise<void> =>
    new Promise((done) => {
      clock.after(Math.floor(random() * most), done)
      signal?.addEventListener('abort', () => done(), { once: true })
    })
  const markOf = (handle: string): string => marksIn(handle)[0] ?? ''
  async function* answer(
    events: readonly EventBody[],
    epoch: number,
    signal: AbortSignal,
  ): AsyncGenerator<CardEvent> {
    const ignoresAbort = random() < 0.5
    for (const event of stamp(events, epoch)) {
      await sleep(40, ignoresAbort ? undefined : signal)
      if (!ignoresAbort && signal.aborted) return
      if (random() < 0.04) return
      if (random() < 0.02) throw new SourceError('offline', 'gone')
      yield event
    }
  }
  const later = async <T>(value: T): Promise<T> => {
    await sleep(60)
    if (random() < 0.05) throw new SourceError('lost', 'cut')
    return value
  }
  return {
    place: 'gateway',
    outcome: () => {},
    open: (request, signal) => {
      const m = mark(request.chosen ?? request.hints?.[0]?.value ?? 'nobody', request.epoch ?? 0)
      return answer([...marked(m), settled], request.epoch ?? 0, signal)
    },
    ask: (request, signal) =>
      answer(
        [
          readingOf(
            request.question === 'orders'
              ? 'orders'
              : request.question === 'returns'
                ? 'returns'
                : 'interactions',
            request.question === 'orders' ? 'shop' : 'desk',
            markOf(request.card),
          ),
          settled,
        ],
        request.epoch ?? 0,
        signal,
      ),
    search: async () => [],
    agent: async () => ({ roles: [], languages: [], cacheKey: '' }),
    decide: async (request) => later({ link: markOf(request.card), says: `${markOf(request.card)}` }),
    reveal: async (request) => later({ value: markOf(request.card), forSeconds: 60 }),
    act: async (request) => later({ done: true, says: markOf(request.card), refresh: ['orders'] }),
    changes: async () => {
      await sleep(400)
      const r = random()
      return { changes: 'c1', what: r < 0.3 ? ['records'] : r < 0.6 ? ['templates'] : [] }
    },
  }
}

export interface TestHost extends Host {
  bind(subject: Subject | null): void
  set(settings: HostSettings): void
}
export function testHost(): TestHost {
  const subjects = new Set<(s: Subject | null) => void>()
  const settings = new Set<(s: HostSettings) => void>()
  return {
    name: 'test',
    token: async () => '',
    resize: () => {},
    open: () => {},
    dispose: () => {},
    onSubject: (run) => {
      subjects.add(run)
      return () => subjects.delete(run)
    },
    onSettings: (run) => {
      settings.add(run)
      return () => settings.delete(run)
    },
    bind: (subject) => {
      for (const run of subjects) run(subject)
    },
    set: (next) => {
      for (const run of settings) run(next)
    },
  }
}
export const subjectOf = (id: string): Subject => ({
  hints: [{ kind: 'phone', value: id }],
  context: {},
  interaction: id,
})

/** Everything a card could put on screen, as text. */
export function onScreen(card: Card): string {
  const s = card.state.value
  return JSON.stringify([
    s.who.value,
    [...s.readings.value],
    [...s.signals.value],
    s.advice.value,
    [...s.systems.value],
    s.faults.value,
    [...s.revealed.value],
    s.notice.value,
    s.panels.value,
    [...s.answered.value],
  ])
}
export type Create = (parts: CardParts) => Card
