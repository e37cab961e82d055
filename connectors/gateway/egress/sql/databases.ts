import { ConnectorError, isConnectorError } from '../../../contract/index.ts'
import type { Database } from '../../config/config.ts'
import type { Databases } from '../egress.ts'
import { installOf } from './drivers.ts'
import type { Engine } from './engine.ts'
import { libsqlEngine, type OutboundHttp, plainOutbound } from './libsql.ts'
import { mysqlEngine } from './mysql.ts'
import { isPrimitive, onlyReads, placeholders } from './placeholders.ts'
import { postgresEngine } from './postgres.ts'
import { sqliteEngine } from './sqlite.ts'

/**
 * The databases of the configuration, each opened when it is first asked. Queries are read-only, bounded in
 * time and rows, and cancelled by their signal.
 *
 * @param config `databases` of the configuration.
 * @param secrets The value of a secret by its name: a connection URL.
 * @param outbound How a `libsql` server is reached over HTTP. Default: the platform's fetch.
 * @example
 * ```ts
 * const databases = createDatabases(
 *   { till: { dialect: 'postgres', url: 'TILL_URL' } },
 *   (name) => process.env[name],
 * )
 * ```
 */
export function createDatabases(
  config: Readonly<Record<string, Database>>,
  secrets: (name: string) => string | undefined,
  outbound: OutboundHttp = plainOutbound,
): Databases {
  const engines = new Map<string, Engine>()
  const engineOf = (name: string, who: string): { engine: Engine; base: Database } => {
    const base = Object.hasOwn(config, name) ? config[name] : undefined
    if (!base)
      throw new ConnectorError(
        'unsupported',
        `${who}: no such connection; write databases.${name} in the configuration`,
      )
    const engine = engines.get(name) ?? open(base, secrets, outbound)
    engines.set(name, engine)
    return { engine, base }
  }
  return {
    async query(name, text, params, { signal, maxRows, who }) {
      const { engine, base } = engineOf(name, who)
      if (!params.every(isPrimitive))
        throw new ConnectorError(
          'malformed',
          `${who}: query parameters must be strings, numbers, booleans or null`,
        )
      if (!onlyReads(text))
        throw new ConnectorError(
          'malformed',
          `${who}: this is not a SELECT; a connector only reads here, and acts through the system's own API`,
        )
      const { count } = placeholders(text, () => '?')
      if (count !== params.length)
        throw new ConnectorError(
          'malformed',
          `${who}: the query has ${count} placeholders and ${params.length} parameters; give one for each`,
        )
      const timeoutMs = base.timeoutMs ?? 5_000
      // servers keep the time themselves; this is for SQLite, and for a server that does not answer at all
      const limit = AbortSignal.timeout(base.dialect === 'sqlite' ? timeoutMs : timeoutMs + 1_000)
      let rows: Record<string, unknown>[]
      try {
        rows = await engine.query(text, params, {
          signal: AbortSignal.any([signal, limit]),
          maxRows,
          timeoutMs,
        })
      } catch (e) {
        if (signal.aborted) throw signal.reason
        if (limit.aborted) throw failure({ code: '57014' }, who, base, text)
        // what the egress refused has its message already, but for who asked
        if (isConnectorError(e))
          throw new ConnectorError(e.code, `${who}: ${e.message.replace(/^\[database\] /, '')}`)
        throw failure(e, who, base, text)
      }
      if (rows.length > maxRows)
        throw new ConnectorError(
          'malformed',
          `${who}: more than ${maxRows} rows; add LIMIT to the query or raise egress.maxRows`,
        )
      return rows
    },
    async close() {
      await Promise.all([...engines.values()].map((engine) => engine.close().catch(() => {})))
    },
  }
}

function open(base: Database, secrets: (name: string) => string | undefined, outbound: OutboundHttp): Engine {
  if (base.dialect === 'sqlite') return sqliteEngine(base.file)
  const url = /^[A-Z][A-Z0-9_]*$/.test(base.url) ? (secrets(base.url) ?? '') : base.url
  if (base.dialect === 'libsql') return libsqlEngine(url, outbound)
  return base.dialect === 'postgres' ? postgresEngine(url) : mysqlEngine(url)
}

const timeouts = new Set(['57014', 'ER_STATEMENT_TIMEOUT', 'ER_QUERY_TIMEOUT', 'ER_QUERY_INTERRUPTED'])
const refusals = new Set([
  '28P01',
  '28000',
  '42501',
  'ER_ACCESS_DENIED_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
])
const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'ENOENT',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  '57P01',
  '57P03',
  '53300',
  'ER_CON_COUNT_ERROR',
  'SQLITE_BUSY',
  'SQLITE_CANTOPEN',
  'SERVER_ERROR',
  'HRANA_CLOSED_ERROR',
])

/** Only the database's code goes on: its sentences quote the values they were asked with. */
function failure(e: unknown, who: string, base: Database, text: string): ConnectorError {
  const known = (e as { code?: unknown }).code
  const code = typeof known === 'string' && /^[A-Z0-9_]{3,60}$/.test(known) ? known : undefined
  if (code === 'ERR_MODULE_NOT_FOUND')
    return new ConnectorError(
      'unsupported',
      `${who}: the driver is not installed; run ${installOf(base.dialect)}`,
    )
  if (code !== undefined && timeouts.has(code))
    return new ConnectorError(
      'late',
      `${who}: the query took longer than ${base.timeoutMs ?? 5_000} ms; add an index or raise timeoutMs`,
    )
  if (code !== undefined && refusals.has(code))
    return new ConnectorError(
      'denied',
      `${who}: the database denied access (${code}); check the user and its grants`,
    )
  if (code === '42P18')
    return new ConnectorError(
      'malformed',
      `${who}: PostgreSQL cannot infer the type of a parameter (42P18); write cast(:name AS text)`,
    )
  if (code === undefined || away.has(code))
    return new ConnectorError(
      'unavailable',
      `${who}: no answer from the database${code ? ` (${code})` : ''}; check that it is up`,
    )
  const missing = missingName(e, text)
  return new ConnectorError(
    'malformed',
    `${who}: the database rejected the query${missing ? `, which names ${missing}` : ''} (${code}); ${missing ? 'correct the name, or ' : ''}try it in the database's own client`,
  )
}

/** The column or table that there is not, where the query itself has that name: nothing else is repeated. */
function missingName(e: unknown, text: string): string | undefined {
  const [, what, name] =
    /\b(column|table|relation)\b[:\s]+["'`]?([\w.]{1,80})/i.exec(
      String((e as { message?: unknown }).message),
    ) ?? []
  const last = name?.split('.').at(-1)
  return what && last && new RegExp(`\\b${last}\\b`).test(text)
    ? `a ${what.toLowerCase() === 'column' ? 'column' : 'table'} ${last} that there is not`
    : undefined
}
