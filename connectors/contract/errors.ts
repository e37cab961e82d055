/**
 * How a connector fails. A closed set: the hub, the gateway and the card each decide by code, never by
 * message. "Not found" is not here on purpose: it is an answer (`Match` none, empty rows), not a failure.
 */
export const connectorErrorCodes = [
  'denied',
  'limited',
  'unavailable',
  'malformed',
  'late',
  'unsupported',
] as const
export type ConnectorErrorCode = (typeof connectorErrorCodes)[number]

export interface ConnectorErrorDetails {
  /** RFC 3339. When the system said it may be asked again (only with `limited` and `unavailable`). */
  retryAt?: string | undefined
  cause?: unknown
}

/**
 * Message = who, what, figure, next step: `[shop] orders: late after 1500 ms; raise patience.hard or check
 * the system`.
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
