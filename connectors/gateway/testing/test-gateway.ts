import type { CardEvent, Connector, EventBody, FichaSet } from '../../contract/index.ts'
import { type Agent, type Clock, type Hub, type HubPorts, realClock } from '../../hub/ports.ts'
import { type DemoAgent, type DemoIssuer, demoIssuer } from '../auth/demo-issuer.ts'
import type { GatewayConfig } from '../config/config.ts'
import type { GatewayParts } from '../context.ts'
import { createGateway, type Gateway } from '../gateway.ts'
import { memoryStores } from '../stores/memory.ts'
import type { Stores } from '../stores/ports.ts'

/** A gateway for tests: real tokens, real routes, a hub small enough to read. */
export interface TestGateway {
  gateway: Gateway
  issuer: DemoIssuer
  config: GatewayConfig
  stores: Stores
  lines: string[]
  ports(): HubPorts
  /** A bearer token of ours for this agent. */
  bearer(agent?: Partial<DemoAgent>): Promise<string>
  post(path: string, body: unknown, token?: string, headers?: Record<string, string>): Promise<Response>
}
export interface TestGatewayOptions extends Partial<Omit<GatewayParts, 'hub'>> {
  config?: Partial<GatewayConfig>
  hub?: (ports: HubPorts) => Partial<Hub>
  clock?: Clock
}

/**
 * The day of these gateways, whatever the machine's clock says: no token ages and no minute ends while a test
 * runs. Its timers are real.
 */
export const stillClock: Clock = { ...realClock, now: () => new Date('2026-03-02T10:00:00Z') }

export const origin = 'http://127.0.0.1:4174'

export const trialFichas: FichaSet = {
  version: 1,
  rules: [],
  templates: [
    {
      version: 1,
      id: 'adviser',
      title: 'Asesor',
      for: { roles: ['adviser'] },
      layout: 'compact',
      glance: [],
      marks: [],
      signals: [],
      advice: [],
      panels: [],
      mayAsk: [],
      mayOverride: true,
      timeline: [],
    },
  ],
  policy: {
    version: 1,
    purposes: { care: { title: 'Atención', forbids: [] } },
    roles: Object.fromEntries(
      ['adviser', 'store', 'claims', 'admin', 'night'].map((role) => [
        role,
        {
          purposes: ['care'],
          see: { none: 'clear' as const },
          mayReveal: [],
          mayAct: [],
          rows: [],
          afterConfirmation: false,
          maySearch: true,
          mayLink: true,
          mayEdit: role === 'admin',
        },
      ]),
    ),
  },
}

export const stamped = (bodies: readonly EventBody[], epoch = 0): CardEvent[] =>
  bodies.map((body, seq) => ({ v: 1, epoch, seq, revision: 0, ...body }))
export const whoEvent = (card: string): EventBody => ({
  event: 'who',
  outcome: 'nobody',
  card,
  keys: [],
  ficha: {
    id: 'adviser',
    title: 'Asesor',
    layout: 'compact',
    glance: [],
    panels: [],
    mayAsk: [],
    timeline: false,
    others: [],
    actions: [],
    purpose: 'care',
  },
})

/** Opens with `who` and `settled`; reveals what its handle holds, after the audit. */
export function tinyHub(ports: HubPorts): Hub {
  const unsupported = () => Promise.reject(new Error('this hub is only for trials'))
  return {
    async *open(request, agent) {
      const card = await ports.handles.seal({ hints: request.hints.length }, agent, 'card')
      yield* stamped(
        [
          whoEvent(card),
          { event: 'settled', answered: 0, failed: 0, changes: await ports.notices.cursor(agent.tenant) },
        ],
        request.epoch,
      )
    },
    async *ask(request, agent) {
      await ports.handles.open(request.card, agent, 'card')
      yield* stamped([{ event: 'settled', answered: 0, failed: 0, changes: '' }], request.epoch)
    },
    search: async () => [],
    decide: unsupported,
    async reveal(request, agent: Agent) {
      await ports.handles.open(request.card, agent, 'card')
      const row = (await ports.handles.open(request.ref, agent, 'row')) as { value: string }
      await ports.audit.write({
        at: ports.clock.now().toISOString(),
        tenant: agent.tenant,
        agent: agent.id,
        purpose: 'care',
        act: 'reveal',
        what: [request.field],
        reason: request.reason,
        outcome: 'allowed',
      })
      return { value: row.value, forSeconds: 60 }
    },
    act: unsupported,
    timeline: unsupported,
    journey: unsupported,
    previewAsRole: unsupported,
    async changes(request, agent, signal) {
      const { cursor, moved } = await ports.notices.wait(
        agent.tenant,
        ['fichas'],
        request.changes,
        signal,
        25_000,
      )
      return { changes: cursor, what: moved.length ? ['templates'] : [] }
    },
    outcomes: (outcomes, agent) =>
      ports.outcomes.record(
        agent.tenant,
        ports.clock.now().toISOString(),
        outcomes.map((o) => ({ ...o, role: agent.roles[0] ?? '' })),
      ),
  }
}

export async function testGateway({
  config: changes = {},
  hub,
  ...parts
}: TestGatewayOptions = {}): Promise<TestGateway> {
  const { clock = stillClock } = parts
  const issuer = await demoIssuer({ tenant: changes.tenant ?? 'demo', now: () => clock.now() })
  const config: GatewayConfig = {
    tenant: 'demo',
    hosts: ['http://localhost:4173'],
    issuers: [issuer.issuer],
    connectors: [] as Connector[],
    publicOrigin: origin,
    ...changes,
    // Nobody is late here, however busy the machine.
    settings: { patience: { soft: 100_000, hard: 200_000 }, ...changes.settings },
  }
  const lines: string[] = []
  const stores = parts.stores ?? memoryStores(clock)
  let seen: HubPorts | undefined
  const gateway = createGateway(config, {
    fichas: trialFichas,
    // A refusal is a problem with its status, however long a busy machine takes to come to it.
    firstEventMs: 100_000,
    write: (line) => lines.push(line),
    ...parts,
    clock,
    stores,
    hub: (ports) => {
      seen = ports
      return { ...tinyHub(ports), ...hub?.(ports) }
    },
  })
  const post: TestGateway['post'] = (path, body, token, headers = {}) =>
    gateway.fetch(
      new Request(`${origin}${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      }),
    )
  return {
    gateway,
    issuer,
    config,
    stores,
    lines,
    post,
    ports: () => seen as HubPorts,
    async bearer(agent = {}) {
      const answer = await post('/v1/session', {
        hostToken: await issuer.sign({ id: 'ana', roles: ['adviser'], ...agent }),
      })
      if (!answer.ok) throw new Error(`no session: ${await answer.text()}`)
      return ((await answer.json()) as { token: string }).token
    },
  }
}

export const eventsOf = async (response: Response): Promise<CardEvent[]> =>
  (await response.text())
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as CardEvent)
