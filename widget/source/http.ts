import type { Problem } from '../../connectors/contract/index.ts'
import { SourceError } from './port.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

const codes: Record<Problem['code'], true> = { 'bad-request': true, unauthorised: true, forbidden: true, 'not-found': true, 'expired-handle': true, 'too-many': true, 'too-large': true, 'audit-unavailable': true, 'rule-refused': true, conflict: true, internal: true }

/** One POST. Resolves with an answer that is ok; else a `SourceError` that tells a gateway's no from no gateway. */
export async function post(fetch: Fetch, url: string, body: unknown, token: string | undefined, signal?: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST', body: JSON.stringify(body), credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(signal && { signal }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new SourceError('offline', 'no answer')
  }
  if (response.ok) return response
  throw await refusal(response)
}

async function refusal(response: Response): Promise<SourceError> {
  const problem = response.headers.get('content-type')?.startsWith('application/problem+json') ? parseProblem(await response.json().catch(() => undefined)) : undefined
  if (problem) return new SourceError('refused', problem.detail, problem)
  // A proxy answers in the gateway's place while it is away.
  if (response.status >= 502 && response.status <= 504) return new SourceError('offline', `away: ${response.status}`)
  return new SourceError('refused', `the gateway answered ${response.status}`, { type: 'about:blank', title: 'Refused', status: response.status, code: 'internal', detail: `the gateway answered ${response.status}` })
}

export function parseProblem(raw: unknown): Problem | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const { type, title, status, code, detail, retryAfter } = raw as Record<string, unknown>
  if (typeof code !== 'string' || !Object.hasOwn(codes, code) || typeof detail !== 'string') return undefined
  return {
    type: typeof type === 'string' ? type : 'about:blank', title: typeof title === 'string' ? title : '', status: typeof status === 'number' ? status : 0, code: code as Problem['code'],
    detail: detail.slice(0, 2_000), ...(typeof retryAfter === 'number' && retryAfter >= 0 && { retryAfter }),
  }
}

/** The body as JSON with the one property we came for; what is not that is a broken line, not an answer. */
export async function bodyOf<T>(response: Response, check: (body: Record<string, unknown>) => boolean): Promise<T> {
  const body: unknown = await response.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || !check(body as Record<string, unknown>)) throw new SourceError('lost', 'not the answer that was due')
  return body as T
}
