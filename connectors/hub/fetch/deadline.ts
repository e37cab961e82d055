import { ConnectorError } from '../../contract/index.ts'
import type { Clock } from '../ports.ts'

/** In milliseconds. At `soft` the system counts as late and is still waited for; at `hard` the wait ends. */
export interface Patience {
  soft: number
  hard: number
}

/**
 * A signal that aborts with the parent, or with a `late` error at the hard deadline. Call `dispose` when the
 * wait is over.
 */
export function deadline(
  clock: Clock,
  parent: AbortSignal,
  patience: Patience,
  who: string,
  late: (after: number) => void,
): { signal: AbortSignal; dispose(): void } {
  const own = new AbortController()
  const follow = () => own.abort(parent.reason)
  if (parent.aborted) follow()
  else parent.addEventListener('abort', follow, { once: true })
  const cancels = [
    clock.after(patience.hard, () =>
      own.abort(
        new ConnectorError(
          'late',
          `${who}: late after ${patience.hard} ms; raise patience.hard or check the system`,
        ),
      ),
    ),
    ...(patience.soft < patience.hard
      ? [
          clock.after(patience.soft, () => {
            if (!own.signal.aborted) late(patience.soft)
          }),
        ]
      : []),
  ]
  return {
    signal: own.signal,
    dispose() {
      parent.removeEventListener('abort', follow)
      for (const cancel of cancels) cancel()
    },
  }
}

/** Waits on the given clock; rejects with the signal's reason. */
export const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const stop = () => {
      cancel()
      reject(signal.reason)
    }
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    signal.addEventListener('abort', stop, { once: true })
  })
