import * as v from 'valibot'
import {
  actRequest,
  askRequest,
  type CardEvent,
  cardRequest,
  changesRequest,
  decideRequest,
  journeyRequest,
  type Outcome,
  outcomeRequest,
  type Problem,
  revealRequest,
  rolePreviewRequest,
  searchRequest,
  timelineRequest,
} from '../../connectors/contract/index.ts'
import { type Agent, createHub, memoryPorts } from '../../connectors/hub/index.ts'
import { outcomePost } from './outcomes.ts'
import { type Source, SourceError } from './port.ts'

/**
 * Connectors that need no secret, and what was published. The rest is in memory: a plain-fetch door, handles
 * sealed under a key of this page.
 */
export type LocalParts = Parameters<typeof memoryPorts>[0] & {
  /** Whoever this page says is asking: nobody verified it. */
  agent: Agent
  languages?: readonly string[]
  /**
   * From the document's configuration. A release inside the page protects nothing: in production there is no
   * such source.
   */
  production: boolean
}

/**
 * The hub in this page, for the static demo: the same port, the same refusals, and it says on screen what it
 * is.
 */
export function createLocalSource({ agent, languages = ['es'], production, ...given }: LocalParts): Source {
  if (production)
    throw new Error(
      '[ficha] the hub may not run inside the page in production: whoever opens the page sees everything. Serve the card from a gateway.',
    )
  const hub = createHub(memoryPorts(given))
  const cacheKey = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

  async function* stream(
    events: () => AsyncIterable<CardEvent>,
    signal: AbortSignal,
  ): AsyncGenerator<CardEvent> {
    try {
      for await (const event of events()) {
        if (signal.aborted) return
        yield event
        if (event.event === 'settled') return
      }
    } catch (error) {
      if (signal.aborted) return
      throw refused(error)
    }
    if (!signal.aborted) throw new SourceError('lost', 'the hub ended before settled')
  }
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (error) {
      throw refused(error)
    }
  }
  const never = new AbortController().signal
  // The same checks as at the gateway's border, so that what works here works there.
  const outcomes = outcomePost(
    async (batch: readonly Outcome[]) => {
      await hub.outcomes(v.parse(outcomeRequest, { outcomes: batch }).outcomes, agent)
      return true
    },
    () => {},
  )

  return {
    place: 'in-page',
    open: (request, signal) => stream(() => hub.open(v.parse(cardRequest, request), agent, signal), signal),
    ask: (request, signal) => stream(() => hub.ask(v.parse(askRequest, request), agent, signal), signal),
    search: (request, signal) => call(() => hub.search(v.parse(searchRequest, request), agent, signal)),
    decide: (request) => call(() => hub.decide(v.parse(decideRequest, request), agent)),
    reveal: (request) => call(() => hub.reveal(v.parse(revealRequest, request), agent, never)),
    act: (request) => call(() => hub.act(v.parse(actRequest, request), agent, never)),
    changes: (request, signal) => call(() => hub.changes(v.parse(changesRequest, request), agent, signal)),
    timeline: (request, signal) => call(() => hub.timeline(v.parse(timelineRequest, request), agent, signal)),
    journey: (request, signal) => call(() => hub.journey(v.parse(journeyRequest, request), agent, signal)),
    previewAsRole: (request, signal) =>
      call(() => hub.previewAsRole(v.parse(rolePreviewRequest, request), agent, signal)),
    outcome: (outcome) => outcomes.add(outcome),
    agent: async () => ({ roles: agent.roles, languages, cacheKey }),
  }
}

/** What the hub throws, as a gateway would have put it. */
function refused(error: unknown): Error {
  if (error instanceof SourceError) return error
  const said = error as { name?: unknown; code?: unknown; message?: unknown; retryAfter?: unknown }
  const problem = (code: Problem['code'], detail: string): Problem => ({
    type: `urn:ficha:problem:${code}`,
    title: 'Refused',
    status: 0,
    code,
    detail,
    ...(typeof said.retryAfter === 'number' && { retryAfter: said.retryAfter }),
  })
  if (said.name === 'Refusal' && typeof said.message === 'string')
    return new SourceError('refused', said.message, problem(said.code as Problem['code'], said.message))
  if (error instanceof v.ValiError)
    return new SourceError('refused', error.message, problem('bad-request', error.message))
  console.error('[ficha] the hub in this page failed', error)
  return new SourceError(
    'refused',
    'the hub in this page failed',
    problem('internal', error instanceof Error ? error.message : 'the hub in this page failed'),
  )
}
