import { complain } from './complain.ts'
import { bucket } from './rate.ts'

export type Drop = 'source' | 'origin' | 'shape' | 'size' | 'sequence' | 'rate' | 'method' | 'late'
export interface Gate {
  /**
   * The one reader of what passed; what came before it is replayed. It says false for what it cannot read.
   */
  hear(run: (event: MessageEvent) => boolean): void
  drop(why: Drop): void
  /** How many messages were dropped, by reason. */
  readonly dropped: ReadonlyMap<Drop, number>
  close(): void
}

/**
 * The first listener of this window. Only the parent window, with an origin of the list, passes; nothing of
 * what comes here ever reaches another listener. Unknown things are dropped and counted, never thrown.
 */
export function openGate(
  window: Window,
  hosts: readonly string[],
  now: () => number = () => performance.now(),
): Gate {
  const dropped = new Map<Drop, number>()
  const strange = new Set<string>()
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
      // For whoever set this up: the one thing that is usually wrong.
      if (strange.size < 5 && !strange.has(event.origin)) {
        strange.add(event.origin)
        void complain(['host', event.origin, hosts])
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
    hear(run) {
      reader = run
      for (const event of early.splice(0)) read(event)
    },
    close() {
      window.removeEventListener('message', listen, true)
    },
  }
}
