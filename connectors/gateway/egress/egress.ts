import {
  type Connector,
  type ConnectorContext,
  ConnectorError,
  isConnectorError,
} from '../../contract/index.ts'
import type { Clock, Egress } from '../../hub/ports.ts'
import type { GatewayConfig } from '../config/config.ts'
import { spanned } from '../telemetry/spans.ts'
import { refuseHostileKeys } from './body.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { checkUrl, type Outbound, plainTransport, type Received, send, type Transport } from './outbound.ts'

export type { Transport } from './outbound.ts'

/** Read-only questions to the databases of the configuration. Node has the drivers: `createDatabases`. */
export interface Databases {
  /**
   * Asks one SELECT, read-only, cancelled by the signal.
   *
   * @param database Its name in the configuration.
   * @param text The query, with `?` where a parameter goes.
   * @param params One string, number, boolean or null for each `?`.
   * @param options The signal, the rows at most, and who asks (it begins every error message).
   * @returns Rows as plain objects; an integer that no number holds comes as text.
   * @throws ConnectorError `unsupported` (no such database), `malformed` (no SELECT, wrong parameters, too
   * many rows, a rejected query), `denied`, `late` or `unavailable`. No message repeats a value.
   */
  query(
    database: string,
    text: string,
    params: readonly unknown[],
    options: { signal: AbortSignal; maxRows: number; who: string },
  ): Promise<readonly Record<string, unknown>[]>
  /** Lets go of all connections. */
  close(): Promise<void>
}

/** Takes figures of requests to connected systems. */
export interface EgressTelemetry {
  /** One more, under these labels. */
  count(
    name: 'ficha_upstream_requests_total' | 'ficha_upstream_refused_total',
    labels: Readonly<Record<string, string>>,
  ): void
  /** How long a request took, in seconds. */
  time(name: 'ficha_upstream_seconds', labels: Readonly<Record<string, string>>, seconds: number): void
}

/** What {@link createEgress} is made of. */
export interface EgressParts {
  /** The origins of the own network, and the bounds of one question. */
  config: Pick<GatewayConfig, 'network' | 'egress'>
  /** The value of a secret by its name, read at each use: a rotation needs no restart. */
  secrets: (name: string) => string | undefined
  /** What time it is, and timers. */
  clock: Clock
  /** Takes the figures. */
  telemetry: EgressTelemetry
  /** One request. Default: the platform's fetch, with names and literal addresses checked. */
  transport?: Transport | undefined
  /** How databases are asked. Default: none is (`unsupported`). */
  databases?: Databases | undefined
}

/** Headers a connector may not set: they say who we are, or where the request goes. */
const ours = [
  'authorization',
  'cookie',
  'host',
  'connection',
  'proxy-authorization',
  'transfer-encoding',
  'content-length',
  'x-forwarded-for',
  'forwarded',
]
/** Headers a connector never sees. */
const theirs = [
  'set-cookie',
  'set-cookie2',
  'server',
  'via',
  'www-authenticate',
  'content-encoding',
  'content-length',
  'transfer-encoding',
]

/**
 * The one way out to connected systems. It adds credentials, and lets a connector reach its own origins only,
 * over https or in the listed own network. Redirects, bytes, rows and time are bounded.
 *
 * What is refused, is refused before a connection is made. No error repeats a query string, an answer or a
 * secret.
 *
 * @returns Opens the way out for one connector and one run. Its `fetch` and `query` reject with a
 * `ConnectorError`: `denied` (not allowed), `malformed` (too large, redirected away, hostile), `late` or
 * `unavailable`.
 * @example
 * ```ts
 * const egress = createEgress({ config, secrets: (name) => env[name], clock: realClock, telemetry })
 * const context = egress.open(connector, { tenant: 'demo', signal })
 * const answer = await context.fetch('https://shop.example.com/orders?customer=7')
 * ```
 */
export function createEgress({
  config,
  secrets,
  clock,
  telemetry,
  transport = plainTransport,
  databases,
}: EgressParts): Egress {
  const credentials = new WeakMap<Connector, Credentials>()
  const maxBytes = config.egress?.maxBytes ?? 1_048_576
  const timeoutMs = config.egress?.timeoutMs ?? 10_000
  const maxRows = config.egress?.maxRows ?? 1_000
  const credentialsOf = (connector: Connector): Credentials => {
    const known = credentials.get(connector) ?? createCredentials(connector, secrets, () => clock.now())
    credentials.set(connector, known)
    return known
  }

  return {
    open(connector, run): ConnectorContext {
      const out: Outbound = {
        connector,
        privates: config.network?.private ?? [],
        transport,
        maxBytes,
        refused: (cause) =>
          telemetry.count('ficha_upstream_refused_total', { connector: connector.id, cause }),
      }
      const same = new Map<string, Promise<Received>>()
      const proof = credentialsOf(connector)
      const ownHeader =
        connector.access.kind === 'header' || connector.access.kind === 'hmac-body'
          ? connector.access.header
          : undefined

      const once = async (
        url: URL,
        method: string,
        headers: Headers,
        body: string | undefined,
        signal: AbortSignal,
      ): Promise<Received> => {
        // refused before a credential is even fetched
        checkUrl(out, url, signal)
        for (let attempt = 0; ; attempt++) {
          const withProof = new Headers(headers)
          await proof.put(withProof, body, async (at, init) => {
            const got = await send(out, at, init, signal, undefined)
            return {
              response: new Response(null, { status: got.status, headers: got.headers }),
              text: new TextDecoder().decode(got.body),
            }
          })
          const got = await send(out, url, { method, headers: withProof, body }, signal, ownHeader)
          if (got.status === 401 && attempt === 0 && proof.renew()) continue
          return got
        }
      }

      const guardedFetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
        const request = requestOf(input, init, () => {
          out.refused('url')
          return new ConnectorError(
            'denied',
            `[${connector.id}] not a URL that may be requested; give an absolute one without a user name`,
          )
        })
        const url = new URL(request.url)
        const method = request.method
        const headers = new Headers(request.headers)
        for (const name of ours) headers.delete(name)
        if (!headers.has('accept')) headers.set('accept', 'application/json')
        const body = method === 'GET' || method === 'HEAD' ? undefined : await request.text()
        const who = `[${connector.id}] ${method} ${url.origin}`
        const key = `${url.href}\n${[...headers].join('\n')}`
        const caller = init?.signal ?? undefined
        const fetchWhole = () =>
          deadlined(
            who,
            run.signal,
            (signal) => once(url, method, headers, body, signal),
            (got) => outcomeOfStatus(got.status),
          )
        let asked: Promise<Received>
        if (method === 'GET') {
          const known = same.get(key)
          asked = known ?? fetchWhole()
          if (!known) {
            same.set(key, asked)
            // a failure is not kept: the hub's one retry must be able to reach the system
            asked.catch(() => same.delete(key))
          }
        } else asked = fetchWhole()
        const got = await (caller ? orAborted(asked, caller) : asked)
        if (
          /json/i.test(got.headers.get('content-type') ?? '') ||
          got.body[0] === 0x7b ||
          got.body[0] === 0x5b
        )
          refuseHostileKeys(new TextDecoder().decode(got.body), who)
        const seen = new Headers(got.headers)
        for (const name of theirs) seen.delete(name)
        const empty = [101, 204, 205, 304].includes(got.status)
        return new Response(empty ? null : got.body.slice(), {
          status: got.status < 200 ? 502 : got.status,
          headers: seen,
        })
      }

      const deadlined = async <T>(
        who: string,
        outer: AbortSignal,
        work: (signal: AbortSignal) => Promise<T>,
        outcomeOf: (result: T) => string = () => 'answered',
      ): Promise<T> => {
        const own = new AbortController()
        const cancel = clock.after(timeoutMs, () =>
          own.abort(
            new ConnectorError(
              'late',
              `${who}: no complete answer within ${timeoutMs} ms; raise egress.timeoutMs or check the system`,
            ),
          ),
        )
        const signal = AbortSignal.any([outer, own.signal])
        const began = clock.now().getTime()
        let outcome = 'failed'
        try {
          const result = await spanned('ficha.upstream', { 'ficha.connector': connector.id }, () =>
            orAborted(work(signal), signal),
          )
          outcome = outcomeOf(result)
          return result
        } catch (e) {
          if (outer.aborted) {
            outcome = 'cancelled'
            throw outer.reason
          }
          const known = isConnectorError(own.signal.reason)
            ? own.signal.reason
            : isConnectorError(e)
              ? e
              : lostConnection(e, who)
          outcome = known.code
          throw known
        } finally {
          cancel()
          telemetry.count('ficha_upstream_requests_total', { connector: connector.id, outcome })
          telemetry.time(
            'ficha_upstream_seconds',
            { connector: connector.id },
            (clock.now().getTime() - began) / 1000,
          )
        }
      }

      const context: ConnectorContext = {
        fetch: guardedFetch as typeof fetch,
        signal: run.signal,
        now: () => clock.now(),
      }
      const access = connector.access
      if (access.kind === 'sql') {
        const database = access.database
        context.query = (text, params = []) => {
          if (!databases)
            return Promise.reject(
              new ConnectorError(
                'unsupported',
                `[${connector.id}] this runtime has no database drivers; run the gateway on Node`,
              ),
            )
          const who = `[${connector.id}] ${database}`
          return deadlined(who, run.signal, (signal) =>
            databases.query(database, text, params, { signal, maxRows, who }),
          )
        }
      }
      return context
    },
  }
}

/**
 * The platform's own reading of what a connector asked; what it cannot read, or what names a user, goes
 * nowhere.
 */
function requestOf(
  input: string | URL | Request,
  init: RequestInit | undefined,
  refusal: () => Error,
): Request {
  try {
    return new Request(input, { ...init, signal: null })
  } catch {
    throw refusal()
  }
}

/** Follows the work, or the signal, whichever ends first. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** A refusal under HTTP is one in the figures too. What is not there is an answer. */
function outcomeOfStatus(status: number): string {
  if (status === 401 || status === 403) return 'denied'
  if (status === 429) return 'limited'
  if (status === 408 || status === 504) return 'late'
  if (status >= 500) return 'unavailable'
  return status < 400 || status === 404 || status === 410 ? 'answered' : 'unsupported'
}

/** Closed words for why a connection failed, and what to do; system messages may hold addresses of the inside. */
function lostConnection(e: unknown, who: string): ConnectorError {
  const code = codeOf(e)
  const figure = code === undefined ? '' : ` (${code})`
  if (code !== undefined && /^(Z_|ERR__?ZLIB|BROTLI|ERR_.*BROTLI|ERR__ERROR)/.test(code))
    return new ConnectorError(
      'malformed',
      `${who}: the answer says in content-encoding that it is compressed, and is not${figure}; the system, or a proxy before it, must send the header that is true`,
    )
  const known = reasons.find(([pattern]) => code !== undefined && pattern.test(code))
  const [, what, step] = known ?? [
    undefined,
    'no connection',
    'check that the system is up and reachable from the gateway',
  ]
  return new ConnectorError('unavailable', `${who}: ${what}${figure}; ${step}`)
}
const reasons: readonly [pattern: RegExp, what: string, step: string][] = [
  [
    /^(ENOTFOUND|EAI_\w+)$/,
    'no connection, there is no host of this name',
    'check the address in the options, and that the gateway resolves names',
  ],
  [
    /^ECONNREFUSED$/,
    'no connection, nobody listens there',
    'check host and port in the options, and that the system is up and reachable from the gateway',
  ],
  [
    /^(EPROTO|ERR_SSL_\w+|ERR_TLS_\w*VERSION\w*)$/,
    'no connection, what listens there speaks no TLS',
    'check the port, or write http and list the origin in network.private if it lives inside your network',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO|^ERR_TLS_/,
    'no connection, its certificate is not accepted',
    'renew it, or give the gateway its authority (NODE_EXTRA_CA_CERTS)',
  ],
  [
    /^(ECONNRESET|UND_ERR_SOCKET|EPIPE|HPE_\w+)$/,
    'no connection, it was cut before a whole answer came',
    'check that the port speaks HTTP and look at the system',
  ],
]
function codeOf(e: unknown): string | undefined {
  for (let at: unknown = e; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code
    if (typeof code === 'string' && /^[A-Z_\d]{3,60}$/.test(code)) return code
  }
  return undefined
}
