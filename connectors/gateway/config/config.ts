import type { Connector, FichaSet } from '../../contract/index.ts'
import type { HubSettings } from '../../hub/ports.ts'

/**
 * `ficha.config.ts`: `export default defineConfig({ … })`. Checked at start; each error is one line saying
 * which key, what was found, what to write.
 */
export interface GatewayConfig {
  /**
   * Whose customers these are. Stands in every stored key and every token; a token of another tenant is
   * refused.
   */
  tenant: string
  /**
   * true: nothing meant for trials starts (demo issuer, made-up secret, plain-http hosts). Also set by
   * NODE_ENV=production.
   */
  production?: boolean | undefined
  listen?:
    | {
        host?: string | undefined
        port?: number | undefined
        /**
         * On stopping: how long readiness says no before the port closes (3,000 in production, else 0), and
         * how long open streams may still run.
         */
        lagMs?: number | undefined
        stopSeconds?: number | undefined
      }
    | undefined
  /** Where browsers reach this gateway (`https://card.example.com`); behind a proxy it must be said. */
  publicOrigin?: string | undefined
  /**
   * Exact origins of the pages that may hold the card: the one list behind frame-ancestors and the card's own
   * gate.
   */
  hosts: readonly (string | { origin: string; name?: string | undefined })[]
  issuers: readonly Issuer[]
  connectors: readonly Connector[]
  databases?: Readonly<Record<string, Database>> | undefined
  /**
   * Name of the environment variable that holds the gateway's own secret (32 characters or more), and of the
   * one before it.
   */
  secret?: { name: string; before?: string | undefined } | undefined
  /** Origins of connectors that live in private address ranges. Metadata addresses are refused even so. */
  network?:
    | {
        private?: readonly string[] | undefined
        /**
         * Addresses or ranges (`127.0.0.1`, `10.0.0.0/8`) of the proxies in front: only what they say of the
         * client's address is believed.
         */
        proxies?: readonly string[] | undefined
      }
    | undefined
  egress?:
    | { maxBytes?: number | undefined; timeoutMs?: number | undefined; maxRows?: number | undefined }
    | undefined
  settings?: Partial<Omit<HubSettings, 'numberPlans'>> | undefined
  /**
   * What is published while nobody has published anything: a set, or (on Node) a folder with *.ficha.json,
   * *.rule.json and policy.json. Default: those that come with Ficha.
   */
  fichas?: FichaSet | string | undefined
  /**
   * Where audit, links, marks, outcomes and fichas are kept: a SQLite file for one gateway, or a PostgreSQL
   * database (schema `ficha`) that several share, with their nonces, rates and notices. `url`: name of the
   * environment variable that holds the connection URL.
   */
  store?: { file: string } | { dialect: 'postgres'; url: string } | undefined
  limits?: Partial<Limits> | undefined
  /**
   * Days outcomes are kept (400). The audit is append-only and has no personal value in it: rotate its file
   * with the law of your trade.
   */
  retention?:
    | {
        outcomes?:
          | number
          | undefined /** Days what cards saw of pseudonymous customers is kept (as outcomes); what leads to a pseudonym goes with it. */
        observations?: number | undefined
      }
    | undefined
  /** `askAgents`: one card in so many is followed by one question to the agent. Default: none is. */
  quality?: { askAgents?: number | undefined } | undefined
  /** Longest time in minutes an agent's session is renewed without a new proof from the host. */
  session?: { minutes?: number | undefined } | undefined
  /** Folder of the built card; default `dist/card`. */
  card?: string | undefined
}

/** Who signs for agents: the backend of a host. Keys inline, or at a URL that only this file may name. */
export interface Issuer {
  issuer: string
  audience: string
  keys: { jwks: { keys: readonly Record<string, unknown>[] } } | { url: string }
  algorithms?: readonly ('ES256' | 'ES384' | 'EdDSA' | 'RS256' | 'PS256')[] | undefined
  /** Put before the agent's id, so that two issuers' agents never share one. */
  prefix?: string | undefined
  /** Only these roles may be claimed through it. */
  roles?: readonly string[] | undefined
  /** Set by `demoIssuer()`; refused in production. */
  demo?: true | undefined
}

export type Database =
  | { dialect: 'sqlite'; file: string; timeoutMs?: number | undefined }
  /**
   * `url`: name of the environment variable that holds the connection URL, or the URL itself when it holds no
   * password.
   */
  | { dialect: 'postgres' | 'mysql' | 'libsql'; url: string; timeoutMs?: number | undefined }

export interface Limits {
  /** Per agent. */
  requestsPerMinute: number
  /**
   * Per agent, of what costs more than an answer: searches, previews of a draft, counts of the quality page.
   */
  searchesPerMinute: number
  previewsPerMinute: number
  countsPerMinute: number
  /**
   * Host tokens refused per client address; more are not even looked at. Counted where the runtime knows the
   * address.
   */
  refusalsPerMinute: number
  /** Distinct customers an agent may open, and may be shown by search, in ten minutes. */
  customersPer10Minutes: number
  foundPer10Minutes: number
  revealsPer10Minutes: number
}
export const defaultLimits: Limits = {
  requestsPerMinute: 600,
  searchesPerMinute: 120,
  previewsPerMinute: 60,
  countsPerMinute: 30,
  refusalsPerMinute: 60,
  customersPer10Minutes: 120,
  foundPer10Minutes: 240,
  revealsPer10Minutes: 30,
}

/**
 * Types the object of `ficha.config.ts`; it is checked when the gateway starts.
 *
 * @param config The configuration.
 * @returns The same object.
 * @example
 * export default defineConfig({
 *   tenant: 'demo',
 *   hosts: ['https://desk.example.com'],
 *   issuers: [{ issuer: 'https://desk.example.com', audience: 'ficha', keys: { url:
 *   'https://desk.example.com/jwks.json' } }],
 *   connectors: [],
 * })
 */
export const defineConfig = (config: GatewayConfig): GatewayConfig => config

/** The one list of exact origins of the pages that may hold the card, each once. */
export const hostOrigins = (config: Pick<GatewayConfig, 'hosts'>): readonly string[] => [
  ...new Set(config.hosts.map((h) => (typeof h === 'string' ? h : h.origin))),
]
