import type { CardEvent } from '../../contract/index.ts'
import { isRefusal } from '../problem.ts'

/**
 * How streams keep moving: a bare newline at once, and again whenever nothing was said for a while, so that
 * no proxy sits on the answer or hangs up.
 */
export interface StreamOptions {
  /** The epoch that the request names: a stream that fails before its first event says so under it. */
  epoch: number
  heartbeatMs: number
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
 * event, is thrown, so that it becomes a problem with its status. After that a failure ends the stream with a
 * fault event and without `settled`, which the card reads as "connection lost". Leaving aborts the hub.
 */
export async function ndjson(
  events: AsyncIterable<CardEvent>,
  leave: AbortController,
  options: StreamOptions,
): Promise<Response> {
  const iterator = events[Symbol.asyncIterator]()
  const first = iterator.next()
  first.catch(() => {})
  // wait for an early refusal, but not so long that an answer is held back
  await Promise.race([first, new Promise((resolve) => setTimeout(resolve, options.firstMs))])

  let pending: Promise<IteratorResult<CardEvent>> | undefined = first
  let over = false
  let beat: ReturnType<typeof setInterval> | undefined
  let last: CardEvent | undefined
  const end = (how: 'settled' | 'broken' | 'left') => {
    if (over) return
    over = true
    clearInterval(beat)
    options.onEnd?.(how)
    if (how === 'settled') return
    leave.abort()
    void Promise.resolve(iterator.return?.()).catch(() => {})
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode('\n'))
        beat = setInterval(() => {
          if (!over && (controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode('\n'))
        }, options.heartbeatMs)
        // Closed, not failed: a runtime logs what fails, and an agent who goes on to the next customer is no
        // failure. Without `settled` the card knows.
        leave.signal.addEventListener(
          'abort',
          () => {
            if (over) return
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
          if (over) return
          if (done) {
            end(last?.event === 'settled' ? 'settled' : 'broken')
            return controller.close()
          }
          last = value
          options.onEvent?.(value)
          controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
        } catch (e) {
          if (over) return
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

/** The last words of a stream that will not settle: a fault in our own words. */
const brokenOff = (last: Pick<CardEvent, 'epoch' | 'seq' | 'revision'>, e: unknown): CardEvent => ({
  v: 1,
  epoch: last.epoch,
  seq: last.seq + 1,
  revision: last.revision,
  event: 'fault',
  code: 'hub',
  says: isRefusal(e) ? e.message : 'the gateway failed while answering; try again',
})
