import { bucket } from './rate.ts'
import { warnIntegrator } from './warn-integrator.ts'

export type Drop = 'source' | 'origin' | 'shape' | 'size' | 'sequence' | 'rate' | 'method' | 'late'
export interface Gate {
  /**
   * Sets the one reader of the messages that pass; earlier ones are replayed to it. It returns false for what
   * it cannot read.
   */
  onMessage(run: (event: MessageEvent) => boolean): void
  drop(why: Drop): void
  /** How many messages were dropped, by reason. */
  readonly dropped: ReadonlyMap<Drop, number>
  close(): void
}

/**
 * The first message listener of this window. Only messages of the parent window with an allowed origin pass,
 * and no other listener ever receives any. What is unknown is dropped and counted, never thrown.
 */
export function openGate(
  window: Window,
  hosts: readonly string[],
  now: () => number = () => performance.now(),
): Gate {
  const dropped = new Map<Drop, number>()
  const unknownOrigins = new Set<string>()
  const early: MessageEvent[] = []
  const rate = bucket(now)
  let reader: ((event: MessageEvent) => boolean) | undefined
  const drop = (why: Drop) => void dropped.set(why, (dropped.get(why) ?? 0) + 1)
  const read = (event: MessageEvent) => {
    if (!reader?.(event)) drop('shape')
  }

  const listen = (event: MessageEvent) => {
    event.stopImmediatePropagation()
    if (window.parent === window || event.source !== window.parent) return drop('source')
    if (!hosts.includes(event.origin)) {
      // The usual mistake when a card is set up, so the integrator is told.
      if (unknownOrigins.size < 5 && !unknownOrigins.has(event.origin)) {
        unknownOrigins.add(event.origin)
        void warnIntegrator(['host', event.origin, hosts])
      }
      return drop('origin')
    }
    if (!rate.take()) return drop('rate')
    if (reader) read(event)
    else if (early.length < 10) early.push(event)
    else drop('late')
  }
  window.addEventListener('message', listen, true)
  return {
    dropped,
    drop,
    onMessage(run) {
      reader = run
      for (const event of early.splice(0)) read(event)
    },
    close() {
      window.removeEventListener('message', listen, true)
    },
  }
}
