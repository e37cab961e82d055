import type { Problem } from '../../connectors/contract/index.ts'
import { later, loadTexts, tOr } from '../i18n/index.ts'
import { SourceError } from './port.ts'

const codes: Record<Problem['code'], true> = {
  'bad-request': true,
  unauthorised: true,
  forbidden: true,
  'not-found': true,
  'expired-handle': true,
  'too-many': true,
  'too-large': true,
  'audit-unavailable': true,
  'issuer-unavailable': true,
  'rule-refused': true,
  conflict: true,
  internal: true,
}

/** The error of a response that is not ok: refused by the gateway, with its reason, or offline. */
export async function refusal(response: Response): Promise<SourceError> {
  const problem = response.headers.get('content-type')?.startsWith('application/problem+json')
    ? parseProblem(await response.json().catch(() => undefined))
    : undefined
  if (problem)
    return new SourceError('refused', problem.detail, {
      ...problem,
      detail: await forAgent(problem.code, problem.detail),
    })
  // A proxy gives these answers while the gateway does not respond.
  if (response.status >= 502 && response.status <= 504)
    return new SourceError('offline', `away: ${response.status}`)
  const detail = `the gateway answered ${response.status}`
  return new SourceError('refused', detail, {
    type: 'about:blank',
    title: 'Refused',
    status: response.status,
    code: 'internal',
    detail: await forAgent('internal', detail),
  })
}

/**
 * The error when the host page gives no token. It is not offline: asking the gateway again would not help.
 * The cause is for the integrator of the host page.
 */
export async function noHostToken(cause: unknown): Promise<SourceError> {
  const detail = cause instanceof Error ? cause.message : String(cause)
  console.warn(`[ficha] ${detail}`)
  return new SourceError('refused', detail, {
    type: 'about:blank',
    title: 'No host token',
    status: 401,
    code: 'unauthorised',
    detail: await forAgent('no-token', detail),
  })
}

/**
 * The agent's text for a general refusal, in the language on screen; the gateway's own text is for its
 * operator. Refusals specific to one request come from the hub in the agent's language already.
 */
async function forAgent(code: Problem['code'] | 'no-token', detail: string): Promise<string> {
  await loadTexts(later).catch(() => {})
  // The operator of the gateway finds the cause in its log under this number.
  const number = / [\da-f-]{36}/.exec(detail)?.[0].trim()
  return code === 'internal' && number
    ? tOr('problem.internal.numbered', detail, { number })
    : tOr(`problem.${code}`, detail)
}

function parseProblem(raw: unknown): Problem | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const { type, title, status, code, detail, retryAfter } = raw as Record<string, unknown>
  if (typeof code !== 'string' || !Object.hasOwn(codes, code) || typeof detail !== 'string') return undefined
  return {
    type: typeof type === 'string' ? type : 'about:blank',
    title: typeof title === 'string' ? title : '',
    status: typeof status === 'number' ? status : 0,
    code: code as Problem['code'],
    detail: detail.slice(0, 2_000),
    ...(typeof retryAfter === 'number' && retryAfter >= 0 && { retryAfter }),
  }
}
