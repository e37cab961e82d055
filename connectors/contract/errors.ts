/**
 * How a connector fails. A closed set: the hub, the gateway and the card each decide by code, never by
 * message.
 * "Not found" is not here on purpose: it is an answer (`Match` none, empty rows), not a failure.
 *
 * - `denied`: the system refused our credential (401, 403).
 * - `limited`: the system limits how often it is asked (429); `retryAt` says until when.
 * - `unavailable`: it answered 5xx, or could not be reached. Asked once more, unless `retryAt` says when.
 * - `malformed`: it answered what cannot be read: no JSON, a field of another type, records of strangers
 *   only.
 * - `late`: no answer within the deadline (or 408, 504). Asked once more.
 * - `unsupported`: this system cannot answer that, whatever it holds.
 */
export const connectorErrorCodes = [
  'denied',
  'limited',
  'unavailable',
  'malformed',
  'late',
  'unsupported',
] as const
/** One of `connectorErrorCodes`. */
export type ConnectorErrorCode = (typeof connectorErrorCodes)[number]

/** What a `ConnectorError` may carry beside its code and its message. */
export interface ConnectorErrorDetails {
  /** RFC 3339. When the system said it may be asked again (only with `limited` and `unavailable`). */
  retryAt?: string | undefined
  /** The error underneath, for logs only: it never leaves the gateway. */
  cause?: unknown
}

/**
 * The one error a connector throws. Its message says who, what, the figure and the next step, and never
 * holds an address, a value or a text of the answer.
 *
 * @example
 * ```ts
 * throw new ConnectorError('late', '[shop] orders: late after 1500 ms; raise patience.hard or check the system')
 * ```
 */
export class ConnectorError extends Error {
  readonly code: ConnectorErrorCode
  readonly retryAt: string | undefined
  constructor(code: ConnectorErrorCode, message: string, details: ConnectorErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ConnectorError'
    this.code = code
    this.retryAt = details.retryAt
  }
}

/** True across copies of this package (an SDK user may have two). */
export const isConnectorError = (e: unknown): e is ConnectorError =>
  e instanceof Error &&
  e.name === 'ConnectorError' &&
  connectorErrorCodes.includes((e as ConnectorError).code)
