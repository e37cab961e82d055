import type { Problem } from '../contract/index.ts'
import { Refusal } from '../hub/ports.ts'

type Code = Problem['code']
const status: Record<Code, number> = {
  'bad-request': 400,
  unauthorised: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'expired-handle': 410,
  'too-large': 413,
  'rule-refused': 422,
  'too-many': 429,
  internal: 500,
  'audit-unavailable': 503,
  'issuer-unavailable': 503,
}
const titles: Record<Code, string> = {
  'bad-request': 'Malformed request',
  unauthorised: 'Not authenticated',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  conflict: 'Changed by somebody else meanwhile',
  'expired-handle': 'The handle has expired',
  'too-large': 'Too large',
  'rule-refused': 'The content has faults',
  'too-many': 'Too many requests',
  internal: 'The gateway failed',
  'audit-unavailable': 'The audit cannot be written',
  'issuer-unavailable': 'The keys of the host cannot be fetched',
}

/**
 * RFC 9457. `detail` is always our own words: nothing an upstream system said, nothing the caller sent, is
 * repeated in it.
 */
export function problem(
  code: Code,
  detail: string,
  extra: { retryAfter?: number | undefined; faults?: readonly unknown[] | undefined } = {},
): Response {
  const body: Problem & { faults?: readonly unknown[] } = {
    type: `urn:ficha:problem:${code}`,
    title: titles[code],
    status: status[code],
    code,
    detail,
  }
  if (extra.retryAfter !== undefined) body.retryAfter = extra.retryAfter
  if (extra.faults) body.faults = extra.faults
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (extra.retryAfter !== undefined) headers.set('retry-after', String(Math.ceil(extra.retryAfter)))
  if (code === 'unauthorised') headers.set('www-authenticate', 'Bearer')
  return new Response(JSON.stringify(body), { status: status[code], headers })
}

/** True across copies of the hub (a bundle may hold two). */
export const isRefusal = (e: unknown): e is Refusal =>
  e instanceof Error &&
  e.name === 'Refusal' &&
  typeof (e as Refusal).code === 'string' &&
  Object.hasOwn(status, (e as Refusal).code)

/** A `Refusal` with a list of what is wrong, each with its place. */
export class Faulty extends Refusal {
  readonly faults: readonly unknown[]
  constructor(detail: string, faults: readonly unknown[]) {
    super('rule-refused', detail)
    this.faults = faults
  }
}

/**
 * What any thrown thing says outside: our refusals speak for themselves, all else is `internal` and silent.
 */
export function problemFrom(e: unknown, requestId: string): Response {
  if (isRefusal(e))
    return problem(e.code, e.message, { retryAfter: e.retryAfter, faults: (e as Partial<Faulty>).faults })
  return problem(
    'internal',
    `the gateway failed on request ${requestId}; the gateway log gives the cause under that id`,
  )
}
