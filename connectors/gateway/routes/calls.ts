import {
  actRequest,
  type Candidate,
  changesRequest,
  decideRequest,
  journeyRequest,
  mirrorRequest,
  outcomeRequest,
  revealRequest,
  searchRequest,
  timelineRequest,
} from '../../contract/index.ts'
import type { Agent } from '../../hub/ports.ts'
import type { App } from './app.ts'
import { parseBody } from './body.ts'
import type { Context } from './context.ts'
import { json } from './json.ts'

/** Search, decide, reveal, act, changes, timeline, journey, outcomes: one question, one answer. */
export function callRoutes(app: App, context: Context): void {
  const { hub, limits, watch } = context
  app.post('/v1/search', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, searchRequest)
    await context.distinct(agent, 'found', [], limits.foundPer10Minutes)
    const candidates = await within(c.req.raw, context.stopping, (signal) =>
      hub.search(request, agent, signal),
    )
    await context.distinct(
      agent,
      'found',
      await Promise.all(candidates.map((one) => faceOf(context, agent, one))),
      limits.foundPer10Minutes,
    )
    return json({ candidates })
  })
  app.post('/v1/decide', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    return json(await hub.decide(await parseBody(c.req.raw, decideRequest), agent))
  })
  app.post('/v1/reveal', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, revealRequest)
    await context.distinct(
      agent,
      'reveals',
      [await context.keys.mac('limits', `${request.ref}/${request.field}/${crypto.randomUUID()}`)],
      limits.revealsPer10Minutes,
    )
    return json(
      await context.audited('reveal', agent, () =>
        within(c.req.raw, context.stopping, (signal) => hub.reveal(request, agent, signal)),
      ),
    )
  })
  app.post('/v1/act', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, actRequest)
    // Begun, it is carried through though its caller has gone: half an act is nobody's wish, and they ask again how it ended.
    return json(await within(undefined, context.stopping, (signal) => hub.act(request, agent, signal)))
  })
  app.post('/v1/changes', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, changesRequest)
    watch.gauge('ficha_polls_open', 1)
    try {
      return json(await within(c.req.raw, context.polls, (signal) => hub.changes(request, agent, signal)))
    } finally {
      watch.gauge('ficha_polls_open', -1)
    }
  })
  app.post('/v1/timeline', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, timelineRequest)
    return json(await within(c.req.raw, context.stopping, (signal) => hub.timeline(request, agent, signal)))
  })
  app.post('/v1/journey', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, journeyRequest)
    return json(await within(c.req.raw, context.stopping, (signal) => hub.journey(request, agent, signal)))
  })
  app.post('/v1/mirror', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, mirrorRequest)
    return json(await within(c.req.raw, context.stopping, (signal) => hub.mirror(request, agent, signal)))
  })
  app.post('/v1/outcomes', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    await hub.outcomes((await parseBody(c.req.raw, outcomeRequest, 262_144)).outcomes, agent)
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
  })
}

/** One customer as search shows them, hashed: what changes from one search to the next (handle, weight) left out. */
const faceOf = (context: Context, agent: Agent, { name, kind, facts, systems }: Candidate): Promise<string> =>
  context.keys.mac('limits', JSON.stringify([agent.tenant, name, kind, facts, systems]))

/** Runs until the caller leaves or the gateway ends it. Linked by hand: `AbortSignal.any` over a signal that lives as long as the process leaks on Node 20. */
export async function within<T>(
  request: Request | undefined,
  ends: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  const stop = () => own.abort()
  if (request?.signal.aborted || ends.aborted) stop()
  request?.signal.addEventListener('abort', stop, { once: true })
  ends.addEventListener('abort', stop, { once: true })
  try {
    return await run(own.signal)
  } finally {
    request?.signal.removeEventListener('abort', stop)
    ends.removeEventListener('abort', stop)
  }
}
