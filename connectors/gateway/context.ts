import type { FichaFault, FichaSet, Policy } from '../contract/index.ts'
import {
  type Agent,
  type Audit,
  type AuditLine,
  type Clock,
  createHub,
  defaultSettings,
  type Hub,
  type HubPorts,
  Refusal,
  realClock,
} from '../hub/index.ts'
import { createPreviews, type Previews } from './admin/preview/preview.ts'
import { firstFichas, type PublishedFichas, publishedFichas } from './admin/templates.ts'
import { createHandles } from './auth/handles.ts'
import { createHostTokens, type HostTokens } from './auth/host-token.ts'
import { createRefusedLog } from './auth/refused-log.ts'
import { createSessions, type Sessions } from './auth/session.ts'
import { defaultLimits, type GatewayConfig, hostOrigins, type Limits } from './config/config.ts'
import { createEgress, type Databases, type Transport } from './egress/egress.ts'
import { createKeys, ephemeralSecret, type Keys } from './keys/keys.ts'
import { allNumberPlans } from './number-plans.ts'
import { createHostRefusedLog } from './page/host-refused-log.ts'
import { type CardPage, noPage, type PageAnswers, pageAnswers } from './page/page.ts'
import { createRates, type Rates } from './rates.ts'
import { createRuleTrial, inProcessSandbox, type RuleSandbox } from './rule-sandbox/rule-sandbox.ts'
import { memoryStores } from './stores/memory.ts'
import type { Stores } from './stores/ports.ts'
import { createFailureLog } from './telemetry/failure-log.ts'
import { createTelemetry, type Telemetry } from './telemetry/telemetry.ts'

/** What a runtime gives the gateway. Each has a default that runs anywhere. */
export interface GatewayParts {
  /**
   * Builds the hub from its ports. Default: `createHub`.
   *
   * @internal
   */
  hub?: ((ports: HubPorts) => Hub) | undefined
  /**
   * The templates, rules and policy in force while nobody has published any and the configuration holds none.
   * Default: those that come with Ficha.
   */
  fichas?: FichaSet | undefined
  /** The value of a secret by its name. Default: none has one; `startGateway` reads the environment. */
  secrets?: ((name: string) => string | undefined) | undefined
  /**
   * Where things are stored. Default: memory; `startGateway` opens what `store` of the configuration says.
   */
  stores?: Stores | undefined
  /**
   * One request to the outside. Default: the platform's fetch, with names and literal addresses checked;
   * `startGateway` also checks every address a name resolves to.
   */
  transport?: Transport | undefined
  /** How databases are asked. Default: none is (`unsupported`); `startGateway` has the drivers. */
  databases?: Databases | undefined
  /** The built card. Default: none is served (404); `startGateway` reads `card` of the configuration. */
  page?: CardPage | undefined
  /** What time it is, and timers. Default: those of the runtime. */
  clock?: Clock | undefined
  /**
   * Tries rules before they are saved or published. Default: in this process, within the evaluator's own
   * bound; `startGateway` has threads, which it ends.
   *
   * @internal
   */
  ruleSandbox?: RuleSandbox | undefined
  /**
   * Milliseconds a stream waits for its first event, so that an early refusal is a problem with its status.
   * Default: 250.
   */
  firstEventMs?: number | undefined
  /** Takes one JSON line of the log, without its newline. No line holds personal data. Default: silence. */
  write?: ((line: string) => void) | undefined
}

/** What every route may use. Made once per gateway. */
export interface Context {
  firstEventMs: number
  config: GatewayConfig
  hub: Hub
  ports: HubPorts
  stores: Stores
  fichas: PublishedFichas
  keys: Keys
  clock: Clock
  sessions: Sessions
  hostTokens: HostTokens
  /** Tells whoever runs the gateway why a host token was refused. */
  refusedLog(why: string, token: string, found?: string): void
  limits: Limits
  rates: Rates
  telemetry: Telemetry
  page: PageAnswers
  previews: Previews
  /** How long a connector took lately, in seconds. */
  measured(connector: string): { mean: number; count: number } | undefined
  /** Streams end when the gateway does; long polls as soon as it drains. */
  stopping: AbortSignal
  polls: AbortSignal
  /** True from the moment the gateway was told to stop: finish what is open, take no more. */
  draining(): boolean
  /** The faults of rules that do not end: before any of them is checked or run here. */
  tryRules(rules: readonly unknown[], locale: string): Promise<readonly FichaFault[]>
  /** Whether a role of this agent may edit fichas. */
  mayEdit(agent: Pick<Agent, 'roles' | 'tenant'>): Promise<boolean>
  /** Whether a role of this agent has the purpose `quality`. */
  isLeader(agent: Pick<Agent, 'roles' | 'tenant'>): Promise<boolean>
  /**
   * Runs what needs an audit line of `act`, and refuses `audit-unavailable` when none of this agent became
   * durable meanwhile: no audit, no answer.
   */
  audited<T>(act: AuditLine['act'], agent: Agent, run: () => Promise<T>): Promise<T>
}

/** How a gateway comes to its end, as its routes see it. */
export type Lifecycle = Pick<Context, 'stopping' | 'polls' | 'draining'>

export function createContext(config: GatewayConfig, parts: GatewayParts, lifecycle: Lifecycle): Context {
  const secrets = parts.secrets ?? (() => undefined)
  const clock = parts.clock ?? realClock
  const secret = (config.secret && secrets(config.secret.name)) || ephemeralSecret()
  const keys = createKeys(secret, config.secret?.before ? secrets(config.secret.before) : undefined)
  const stores = parts.stores ?? memoryStores(clock)
  const telemetry = createTelemetry(parts.write ?? (() => {}))
  const audit = countedAudit(stores.audit, telemetry)
  const fichas = publishedFichas(stores.fichas, firstFichas(config.fichas, parts.fichas))
  const { transport, databases } = parts
  const ports: HubPorts = {
    connectors: config.connectors,
    fichas,
    egress: createEgress({ config, secrets, clock, telemetry, transport, databases }),
    handles: createHandles(keys, clock),
    cache: stores.cache,
    links: stores.links,
    audit,
    sharedValues: stores.sharedValues,
    flags: stores.flags,
    outcomes: stores.outcomes,
    observations: stores.observations,
    breaker: (connector, state) =>
      telemetry.set(
        'ficha_breaker_open',
        { connector },
        state === 'open' ? 1 : state === 'half-open' ? 0.5 : 0,
      ),
    failed: createFailureLog(telemetry, clock),
    notices: stores.notices,
    clock,
    settings: {
      ...defaultSettings,
      numberPlans: allNumberPlans,
      subjectKey: `subjects/${secret}`,
      ...config.settings,
    },
  }
  const limits = { ...defaultLimits, ...config.limits }
  const measured = (connector: string) => telemetry.mean('ficha_upstream_seconds', { connector })
  const anyRole = async (
    agent: Pick<Agent, 'roles' | 'tenant'>,
    allows: (role: Policy['roles'][string]) => boolean,
  ) => {
    const { policy } = await fichas.current(agent.tenant)
    return agent.roles.some((name) => {
      const role = Object.hasOwn(policy.roles, name) ? policy.roles[name] : undefined
      return role !== undefined && allows(role)
    })
  }
  return {
    ...lifecycle,
    config,
    hub: (parts.hub ?? createHub)(ports),
    ports,
    firstEventMs: parts.firstEventMs ?? 250,
    stores,
    fichas,
    keys,
    clock,
    sessions: createSessions(keys, clock, config.session?.minutes ?? 60),
    hostTokens: createHostTokens(config.tenant, config.issuers, stores.nonces, clock, globalThis.fetch),
    refusedLog: createRefusedLog(config.issuers, telemetry, clock),
    limits,
    rates: createRates(stores.rates, keys, clock, limits),
    telemetry,
    page: parts.page
      ? pageAnswers(
          parts.page,
          hostOrigins(config),
          createHostRefusedLog(hostOrigins(config), telemetry, clock),
        )
      : noPage(),
    previews: createPreviews(ports, measured),
    measured,
    tryRules: createRuleTrial(parts.ruleSandbox ?? inProcessSandbox, ports.settings, () => clock.now()),
    mayEdit: (agent) => anyRole(agent, (role) => role.mayEdit),
    isLeader: (agent) => anyRole(agent, (role) => role.purposes.includes('quality')),
    audited: async (act, agent, run) => {
      const before = audit.written(act, agent)
      const answer = await run()
      if (audit.written(act, agent) === before)
        throw new Refusal(
          'audit-unavailable',
          `${act}: no audit line was written, so nothing is answered; check the audit store`,
        )
      return answer
    },
  }
}

/** The audit, and how many lines of each act became durable for each agent. */
function countedAudit(
  log: Audit,
  telemetry: Telemetry,
): Audit & { written(act: AuditLine['act'], agent: Agent): number } {
  const counts = new Map<string, number>()
  return {
    async write(line) {
      try {
        await log.write(line)
      } catch {
        telemetry.count('ficha_audit_failures_total')
        telemetry.log({ log: 'audit-failed', act: line.act })
        throw new Refusal(
          'audit-unavailable',
          'the audit cannot be written, so nothing is answered; check the audit store',
        )
      }
      const key = `${line.tenant}/${line.agent}/${line.act}/${line.outcome}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      telemetry.count('ficha_audit_lines_total', { act: line.act, outcome: line.outcome })
      if (line.act === 'reveal') telemetry.count('ficha_reveals_total', { outcome: line.outcome })
    },
    written: (act, agent) => counts.get(`${agent.tenant}/${agent.id}/${act}/allowed`) ?? 0,
  }
}
