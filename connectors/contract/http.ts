import type { ConnectorContext } from './connector.ts'
import { ConnectorError, isConnectorError } from './errors.ts'

/**
 * Asks for JSON and turns every way HTTP fails into the closed codes. Messages never hold the address, the
 * body or a value: those may be personal.
 *
 * @param who Opens the message: `[shop] orders`.
 * @param absent Statuses that mean "there is no such thing" and give `undefined`. Only sensible where the
 * address names the thing.
 * @returns The parsed body, read in the character set it declares; whole numbers beyond 2^53 as texts; `null`
 * for 204.
 * @throws {ConnectorError} `denied` (401, 403), `limited` (429), `late` (408, 504, or the deadline passed),
 * `unavailable` (5xx, or no connection), `malformed` (no JSON), `unsupported` (any other status).
 * @example
 * ```ts
 * const page = await fetchJson(context, '[shop] orders', `${origin}/customers/${encoded(record.id)}/orders`, {}, [404])
 * ```
 */
export async function fetchJson(
  context: ConnectorContext,
  who: string,
  url: string,
  init: RequestInit = {},
  absent: readonly number[] = [],
): Promise<unknown> {
  let response: Response
  try {
    response = await context.fetch(url, {
      ...init,
      headers: { accept: 'application/json', ...(init.headers as Record<string, string> | undefined) },
      signal: context.signal,
    })
  } catch (e) {
    throw connectionError(e, who, context)
  }
  if (absent.includes(response.status)) return undefined
  if (!response.ok) throw responseError(response, who, context)
  if (response.status === 204) return null
  let bytes: ArrayBuffer
  try {
    bytes = await response.arrayBuffer()
  } catch (e) {
    throw connectionError(e, who, context)
  }
  const text = decoded(bytes, response.headers.get('content-type') ?? '', who)
  if (isMisread(text, bytes)) context.unread?.(who.replace(/^\[[^\]]*\] /, ''), 'charset', 'the answer')
  try {
    return JSON.parse(exact(text)) as unknown
  } catch {
    const came = `HTTP ${response.status}, ${mediaType(response)}, ${bytes.byteLength} bytes`
    throw new ConnectorError('malformed', `${who}: ${notJson(new Uint8Array(bytes), text, came)}`)
  }
}

/** What came instead of JSON, as far as its first signs tell, and what to do. */
function notJson(bytes: Uint8Array, text: string, came: string): string {
  if (text.trim() === '')
    return `the answer is empty (${came}); where that means that there is nothing the system should say 204: check the address with its administrator`
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return `the answer is compressed and does not say so (${came}, no content-encoding: gzip); the system, or a proxy before it, must send that header`
  if (/^\s*<(!doctype|html)/i.test(text))
    return `a web page came instead of JSON (${came}), as where one must log in; check the address and the secret`
  return /^\s*[[{]/.test(text)
    ? `the answer is not JSON (${came}): it begins as JSON and breaks off or has an error in it; look at the system`
    : `the answer is not JSON (${came}); check the address with the system's administrator`
}

/** `text/html`, where a login page came: never more of the header than a type may hold. */
const mediaType = (response: Response): string =>
  /^[\w.+-]{1,40}\/[\w.+-]{1,60}/.exec(response.headers.get('content-type') ?? '')?.[0] ?? 'no content type'

/** Whether letters were lost in reading it: U+FFFD stands where the system sent something else. */
const isMisread = (text: string, bytes: ArrayBuffer): boolean => {
  const lost = text.split('\ufffd').length - 1
  if (lost === 0) return false
  return new TextDecoder('latin1').decode(bytes).split('\u00ef\u00bf\u00bd').length - 1 < lost
}

const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
/** The text in the character set that the system declares; UTF-8 where it declares none, or UTF-16 by its mark. */
function decoded(bytes: ArrayBuffer, type: string, who: string): string {
  const declared = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1]
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength))
  const marked =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : first === 0xef && second === 0xbb
          ? 'utf-8'
          : undefined
  try {
    const decoder = new TextDecoder(marked ?? declared ?? 'utf-8')
    const text = decoder.decode(bytes)
    // Some versions of Node decode these 32 as control characters, against the Encoding Standard.
    return decoder.encoding === 'windows-1252'
      ? text.replace(/[\x80-\x9f]/g, (c) => windows1252.charAt(c.charCodeAt(0) - 0x80))
      : text
  } catch {
    throw new ConnectorError(
      'malformed',
      `${who}: the system declares a character set that is none (\`charset\` in its content-type); check its settings`,
    )
  }
}

/**
 * JSON whose whole numbers beyond 2^53 are texts, digit for digit: JavaScript would round them, and one
 * customer's number would become another's.
 */
const exact = (json: string): string =>
  /\d{16}/.test(json)
    ? json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
        /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
      )
    : json

/** An HTTP status as a `ConnectorError`, with the time of the next try where the system gave one. */
export function responseError(
  response: Response,
  who: string,
  context: Pick<ConnectorContext, 'now'>,
): ConnectorError {
  const { status } = response
  const retryAt = retryAtOf(response.headers.get('retry-after'), context.now())
  if (status === 401 || status === 403)
    return new ConnectorError(
      'denied',
      `${who}: the system refused our credential (HTTP ${status}); check the secret and its permissions`,
    )
  if (status === 429)
    return new ConnectorError(
      'limited',
      `${who}: the system limits us (HTTP 429), ${retryAt ? `it may be asked again at ${retryAt}` : 'and does not say until when'}; ask it less often (freshFor), or ask for a higher limit`,
      { retryAt },
    )
  if (status === 408 || status === 504)
    return new ConnectorError('late', `${who}: the system ran out of time (HTTP ${status}); ask again`)
  if (status >= 500)
    return new ConnectorError(
      'unavailable',
      `${who}: the system failed (HTTP ${status}); ask again, or look at the system`,
      { retryAt },
    )
  return new ConnectorError(
    'unsupported',
    `${who}: the system does not take this question (HTTP ${status}); check the connector's options against the system's version`,
  )
}

const connectionError = (e: unknown, who: string, context: ConnectorContext): ConnectorError => {
  if (isConnectorError(e)) return e
  if (
    context.signal.aborted ||
    (e instanceof Error && (e.name === 'AbortError' || e.name === 'TimeoutError'))
  )
    return new ConnectorError('late', `${who}: given up before the answer came; ask again`)
  return new ConnectorError(
    'unavailable',
    `${who}: no answer from the system (connection refused, cut, or not resolved); look at the system`,
  )
}

/** `Retry-After` is seconds or an HTTP date, which names its month; nonsense is as if it were absent. */
function retryAtOf(header: string | null, now: Date): string | undefined {
  if (!header) return undefined
  const text = header.trim()
  const at = /^\d{1,9}(\.\d+)?$/.test(text)
    ? now.getTime() + Math.ceil(Number(text)) * 1_000
    : // `Date.parse` alone takes "-5" and "1.5.2" for days of 2001.
      /^[a-z]{3,9},? .*\d:\d\d:\d\d/i.test(text)
      ? Date.parse(text)
      : Number.NaN
  return Number.isNaN(at) || at > 8.64e15 ? undefined : new Date(at).toISOString()
}

/**
 * A value percent-encoded. Half a pair of code units, on which `encodeURIComponent` throws, becomes U+FFFD.
 */
export const encoded = (value: string): string =>
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))
/**
 * A value as one segment of a path; `undefined` when it cannot be one: empty, or `.` and `..`, which a URL
 * parser takes for "one level up".
 */
export const pathSegment = (value: string): string | undefined =>
  /^(\.|%2e){0,2}$/i.test(value) ? undefined : encoded(value)
