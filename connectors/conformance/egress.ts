import type { Access, Connector, ConnectorContext } from '../contract/index.ts'
import type { ConformanceOptions } from './types.ts'

/** What replaces the network in one run: the recorded system, or one of the ways it fails. */
export type NetworkCondition =
  | { is: 'recorded' }
  | { is: 'status'; status: number; headers?: Record<string, string>; body?: string }
  | { is: 'cut' }
  | { is: 'silent' }
  | { is: 'replay'; tape: Tape }
export interface Tape {
  bodies: { status: number; body: string }[]
  rows: (readonly Record<string, unknown>[])[]
}

export interface KitEgress {
  context: ConnectorContext
  calls: { url: string; method: string; body: string }[]
  queries: { text: string; params: readonly unknown[] }[]
  /** Settles with the first call or query. */
  asked: Promise<void>
  breaches: string[]
  tape: Tape
  secret: string
}

/**
 * The egress that the kit gives a connector. It records every call, adds the credential as the gateway would,
 * and refuses other origins.
 */
export function openEgress(
  connector: Connector,
  options: ConformanceOptions,
  network: NetworkCondition,
  signal: AbortSignal = new AbortController().signal,
): KitEgress {
  const edge = options.fetch ?? globalThis.fetch
  let markAsked: () => void = () => {}
  const egress: KitEgress = {
    context: undefined as unknown as ConnectorContext,
    calls: [],
    queries: [],
    asked: new Promise((done) => {
      markAsked = done
    }),
    breaches: [],
    tape: { bodies: [], rows: [] },
    secret: options.secret ?? 'canary-7f3d9c1b5e',
  }
  const silence = (until: AbortSignal | null | undefined) =>
    new Promise<never>((_, reject) => {
      if (until?.aborted) reject(until.reason as Error)
      until?.addEventListener('abort', () => reject(until.reason as Error), { once: true })
    })
  const context: ConnectorContext = {
    signal,
    now: () => options.now ?? new Date('2026-06-15T10:00:00Z'),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const url = new URL(request.url)
      const body = request.body === null ? '' : await request.clone().text()
      egress.calls.push({ url: request.url, method: request.method, body })
      markAsked()
      if (!connector.origins.includes(url.origin)) {
        egress.breaches.push(
          `it called ${url.origin}, which is not among its origins (${connector.origins.join(', ') || 'none'})`,
        )
        throw new TypeError('refused')
      }
      if (network.is === 'silent')
        return silence(init?.signal ?? (input instanceof Request ? input.signal : undefined))
      if (network.is === 'cut') throw new TypeError('fetch failed')
      if (network.is === 'status')
        return new Response([204, 304].includes(network.status) ? null : (network.body ?? ''), {
          status: network.status,
          headers: network.headers ?? {},
        })
      if (network.is === 'replay') {
        const played = network.tape.bodies[Math.min(egress.calls.length, network.tape.bodies.length) - 1]
        return new Response(played?.body ?? '', { status: played?.status ?? 404 })
      }
      await addCredential(request, connector.access, egress.secret, body)
      const response = await edge(request)
      const text = await response.clone().text()
      egress.tape.bodies.push({ status: response.status, body: text })
      return response
    },
  }
  if (connector.access.kind === 'sql') {
    context.query = async (text, params = []) => {
      egress.queries.push({ text, params })
      markAsked()
      if (network.is === 'silent') return silence(signal)
      if (network.is === 'replay')
        return network.tape.rows[Math.min(egress.queries.length, network.tape.rows.length) - 1] ?? []
      if (!options.query) throw new Error('conformance: a connector with access sql needs options.query')
      const rows = await options.query(text, params)
      egress.tape.rows.push(rows)
      return rows
    }
  }
  return Object.assign(egress, { context })
}

async function addCredential(request: Request, access: Access, secret: string, body: string): Promise<void> {
  switch (access.kind) {
    case 'bearer':
    case 'oauth2':
    case 'login':
      request.headers.set('authorization', `Bearer ${secret}`)
      break
    case 'header':
      request.headers.set(access.header, secret)
      break
    case 'basic':
      request.headers.set('authorization', `Basic ${btoa(`${access.user}:${secret}`)}`)
      break
    case 'hmac-body': {
      const bytes = new TextEncoder()
      const sealing = await crypto.subtle.importKey(
        'raw',
        bytes.encode(secret),
        { name: 'HMAC', hash: 'SHA-256' },
        false,
        ['sign'],
      )
      const seal = new Uint8Array(await crypto.subtle.sign('HMAC', sealing, bytes.encode(body)))
      request.headers.set(access.header, [...seal].map((b) => b.toString(16).padStart(2, '0')).join(''))
      break
    }
    default:
  }
}
