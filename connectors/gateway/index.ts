/** The gateway, for any runtime with fetch and WebCrypto. Node's edge (`startGateway`) is in node.ts. */

export type {
  Agent,
  Audit,
  AuditLine,
  Cache,
  CardNote,
  Clock,
  Contact,
  Egress,
  Flags,
  HubSettings,
  Link,
  Links,
  NewObservation,
  Notices,
  Observation,
  Observations,
  Observed,
  OutcomeSink,
  RecordedOutcome,
  SeenRecord,
  SharedValueCounts,
  Sides,
} from '../hub/index.ts'
export { realClock } from '../hub/index.ts'
export { type DemoAgent, type DemoIssuer, demoIssuer } from './auth/demo-issuer.ts'
export { checkConfig } from './config/check-config.ts'
export {
  type Database,
  defaultLimits,
  defineConfig,
  type GatewayConfig,
  hostOrigins,
  type Issuer,
  type Limits,
} from './config/config.ts'
export { ConfigError } from './config/config-error.ts'
export type { GatewayParts } from './context.ts'
export {
  createEgress,
  type Databases,
  type EgressParts,
  type EgressTelemetry,
  type Transport,
} from './egress/egress.ts'
export { createGateway, type Gateway } from './gateway.ts'
export { createKeys, ephemeralSecret, type Keys, type KeyUse } from './keys/keys.ts'
export type { BuildManifest, CardPage, PageFile } from './page/page.ts'
export { type AuditVerdict, verifyAudit } from './stores/audit-chain.ts'
export { memoryStores } from './stores/memory.ts'
export type {
  AuditLog,
  ChainedLine,
  FichaStore,
  NonceStore,
  ObservationStore,
  OutcomeStore,
  RateStore,
  StoredOutcome,
  Stores,
} from './stores/ports.ts'
