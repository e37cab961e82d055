/** The gateway, for any runtime with fetch and WebCrypto. Node's edge (`startGateway`) is in node.ts. */

export { type DemoAgent, type DemoIssuer, demoIssuer } from './auth/demo-issuer.ts'
export { createHandles } from './auth/handles.ts'
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
export { createEgress, type Databases, type Transport } from './egress/egress.ts'
export { createGateway, type Gateway } from './gateway.ts'
export { createKeys, ephemeralSecret, type Keys } from './keys/keys.ts'
export type { CardPage } from './page/page.ts'
export { type Verdict, verifyAudit } from './stores/audit-chain.ts'
export { memoryStores } from './stores/memory.ts'
export type {
  AuditLog,
  ChainedLine,
  FichaStore,
  NonceStore,
  OutcomeStore,
  RateStore,
  StoredOutcome,
  Stores,
} from './stores/ports.ts'
