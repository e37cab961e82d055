import type { PoolClient } from 'pg'
import type { Engine } from './engine.ts'
import { placeholders } from './placeholders.ts'

/**
 * Read-only transaction, a cursor that gives one row more than the cap, the server's own timeout, and a
 * cancel by a second connection when nobody waits any longer.
 */
export function postgresEngine(url: string): Engine {
  const pool = import('pg').then(({ default: pg }) => {
    const made = new pg.Pool({
      connectionString: url,
      max: 8,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      allowExitOnIdle: true,
    })
    // an idle connection that breaks is replaced when next asked
    made.on('error', () => {})
    return { made, types: typesOf(pg) }
  })
  pool.catch(() => {})
  return {
    async query(text, params, { signal, maxRows, timeoutMs }) {
      const { made, types } = await pool
      const client = await made.connect()
      const asked = placeholders(text, (i) => `$${i}`).text
      const stop = () => void cancel(made, client)
      signal.addEventListener('abort', stop, { once: true })
      let broken = true
      try {
        signal.throwIfAborted()
        await client.query(`begin read only; set local statement_timeout = ${Math.ceil(timeoutMs)}`)
        await client.query({ text: `declare ficha no scroll cursor for ${asked}`, values: [...params] })
        const { rows } = await client.query({ text: `fetch forward ${maxRows + 1} from ficha`, types })
        await client.query('rollback')
        broken = false
        return rows as Record<string, unknown>[]
      } catch (e) {
        broken = !(await client.query('rollback').then(
          () => true,
          () => false,
        ))
        throw e
      } finally {
        signal.removeEventListener('abort', stop)
        client.release(broken || signal.aborted)
      }
    },
    async close() {
      await (await pool.catch(() => undefined))?.made.end()
    },
  }
}

async function cancel(
  pool: { query(text: string, values: unknown[]): Promise<unknown> },
  client: PoolClient,
): Promise<void> {
  const pid = (client as unknown as { processID?: number }).processID
  if (pid) await pool.query('select pg_cancel_backend($1)', [pid]).catch(() => {})
}

/**
 * Days stay days and times keep their zone: as text, never through a local Date. int8 becomes a number where
 * it is safe; numeric stays exact text.
 */
function typesOf(pg: Pick<typeof import('pg'), 'types'>): never {
  const safe = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text)
  const asIs = (text: string) => text
  const iso = (text: string) => text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00')
  const own: Record<number, (text: string) => unknown> = { 20: safe, 1082: asIs, 1114: iso, 1184: iso }
  return {
    getTypeParser: (oid: number, format?: 'text') => own[oid] ?? pg.types.getTypeParser(oid, format),
  } as never
}
