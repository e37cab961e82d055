import { type AnyRow, type CardEvent, ConnectorError } from '../../connectors/contract/index.ts'
import { memoryCache } from '../../connectors/hub/memory/index.ts'
import { type Agent, type Handles, type Hub, Refusal } from '../../connectors/hub/ports.ts'
import {
  agent,
  clear,
  panel,
  policy,
  role,
  rule,
  system,
  template,
  testHub,
} from '../../connectors/hub/testing/test-hub.ts'
import { type Source, SourceError } from '../../widget/source/port.ts'
import { type Card, createCard } from '../../widget/state/index.ts'
import { flush, onScreen, type TestHost, testHost, virtualClock } from '../../widget/state/testing/world.ts'
import { seeded } from './seeded.ts'

/** Customers in two systems; `¤a!¤` marks what only one of the two roles may see. */
const people = ['a', 'b', 'c'].map((w, i) => ({ w, phone: `60000000${i + 1}`, e164: `+3460000000${i + 1}` }))
const marksIn = (text: string) => [...new Set(text.match(/¤[^¤]*¤/g) ?? [])]
const ficha = (id: string) =>
  template({
    id,
    for: { roles: ['adviser', 'night'] },
    signals: ['any'],
    panels: [
      panel('orders', 'orders', ['orderNumber', 'orderDate', 'motive']),
      panel('contacts', 'interactions', ['summary', 'matter'], { ask: 'on-opening' }),
    ],
    mayAsk: ['returns'],
  })

/** Handles that open only for the agent they were made for, without the threads a cipher runs on. */
function plainHandles(): Handles {
  const made = new Map<string, { payload: string; agent: string; kind: string }>()
  return {
    async seal(payload, who, kind) {
      const name = `h${made.size}`
      made.set(name, { payload: JSON.stringify(payload), agent: who.id, kind })
      return name
    },
    async open(handle, who, kind) {
      const it = made.get(handle)
      if (!it || it.agent !== who.id || it.kind !== kind) throw new Refusal('expired-handle', 'not yours')
      return JSON.parse(it.payload) as unknown
    },
  }
}

/** The hub behind the card's port, as the gateway would put it. Everything that is said is kept. */
function sourceOf(hub: Hub, who: Agent, heard: (event: CardEvent, epoch: number) => void): Source {
  const never = new AbortController().signal
  const refused = (error: unknown) =>
    error instanceof Refusal
      ? new SourceError('refused', error.message, {
          type: 'x',
          title: 'Refused',
          status: 0,
          code: error.code,
          detail: error.message,
        })
      : error
  async function* stream(
    events: AsyncIterable<CardEvent>,
    epoch: number,
    signal: AbortSignal,
  ): AsyncGenerator<CardEvent> {
    try {
      for await (const event of events) {
        heard(event, epoch)
        yield event
      }
    } catch (error) {
      if (!signal.aborted) throw refused(error)
    }
  }
  const call = async <T>(run: Promise<T>): Promise<T> =>
    run.catch((error: unknown) => {
      throw refused(error)
    })
  return {
    place: 'gateway',
    outcome: () => {},
    open: (request, signal) =>
      stream(
        hub.open(
          { hints: [], context: {}, epoch: 0, locale: 'es', ...request } as Parameters<Hub['open']>[0],
          who,
          signal,
        ),
        request.epoch ?? 0,
        signal,
      ),
    ask: (request, signal) =>
      stream(
        hub.ask({ epoch: 0, locale: 'es', ...request } as Parameters<Hub['ask']>[0], who, signal),
        request.epoch ?? 0,
        signal,
      ),
    search: async () => [],
    agent: async () => ({ roles: who.roles, languages: ['es'], cacheKey: '' }),
    decide: (request) => call(hub.decide(request, who)),
    reveal: (request) => call(hub.reveal(request, who, never)),
    act: (request) => call(hub.act(request, who, never)),
    changes: (request, signal) => call(hub.changes(request, who, signal)),
  }
}

interface Desk {
  host: TestHost
  card: Card
  who: Agent
  id: string | null
  wire: string[]
}

/**
 * Two agents at two desks over one hub and the same three customers. What one saw that was not theirs to see,
 * or undefined.
 */
export async function interleaveHub(seed: number, steps = 36): Promise<string | undefined> {
  const random = seeded(seed)
  const time = virtualClock()
  const clock = { now: () => new Date(time.now()), after: time.after }
  // Every system answers in its own time, deaf to the signal half of the time; in one life of four, some of
  // them fail.
  const failing = random.chance(0.25)
  const after = <T>(value: T, signal?: AbortSignal): Promise<T> =>
    new Promise((done, fail) => {
      const broken = failing && random.chance(0.1)
      const cancel = time.after(1 + random.int(random.chance(0.1) ? 900 : 120), () =>
        broken ? fail(new ConnectorError('unavailable', 'down')) : done(value),
      )
      if (random.chance(0.5))
        signal?.addEventListener(
          'abort',
          () => {
            cancel()
            fail(signal.reason)
          },
          { once: true },
        )
    })
  const rows = (w: string): AnyRow[] => [
    { id: `1-${w}`, orderNumber: `¤${w}¤`, orderDate: '2026-02-01T10:00:00Z', motive: `¤${w}!¤` },
  ]
  const of = (recordId: string) => recordId.split('-')[1] as string
  const connectors = ['shop', 'desk'].map((id) =>
    system(
      id,
      {
        find: (key, context) => {
          const p = people.find((one) => one.e164 === key.value)
          return after(
            p
              ? {
                  match: 'one',
                  record: {
                    id: `${id}-${p.w}`,
                    name: { full: `¤${p.w}¤` },
                    identifiers: [{ kind: 'phone', value: p.e164, verified: true }],
                  },
                }
              : { match: 'none' },
            context.signal,
          )
        },
        rows: {
          ...(id === 'shop'
            ? { orders: (by, context) => after({ rows: rows(of(by)), complete: true }, context.signal) }
            : {
                interactions: (by, context) =>
                  after(
                    {
                      rows: [
                        {
                          id: '1',
                          startDate: '2026-02-01T10:00:00Z',
                          summary: `¤${of(by)}!¤`,
                          matter: `¤${of(by)}¤`,
                        } as AnyRow,
                      ],
                      complete: true,
                    },
                    context.signal,
                  ),
              }),
        },
      },
      [],
    ),
  )
  const { hub } = testHub({
    clock,
    connectors,
    templates: [ficha('adviser'), ficha('other')],
    rules: [
      rule('any', 'orders.count() > 0', {
        values: { n: 'orders.last().motive' },
        text: { yes: 'último {n}' },
      }),
    ],
    policy: policy({
      adviser: role(clear),
      night: role({ none: 'clear', pseudonymous: 'clear', 'person.name': 'clear' }),
    }),
    ports: { cache: memoryCache(clock), handles: plainHandles() },
    settings: { patience: { soft: 300, hard: 5_000 } },
  })
  const mixed: string[] = []
  const desks = [
    agent({ id: 'day', session: 's1', roles: ['adviser'] }),
    agent({ id: 'night', session: 's2', roles: ['night'] }),
  ].map((who): Desk => {
    const host = testHost()
    const wire: string[] = []
    const source = sourceOf(hub, who, (event, epoch) => {
      if (event.epoch !== epoch)
        mixed.push(`${who.id} was told of epoch ${event.epoch} in a stream of epoch ${epoch}`)
      const said = JSON.stringify(event)
      if (who.id === 'night' && said.includes('!¤'))
        mixed.push(`the night desk was sent ${marksIn(said).join(' ')}`)
    })
    return {
      host,
      who,
      id: null,
      wire,
      card: createCard({
        source,
        host,
        now: time.now,
        schedule: time.after,
        random,
        page: {
          visible: () => true,
          painted: () =>
            new Promise((done) => {
              time.after(Math.floor(random() * 20), done)
            }),
          onChange: () => () => {},
        },
      }),
    }
  })
  const wrong = (when: string): string | undefined => {
    if (mixed[0]) return `${when}: ${mixed[0]}`
    for (const { card, id, who } of desks) {
      const others = marksIn(onScreen(card)).filter(
        (m) => id === null || (m !== `¤${id}¤` && (m !== `¤${id}!¤` || who.id === 'night')),
      )
      if (others.length > 0)
        return `${when}: ${others.join(' ')} on the screen of ${who.id}, who has ${id ?? 'nobody'}`
    }
    return undefined
  }
  try {
    for (let step = 0; step < steps; step++) {
      const desk = random.of(desks)
      const dice = random()
      if (dice < 0.24) {
        for (let times = random.chance(0.15) ? 2 : 1; times > 0; times--) {
          desk.id = random.chance(0.08) ? null : random.of(people).w
          const phone = people.find((p) => p.w === desk.id)?.phone
          desk.host.bind(
            phone === undefined
              ? null
              : { hints: [{ kind: 'phone', value: phone }], context: {}, interaction: undefined },
          )
          const still = marksIn(onScreen(desk.card))
          if (still.length > 0)
            return `step ${step}: ${still.join(' ')} still there in the task of the change`
        }
      } else if (dice < 0.3) desk.card.open('contacts')
      else if (dice < 0.34) desk.card.retry(random.chance(0.5) ? { connector: 'shop' } : { panel: 'orders' })
      else if (dice < 0.37) desk.host.set({ template: random.chance(0.5) ? 'adviser' : 'other' })
      else
        for (let n = 1 + random.int(3); n > 0; n--) {
          await flush()
          time.step()
        }
      if (random.chance(0.8)) await flush()
      const seen = wrong(`step ${step}`)
      if (seen) return seen
    }
    // Left alone, every desk ends with its own customer, whole: nobody's leaving took anything from the
    // other.
    await time.run(failing ? 400 : 2_500)
    const seen = wrong('at rest')
    if (seen || failing) return seen
    for (const { card, id, who } of desks) {
      if (id === null) continue
      const state = card.state.value
      const orders = state.panels.value.find((p) => p.view.question === 'orders')
      if (state.connection.value.line !== 'ready' || orders?.is !== 'rows' || !orders.complete)
        return `at rest: ${who.id} has ${id} on screen, the line is ${state.connection.value.line} and the orders are ${orders?.is ?? 'not there'} of ${JSON.stringify(orders?.sources ?? [])}`
    }
    return undefined
  } finally {
    for (const { card } of desks) card.dispose()
  }
}
