import type { CardEvent, Outcome } from '../../connectors/contract/index.ts'
import { bodyOf, post, type Fetch } from './http.ts'
import { outcomePost } from './outcomes.ts'
import { SourceError, type Source } from './port.ts'
import { openSession } from './session.ts'
import { eventsOf } from './stream.ts'

export interface GatewayParts {
  /** Without a slash at the end. The card is served by its gateway, so: nothing. */
  base?: string
  /** The host's signed word for who the agent is. */
  token(): Promise<string>
  /** Outcomes that could not be sent. Default: forgotten. */
  missed?: (outcomes: readonly Outcome[]) => void
  /** Asked once the gateway answers again. */
  queued?: () => Promise<readonly Outcome[]>
  /** A card has said all it had to say. */
  settled?: () => void
  fetch?: Fetch
  now?: () => number
}

/** The hub behind HTTP. It tries each thing once: waiting and trying again are the card's. */
export function createGatewaySource({ base = '', token, missed = () => {}, queued, settled = () => {}, fetch = (url, init) => globalThis.fetch(url, init), now = Date.now }: GatewayParts): Source & { dispose(): void } {
  const session = openSession(base, token, fetch, now)

  /** A token may die between two clocks: the gateway's no to it is answered once with a new one. */
  const call = async (path: string, body: unknown, signal?: AbortSignal): Promise<Response> => {
    const mine = await session.token()
    signal?.throwIfAborted()
    try { return await post(fetch, base + path, body, mine, signal) }
    catch (error) {
      if (!(error instanceof SourceError) || error.problem?.code !== 'unauthorised') throw error
      session.forget(mine)
      return post(fetch, base + path, body, await session.token(), signal)
    }
  }
  async function* stream(path: string, body: { epoch?: number | undefined }, signal: AbortSignal): AsyncGenerator<CardEvent> {
    try {
      const response = await call(path, body, signal)
      for await (const event of eventsOf(response.body as ReadableStream<Uint8Array>, body.epoch ?? 0)) {
        if (signal.aborted) return
        if (event.event === 'settled') settled()
        yield event
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
  const done = (body: Record<string, unknown>) => typeof body.says === 'string'

  const send = async (outcomes: readonly Outcome[]): Promise<boolean> => {
    try {
      const answer = await fetch(`${base}/v1/outcomes`, { method: 'POST', keepalive: true, credentials: 'omit', body: JSON.stringify({ outcomes }), headers: { 'content-type': 'application/json', authorization: `Bearer ${await session.token()}` } })
      // What the gateway refuses it would refuse again; only what found nobody is kept.
      return answer.status < 500
    } catch { return false }
  }
  const outcomes = outcomePost(async (batch) => {
    if (!(await send(batch))) return false
    const earlier = (await queued?.()) ?? []
    for (let at = 0; at < earlier.length; at += 50) if (!(await send(earlier.slice(at, at + 50)))) { missed(earlier.slice(at)); break }
    return true
  }, missed)
  const leaving = () => { if (document.visibilityState === 'hidden') outcomes.flush() }
  if (typeof document !== 'undefined') document.addEventListener('visibilitychange', leaving)

  return {
    place: 'gateway',
    open: (request, signal) => stream('/v1/card', request, signal),
    ask: (request, signal) => stream('/v1/ask', request, signal),
    search: async (request, signal) => (await bodyOf<{ candidates: Awaited<ReturnType<Source['search']>> }>(await call('/v1/search', request, signal), (b) => Array.isArray(b.candidates))).candidates,
    decide: async (request) => bodyOf(await call('/v1/decide', request), done),
    reveal: async (request) => bodyOf(await call('/v1/reveal', request), (b) => 'value' in b && typeof b.forSeconds === 'number'),
    act: async (request) => bodyOf(await call('/v1/act', request), (b) => done(b) && typeof b.done === 'boolean' && Array.isArray(b.refresh)),
    changes: async (request, signal) => bodyOf(await call('/v1/changes', request, signal), (b) => typeof b.changes === 'string' && Array.isArray(b.what)),
    timeline: async (request, signal) => bodyOf(await call('/v1/timeline', request, signal), (b) => Array.isArray(b.entries) && Array.isArray(b.coming) && Array.isArray(b.gaps)),
    journey: async (request, signal) => bodyOf(await call('/v1/journey', request, signal), (b) => Array.isArray(b.steps) && Array.isArray(b.missing)),
    mirror: async (request, signal) => bodyOf(await call('/v1/mirror', request, signal), (b) => Array.isArray(b.views)),
    outcome: (outcome) => outcomes.add(outcome),
    async agent() {
      const { agent, cacheKey } = await session.answer()
      return { roles: agent.roles, languages: agent.languages, mayEdit: agent.mayEdit, ...(typeof agent.asks === 'number' && agent.asks > 0 ? { asks: agent.asks } : {}), cacheKey }
    },
    dispose() { outcomes.flush(); if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', leaving) },
  }
}
