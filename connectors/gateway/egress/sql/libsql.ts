import { createClient } from '@libsql/client/http'
import { type Connector, ConnectorError } from '../../../contract/index.ts'
import { libsqlOrigin } from '../../config/libsql-origin.ts'
import { plainTransport, send, type Transport } from '../outbound.ts'
import type { Engine } from './engine.ts'

/**
 * How a database is reached over HTTP: as a connector's own calls are, its addresses checked, its bytes
 * counted.
 */
export interface OutboundHttp {
  /** One request. */
  transport: Transport
  /** Exact origins that may lie in private address ranges, or speak plain http. */
  privates: readonly string[]
  /** Bytes of one answer at most. */
  maxBytes: number
}
export const plainOutbound: OutboundHttp = { transport: plainTransport, privates: [], maxBytes: 1_048_576 }

/**
 * SQLite behind a libsql server (sqld, Turso) over HTTP, under the same checks as every other call. Each
 * question is one read-only transaction; nothing stays open between two. The token is part of the URL
 * (`?authToken=`), which is a secret.
 */
export function libsqlEngine(url: string, outbound: OutboundHttp = plainOutbound): Engine {
  const origin = libsqlOrigin(url)
  const connector: Connector = {
    id: 'database',
    title: 'database',
    origins: origin === undefined ? [] : [origin],
    access: { kind: 'open' },
    answers: {},
  }
  const guarded = async (request: Request, signal: AbortSignal): Promise<Response> => {
    const body = request.method === 'GET' ? undefined : await request.text()
    const got = await send(
      {
        connector,
        ...outbound,
        refused: () => {},
      },
      new URL(request.url),
      { method: request.method, headers: request.headers, body },
      signal,
      undefined,
    )
    return new Response(got.body, { status: got.status, headers: got.headers })
  }
  return {
    async query(text, params, { signal, maxRows, timeoutMs }) {
      const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      let refused: ConnectorError | undefined
      const client = createClient({
        url,
        intMode: 'bigint',
        fetch: (request: Request) =>
          guarded(request, until).catch((e: unknown) => {
            if (e instanceof ConnectorError) refused = e
            throw e
          }),
      })
      try {
        const answers = await client.batch([{ sql: text, args: [...params] }], 'read')
        const { columns, rows } = answers[0] as (typeof answers)[number]
        return rows
          .slice(0, maxRows + 1)
          .map((row) => Object.fromEntries(columns.map((name, i) => [name, plain(row[i])])))
      } catch (e) {
        // the driver wraps what its fetch threw
        if (refused) throw refused
        if (until.aborted && !signal.aborted)
          throw Object.assign(new Error('the server did not answer in time'), { code: 'ER_QUERY_TIMEOUT' })
        throw e
      } finally {
        client.close()
      }
    },
    async close() {},
  }
}

const plain = (v: unknown) =>
  typeof v === 'bigint'
    ? Number.isSafeInteger(Number(v))
      ? Number(v)
      : String(v)
    : v instanceof ArrayBuffer
      ? null
      : v
