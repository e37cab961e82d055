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
 * Connectors that need no secret, and the published fichas. The rest is in memory: plain fetch for outbound
 * requests, handles sealed under a key of this page.
 */
export type LocalParts = Parameters<typeof memoryPorts>[0] & {
  /** The agent, as this page claims; nobody verifies it. */
  agent: Agent
  languages?: readonly string[]
  /**
   * From the document's configuration. Filtering inside the page protects nothing, so in production this
   * source throws.
   */
  production: boolean
}

/**
 * The hub in this page, for the static demo: the same port and the same refusals. The card shows that it is a
 * demo.
 */
export function createLocalSource({ agent, languages = ['es'], production, ...ports }: LocalParts): Source {
  if (production)
    throw new Error(
      '[ficha] the hub may not run inside the page in production: whoever opens the page sees everything. Serve the card from a gateway.',
    )
  const hub = createHub(memoryPorts(ports))
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
      throw asSourceError(error)
    }
    if (!signal.aborted) throw new SourceError('lost', 'the hub ended before settled')
  }
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (error) {
      throw asSourceError(error)
    }
  }
  const never = new AbortController().signal
  // The gateway's own checks of requests, so that what works here works there.
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

/** What the hub throws, as the error that a gateway would have caused. */
function asSourceError(error: unknown): Error {
  if (error instanceof SourceError) return error
  const thrown = error as { name?: unknown; code?: unknown; message?: unknown; retryAfter?: unknown }
  const problem = (code: Problem['code'], detail: string): Problem => ({
    type: `urn:ficha:problem:${code}`,
    title: 'Refused',
    status: 0,
    code,
    detail,
    ...(typeof thrown.retryAfter === 'number' && { retryAfter: thrown.retryAfter }),
  })
  if (thrown.name === 'Refusal' && typeof thrown.message === 'string')
    return new SourceError('refused', thrown.message, problem(thrown.code as Problem['code'], thrown.message))
  if (error instanceof v.ValiError)
    return new SourceError('refused', error.message, problem('bad-request', error.message))
  console.error('[ficha] the hub in this page failed', error)
  return new SourceError(
    'refused',
    'the hub in this page failed',
    problem('internal', error instanceof Error ? error.message : 'the hub in this page failed'),
  )
}
