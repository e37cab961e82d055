import { type Connector, ConnectorError } from '../../contract/index.ts'
import { judgeHost } from './addresses.ts'
import { readCapped } from './body.ts'

/**
 * Sends one request and follows no redirect: the caller checks where each one leads. On Node it also checks
 * every address the name resolves to, and connects to no other.
 *
 * `privateAllowed`: whether the operator listed this origin as part of the own network.
 */
export type Transport = (hop: {
  url: URL
  method: string
  headers: Headers
  body?: string | undefined
  signal: AbortSignal
  privateAllowed: boolean
}) => Promise<Response>
/** What a transport throws when an address was refused after resolving. */
export class AddressRefused extends Error {}

/**
 * The platform's own fetch: where no resolver can be hooked (edge), names and literals are all that can be
 * checked.
 */
export const plainTransport: Transport = ({ url, method, headers, body, signal }) =>
  fetch(url, { method, headers, body: body ?? null, signal, redirect: 'manual' })

export interface Outbound {
  connector: Connector
  privates: readonly string[]
  transport: Transport
  maxBytes: number
  refused(why: string): void
}
export interface Sent {
  method: string
  headers: Headers
  body?: string | undefined
}
export interface Received {
  status: number
  headers: Headers
  body: Uint8Array<ArrayBuffer>
}

const maxRedirects = 2
const credentialHeaders = ['authorization', 'cookie', 'proxy-authorization']

/**
 * Where a connector may go: the origins it declared, over https unless the operator listed that origin as its
 * own network. `from`: who redirected there.
 */
export function checkUrl(
  out: Outbound,
  url: URL,
  signal: AbortSignal,
  from?: URL,
): { privateAllowed: boolean } {
  signal.throwIfAborted()
  const who = `[${out.connector.id}]`
  const refuse = (why: string, says: string): never => {
    out.refused(why)
    throw new ConnectorError('denied', `${who} ${says}`)
  }
  if (url.username || url.password)
    refuse('userinfo', 'a URL must not hold a user name; put credentials in access')
  if (!out.connector.origins.includes(url.origin))
    refuse(
      'origin',
      `${from ? `is redirected from ${from.origin} to` : 'may not ask'} ${url.origin === 'null' ? url.protocol : url.origin}, which is not among its origins (${out.connector.origins.join(', ') || 'none'}); ${from ? 'a system that asks to log in answers so: check the address and the secret' : 'check the address in its options'}`,
    )
  const privateAllowed = out.privates.includes(url.origin)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && privateAllowed))
    refuse(
      'scheme',
      `may not ask ${url.origin} without https; list it in network.private if it lives inside your network`,
    )
  if (judgeHost(url.hostname, privateAllowed) === 'refused')
    refuse(
      'address',
      `${url.origin} is a private or forbidden address; list it in network.private if it is yours (metadata addresses are never asked)`,
    )
  return { privateAllowed }
}

/**
 * Sends, follows at most two redirects to listed origins (without credentials when the origin changes), reads
 * the whole answer under the cap.
 */
export async function send(
  out: Outbound,
  start: URL,
  sent: Sent,
  signal: AbortSignal,
  ownHeader: string | undefined,
): Promise<Received> {
  const who = `[${out.connector.id}]`
  let url = start
  let from: URL | undefined
  let { method, body } = sent
  const headers = new Headers(sent.headers)
  for (let hop = 0; ; hop++) {
    const { privateAllowed } = checkUrl(out, url, signal, from)
    const response = await out
      .transport({ url, method, headers, body, signal, privateAllowed })
      .catch((e: unknown) => {
        if (isAddressRefused(e)) {
          out.refused('address')
          throw new ConnectorError(
            'denied',
            `${who} ${url.origin} resolves to a private or forbidden address; list it in network.private if it is yours (metadata addresses are never asked)`,
          )
        }
        throw e
      })
    if (![301, 302, 303, 307, 308].includes(response.status))
      return {
        status: response.status,
        headers: response.headers,
        body: await readCapped(response, out.maxBytes, who, signal),
      }

    await response.body?.cancel().catch(() => {})
    const location = response.headers.get('location')
    const next = location !== null && URL.canParse(location, url.href) ? new URL(location, url) : undefined
    if (!next || hop >= maxRedirects) {
      out.refused('redirect')
      throw new ConnectorError(
        'malformed',
        `${who} ${next ? `redirects more than ${maxRedirects} times` : 'redirects to nowhere'}; check the address in its options`,
      )
    }
    if (method !== 'GET' && method !== 'HEAD') {
      if (response.status !== 303) {
        out.refused('redirect')
        throw new ConnectorError(
          'malformed',
          `${who} answers a ${method} with a redirect; check the address in its options`,
        )
      }
      method = 'GET'
      body = undefined
      headers.delete('content-type')
    }
    if (next.origin !== url.origin)
      for (const name of [...credentialHeaders, ...(ownHeader ? [ownHeader] : [])]) headers.delete(name)
    from = url
    url = next
  }
}

const isAddressRefused = (e: unknown): boolean =>
  e instanceof AddressRefused || (e instanceof Error && e.cause !== undefined && isAddressRefused(e.cause))
