import type { CardEvent, Outcome } from '../../connectors/contract/index.ts'
import { type Fetch, post, throwOffline } from './http.ts'
import type { GatewayLater, LaterRequests } from './later.ts'
import { outcomePost } from './outcomes.ts'
import { type Source, SourceError } from './port.ts'
import { openSession } from './session.ts'
import { eventsOf } from './stream.ts'

export interface GatewayParts {
  /** The gateway's address, without a slash at the end. Default: the origin that serves the card. */
  base?: string
  /** The JWT by which the host says who the agent is. */
  token(): Promise<string>
  /** Receives outcomes that could not be sent. Default: they are dropped. */
  unsent?: (outcomes: readonly Outcome[]) => void
  /** Gives the outcomes kept from earlier, once the gateway answers again. */
  queued?: () => Promise<readonly Outcome[]>
  /** Called when a card's stream has settled. */
  settled?: () => void
  fetch?: Fetch
  now?: () => number
}

/** The hub behind HTTP. Each request is tried once: the card decides when to try again. */
export function createGatewaySource({
  base = '',
  token,
  unsent = () => {},
  queued,
  settled = () => {},
  fetch = (url, init) => globalThis.fetch(url, init),
  now = Date.now,
}: GatewayParts): Source & { dispose(): void } {
  const session = openSession(base, token, fetch, now)

  /**
   * A token may expire earlier by the gateway's clock than by ours: a 401 is tried once more with a new
   * token.
   */
  const call = async (path: string, body: unknown, signal?: AbortSignal): Promise<Response> => {
    const current = session.ready() ?? (await session.token())
    signal?.throwIfAborted()
    try {
      return await post(fetch, base + path, body, current, signal)
    } catch (error) {
      if (!(error instanceof SourceError) || error.problem?.code !== 'unauthorised') throw error
      session.forget(current)
      return post(fetch, base + path, body, await session.token(), signal)
    }
  }
  async function* stream(
    path: string,
    body: { epoch?: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<readonly CardEvent[]> {
    let complete = false
    try {
      const response = await call(path, body, signal)
      for await (const events of eventsOf(response.body as ReadableStream<Uint8Array>, body.epoch ?? 0)) {
        if (signal.aborted) return
        complete = events.at(-1)?.event === 'settled'
        yield events
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      // After the stream is closed, so that what is loaded now delays nothing.
      if (complete) setTimeout(settled)
    }
  }
  /** All requests but the streams. If its chunk cannot be loaded, the gateway counts as offline. */
  let loaded: Promise<GatewayLater> | undefined
  const later = () =>
    (loaded ??= import('./later.ts').then(
      ({ gatewayLater }) => gatewayLater({ base, call, fetch, session, unsent, queued }),
      () => {
        loaded = undefined
        return throwOffline()
      },
    ))
  const lazily = <K extends keyof LaterRequests>(name: K) =>
    (async (...args: unknown[]) =>
      ((await later())[name] as (...all: unknown[]) => unknown)(...args)) as LaterRequests[K]
  const outcomes = outcomePost(async (batch) => (await later()).send(batch), unsent)
  const page: Document | undefined = globalThis.document
  const onHidden = () => {
    if (page?.visibilityState === 'hidden') outcomes.flush()
  }
  page?.addEventListener('visibilitychange', onHidden)

  return {
    place: 'gateway',
    open: (request, signal) => stream('/v1/card', request, signal),
    ask: (request, signal) => stream('/v1/ask', request, signal),
    search: lazily('search'),
    decide: lazily('decide'),
    reveal: lazily('reveal'),
    act: lazily('act'),
    changes: lazily('changes'),
    timeline: lazily('timeline'),
    journey: lazily('journey'),
    previewAsRole: lazily('previewAsRole'),
    outcome: (outcome) => outcomes.add(outcome),
    async agent() {
      const { agent, cacheKey } = await session.answer()
      return {
        roles: agent.roles,
        languages: agent.languages,
        mayEdit: agent.mayEdit,
        ...(typeof agent.surveyEvery === 'number' && agent.surveyEvery > 0
          ? { surveyEvery: agent.surveyEvery }
          : {}),
        cacheKey,
      }
    },
    dispose() {
      outcomes.flush()
      page?.removeEventListener('visibilitychange', onHidden)
    },
  }
}
