import { randomUUID } from 'node:crypto'
import { type Client, createClient, type InValue, type ResultSet } from '@libsql/client'

/**
 * The pipeline of libsql's network protocol (Hrana 2 over HTTP, JSON), read-only: what a shop's central till
 * database looks like from outside. A stream is one connection; its baton names it in the next request, and
 * is renewed each time.
 */
type Value =
  | { type: 'null' }
  | { type: 'integer' | 'text'; value: string }
  | { type: 'float'; value: number }
  | { type: 'blob'; base64: string }
interface Stmt {
  sql?: string
  sql_id?: number
  args?: Value[]
  named_args?: { name: string; value: Value }[]
  want_rows?: boolean
}
type Cond =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Cond }
  | { type: 'and' | 'or'; conds: Cond[] }
  | { type: 'is_autocommit' }
type Step = { condition?: Cond; stmt: Stmt }
type Request_ =
  | { type: 'close' | 'get_autocommit' }
  | { type: 'execute'; stmt: Stmt }
  | { type: 'batch'; batch: { steps: Step[] } }
  | { type: 'sequence' | 'describe'; sql?: string; sql_id?: number }
  | { type: 'store_sql'; sql_id: number; sql: string }
  | { type: 'close_sql'; sql_id: number }
export interface PipelineBody {
  baton?: string | null
  requests: Request_[]
}

interface Stream {
  db: Client
  sql: Map<number, string>
  used: number
  autocommit: boolean
}
const IDLE_MS = 20_000

const read = (v: Value): InValue =>
  v.type === 'null'
    ? null
    : v.type === 'integer'
      ? Number(v.value)
      : v.type === 'blob'
        ? Buffer.from(v.base64, 'base64')
        : v.value
const write = (v: unknown): Value =>
  v === null || v === undefined
    ? { type: 'null' }
    : typeof v === 'number'
      ? Number.isInteger(v)
        ? { type: 'integer', value: String(v) }
        : { type: 'float', value: v }
      : typeof v === 'bigint'
        ? { type: 'integer', value: String(v) }
        : { type: 'text', value: String(v) }
const result = (r: ResultSet, rows: boolean) => ({
  cols: r.columns.map((name) => ({ name })),
  rows: rows ? r.rows.map((row) => r.columns.map((_, i) => write(row[i]))) : [],
  affected_row_count: 0,
  last_insert_rowid: null,
})
const failure = (e: unknown) => ({
  message: e instanceof Error ? e.message : 'SQL error',
  code: (e as { code?: string }).code ?? 'SQLITE_ERROR',
})

export function hrana(file: string): { pipeline(body: PipelineBody): Promise<unknown>; close(): void } {
  const streams = new Map<string, Stream>()
  const end = (baton: string, s: Stream) => {
    streams.delete(baton)
    s.db.close()
  }
  const open = async (): Promise<Stream> => {
    const db = createClient({ url: `file:${file}` })
    await db.execute('PRAGMA query_only = ON')
    return { db, sql: new Map(), used: Date.now(), autocommit: true }
  }
  const run = async (s: Stream, stmt: Stmt) => {
    const sql = stmt.sql ?? s.sql.get(stmt.sql_id ?? -1)
    if (sql === undefined) throw new Error('no such stored SQL')
    if (/^\s*(PRAGMA|ATTACH|DETACH|VACUUM)\b/i.test(sql))
      throw new Error('not allowed here: read-only access')
    // Nothing here is ever written, so a transaction needs no snapshot: only its state is kept.
    const word = /^\s*(BEGIN|COMMIT|ROLLBACK|END)\b/i.exec(sql)?.[1]?.toUpperCase()
    if (word) {
      s.autocommit = word !== 'BEGIN'
      return { cols: [], rows: [], affected_row_count: 0, last_insert_rowid: null }
    }
    const args = stmt.named_args?.length
      ? Object.fromEntries(stmt.named_args.map((a) => [a.name.replace(/^[:@$]/, ''), read(a.value)]))
      : (stmt.args ?? []).map(read)
    return result(await s.db.execute({ sql, args }), stmt.want_rows ?? true)
  }
  const batch = async (s: Stream, steps: readonly Step[]) => {
    const results: unknown[] = []
    const errors: unknown[] = []
    const holds = (c: Cond): boolean => {
      switch (c.type) {
        case 'ok':
          return results[c.step] != null
        case 'error':
          return errors[c.step] != null
        case 'not':
          return !holds(c.cond)
        case 'and':
          return c.conds.every(holds)
        case 'or':
          return c.conds.some(holds)
        case 'is_autocommit':
          return s.autocommit
      }
    }
    for (const [i, step] of steps.entries()) {
      results[i] = errors[i] = null
      if (step.condition && !holds(step.condition)) continue
      try {
        results[i] = await run(s, step.stmt)
      } catch (e) {
        errors[i] = failure(e)
      }
    }
    return { step_results: results, step_errors: errors }
  }
  const one = async (s: Stream, r: Request_): Promise<unknown> => {
    switch (r.type) {
      case 'execute':
        return { type: r.type, result: await run(s, r.stmt) }
      case 'batch':
        return { type: r.type, result: await batch(s, r.batch.steps) }
      case 'store_sql':
        s.sql.set(r.sql_id, r.sql)
        return { type: r.type }
      case 'close_sql':
        s.sql.delete(r.sql_id)
        return { type: r.type }
      case 'sequence':
        await run(s, r)
        return { type: r.type }
      case 'get_autocommit':
        return { type: r.type, is_autocommit: s.autocommit }
      case 'close':
        return { type: r.type }
      default:
        throw new Error(`${r.type}: not supported by this database`)
    }
  }
  return {
    async pipeline(body) {
      for (const [baton, s] of streams) if (Date.now() - s.used > IDLE_MS) end(baton, s)
      const known = body.baton ? streams.get(body.baton) : undefined
      if (body.baton && !known) throw new Error('the stream of this baton is closed')
      const s = known ?? (await open())
      if (body.baton) streams.delete(body.baton)
      const results: unknown[] = []
      for (const r of body.requests) {
        try {
          results.push({ type: 'ok', response: await one(s, r) })
        } catch (e) {
          results.push({ type: 'error', error: failure(e) })
        }
      }
      const closed = body.requests.some((r) => r.type === 'close')
      const baton = closed ? null : randomUUID()
      s.used = Date.now()
      if (baton) streams.set(baton, s)
      else s.db.close()
      return { baton, base_url: null, results }
    },
    close: () => {
      for (const [baton, s] of streams) end(baton, s)
    },
  }
}
