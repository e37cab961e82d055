import type { Clock, Notices } from '../../hub/ports.ts'

/** Milliseconds: what is older is forgotten, and a cursor that old hears that everything moved. */
export const noticesKept = 86_400_000

/** Where notices are written down, each under a number greater than the ones before it. */
export interface NoticeLog {
  /** Begins this log's cursors: a cursor of another kind of store hears that everything moved. */
  readonly name: string
  post(tenant: string, topic: string, at: number): Promise<void>
  /** The highest number of a tenant; 0 where there is none. */
  last(tenant: string): Promise<number>
  since(tenant: string, id: number, topics: readonly string[]): Promise<readonly string[]>
}

/**
 * What moved, written down: a card left open over a restart hears what did, and no more than that. The log
 * says what is true; `wake` only says when to look, so a word lost is a moment's delay and never silence.
 * Without a tenant it wakes all.
 */
export function keptNotices(log: NoticeLog, clock: Clock): { notices: Notices; wake(tenant?: string): void } {
  const waiting = new Map<string, Set<() => void>>()
  const wake = (tenant?: string) => {
    for (const [name, all] of waiting)
      if (tenant === undefined || name === tenant) for (const one of [...all]) one()
  }
  const cursorOf = async (tenant: string) => `${log.name}.${await log.last(tenant)}.${clock.now().getTime()}`
  const movedSince = async (
    tenant: string,
    topics: readonly string[],
    since: string,
  ): Promise<readonly string[]> => {
    const [, name, id, at] = /^(\w+)\.(\d{1,15})\.(\d{1,15})$/.exec(since) ?? []
    if (name !== log.name || clock.now().getTime() - Number(at) > noticesKept / 2) return topics
    const moved = new Set(await log.since(tenant, Number(id), topics))
    return topics.filter((topic) => moved.has(topic))
  }
  return {
    wake,
    notices: {
      async publish(tenant, topic) {
        await log.post(tenant, topic, clock.now().getTime())
        wake(tenant)
      },
      cursor: cursorOf,
      async wait(tenant, topics, since, signal, timeoutMs) {
        const all = waiting.get(tenant) ?? new Set()
        waiting.set(tenant, all)
        let woken = false
        let up = () => {}
        const one = () => {
          woken = true
          up()
        }
        const late = new AbortController()
        const stop = clock.after(timeoutMs, () => {
          late.abort()
          up()
        })
        const leave = () => up()
        signal.addEventListener('abort', leave, { once: true })
        // in line before the first look: what is posted between looking and sleeping wakes us
        all.add(one)
        try {
          for (;;) {
            woken = false
            // the cursor first: what comes after it is heard next time, what comes between is heard twice
            const cursor = await cursorOf(tenant)
            const moved = await movedSince(tenant, topics, since)
            if (moved.length > 0 || signal.aborted || late.signal.aborted) return { cursor, moved }
            if (!woken)
              await new Promise<void>((resolve) => {
                up = resolve
                if (woken || signal.aborted || late.signal.aborted) resolve()
              })
          }
        } finally {
          stop()
          signal.removeEventListener('abort', leave)
          all.delete(one)
          if (all.size === 0 && waiting.get(tenant) === all) waiting.delete(tenant)
        }
      },
    },
  }
}
