import type { PoolConnection } from 'mysql2/promise'
import type { Engine } from './engine.ts'

/**
 * MySQL and MariaDB: read-only transaction, the server's own timeout and row limit, and KILL QUERY by a
 * second connection when nobody waits any longer.
 */
export function mysqlEngine(url: string): Engine {
  const pool = import('mysql2/promise').then((mysql) =>
    mysql.createPool({
      uri: url,
      connectionLimit: 8,
      connectTimeout: 5_000,
      dateStrings: true,
      timezone: 'Z',
      supportBigNumbers: true,
      bigNumberStrings: false,
      multipleStatements: false,
      charset: 'utf8mb4',
    }),
  )
  pool.catch(() => {})
  return {
    async query(text, params, { signal, maxRows, timeoutMs }) {
      const made = await pool
      const connection = await made.getConnection()
      const stop = () => void made.query(`kill query ${Number(connection.threadId)}`).catch(() => {})
      signal.addEventListener('abort', stop, { once: true })
      let broken = true
      try {
        signal.throwIfAborted()
        await limits(connection, timeoutMs, maxRows + 1)
        await connection.query('start transaction read only')
        // numbers go as text: the protocol would send them as floating point, which LIMIT does not take
        const [rows] = await connection.execute(
          text,
          params.map((p) => (typeof p === 'number' || typeof p === 'bigint' ? String(p) : p)),
        )
        await connection.query('rollback')
        broken = false
        return (rows as Record<string, unknown>[]).map((row) =>
          Object.fromEntries(Object.entries(row).map(([k, value]) => [k, plain(value)])),
        )
      } catch (e) {
        broken = !(await connection.query('rollback').then(
          () => true,
          () => false,
        ))
        // MariaDB's own number for its own timeout has no name in the driver
        throw (e as { errno?: number }).errno === 1969
          ? Object.assign(new Error('timeout'), { code: 'ER_STATEMENT_TIMEOUT' })
          : e
      } finally {
        signal.removeEventListener('abort', stop)
        if (broken || signal.aborted) connection.destroy()
        else connection.release()
      }
    },
    async close() {
      await (await pool.catch(() => undefined))?.end()
    },
  }
}

/** MariaDB counts seconds, MySQL milliseconds, each under its own name. */
async function limits(connection: PoolConnection, timeoutMs: number, rows: number): Promise<void> {
  await connection.query(`set session time_zone = '+00:00', sql_select_limit = ${rows}`)
  await connection
    .query(`set session max_statement_time = ${timeoutMs / 1000}`)
    .catch(() => connection.query(`set session max_execution_time = ${Math.ceil(timeoutMs)}`))
}

/** A DATETIME read in UTC gets its zone; bytes are not facts. */
const plain = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/.test(value)
    ? `${value.replace(' ', 'T')}Z`
    : value instanceof Uint8Array
      ? null
      : value
