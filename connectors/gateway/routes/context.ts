import type { FichaFault } from '../../contract/index.ts'
import type { Agent, AuditLine, Clock, Hub, HubPorts } from '../../hub/ports.ts'
import type { HostTokens } from '../auth/host-token.ts'
import type { Session, Sessions } from '../auth/session.ts'
import type { GatewayConfig, Limits } from '../config/config.ts'
import type { Keys } from '../keys/keys.ts'
import type { Stores } from '../stores/ports.ts'
import type { Watch } from '../telemetry/telemetry.ts'

/** What every route may use. Made once per gateway. */
export interface Context {
  config: GatewayConfig
  hub: Hub
  ports: HubPorts
  stores: Stores
  keys: Keys
  clock: Clock
  sessions: Sessions
  hostTokens: HostTokens
  limits: Limits
  watch: Watch
  /** Streams end when the gateway does; long polls as soon as it drains. */
  stopping: AbortSignal
  polls: AbortSignal
  /** True from the moment the gateway was told to stop: finish what is open, take no more. */
  draining(): boolean
  /** The faults of rules that do not end: before any of them is checked or run here. */
  trying(rules: readonly unknown[], locale: string): Promise<readonly FichaFault[]>
  mayEdit(agent: Pick<Agent, 'roles' | 'tenant'>): Promise<boolean>
  /** Proves the bearer and counts the request against the agent's rate. */
  agent(request: Request): Promise<Session>
  /** Counts one request against the agent's rate; refuses `too-many`. */
  counted(agent: Agent): Promise<void>
  /** Refuses `too-many` when `members` would be too many distinct ones for this agent. */
  distinct(agent: Agent, what: string, members: readonly string[], most: number): Promise<void>
  /** Runs what needs an audit line of `act`, and refuses `audit-unavailable` when none of this agent became durable meanwhile: no audit, no answer. */
  audited<T>(act: AuditLine['act'], agent: Agent, run: () => Promise<T>): Promise<T>
}
