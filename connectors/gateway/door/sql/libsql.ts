import { createClient } from '@libsql/client/http'
import type { Engine } from './databases.ts'

/** SQLite behind a libsql server (sqld, Turso) over HTTP. One read-only transaction a question; nothing is held between two. The token stands in the URL (`?authToken=`), which is a secret. */
export function libsqlEngine(url: string): Engine {
  return {
    async query(text, params, { signal, maxRows, timeoutMs }) {
      const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const client = createClient({ url, intMode: 'bigint', fetch: (request: Request) => fetch(request, { signal: until, redirect: 'error' }) })
      try {
        const answers = await client.batch([{ sql: text, args: [...params] }], 'read')
        const { columns, rows } = answers[0] as (typeof answers)[number]
        return rows.slice(0, maxRows + 1).map((row) => Object.fromEntries(columns.map((name, i) => [name, plain(row[i])])))
      } catch (e) {
        if (until.aborted && !signal.aborted) throw Object.assign(new Error('the server did not answer in time'), { code: 'ER_QUERY_TIMEOUT' })
        throw e
      } finally {
        client.close()
      }
    },
    async close() {},
  }
}

const plain = (v: unknown) => (typeof v === 'bigint' ? (Number.isSafeInteger(Number(v)) ? Number(v) : String(v)) : v instanceof ArrayBuffer ? null : v)
