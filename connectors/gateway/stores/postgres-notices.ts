import type { Client, Pool } from 'pg'
import * as v from 'valibot'
import type { Cache, Clock, Notices } from '../../hub/ports.ts'
import { loggedNotices } from './logged-notices.ts'

const reconnectDelayMs = 1_000

const notice = v.object({ tenant: v.optional(v.string()), drop: v.optional(v.string()) })

/** Parses a notification. Any user of the database can write to the channel: what is not a notice is ignored. */
export function parseNotice(payload: string | undefined): v.InferOutput<typeof notice> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), notice), payload)
  return parsed.success ? parsed.output : {}
}

/**
 * Notices shared by all gateways of one database. LISTEN tells each when to read and which cache keys to
 * drop. After a reconnect the whole cache is dropped, because notifications sent meanwhile are lost.
 */
export function postgresNotices(
  pool: Pool,
  listener: () => Client,
  cache: Cache,
  clock: Clock,
): { notices: Notices; cache: Cache; listening: Promise<void>; close(): Promise<void> } {
  const { notices, wake } = loggedNotices(
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
  let cancelReconnect = () => {}

  const onNotification = (payload: string | undefined): void => {
    const notice = parseNotice(payload)
    if (notice.drop !== undefined) void cache.drop(notice.drop)
    if (notice.tenant !== undefined) wake(notice.tenant)
  }
  const listen = async (): Promise<void> => {
    const connection = listener()
    client = connection
    const reconnectLater = () => {
      if (closed || client !== connection) return
      client = undefined
      void connection.end().catch(() => {})
      cancelReconnect = clock.after(reconnectDelayMs, () => void listen().catch(() => {}))
    }
    connection.on('error', reconnectLater)
    connection.on('end', reconnectLater)
    connection.on('notification', ({ payload }) => onNotification(payload))
    try {
      await connection.connect()
      await connection.query('listen ficha')
    } catch (e) {
      reconnectLater()
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
      cancelReconnect()
      wake()
      await client?.end().catch(() => {})
    },
  }
}
