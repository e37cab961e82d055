import type { Client } from '@libsql/client'
import type { AuditLine } from '../../hub/ports.ts'
import { chainHash, genesis } from './audit-chain.ts'
import type { AuditLog } from './ports.ts'

/**
 * The audit in SQLite. Lines that arrive together become durable together (one flush to disk), in order, each
 * hashed over the one before. `write` resolves when the disk has it, and rejects when it has not: the caller
 * then answers nothing.
 */
export async function sqliteAudit(client: Client): Promise<AuditLog> {
  let head = await lastOf(client)
  const waiting: { line: AuditLine; done: () => void; failed: (e: unknown) => void }[] = []
  let flushing = false

  async function flush(): Promise<void> {
    flushing = true
    while (waiting.length) {
      const batch = waiting.splice(0, 500)
      try {
        let next = head
        const statements = []
        for (const { line } of batch) {
          const seq = next.seq + 1
          const hash = await chainHash(next.hash, seq, line)
          statements.push({
            sql: 'insert into audit (seq, at, tenant, line, before, hash) values (?, ?, ?, ?, ?, ?)',
            args: [seq, line.at, line.tenant, JSON.stringify(line), next.hash, hash],
          })
          next = { seq, hash }
        }
        await client.batch(statements, 'write')
        head = next
        for (const one of batch) one.done()
      } catch (e) {
        for (const one of batch) one.failed(e)
        // another program may have written: the next line must follow what is there
        head = await lastOf(client).catch(() => head)
      }
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
      const { rows } = await client.execute({
        sql: 'select seq, line, before, hash from audit where seq >= ? order by seq limit ?',
        args: [from, limit],
      })
      return rows.map((r) => ({
        seq: Number(r.seq),
        line: JSON.parse(String(r.line)) as AuditLine,
        before: String(r.before),
        hash: String(r.hash),
      }))
    },
    head: () => lastOf(client),
  }
}

async function lastOf(client: Client): Promise<{ seq: number; hash: string }> {
  const { rows } = await client.execute('select seq, hash from audit order by seq desc limit 1')
  return rows[0] ? { seq: Number(rows[0].seq), hash: String(rows[0].hash) } : { seq: 0, hash: genesis }
}
