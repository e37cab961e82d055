import type { Problem } from '../../connectors/contract/index.ts'
import { SourceError } from './port.ts'

const codes: Record<Problem['code'], true> = { 'bad-request': true, unauthorised: true, forbidden: true, 'not-found': true, 'expired-handle': true, 'too-many': true, 'too-large': true, 'audit-unavailable': true, 'rule-refused': true, conflict: true, internal: true }

/** What an answer that is not ok says: a gateway's no, with its reasons, or a gateway that is away. */
export async function refusal(response: Response): Promise<SourceError> {
  const problem = response.headers.get('content-type')?.startsWith('application/problem+json') ? parseProblem(await response.json().catch(() => undefined)) : undefined
  if (problem) return new SourceError('refused', problem.detail, problem)
  // A proxy answers in the gateway's place while it is away.
  if (response.status >= 502 && response.status <= 504) return new SourceError('offline', `away: ${response.status}`)
  return new SourceError('refused', `the gateway answered ${response.status}`, { type: 'about:blank', title: 'Refused', status: response.status, code: 'internal', detail: `the gateway answered ${response.status}` })
}

function parseProblem(raw: unknown): Problem | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const { type, title, status, code, detail, retryAfter } = raw as Record<string, unknown>
  if (typeof code !== 'string' || !Object.hasOwn(codes, code) || typeof detail !== 'string') return undefined
  return {
    type: typeof type === 'string' ? type : 'about:blank', title: typeof title === 'string' ? title : '', status: typeof status === 'number' ? status : 0, code: code as Problem['code'],
    detail: detail.slice(0, 2_000), ...(typeof retryAfter === 'number' && retryAfter >= 0 && { retryAfter }),
  }
}
