import { sharedAbort } from '../../hub/fetch/shared-abort.ts'

/**
 * Runs until the caller leaves or the gateway ends it. Not by `AbortSignal.any`: on Node
 * 20 it leaks when one of its signals lives as long as the process.
 */
export async function withAbort<T>(
  request: Request | undefined,
  ends: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = sharedAbort()
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
