import { askRequest, type CardEvent, type CardRequest, cardRequest } from '../../contract/index.ts'
import type { Agent } from '../../hub/ports.ts'
import type { App } from './app.ts'
import { parseBody } from './body.ts'
import type { Context } from './context.ts'
import { ndjson } from './stream.ts'

/** The two streams: a card, and one more question for a card already open. */
export function cardRoutes(app: App, context: Context): void {
  const { hub, watch } = context
  app.post('/v1/card', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, cardRequest)
    await context.distinct(
      agent,
      'customers',
      await subjectOf(context, agent, request),
      context.limits.customersPer10Minutes,
    )
    return stream(c.req.raw, (signal) => hub.open(request, agent, signal))
  })
  app.post('/v1/ask', async (c) => {
    const { agent } = await context.agent(c.req.raw)
    const request = await parseBody(c.req.raw, askRequest)
    return stream(c.req.raw, (signal) => hub.ask(request, agent, signal))
  })

  function stream(
    request: Request,
    open: (signal: AbortSignal) => AsyncIterable<CardEvent>,
  ): Promise<Response> {
    const leave = new AbortController()
    const stop = () => leave.abort()
    if (request.signal.aborted || context.stopping.aborted) stop()
    request.signal.addEventListener('abort', stop, { once: true })
    context.stopping.addEventListener('abort', stop, { once: true })
    watch.gauge('ficha_streams_open', 1)
    const began = context.clock.now().getTime()
    let known = false
    let closed = false
    const close = () => {
      if (closed) return
      closed = true
      watch.gauge('ficha_streams_open', -1)
      request.signal.removeEventListener('abort', stop)
      context.stopping.removeEventListener('abort', stop)
    }
    return ndjson(open(leave.signal), leave, {
      heartbeatMs: 5_000,
      firstMs: 250,
      onEvent: (event) => {
        watch.count('ficha_events_total', { event: event.event })
        if (known || event.event !== 'who' || event.outcome !== 'identified') return
        known = true
        watch.time(
          'ficha_identify_seconds',
          { by: event.sure?.by ?? 'unknown' },
          (context.clock.now().getTime() - began) / 1000,
        )
      },
      onEnd: (how) => {
        close()
        watch.count('ficha_streams_total', { how })
      },
      onFailure: (e) => {
        watch.count('ficha_failures_total', { where: 'stream' })
        watch.log({ log: 'stream-failed', error: e instanceof Error ? e.name : typeof e })
      },
    }).catch((e: unknown) => {
      close()
      throw e
    })
  }
}

/** Whom a card is about, as a hash: opening the same customer again costs nothing, going through many does. */
async function subjectOf(context: Context, agent: Agent, request: CardRequest): Promise<readonly string[]> {
  const keys = request.hints
    .map((h) => `${h.kind}:${h.scope ?? ''}:${h.value.toLowerCase().replace(/[\s().-]/g, '')}`)
    .sort()
  return keys.length ? [await context.keys.mac('limits', JSON.stringify([agent.tenant, keys]))] : []
}
