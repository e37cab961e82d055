import type { CardEvent } from '../../contract/index.ts'
import { isRefusal } from '../problem.ts'

/**
 * How a stream is written. It begins with a bare newline and repeats one every `heartbeatMs`, so that no proxy
 * buffers the answer or closes an idle connection.
 */
export interface StreamOptions {
  /** The epoch of the request, for the fault event of a stream that fails before its first event. */
  epoch: number
  heartbeatMs: number
  /** How long a refusal may take to become a problem with its status. */
  firstMs: number
  onEvent?: ((event: CardEvent) => void) | undefined
  onEnd?: ((how: 'settled' | 'broken' | 'left') => void) | undefined
  onFailure?: ((e: unknown) => void) | undefined
}

const encoder = new TextEncoder()
const headers = {
  'content-type': 'application/x-ndjson; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

/**
 * NDJSON, one event a line, written as they happen. A refusal that comes within `firstMs`, before the first
 * event, is thrown, so that it becomes a problem with its status. A later failure ends the stream with a fault
 * event and without `settled`, which the card shows as "connection lost". When the client leaves, the hub's
 * work is aborted.
 */
export async function ndjson(
  events: AsyncIterable<CardEvent>,
  leave: AbortController,
  options: StreamOptions,
): Promise<Response> {
  const iterator = events[Symbol.asyncIterator]()
  const first = iterator.next()
  first.catch(() => {})
  // Waits for an early refusal, but not so long that an answer is held back.
  await Promise.race([first, new Promise((resolve) => setTimeout(resolve, options.firstMs))])

  let pending: Promise<IteratorResult<CardEvent>> | undefined = first
  let hasEnded = false
  let heartbeat: ReturnType<typeof setInterval> | undefined
  let last: CardEvent | undefined
  const end = (how: 'settled' | 'broken' | 'left') => {
    if (hasEnded) return
    hasEnded = true
    clearInterval(heartbeat)
    options.onEnd?.(how)
    if (how === 'settled') return
    leave.abort()
    void Promise.resolve(iterator.return?.()).catch(() => {})
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode('\n'))
        heartbeat = setInterval(() => {
          if (!hasEnded && (controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode('\n'))
        }, options.heartbeatMs)
        // Closed and not failed: runtimes log failures, and an agent who moves on to the next customer is none.
        // The missing `settled` tells the card.
        leave.signal.addEventListener(
          'abort',
          () => {
            if (hasEnded) return
            end('left')
            controller.close()
          },
          { once: true },
        )
      },
      async pull(controller) {
        try {
          const { done, value } = await (pending ?? iterator.next())
          pending = undefined
          if (hasEnded) return
          if (done) {
            end(last?.event === 'settled' ? 'settled' : 'broken')
            return controller.close()
          }
          last = value
          options.onEvent?.(value)
          controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
        } catch (e) {
          if (hasEnded) return
          options.onFailure?.(e)
          const before = last ?? { epoch: options.epoch, seq: -1, revision: 0 }
          controller.enqueue(encoder.encode(`${JSON.stringify(brokenOff(before, e))}\n`))
          end('broken')
          controller.close()
        }
      },
      cancel() {
        end('left')
      },
    },
    { highWaterMark: 4 },
  )
  return new Response(body, { headers })
}

/** The last event of a stream that failed. Only refusals have a text for the agent; other errors get a fixed one. */
const brokenOff = (last: Pick<CardEvent, 'epoch' | 'seq' | 'revision'>, e: unknown): CardEvent => ({
  v: 1,
  epoch: last.epoch,
  seq: last.seq + 1,
  revision: last.revision,
  event: 'fault',
  code: 'hub',
  says: isRefusal(e) ? e.message : 'the gateway failed while answering; try again',
})
