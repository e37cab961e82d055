import type { Outcome } from '../../connectors/contract/index.ts'
import { jsonBody } from './json-body.ts'
import type { Source } from './port.ts'

export { noHostToken, refusal } from './refusal.ts'

export interface LaterParts {
  base: string
  call(path: string, body: unknown, signal?: AbortSignal): Promise<Response>
  fetch(url: string, init: RequestInit): Promise<Response>
  /** The agent's session: its token also goes with what is sent while the page is being closed. */
  session: { token(): Promise<string>; forget(token: string): void }
  unsent: (outcomes: readonly Outcome[]) => void
  queued: (() => Promise<readonly Outcome[]>) | undefined
}
export type LaterRequests = Required<
  Pick<Source, 'search' | 'decide' | 'reveal' | 'act' | 'changes' | 'timeline' | 'journey' | 'previewAsRole'>
>
export type GatewayLater = LaterRequests & {
  /** Sends the outcomes, then those kept from earlier. Resolves with whether the first arrived. */
  send(outcomes: readonly Outcome[]): Promise<boolean>
}

/** A card's requests besides its streams: loaded once the first stream has settled, or on use. */
export function gatewayLater({ base, call, fetch, session, unsent, queued }: LaterParts): GatewayLater {
  const hasMessage = (body: Record<string, unknown>) => typeof body.says === 'string'
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
      // The token may have been lost when the gateway restarted, or expired while this computer slept.
      if (status === 401 && !again) {
        session.forget(token)
        return await post(outcomes, true)
      }
      // What the gateway refuses it would refuse again. After a failure or a rate limit the outcomes are
      // kept.
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
    decide: async (request) => jsonBody(await call('/v1/decide', request), hasMessage),
    reveal: async (request) =>
      jsonBody(await call('/v1/reveal', request), (b) => 'value' in b && typeof b.forSeconds === 'number'),
    act: async (request) =>
      jsonBody(
        await call('/v1/act', request),
        (b) => hasMessage(b) && typeof b.done === 'boolean' && Array.isArray(b.refresh),
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
          unsent(earlier.slice(at))
          break
        }
      return true
    },
  }
}
