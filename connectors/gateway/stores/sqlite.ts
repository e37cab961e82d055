import { type Client, createClient, type InStatement } from '@libsql/client'
import { LibsqlDialect } from '@libsql/kysely-libsql'
import { type Compilable, Kysely } from 'kysely'
import { memoryCache } from '../../hub/memory/index.ts'
import type { Clock } from '../../hub/ports.ts'
import type { Keys } from '../keys/keys.ts'
import { loggedNotices, noticeLifetimeMs } from './logged-notices.ts'
import { memoryRates } from './memory.ts'
import type { Stores } from './ports.ts'
import { migrations, type Schema } from './schema.ts'
import { sqlTables } from './sql-tables.ts'
import { sqliteAudit } from './sqlite-audit.ts'

/**
 * Stores what must outlive the process, in one SQLite file of one gateway. Every write is one statement or one
 * batch, on disk when it resolves. Cache and rates stay in the process.
 *
 * @param file Path of the file; it is made when it does not exist, its folder is not.
 * @param keys Keys of the gateway: identifiers are stored as keyed hashes. See {@link createKeys}.
 * @param clock What time it is; `realClock` outside of tests.
 * @throws When the file cannot be opened, or was written by a newer version of the gateway.
 * @example
 * ```ts
 * const keys = createKeys(process.env.FICHA_SECRET)
 * const stores = await sqliteStores('./var/ficha.sqlite', keys, realClock)
 * const gateway = createGateway(config, { stores })
 * ```
 */
export async function sqliteStores(file: string, keys: Keys, clock: Clock): Promise<Stores> {
  const client = createClient({ url: `file:${file}`, concurrency: 1 })
  for (const pragma of [
    'journal_mode = wal',
    'synchronous = full',
    'busy_timeout = 2000',
    'foreign_keys = on',
  ])
    await client.execute(`pragma ${pragma}`)
  await migrate(client)
  const db = new Kysely<Schema>({ dialect: new LibsqlDialect({ client: client as never }) })
  let last: Promise<unknown> = Promise.resolve()
  const tables = sqlTables(db, keys, clock, (_name, prepare) => {
    // One file, one process: a queue in this process orders all writes.
    const turn = last.then(async () => {
      const queries = await prepare(db)
      if (queries.length > 0) await client.batch(queries.map(statement), 'write')
    })
    last = turn.catch(() => {})
    return turn
  })
  return {
    ...tables,
    audit: await sqliteAudit(client),
    rates: memoryRates(),
    cache: memoryCache(clock, 20_000),
    notices: loggedNotices(
      {
        name: 's',
        async post(tenant, topic, at) {
          await db.insertInto('notices').values({ tenant, topic, at }).execute()
        },
        last: async (tenant) =>
          (
            await db
              .selectFrom('notices')
              .select((is) => is.fn.max('id').as('id'))
              .where('tenant', '=', tenant)
              .executeTakeFirst()
          )?.id ?? 0,
        since: async (tenant, id, topics) =>
          (
            await db
              .selectFrom('notices')
              .select('topic')
              .distinct()
              .where('tenant', '=', tenant)
              .where('id', '>', id)
              .where('topic', 'in', topics)
              .execute()
          ).map((row) => row.topic),
      },
      clock,
    ).notices,
    async sweep(now, keep) {
      await tables.sweep(now, keep)
      await db
        .deleteFrom('notices')
        .where('at', '<', now.getTime() - noticeLifetimeMs)
        .execute()
    },
    async ping() {
      await client.execute('pragma user_version')
    },
    async close() {
      client.close()
    },
  }
}

const statement = (query: Compilable): InStatement => {
  const { sql, parameters } = query.compile()
  return { sql, args: parameters as never }
}

async function migrate(client: Client): Promise<void> {
  const done = Number((await client.execute('pragma user_version')).rows[0]?.user_version ?? 0)
  if (done > migrations.length)
    throw new Error(
      `the store is of a newer version (${done}) than this gateway knows (${migrations.length}); run the newer gateway`,
    )
  for (let step = done; step < migrations.length; step++)
    await client.batch(
      [...(migrations[step] as readonly string[]), `pragma user_version = ${step + 1}`],
      'write',
    )
}
