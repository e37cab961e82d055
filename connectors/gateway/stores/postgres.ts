import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { memoryCache } from '../../hub/memory/index.ts'
import type { Clock } from '../../hub/ports.ts'
import type { Keys } from '../keys/keys.ts'
import { noticeLifetimeMs } from './logged-notices.ts'
import type { Stores } from './ports.ts'
import { postgresAudit } from './postgres-audit.ts'
import { postgresNotices } from './postgres-notices.ts'
import { postgresMigrations } from './postgres-schema.ts'
import type { Schema } from './schema.ts'
import { sqlTables } from './sql-tables.ts'

/** A statement is given up after this long, so that a stalled database refuses requests instead of holding them. */
const timeoutMs = 5_000

/**
 * What several gateways share, in the schema `ficha` of one PostgreSQL database: all that SQLite stores, and
 * nonces, rates and notices. Answers of systems stay in each process; what one gateway drops the others drop.
 * A statement that takes longer than 5 seconds rejects.
 *
 * @param url Connection URL of the server itself: a pooler that changes connections between statements loses
 * `LISTEN`. Its user may create the schema, or it exists.
 * @param keys Keys of the gateway, the same in every instance. See {@link createKeys}.
 * @param clock What time it is; `realClock` outside of tests.
 * @throws When the driver is not installed (`npm i pg`), the database does not open, or it was written by a
 * newer version of the gateway.
 */
export async function postgresStores(url: string, keys: Keys, clock: Clock): Promise<Stores> {
  const pg = await import('pg').then(
    (found) => found.default,
    () => {
      throw new Error("store.dialect 'postgres' needs the driver: npm i pg")
    },
  )
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: timeoutMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs + 1_000,
    allowExitOnIdle: true,
    application_name: 'ficha',
  })
  // An idle connection that breaks is replaced at the next query.
  pool.on('error', () => {})
  try {
    await migrate(pool)
  } catch (e) {
    await pool.end().catch(() => {})
    throw e
  }
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }).withSchema('ficha')
  const shared = postgresNotices(
    pool,
    () =>
      new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: timeoutMs,
        keepAlive: true,
        application_name: 'ficha notices',
      }),
    memoryCache(clock, 20_000),
    clock,
  )
  const tables = sqlTables(db, keys, clock, (name, prepare) =>
    db.transaction().execute(async (trx) => {
      await trx.executeQuery({
        sql: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
        parameters: [`ficha/${name}`],
      } as never)
      for (const query of await prepare(trx.withSchema('ficha') as Kysely<Schema>))
        await trx.executeQuery(query.compile())
    }),
  )
  return {
    ...tables,
    audit: postgresAudit(pool),
    rates: {
      async admit(key, members, windowMs, most, now) {
        const { rows } = await pool.query<{ wait: string }>(
          'select ficha.admit($1, $2, $3, $4, $5) as wait',
          [key, members, now.getTime() - windowMs, now.getTime(), most],
        )
        const wait = Number(rows[0]?.wait)
        return wait === 0 ? { admitted: true } : { admitted: false, retryAfter: wait }
      },
    },
    cache: shared.cache,
    notices: shared.notices,
    async sweep(now, keep) {
      await tables.sweep(now, keep)
      await pool.query('delete from ficha.notices where at < $1', [now.getTime() - noticeLifetimeMs])
      await pool.query('delete from ficha.rates where at < $1', [now.getTime() - 86_400_000])
    },
    async ping() {
      await pool.query('select 1 from ficha.version')
    },
    async close() {
      await shared.close()
      await pool.end()
    },
  }
}

/** Instances that start together take turns; the first makes the tables. */
async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query("select pg_advisory_xact_lock(hashtextextended('ficha/migrate', 0))")
    // asked first: a database where somebody else made the schema need not let us make one
    if ((await client.query<{ no: boolean }>("select to_regnamespace('ficha') is null as no")).rows[0]?.no)
      await client.query('create schema ficha')
    await client.query('create table if not exists ficha.version (step integer not null)')
    const done = Number(
      (await client.query<{ step: number }>('select max(step) as step from ficha.version')).rows[0]?.step ??
        0,
    )
    if (done > postgresMigrations.length)
      throw new Error(
        `the store is of a newer version (${done}) than this gateway knows (${postgresMigrations.length}); run the newer gateway`,
      )
    for (let step = done; step < postgresMigrations.length; step++) {
      for (const statement of postgresMigrations[step] as readonly string[]) await client.query(statement)
      await client.query('insert into ficha.version values ($1)', [step + 1])
    }
    await client.query('commit')
  } catch (e) {
    await client.query('rollback').catch(() => {})
    throw e
  } finally {
    client.release()
  }
}
