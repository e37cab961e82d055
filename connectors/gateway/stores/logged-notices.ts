import type { Clock, Notices } from '../../hub/ports.ts'

/** How long a notice is stored, in milliseconds. With an older cursor every topic counts as changed. */
export const noticeLifetimeMs = 86_400_000

/** A log of notices. Each has a number greater than those before it. */
export interface NoticeLog {
  /** Prefix of this log's cursors. With a cursor of another kind of store every topic counts as changed. */
  readonly name: string
  post(tenant: string, topic: string, at: number): Promise<void>
  /** The highest number of a tenant; 0 where there is none. */
  last(tenant: string): Promise<number>
  since(tenant: string, id: number, topics: readonly string[]): Promise<readonly string[]>
}

/**
 * Notices that outlive a restart: a card that stays open over one is told what changed, and nothing else. The
 * log is the truth; `wake` only says when to read it again, so a lost wake-up delays a notice and loses none.
 *
 * @returns The port, and `wake`, which makes the waiting calls of a tenant (or of all) read the log.
 */
export function loggedNotices(
  log: NoticeLog,
  clock: Clock,
): { notices: Notices; wake(tenant?: string): void } {
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
    if (name !== log.name || clock.now().getTime() - Number(at) > noticeLifetimeMs / 2) return topics
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
        let resume = () => {}
        const wakeUp = () => {
          woken = true
          resume()
        }
        let timedOut = false
        const cancelTimeout = clock.after(timeoutMs, () => {
          timedOut = true
          resume()
        })
        const leave = () => resume()
        signal.addEventListener('abort', leave, { once: true })
        // Registered before the first read: a notice posted between reading and waiting wakes this call.
        all.add(wakeUp)
        try {
          for (;;) {
            woken = false
            // The cursor is taken first: a notice posted between the two reads is reported twice, never lost.
            const cursor = await cursorOf(tenant)
            const moved = await movedSince(tenant, topics, since)
            if (moved.length > 0 || signal.aborted || timedOut) return { cursor, moved }
            if (!woken)
              await new Promise<void>((resolve) => {
                resume = resolve
                if (woken || signal.aborted || timedOut) resolve()
              })
          }
        } finally {
          cancelTimeout()
          signal.removeEventListener('abort', leave)
          all.delete(wakeUp)
          if (all.size === 0 && waiting.get(tenant) === all) waiting.delete(tenant)
        }
      },
    },
  }
}
