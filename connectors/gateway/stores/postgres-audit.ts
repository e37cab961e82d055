import type { Pool } from 'pg'
import type { AuditLine } from '../../hub/ports.ts'
import { chainHash, genesis } from './audit-chain.ts'
import type { AuditLog } from './ports.ts'

/**
 * The audit in PostgreSQL: one chain for all instances. Lines that arrive together become durable together;
 * whoever writes reads the last line first, alone. `write` resolves when the server has it on disk, and
 * rejects when it has not: the caller then answers nothing.
 */
export function postgresAudit(pool: Pool): AuditLog {
  const waiting: { line: AuditLine; done: () => void; failed: (e: unknown) => void }[] = []
  let flushing = false

  async function append(lines: readonly AuditLine[]): Promise<void> {
    const client = await pool.connect()
    let broken = true
    try {
      await client.query('begin; set local synchronous_commit = on')
      await client.query("select pg_advisory_xact_lock(hashtextextended('ficha/audit', 0))")
      let next = await lastOf(client)
      const rows: (string | number)[][] = [[], [], [], [], [], []]
      for (const line of lines) {
        const seq = next.seq + 1
        const hash = await chainHash(next.hash, seq, line)
        for (const [i, value] of [seq, line.at, line.tenant, JSON.stringify(line), next.hash, hash].entries())
          (rows[i] as (string | number)[]).push(value)
        next = { seq, hash }
      }
      await client.query(
        'insert into ficha.audit (seq, at, tenant, line, before, hash) select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])',
        rows,
      )
      await client.query('commit')
      broken = false
    } catch (e) {
      broken = !(await client.query('rollback').then(
        () => true,
        () => false,
      ))
      throw e
    } finally {
      client.release(broken)
    }
  }
  async function flush(): Promise<void> {
    flushing = true
    while (waiting.length) {
      const batch = waiting.splice(0, 500)
      await append(batch.map((one) => one.line)).then(
        () => {
          for (const one of batch) one.done()
        },
        (e: unknown) => {
          for (const one of batch) one.failed(e)
        },
      )
    }
    // in the same step in which the queue was seen empty: a line that comes a moment later must start a flush
    // of its own
    flushing = false
  }

  return {
    write: (line) =>
      new Promise((done, failed) => {
        waiting.push({ line, done, failed })
        if (!flushing) void flush()
      }),
    async read(from, limit) {
      const { rows } = await pool.query<{ seq: string; line: string; before: string; hash: string }>(
        'select seq, line, before, hash from ficha.audit where seq >= $1 order by seq limit $2',
        [from, limit],
      )
      return rows.map((r) => ({
        seq: Number(r.seq),
        line: JSON.parse(r.line) as AuditLine,
        before: r.before,
        hash: r.hash,
      }))
    },
    head: () => lastOf(pool),
  }
}

async function lastOf(on: Pick<Pool, 'query'>): Promise<{ seq: number; hash: string }> {
  const { rows } = await on.query<{ seq: string; hash: string }>(
    'select seq, hash from ficha.audit order by seq desc limit 1',
  )
  return rows[0] ? { seq: Number(rows[0].seq), hash: rows[0].hash } : { seq: 0, hash: genesis }
}
