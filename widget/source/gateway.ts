import type { CardEvent, Outcome } from '../../connectors/contract/index.ts'
import { away, type Fetch, post } from './http.ts'
import type { Asked, GatewayLater } from './later.ts'
import { outcomePost } from './outcomes.ts'
import { type Source, SourceError } from './port.ts'
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
export function createGatewaySource({
  base = '',
  token,
  missed = () => {},
  queued,
  settled = () => {},
  fetch = (url, init) => globalThis.fetch(url, init),
  now = Date.now,
}: GatewayParts): Source & { dispose(): void } {
  const session = openSession(base, token, fetch, now)

  /** A token may die between two clocks: the gateway's no to it is answered once with a new one. */
  const call = async (path: string, body: unknown, signal?: AbortSignal): Promise<Response> => {
    const mine = session.ready() ?? (await session.token())
    signal?.throwIfAborted()
    try {
      return await post(fetch, base + path, body, mine, signal)
    } catch (error) {
      if (!(error instanceof SourceError) || error.problem?.code !== 'unauthorised') throw error
      session.forget(mine)
      return post(fetch, base + path, body, await session.token(), signal)
    }
  }
  async function* stream(
    path: string,
    body: { epoch?: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<readonly CardEvent[]> {
    let whole = false
    try {
      const response = await call(path, body, signal)
      for await (const events of eventsOf(response.body as ReadableStream<Uint8Array>, body.epoch ?? 0)) {
        if (signal.aborted) return
        whole = events.at(-1)?.event === 'settled'
        yield events
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      // Once the line is closed: what is loaded now is in nobody's way.
      if (whole) setTimeout(settled)
    }
  }
  /** Everything but the first look. What it cannot load is a gateway that does not answer. */
  let loaded: Promise<GatewayLater> | undefined
  const later = () =>
    (loaded ??= import('./later.ts').then(
      ({ gatewayLater }) => gatewayLater({ base, call, fetch, session, missed, queued }),
      () => {
        loaded = undefined
        return away()
      },
    ))
  const asked = <K extends keyof Asked>(name: K) =>
    (async (...args: unknown[]) =>
      ((await later())[name] as (...all: unknown[]) => unknown)(...args)) as Asked[K]
  const outcomes = outcomePost(async (batch) => (await later()).send(batch), missed)
  const page: Document | undefined = globalThis.document
  const leaving = () => {
    if (page?.visibilityState === 'hidden') outcomes.flush()
  }
  page?.addEventListener('visibilitychange', leaving)

  return {
    place: 'gateway',
    open: (request, signal) => stream('/v1/card', request, signal),
    ask: (request, signal) => stream('/v1/ask', request, signal),
    search: asked('search'),
    decide: asked('decide'),
    reveal: asked('reveal'),
    act: asked('act'),
    changes: asked('changes'),
    timeline: asked('timeline'),
    journey: asked('journey'),
    previewAsRole: asked('previewAsRole'),
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
      page?.removeEventListener('visibilitychange', leaving)
    },
  }
}
