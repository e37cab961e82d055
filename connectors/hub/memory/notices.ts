import type { Clock, Notices } from '../ports.ts'

/**
 * The last notices of each tenant. To a cursor older than those it answers that everything asked about has
 * changed, never nothing.
 */
export function memoryNotices(clock: Clock, most = 1_000): Notices {
  interface Board {
    at: number
    posted: { at: number; topic: string }[]
    waiting: Set<() => void>
  }
  const boards = new Map<string, Board>()
  const start = crypto.randomUUID().slice(0, 8)
  const of = (tenant: string): Board => {
    let b = boards.get(tenant)
    if (!b) boards.set(tenant, (b = { at: 0, posted: [], waiting: new Set() }))
    return b
  }
  const cursorOf = (b: Board) => `${start}.${b.at}`
  return {
    async publish(tenant, topic) {
      const board = of(tenant)
      board.posted.push({ at: ++board.at, topic })
      if (board.posted.length > most) board.posted.shift()
      for (const wake of [...board.waiting]) wake()
    },
    cursor: async (tenant) => cursorOf(of(tenant)),
    async wait(tenant, topics, since, signal, timeoutMs) {
      const board = of(tenant)
      const [process, seen] = since.split('.')
      const from = Number(seen)
      const moved = (): readonly string[] => {
        if (process !== start || !Number.isFinite(from) || (board.posted[0] && board.posted[0].at > from + 1))
          return topics
        return topics.filter((t) => board.posted.some((p) => p.at > from && p.topic === t))
      }
      if (moved().length === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const end = () => {
            cancel()
            board.waiting.delete(wake)
            signal.removeEventListener('abort', end)
            resolve()
          }
          const wake = () => {
            if (moved().length > 0) end()
          }
          const cancel = clock.after(timeoutMs, end)
          board.waiting.add(wake)
          signal.addEventListener('abort', end, { once: true })
        })
      }
      return { cursor: cursorOf(board), moved: moved() }
    },
  }
}
