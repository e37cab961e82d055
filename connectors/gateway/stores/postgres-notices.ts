import type { Client, Pool } from 'pg'
import type { Cache, Clock, Notices } from '../../hub/ports.ts'
import { keptNotices } from './kept-notices.ts'

const reconnectMs = 1_000

/**
 * What moved, heard by every instance: LISTEN says when to look. The same line tells the other instances what
 * to drop from their caches; whoever was away from it drops everything.
 */
export function postgresNotices(
  pool: Pool,
  listener: () => Client,
  cache: Cache,
  clock: Clock,
): { notices: Notices; cache: Cache; listening: Promise<void>; close(): Promise<void> } {
  const { notices, wake } = keptNotices(
    {
      name: 'p',
      async post(tenant, topic, at) {
        await pool.query('select ficha.post($1, $2, $3)', [tenant, topic, at])
      },
      last: async (tenant) =>
        Number(
          (
            await pool.query<{ id: string | null }>(
              'select max(id) as id from ficha.notices where tenant = $1',
              [tenant],
            )
          ).rows[0]?.id ?? 0,
        ),
      since: async (tenant, id, topics) =>
        (
          await pool.query<{ topic: string }>(
            'select distinct topic from ficha.notices where tenant = $1 and id > $2 and topic = any($3)',
            [tenant, id, topics],
          )
        ).rows.map((row) => row.topic),
    },
    clock,
  )
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

  return {
    listening,
    cache: {
      ...cache,
      async drop(prefix) {
        await cache.drop(prefix)
        await pool.query("select pg_notify('ficha', $1)", [JSON.stringify({ drop: prefix })])
      },
    },
    notices,
    async close() {
      closed = true
      cancel()
      wake()
      await client?.end().catch(() => {})
    },
  }
}
