import type { Client, Pool } from 'pg'
import type { Cache, Clock, Notices } from '../../hub/ports.ts'

/** Milliseconds: what is older is forgotten, and a cursor that old hears that everything moved. */
export const noticesKept = 86_400_000
const reconnectMs = 1_000

/**
 * What moved, heard by every instance. The table says what is true; LISTEN only says when to look, so a word lost is a moment's delay and never silence.
 * The same line tells the other instances what to drop from their caches; whoever was away from it drops everything.
 */
export function postgresNotices(pool: Pool, listener: () => Client, cache: Cache, clock: Clock): { notices: Notices; cache: Cache; listening: Promise<void>; close(): Promise<void> } {
  const waiting = new Map<string, Set<() => void>>()
  const wake = (tenant?: string) => { for (const [name, all] of waiting) if (tenant === undefined || name === tenant) for (const one of [...all]) one() }
  let client: Client | undefined
  let closed = false
  let cancel = () => {}

  const hear = (payload: string | undefined): void => {
    const said = JSON.parse(payload ?? '{}') as { tenant?: string; drop?: string }
    if (said.drop !== undefined) void cache.drop(said.drop)
    if (said.tenant !== undefined) wake(said.tenant)
  }
  const listen = async (): Promise<void> => {
    const own = (client = listener())
    const again = () => {
      if (closed || client !== own) return
      client = undefined
      void own.end().catch(() => {})
      cancel = clock.after(reconnectMs, () => void listen().catch(() => {}))
    }
    own.on('error', again)
    own.on('end', again)
    own.on('notification', ({ payload }) => hear(payload))
    try {
      await own.connect()
      await own.query('listen ficha')
    } catch (e) {
      again()
      throw e
    }
    await cache.drop('')
    wake()
  }
  const listening = listen()
  listening.catch(() => {})

  const lastOf = async (tenant: string): Promise<string> => (await pool.query<{ id: string | null }>('select max(id) as id from ficha.notices where tenant = $1', [tenant])).rows[0]?.id ?? '0'
  const cursorOf = async (tenant: string) => `p.${await lastOf(tenant)}.${clock.now().getTime()}`
  const movedSince = async (tenant: string, topics: readonly string[], since: string): Promise<readonly string[]> => {
    const [, id, at] = /^p\.(\d{1,18})\.(\d{1,15})$/.exec(since) ?? []
    if (id === undefined || clock.now().getTime() - Number(at) > noticesKept / 2) return topics
    const { rows } = await pool.query<{ topic: string }>('select distinct topic from ficha.notices where tenant = $1 and id > $2 and topic = any($3)', [tenant, id, topics])
    const moved = new Set(rows.map((row) => row.topic))
    return topics.filter((topic) => moved.has(topic))
  }
  return {
    listening,
    cache: { ...cache, async drop(prefix) { await cache.drop(prefix); await pool.query("select pg_notify('ficha', $1)", [JSON.stringify({ drop: prefix })]) } },
    notices: {
      async publish(tenant, topic) { await pool.query('select ficha.post($1, $2, $3)', [tenant, topic, clock.now().getTime()]) },
      cursor: cursorOf,
      async wait(tenant, topics, since, signal, timeoutMs) {
        const all = waiting.get(tenant) ?? new Set()
        waiting.set(tenant, all)
        let woken = false
        let up = () => {}
        const one = () => { woken = true; up() }
        const late = new AbortController()
        const stop = clock.after(timeoutMs, () => { late.abort(); up() })
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
            if (!woken) await new Promise<void>((resolve) => { up = resolve; if (woken || signal.aborted || late.signal.aborted) resolve() })
          }
        } finally {
          stop()
          signal.removeEventListener('abort', leave)
          all.delete(one)
          if (all.size === 0 && waiting.get(tenant) === all) waiting.delete(tenant)
        }
      },
    },
    async close() {
      closed = true
      cancel()
      wake()
      await client?.end().catch(() => {})
    },
  }
}
