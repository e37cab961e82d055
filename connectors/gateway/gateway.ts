import { Hono } from 'hono'
import type { FichaSet } from '../contract/index.ts'
import {
  type Agent,
  type Audit,
  type AuditLine,
  type Clock,
  createHub,
  type Door,
  defaultSettings,
  type Hub,
  type HubPorts,
  Refusal,
  realClock,
} from '../hub/index.ts'
import { configuredFichas, publishedFichas, shippedFichas } from './admin/templates.ts'
import { strangePage } from './auth/guard.ts'
import { createHandles } from './auth/handles.ts'
import { createHostTokens } from './auth/host-token.ts'
import { createSessions } from './auth/session.ts'
import { clientAddress } from './client-address.ts'
import { ConfigError, checkConfig } from './config/check-config.ts'
import { defaultLimits, type GatewayConfig, hostOrigins, type Limits } from './config/config.ts'
import { createDoor, type Databases, type Transport } from './egress/egress.ts'
import { createKeys, passingSecret } from './keys/keys.ts'
import { type CardPage, pageRoutes } from './page/page.ts'
import { isRefusal, problem, problemFrom } from './problem.ts'
import { auditRoutes } from './routes/audit.ts'
import { callRoutes } from './routes/calls.ts'
import { cardRoutes } from './routes/card.ts'
import type { Context } from './routes/context.ts'
import { editorRoutes } from './routes/editor.ts'
import { fichaRoutes } from './routes/fichas.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { opsRoutes } from './routes/ops.ts'
import { qualityRoutes } from './routes/quality.ts'
import { sessionRoutes } from './routes/session.ts'
import { createTrying, type Trials, trialsHere } from './rule-sandbox/rule-sandbox.ts'
import { memoryStores } from './stores/memory.ts'
import type { Stores } from './stores/ports.ts'
import { spanned } from './telemetry/spans.ts'
import { createWatch } from './telemetry/telemetry.ts'

/** What a runtime gives the gateway. Everything has a default that runs anywhere. */
export interface GatewayParts {
  /** Builds the hub from its ports. Default: `createHub`. */
  hub?: ((ports: HubPorts) => Hub) | undefined
  /** What is published while nobody has published anything and the configuration says nothing. Default: the fichas that come with Ficha. */
  fichas?: FichaSet | undefined
  /** Value of a secret by its name; Node's edge reads the environment. */
  secrets?: ((name: string) => string | undefined) | undefined
  stores?: Stores | undefined
  /** One request to the outside, its address checked when it connects. Without it: the platform's fetch, with names and literals checked. */
  transport?: Transport | undefined
  databases?: Databases | undefined
  page?: CardPage | undefined
  clock?: Clock | undefined
  /** Tries rules that are saved or published. Default: in this process, within the evaluator's own bound; Node's edge has a thread that is ended. */
  trials?: Trials | undefined
  /** Takes one JSON line. Default: silence. */
  write?: ((line: string) => void) | undefined
}
export interface Gateway {
  /** `peer`: the address at the other end of the connection, where the runtime knows it. */
  fetch(request: Request, peer?: string): Promise<Response>
  /** Readiness turns false; what is open goes on. */
  drain(): void
  /** Ends what is still open: each card says "connection lost" and comes back by itself. */
  endStreams(): void
  /** Ends streams and polls, then closes the stores. */
  close(): Promise<void>
}

/** The hub behind HTTP: a fetch handler for Node and edge runtimes alike. Throws `ConfigError` with one line per fault. */
export function createGateway(config: GatewayConfig, parts: GatewayParts = {}): Gateway {
  const secrets = parts.secrets ?? (() => undefined)
  const faults = checkConfig(config, secrets)
  if (faults.length) throw new ConfigError(faults)

  const clock = parts.clock ?? realClock
  const secret = (config.secret && secrets(config.secret.name)) || passingSecret()
  const keys = createKeys(secret, config.secret?.before ? secrets(config.secret.before) : undefined)
  const stores = parts.stores ?? memoryStores(clock)
  const watch = createWatch(parts.write ?? (() => {}))
  const audit = countedAudit(stores.audit, watch)
  const door: Door = createDoor({
    config,
    secrets,
    clock,
    watch,
    transport: parts.transport,
    databases: parts.databases,
  })
  const fichas = publishedFichas(
    stores.fichas,
    config.fichas === undefined ? (parts.fichas ?? shippedFichas) : configuredFichas(config.fichas),
  )
  const ports: HubPorts = {
    connectors: config.connectors,
    fichas,
    door,
    handles: createHandles(keys, clock),
    cache: stores.cache,
    links: stores.links,
    audit,
    generics: stores.generics,
    marks: stores.marks,
    outcomes: stores.outcomes,
    observations: stores.observations,
    breaker: (connector, state) =>
      watch.level(
        'ficha_breaker_open',
        { connector },
        state === 'open' ? 1 : state === 'half-open' ? 0.5 : 0,
      ),
    notices: stores.notices,
    clock,
    settings: { ...defaultSettings, subjectKey: `subjects/${secret}`, ...config.settings },
  }
  const limits = { ...defaultLimits, ...config.limits }
  const sessions = createSessions(keys, clock, config.session?.minutes ?? 60)
  const stopping = new AbortController()
  const polls = new AbortController()
  let draining = false

  const distinct = async (
    agent: Agent,
    what: string,
    members: readonly string[],
    most: number,
    windowMs = 600_000,
  ) => {
    const verdict = await stores.rates.admit(
      await keys.mac('limits', JSON.stringify([agent.tenant, agent.id, what])),
      members,
      windowMs,
      most,
      clock.now(),
    )
    if (!verdict.admitted)
      throw new Refusal(
        'too-many',
        `more than ${most} ${what} in ${windowMs === 60_000 ? 'a minute' : `${windowMs / 60_000} minutes`}; wait ${verdict.retryAfter} s`,
        verdict.retryAfter,
      )
  }
  const context: Context = {
    config,
    trying: createTrying(parts.trials ?? trialsHere, ports.settings, () => clock.now()),
    hub: (parts.hub ?? createHub)(ports),
    ports,
    stores,
    keys,
    clock,
    sessions,
    limits,
    watch,
    stopping: stopping.signal,
    polls: polls.signal,
    draining: () => draining,
    hostTokens: createHostTokens(config.tenant, config.issuers, stores.nonces, clock, globalThis.fetch),
    distinct: (agent, what, members, most) => distinct(agent, what, members, most),
    counted: (agent) => distinct(agent, 'requests', [crypto.randomUUID()], limits.requestsPerMinute, 60_000),
    async agent(request) {
      const session = await sessions.read(request)
      await context.counted(session.agent)
      const dear = dearRoutes[new URL(request.url).pathname]
      if (dear) await distinct(session.agent, dear[0], [crypto.randomUUID()], limits[dear[1]], 60_000)
      return session
    },
    async mayEdit(agent) {
      const { policy } = await fichas.current(agent.tenant)
      return agent.roles.some((role) => Object.hasOwn(policy.roles, role) && policy.roles[role]?.mayEdit)
    },
    audited: async (act, agent, run) => {
      const before = audit.written(act, agent)
      const answer = await run()
      if (audit.written(act, agent) === before)
        throw new Refusal(
          'audit-unavailable',
          `${act}: no audit line became durable, so nothing is answered; look at the audit store`,
        )
      return answer
    },
  }

  const app = new Hono<{ Bindings: { id: string; address?: string | undefined } }>()
  app.onError((e, c) => {
    if (isRefusal(e)) watch.count('ficha_refusals_total', { code: (e as Refusal).code ?? 'unknown' })
    else watch.log({ log: 'failed', id: c.env.id, error: e.name, where: stackOf(e) })
    return problemFrom(e, c.env.id)
  })
  app.notFound(() => problem('not-found', 'no such address; /openapi.json lists them'))
  sessionRoutes(app, context)
  cardRoutes(app, context)
  callRoutes(app, context)
  fichaRoutes(app, context, fichas)
  editorRoutes(app, context, fichas)
  auditRoutes(app, context)
  qualityRoutes(app, context)
  opsRoutes(app, context)
  openapiRoutes(app)
  if (parts.page) pageRoutes(app, parts.page, hostOrigins(config))

  return {
    async fetch(request, peer) {
      const began = clock.now().getTime()
      const id = crypto.randomUUID()
      const path = new URL(request.url).pathname
      const address = clientAddress(
        peer,
        request.headers.get('x-forwarded-for'),
        config.network?.proxies ?? [],
      )
      let response: Response
      try {
        response =
          (path.startsWith('/v1/') ? strangePage(request, config.publicOrigin) : undefined) ??
          (await spanned('ficha.request', { 'ficha.route': known(path), 'ficha.request_id': id }, async () =>
            app.fetch(request, { id, address }),
          ))
      } catch (e) {
        response = problemFrom(e, id)
      }
      if (response.status >= 500) watch.count('ficha_failures_total', { where: 'request' })
      const route = known(path)
      const seconds = (clock.now().getTime() - began) / 1000
      watch.count('ficha_requests_total', {
        route,
        method: knownMethod(request.method),
        status: String(response.status),
      })
      watch.time('ficha_request_seconds', { route }, seconds)
      watch.log({
        log: 'request',
        id,
        route,
        method: knownMethod(request.method),
        status: response.status,
        ms: Math.round(seconds * 1000),
      })
      response.headers.set('x-request-id', id)
      if (!response.headers.has('cross-origin-resource-policy'))
        response.headers.set('cross-origin-resource-policy', 'same-origin')
      return response
    },
    drain() {
      draining = true
      // a long poll has nothing to finish
      polls.abort()
    },
    endStreams: () => stopping.abort(),
    async close() {
      draining = true
      polls.abort()
      stopping.abort()
      await stores.close()
    },
  }
}

/** Where it failed, without what it said: a message may hold what a customer or a system wrote. */
const stackOf = (e: Error): string =>
  (e.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' < ')

/** What costs more than an answer has a rate of its own. */
const dearRoutes: Readonly<Record<string, readonly [what: string, limit: keyof Limits]>> = {
  '/v1/search': ['searches', 'searchesPerMinute'],
  '/v1/fichas/preview': ['previews', 'previewsPerMinute'],
  '/v1/fichas/material': ['previews', 'previewsPerMinute'],
  '/v1/quality': ['counts', 'countsPerMinute'],
  '/v1/quality/proposals': ['counts', 'countsPerMinute'],
  '/v1/fichas/proposals': ['counts', 'countsPerMinute'],
}

/** Routes have names; what a stranger typed instead of one is nobody's business and not a label. */
const routes = new Set([
  '/card',
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/v1/session',
  '/v1/renew',
  '/v1/card',
  '/v1/ask',
  '/v1/search',
  '/v1/decide',
  '/v1/reveal',
  '/v1/act',
  '/v1/changes',
  '/v1/outcomes',
  '/v1/fichas',
  '/v1/fichas/publish',
  '/v1/fichas/undo',
  '/v1/fichas/import',
  '/v1/fichas/export',
  '/v1/fichas/preview',
  '/v1/fichas/material',
  '/v1/fichas/proposals',
  '/editor',
  '/v1/quality',
  '/v1/quality/proposals',
  '/quality',
])
const known = (path: string): string =>
  routes.has(path)
    ? path
    : path.startsWith('/assets/')
      ? '/assets'
      : path.startsWith('/schemas/')
        ? '/schemas'
        : 'other'
const knownMethod = (method: string): string =>
  ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'].includes(method) ? method : 'other'

/** The audit, and how many lines of each act became durable for each agent. */
function countedAudit(
  log: Audit,
  watch: Context['watch'],
): Audit & { written(act: AuditLine['act'], agent: Agent): number } {
  const counts = new Map<string, number>()
  return {
    async write(line) {
      try {
        await log.write(line)
      } catch {
        watch.count('ficha_audit_failures_total')
        watch.log({ log: 'audit-failed', act: line.act })
        throw new Refusal(
          'audit-unavailable',
          'the audit cannot be written, so nothing is answered; look at the audit store',
        )
      }
      const key = `${line.tenant}/${line.agent}/${line.act}/${line.outcome}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      watch.count('ficha_audit_lines_total', { act: line.act, outcome: line.outcome })
      if (line.act === 'reveal') watch.count('ficha_reveals_total', { outcome: line.outcome })
    },
    written: (act, agent) => counts.get(`${agent.tenant}/${agent.id}/${act}/allowed`) ?? 0,
  }
}
