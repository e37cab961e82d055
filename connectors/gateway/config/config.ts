import type { Connector, FichaSet } from '../../contract/index.ts'
import type { HubSettings } from '../../hub/ports.ts'

/**
 * What `ficha.config.ts` exports: `export default defineConfig({ … })`. It is checked when the gateway
 * starts; each fault is one line that says which key, what was found and what to write (see
 * {@link checkConfig}).
 *
 * No secret stands in it: where one is needed, the configuration holds the name of an environment variable.
 */
export interface GatewayConfig {
  /**
   * Whose customers these are: lower-case letters, digits and dashes, 60 at most. It is part of every stored
   * key and of every token; a host token of another tenant is refused.
   */
  tenant: string
  /**
   * `true` refuses everything meant for trials: the demo issuer, a made-up secret, hosts without https, a
   * store in memory. `NODE_ENV=production` sets it too. Default: `false`.
   */
  production?: boolean | undefined
  /** Where Node listens, and how it stops. */
  listen?:
    | {
        /** Address to bind. Default: `127.0.0.1`; `0.0.0.0` binds all of them. */
        host?: string | undefined
        /** TCP port, 0 to 65535; 0 lets the system choose one. `FICHA_PORT` wins. Default: 4174. */
        port?: number | undefined
        /**
         * Milliseconds between readiness turning false and the port closing, for a load balancer to notice.
         * Default: 3,000 in production, else 0.
         */
        lagMs?: number | undefined
        /** Seconds that open requests and streams may go on once the port is closed. Default: 10. */
        stopSeconds?: number | undefined
      }
    | undefined
  /**
   * The origin where browsers reach this gateway, such as `https://card.example.com`. Required in production,
   * and behind any proxy that changes the origin. Default: the origin of each request.
   */
  publicOrigin?: string | undefined
  /**
   * Exact origins of the pages that may hold the card, at least one. The same list is the `frame-ancestors`
   * of the card's document and the list of its own gate. `name` is what templates call a host (`for.hosts`).
   */
  hosts: readonly (string | { origin: string; name?: string | undefined })[]
  /** Who signs for agents, at least one. */
  issuers: readonly Issuer[]
  /** The systems the card asks, each made by a connector: `rest({ … })`, `sql({ … })`. Ids are distinct. */
  connectors: readonly Connector[]
  /** The databases that `sql` connectors ask, by the name they use in `database`. */
  databases?: Readonly<Record<string, Database>> | undefined
  /**
   * The gateway's own secret, from which all its keys are derived. Required in production; without it one is
   * made up, and every token dies with the process.
   */
  secret?:
    | {
        /**
         * Name of the environment variable that holds it: 32 characters or more (`openssl rand -base64 32`).
         */
        name: string
        /**
         * Name of the variable with the secret in use before the last rotation: what it sealed still opens.
         */
        before?: string | undefined
      }
    | undefined
  /** What the gateway may trust in its own network. */
  network?:
    | {
        /**
         * Exact origins of connectors that live in private address ranges or speak plain http. Cloud metadata
         * addresses are refused even so.
         */
        private?: readonly string[] | undefined
        /**
         * Addresses or ranges (`127.0.0.1`, `10.0.0.0/8`) of the proxies in front. Only they are believed
         * when they name the client in `X-Forwarded-For`.
         */
        proxies?: readonly string[] | undefined
      }
    | undefined
  /** Bounds of one question to a connected system. */
  egress?:
    | {
        /**
         * Bytes of one answer at most, after decompression; a larger one is `malformed`. Default: 1,048,576.
         */
        maxBytes?: number | undefined
        /** Milliseconds until a complete answer; a later one is `late`. Default: 10,000. */
        timeoutMs?: number | undefined
        /** Rows of one SQL answer at most; more are `malformed`, never a silent part. Default: 1,000. */
        maxRows?: number | undefined
      }
    | undefined
  /** What the hub is told of this company: country, currency, time zone, patience. Each has a default. */
  settings?: Partial<Omit<HubSettings, 'numberPlans'>> | undefined
  /**
   * The templates, rules and policy in force until somebody publishes: a whole set, or (on Node) the path of a
   * folder with `*.ficha.json`, `*.rule.json` and `policy.json`. What a folder lacks comes from the set that
   * ships: each rule by its id, the templates where it has none, the policy where it has none. Default: the
   * set that ships.
   */
  fichas?: FichaSet | string | undefined
  /**
   * Where the audit, links, flags, outcomes and fichas are stored. Required in production. Default: memory.
   *
   * - `{ file }`: one SQLite file, for one gateway.
   * - `{ dialect: 'postgres', url }`: the schema `ficha` of a PostgreSQL database that several gateways
   *   share, with their nonces, rates and notices. `url` is the name of the environment variable that holds
   *   the connection URL.
   */
  store?: { file: string } | { dialect: 'postgres'; url: string } | undefined
  /** What each agent may do in a window of time; each has a default, see {@link defaultLimits}. */
  limits?: Partial<Limits> | undefined
  /**
   * How long things are stored. The audit is append-only and holds no personal value: rotate it as the law of
   * your trade says.
   */
  retention?:
    | {
        /** Days that outcomes are stored. Default: 400. */
        outcomes?: number | undefined
        /**
         * Days that observations of pseudonymous customers are stored; what leads to a pseudonym goes with
         * them. Default: as `outcomes`.
         */
        observations?: number | undefined
      }
    | undefined
  /** What the quality page measures beyond what cards report by themselves. */
  quality?:
    | {
        /** One card in so many is followed by one question to the agent. Default: none is. */
        askAgents?: number | undefined
      }
    | undefined
  /** How long an agent's session may last. */
  session?:
    | {
        /** Minutes that a session is renewed without a new proof from the host. Default: 60. */
        minutes?: number | undefined
      }
    | undefined
  /** Folder of the built card. Default: `dist/card` of this package. */
  card?: string | undefined
}

/**
 * Who signs for agents: the backend of a host. Its tokens are JWTs (RFC 7519) of at most five minutes, used
 * once, with the claims `iss`, `aud`, `sub`, `exp`, `iat`, `jti`, `tenant` and `roles`.
 */
export interface Issuer {
  /** The `iss` its tokens carry. */
  issuer: string
  /** The `aud` its tokens carry for this gateway. */
  audience: string
  /**
   * Its public keys (RFC 7517), inline or at an https address. Only this file may name that address: `jku`
   * and `jwk` in a token are refused.
   */
  keys: { jwks: { keys: readonly Record<string, unknown>[] } } | { url: string }
  /** Algorithms it may sign with (RFC 7518); none with a shared secret. Default: all five. */
  algorithms?: readonly ('ES256' | 'ES384' | 'EdDSA' | 'RS256' | 'PS256')[] | undefined
  /** Put before the agent's id, so that agents of two issuers never share one. Default: nothing. */
  prefix?: string | undefined
  /** The only roles that may be claimed through it. Default: any. */
  roles?: readonly string[] | undefined
  /** Set by {@link demoIssuer}; refused in production. */
  demo?: true | undefined
}

/**
 * A database that an `sql` connector asks, read-only. `timeoutMs`: milliseconds of one query at most, default
 * 5,000; a longer one is `late`.
 *
 * `url` is the name of an environment variable that holds the connection URL, or the URL itself where it
 * holds no password. A `libsql` server is asked over HTTP: https, or an origin listed in `network.private`.
 */
export type Database =
  | { dialect: 'sqlite'; file: string; timeoutMs?: number | undefined }
  | { dialect: 'postgres' | 'mysql' | 'libsql'; url: string; timeoutMs?: number | undefined }

/**
 * How much one agent may do, in sliding windows. What goes beyond is refused as `too-many` (429) with the
 * seconds to wait.
 */
export interface Limits {
  /** Requests of any kind. */
  requestsPerMinute: number
  /** Searches. */
  searchesPerMinute: number
  /** Previews of a draft in the editor. */
  previewsPerMinute: number
  /** Counts of the quality page, and of proposals. */
  countsPerMinute: number
  /**
   * Host tokens refused from one client address; further ones are not even read. Counted only where the
   * runtime knows the address.
   */
  refusalsPerMinute: number
  /** Distinct customers an agent may open. */
  customersPer10Minutes: number
  /** Distinct customers an agent may be shown by search. */
  foundPer10Minutes: number
  /** Masked values an agent may reveal. */
  revealsPer10Minutes: number
}
/** The limits in force where the configuration says nothing else. */
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
 * Gives the object of `ficha.config.ts` its type. Nothing is checked here: the gateway checks it when it
 * starts.
 *
 * @param config The configuration.
 * @returns The same object.
 * @example
 * ```ts
 * export default defineConfig({
 *   tenant: 'demo',
 *   hosts: ['https://desk.example.com'],
 *   issuers: [
 *     {
 *       issuer: 'https://desk.example.com',
 *       audience: 'ficha',
 *       keys: { url: 'https://desk.example.com/jwks.json' },
 *     },
 *   ],
 *   connectors: [],
 * })
 * ```
 */
export const defineConfig = (config: GatewayConfig): GatewayConfig => config

/**
 * The exact origins of the pages that may hold the card, each once.
 *
 * @param config The configuration, or only its `hosts`.
 */
export const hostOrigins = (config: Pick<GatewayConfig, 'hosts'>): readonly string[] => [
  ...new Set(config.hosts.map((h) => (typeof h === 'string' ? h : h.origin))),
]
