import type { Outcome } from '../../connectors/contract/index.ts'
import { jsonBody } from './json-body.ts'
import type { Source } from './port.ts'

export { refusal, unproved } from './refusal.ts'

export interface LaterParts {
  base: string
  call(path: string, body: unknown, signal?: AbortSignal): Promise<Response>
  fetch(url: string, init: RequestInit): Promise<Response>
  /** Whose token goes with what is sent while the page is left. */
  session: { token(): Promise<string>; forget(token: string): void }
  missed: (outcomes: readonly Outcome[]) => void
  queued: (() => Promise<readonly Outcome[]>) | undefined
}
export type Asked = Required<
  Pick<Source, 'search' | 'decide' | 'reveal' | 'act' | 'changes' | 'timeline' | 'journey' | 'previewAsRole'>
>
export type GatewayLater = Asked & {
  /** Says whether they arrived; what earlier ones found nobody goes with them. */
  send(outcomes: readonly Outcome[]): Promise<boolean>
}

/** What a card asks of its gateway besides its stream: loaded once the first one has settled, or on use. */
export function gatewayLater({ base, call, fetch, session, missed, queued }: LaterParts): GatewayLater {
  const done = (body: Record<string, unknown>) => typeof body.says === 'string'
  const post = async (outcomes: readonly Outcome[], again = false): Promise<boolean> => {
    try {
      const token = await session.token()
      const { status } = await fetch(`${base}/v1/outcomes`, {
        method: 'POST',
        keepalive: true,
        credentials: 'omit',
        body: JSON.stringify({ outcomes }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      })
      // A token may have died with the process that gave it, or while this computer slept.
      if (status === 401 && !again) {
        session.forget(token)
        return await post(outcomes, true)
      }
      // What the gateway refuses for itself it would refuse again; what found nobody, or no time, is kept.
      return status < 500 && status !== 401 && status !== 429
    } catch {
      return false
    }
  }
  return {
    search: async (request, signal) =>
      (
        await jsonBody<{ candidates: Awaited<ReturnType<Source['search']>> }>(
          await call('/v1/search', request, signal),
          (b) => Array.isArray(b.candidates),
        )
      ).candidates,
    decide: async (request) => jsonBody(await call('/v1/decide', request), done),
    reveal: async (request) =>
      jsonBody(await call('/v1/reveal', request), (b) => 'value' in b && typeof b.forSeconds === 'number'),
    act: async (request) =>
      jsonBody(
        await call('/v1/act', request),
        (b) => done(b) && typeof b.done === 'boolean' && Array.isArray(b.refresh),
      ),
    changes: async (request, signal) =>
      jsonBody(
        await call('/v1/changes', request, signal),
        (b) => typeof b.changes === 'string' && Array.isArray(b.what),
      ),
    timeline: async (request, signal) =>
      jsonBody(
        await call('/v1/timeline', request, signal),
        (b) => Array.isArray(b.entries) && Array.isArray(b.coming) && Array.isArray(b.gaps),
      ),
    journey: async (request, signal) =>
      jsonBody(
        await call('/v1/journey', request, signal),
        (b) => Array.isArray(b.steps) && Array.isArray(b.missing),
      ),
    previewAsRole: async (request, signal) =>
      jsonBody(await call('/v1/role-preview', request, signal), (b) => Array.isArray(b.views)),
    async send(outcomes) {
      if (!(await post(outcomes))) return false
      const earlier = (await queued?.()) ?? []
      for (let at = 0; at < earlier.length; at += 50)
        if (!(await post(earlier.slice(at, at + 50)))) {
          missed(earlier.slice(at))
          break
        }
      return true
    },
  }
}
