import type { askRequest, CardEvent, CardRequest, cardRequest } from '../../contract/index.ts'
import { sharedAbort } from '../../hub/fetch/shared-abort.ts'
import type { Agent } from '../../hub/ports.ts'
import type { Context } from '../context.ts'
import type { Keys } from '../keys/keys.ts'
import type { AgentCall } from './route.ts'
import { ndjson } from './stream.ts'

export async function card(call: AgentCall<typeof cardRequest>, context: Context) {
  const body = await call.body()
  await call.countDistinct(await subjectOf(context.keys, call.agent, body))
  return stream(call.request, context, body.epoch, (signal) => context.hub.open(body, call.agent, signal))
}

export async function ask(call: AgentCall<typeof askRequest>, context: Context) {
  const body = await call.body()
  return stream(call.request, context, body.epoch, (signal) => context.hub.ask(body, call.agent, signal))
}

function stream(
  request: Request,
  context: Context,
  epoch: number,
  open: (signal: AbortSignal) => AsyncIterable<CardEvent>,
): Promise<Response> {
  const { telemetry } = context
  const leave = sharedAbort()
  const stop = () => leave.abort()
  if (request.signal.aborted || context.stopping.aborted) stop()
  request.signal.addEventListener('abort', stop, { once: true })
  context.stopping.addEventListener('abort', stop, { once: true })
  telemetry.change('ficha_streams_open', 1)
  const began = context.clock.now().getTime()
  let known = false
  let closed = false
  const close = () => {
    if (closed) return
    closed = true
    telemetry.change('ficha_streams_open', -1)
    request.signal.removeEventListener('abort', stop)
    context.stopping.removeEventListener('abort', stop)
  }
  return ndjson(open(leave.signal), leave, {
    epoch,
    heartbeatMs: 5_000,
    firstMs: context.firstEventMs,
    onEvent: (event) => {
      telemetry.count('ficha_events_total', { event: event.event })
      if (known || event.event !== 'who' || event.outcome !== 'identified') return
      known = true
      telemetry.time(
        'ficha_identify_seconds',
        { by: event.sure?.by ?? 'unknown' },
        (context.clock.now().getTime() - began) / 1000,
      )
    },
    onEnd: (how) => {
      close()
      telemetry.count('ficha_streams_total', { how })
    },
    onFailure: (e) => {
      telemetry.count('ficha_failures_total', { where: 'stream' })
      telemetry.log({ log: 'stream-failed', error: e instanceof Error ? e.name : typeof e })
    },
  }).catch((e: unknown) => {
    close()
    throw e
  })
}

/**
 * Whom a card is about, as a hash: opening the same customer again costs nothing, going through many does.
 */
async function subjectOf(keys: Keys, agent: Agent, request: CardRequest): Promise<readonly string[]> {
  const hints = request.hints
    .map((h) => `${h.kind}:${h.scope ?? ''}:${h.value.toLowerCase().replace(/[\s().-]/g, '')}`)
    .sort()
  return hints.length ? [await keys.mac('limits', JSON.stringify([agent.tenant, hints]))] : []
}
