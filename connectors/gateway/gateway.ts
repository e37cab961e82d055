import { sharedAbort } from '../hub/fetch/shared-abort.ts'
import { createApp } from './app.ts'
import { rejectCrossSite } from './auth/cross-site.ts'
import { clientAddress } from './client-address.ts'
import { checkConfig } from './config/check-config.ts'
import type { GatewayConfig } from './config/config.ts'
import { ConfigError } from './config/config-error.ts'
import { createContext, type GatewayParts } from './context.ts'
import { problemFrom } from './problem.ts'
import { labelOf } from './routes.ts'
import { spanned } from './telemetry/spans.ts'

/** A gateway: one fetch handler, and how to end it. */
export interface Gateway {
  /**
   * Answers a request. It never rejects: what goes wrong is a problem (RFC 9457) with one of the codes of the
   * contract.
   *
   * @param request The request; its URL is looked at for its path and query only.
   * @param peer The address at the other end of the connection, where the runtime knows it. Without it no
   * limit counts by address.
   */
  fetch(request: Request, peer?: string): Promise<Response>
  /** Readiness (`/readyz`) turns false and long polls end; what else is open goes on. */
  drain(): void
  /**
   * Ends streams that are still open: each card says that it lost the connection, and comes back by itself.
   */
  endStreams(): void
  /** Ends polls and streams, then closes the stores. */
  close(): Promise<void>
}

/**
 * The hub behind HTTP: a fetch handler for Node and edge runtimes alike. On Node, `startGateway` makes one
 * and listens.
 *
 * @param config What `ficha.config.ts` exports.
 * @param parts What the runtime gives; each has a default that runs anywhere.
 * @returns The gateway; call `close()` when it is no longer needed.
 * @throws {@link ConfigError} With one line for each fault of the configuration.
 * @example
 * ```ts
 * const gateway = createGateway(config, { secrets: (name) => env[name] })
 * export default { fetch: (request: Request) => gateway.fetch(request) }
 * ```
 */
export function createGateway(config: GatewayConfig, parts: GatewayParts = {}): Gateway {
  const secrets = parts.secrets ?? (() => undefined)
  const faults = checkConfig(config, secrets)
  if (faults.length) throw new ConfigError(faults)

  // each stream and each poll that is open listens to one of them
  const stopping = sharedAbort()
  const polls = sharedAbort()
  let draining = false
  const context = createContext(config, parts, {
    stopping: stopping.signal,
    polls: polls.signal,
    draining: () => draining,
  })
  const { clock, stores, telemetry } = context
  const app = createApp(context)

  return {
    async fetch(request, peer) {
      const began = clock.now().getTime()
      const id = crypto.randomUUID()
      const path = new URL(request.url).pathname
      const route = labelOf(path)
      const address = clientAddress(
        peer,
        request.headers.get('x-forwarded-for'),
        config.network?.proxies ?? [],
      )
      let response: Response
      try {
        response =
          (path.startsWith('/v1/') ? rejectCrossSite(request, config.publicOrigin) : undefined) ??
          (await spanned('ficha.request', { 'ficha.route': route, 'ficha.request_id': id }, async () =>
            app.fetch(request, { id, address }),
          ))
      } catch (e) {
        response = problemFrom(e, id)
      }
      if (response.status >= 500) telemetry.count('ficha_failures_total', { where: 'request' })
      const seconds = (clock.now().getTime() - began) / 1000
      telemetry.count('ficha_requests_total', {
        route,
        method: knownMethod(request.method),
        status: String(response.status),
      })
      telemetry.time('ficha_request_seconds', { route }, seconds)
      telemetry.log({
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

const knownMethod = (method: string): string =>
  ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'].includes(method) ? method : 'other'
