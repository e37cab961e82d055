import { parse } from 'valibot'
import { cardEventSchema } from '../../contract/event.ts'
import type {
  AnyRow,
  Asked,
  CardEvent,
  CardRequest,
  Connector,
  ConnectorContext,
  Identifier,
  Policy,
  Rule,
  SystemRecord,
  Template,
} from '../../contract/index.ts'
import { createHub } from '../hub.ts'
import { fixedFichas, memoryAudit, memoryPorts } from '../memory/index.ts'
import { type Agent, type Clock, type HubPorts, type HubSettings, realClock } from '../ports.ts'
import type { Stages } from '../stages.ts'

/** The hub's test harness: a clock moved by hand, small systems in memory, one published set of templates. */

export interface HandClock extends Clock {
  advance(ms: number): void /** timers set and not yet run */
  pending(): number
}
export function handClock(start = '2026-03-10T10:00:00.000Z'): HandClock {
  let at = Date.parse(start)
  let id = 0
  const due = new Map<number, { at: number; run: () => void }>()
  return {
    now: () => new Date(at),
    after(ms, run) {
      const me = id++
      due.set(me, { at: at + ms, run })
      return () => void due.delete(me)
    },
    pending: () => due.size,
    advance(ms) {
      const end = at + ms
      for (;;) {
        const next = [...due]
          .filter(([, d]) => d.at <= end)
          .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
        if (!next) break
        due.delete(next[0])
        at = Math.max(at, next[1].at)
        next[1].run()
      }
      at = end
    },
  }
}

/**
 * The date of these tests, whatever the machine's clock says. Its timers are real, so that the pause before a
 * retry ends.
 */
export const stillClock: Clock = { ...realClock, now: () => new Date('2026-03-10T10:00:00.000Z') }
/** Deadlines that a busy machine does not reach. Lateness is tested on a clock moved by hand. */
const patientSettings = { soft: 100_000, hard: 200_000 }

export const turn = (): Promise<void> => new Promise((r) => setImmediate(r))
/**
 * Waits, one turn of the event loop after another, until the condition holds. The error names what never
 * came.
 */
export async function until(what: string, holds: () => boolean, turns = 30_000): Promise<void> {
  for (let i = 0; i < turns; i++) {
    if (holds()) return
    // Hashing and sealing happen on other threads and need real time.
    await (i < 100
      ? turn()
      : new Promise<void>((r) => {
          setTimeout(r, 1)
        }))
  }
  throw new Error(`never: ${what}`)
}
/** Advances the clock in small steps until the promise settles. */
export async function steer<T>(clock: HandClock, promise: Promise<T>, stepMs = 10): Promise<T> {
  let settled = false
  const watched = promise.finally(() => {
    settled = true
  })
  watched.catch(() => undefined)
  for (let i = 0; i < 30_000 && !settled; i++) {
    await turn()
    // No timer is pending, so the rest is hashing or sealing on other threads, which takes real time.
    await (clock.pending() > 0
      ? turn()
      : new Promise<void>((r) => {
          setTimeout(r, 1)
        }))
    if (!settled && clock.pending() > 0) clock.advance(stepMs)
  }
  if (!settled) throw new Error('never settled, however far the clock went')
  return watched
}
export const idle = async (): Promise<void> => {
  for (let i = 0; i < 40; i++)
    await (i % 4
      ? turn()
      : new Promise<void>((r) => {
          setTimeout(r, 1)
        }))
}

export interface Call {
  connector: string
  question: Asked | 'find'
  fields: readonly string[]
  limit: number
  by: string
  cursor?: string | undefined
}
export interface SystemPlan {
  records?: readonly SystemRecord[]
  rows?: Partial<
    Record<Asked, readonly AnyRow[] | ((by: string, context: ConnectorContext) => Promise<unknown>)>
  >
  find?: (key: Identifier, context: ConnectorContext) => Promise<unknown>
  byIdentifier?: readonly Asked[]
  extra?: Partial<Connector>
}
/** A system in memory that records what it is asked. */
export function system(id: string, plan: SystemPlan, calls: Call[]): Connector {
  const answers = Object.fromEntries(
    Object.entries(plan.rows ?? {}).map(([question, rows]) => {
      const from = plan.byIdentifier?.includes(question as Asked) ? ['mail', 'phone'] : 'record'
      return [
        question,
        {
          from,
          async get(
            input: SystemRecord | Identifier,
            want: { fields: readonly string[]; limit: number; cursor?: string },
            context: ConnectorContext,
          ) {
            const by = 'id' in input ? input.id : input.value
            calls.push({
              connector: id,
              question: question as Asked,
              fields: want.fields,
              limit: want.limit,
              by,
              cursor: want.cursor,
            })
            if (typeof rows === 'function') return rows(by, context)
            const cut = (rows as readonly AnyRow[]).slice(0, want.limit)
            return ['person', 'preferences', 'loyalty'].includes(question)
              ? { value: cut[0] ?? null, complete: true }
              : { rows: cut, complete: cut.length === rows?.length }
          },
        },
      ]
    }),
  )
  return {
    id,
    title: id.toUpperCase(),
    origins: [],
    access: { kind: 'open' },
    find: {
      by: ['phone', 'mail', 'system'],
      async run(key, context) {
        calls.push({ connector: id, question: 'find', fields: [], limit: 0, by: key.value })
        if (plan.find) return plan.find(key, context) as never
        const records = (plan.records ?? []).filter(
          (r) =>
            r.id === key.value || r.identifiers.some((i) => i.kind === key.kind && i.value === key.value),
        )
        return records.length === 0
          ? { match: 'none' }
          : records.length === 1
            ? { match: 'one', record: records[0] as SystemRecord }
            : { match: 'many', records, complete: true }
      },
    },
    answers: answers as Connector['answers'],
    ...plan.extra,
  }
}

/**
 * Sealed handles, hashes and random ids may contain any short word. So what must not appear in a text is
 * marked with `¤`, which none of them can contain.
 */
export const ana: SystemRecord = {
  id: 'customer¤7001',
  name: { full: 'Ana Pérez Soto', given: 'Ana', family: 'Pérez Soto' },
  identifiers: [
    { kind: 'phone', value: '+34600123456' },
    { kind: 'mail', value: 'ana.perez@example.com' },
  ],
  observedAt: '2026-01-02T00:00:00Z',
}
export const order = (id: string, more: Record<string, unknown> = {}): AnyRow => ({
  id,
  orderNumber: `N-${id}`,
  orderDate: `2026-02-${id.padStart(2, '0')}T10:00:00Z`,
  total: { amount: '60.00', currency: 'EUR' },
  shop: 'Centro',
  status: { code: 'open' },
  ...more,
})

export const panel = (
  id: string,
  question: Asked,
  fields: string[],
  more: Partial<Template['panels'][number]> = {},
): Template['panels'][number] => ({ id, question, ask: 'at-once', fields, limit: 5, priority: 0, ...more })
export const template = (more: Partial<Template> = {}): Template => ({
  version: 1,
  id: 'adviser',
  title: 'Asesor',
  for: { roles: ['adviser', 'store', 'night'] },
  layout: 'compact',
  glance: [],
  marks: [],
  signals: [],
  advice: [],
  panels: [panel('orders', 'orders', ['orderNumber', 'orderDate', 'total', 'shop'])],
  mayAsk: [],
  mayOverride: true,
  timeline: [],
  ...more,
})
export const rule = (id: string, when: string, more: Partial<Rule> = {}): Rule => ({
  version: 1,
  id,
  kind: 'signal',
  title: { es: id },
  when,
  values: {},
  norm: {},
  text: {},
  tone: {},
  ...more,
})

type RolePolicy = Policy['roles'][string]
export const role = (see: RolePolicy['see'], more: Partial<RolePolicy> = {}): RolePolicy => ({
  purposes: ['care'],
  see,
  mayReveal: [],
  mayAct: [],
  rows: [],
  afterConfirmation: false,
  maySearch: true,
  mayLink: true,
  mayEdit: false,
  ...more,
})
export const clear: RolePolicy['see'] = {
  none: 'clear',
  pseudonymous: 'clear',
  personal: 'clear',
  financial: 'clear',
  special: 'clear',
}
export const policy = (roles: Policy['roles'], forbids: string[] = []): Policy => ({
  version: 1,
  roles,
  purposes: { care: { title: 'Atención', forbids }, sale: { title: 'Venta', forbids: [] } },
})

export const agent = (more: Partial<Agent> = {}): Agent => ({
  tenant: 'demo',
  id: 'a1',
  session: 's1',
  roles: ['adviser'],
  claims: {},
  ...more,
})

export interface TestHubOptions {
  connectors: readonly Connector[]
  templates?: readonly Template[]
  rules?: readonly Rule[]
  policy?: Policy
  settings?: Partial<HubSettings>
  ports?: Partial<Omit<HubPorts, 'settings'>>
  clock?: Clock
  stages?: Partial<Stages>
}
export function testHub(options: TestHubOptions) {
  const audit = memoryAudit()
  const fichas = fixedFichas({
    revision: 'r1',
    templates: options.templates ?? [template()],
    rules: options.rules ?? [],
    policy: options.policy ?? policy({ adviser: role(clear), store: role(clear) }),
  })
  const ports = memoryPorts({
    connectors: options.connectors,
    fichas,
    audit,
    clock: options.clock ?? stillClock,
    settings: { patience: options.clock ? { soft: 100, hard: 1_000 } : patientSettings, ...options.settings },
    ...options.ports,
  })
  return { hub: createHub(ports, options.stages), ports, audit }
}

export const request = (more: Partial<CardRequest> = {}): CardRequest => ({
  hints: [{ kind: 'phone', value: '600 12 34 56' }],
  context: {},
  epoch: 1,
  locale: 'es',
  ...more,
})

/** Every stream of these tests is checked against the published schema. */
const checked = (event: CardEvent): CardEvent => {
  parse(cardEventSchema, event)
  return event
}

/** Reads a stream in the background. */
export function listen(stream: AsyncIterable<CardEvent>): {
  events: CardEvent[]
  ended: Promise<void>
  is: { ended: boolean; error?: unknown }
} {
  const events: CardEvent[] = []
  const is: { ended: boolean; error?: unknown } = { ended: false }
  const ended = (async () => {
    try {
      for await (const e of stream) events.push(checked(e))
    } catch (e) {
      is.error = e
    } finally {
      is.ended = true
    }
  })()
  return { events, ended, is }
}
export async function all(stream: AsyncIterable<CardEvent>): Promise<CardEvent[]> {
  const events: CardEvent[] = []
  for await (const e of stream) events.push(checked(e))
  return events
}
export const never = new AbortController().signal
export const of = <E extends CardEvent['event']>(
  events: readonly CardEvent[],
  event: E,
): Extract<CardEvent, { event: E }>[] =>
  events.filter((e): e is Extract<CardEvent, { event: E }> => e.event === event)
export const lastReading = (events: readonly CardEvent[], connector: string, question: Asked = 'orders') =>
  of(events, 'reading')
    .filter((r) => r.reading.connector === connector && r.reading.question === question)
    .at(-1)?.reading
