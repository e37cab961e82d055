import type { AuditLine } from '../../hub/ports.ts'
import type { AuditLog, ChainedLine } from './ports.ts'

/** The `before` of the first line. */
export const genesis = '0'.repeat(64)

/** The text of a line that is hashed. Its keys have one order, whatever order a store returns them in. */
export const canonical = (line: AuditLine): string =>
  JSON.stringify([
    line.at,
    line.tenant,
    line.agent,
    line.interaction ?? null,
    line.purpose,
    line.act,
    line.subject ?? null,
    line.what,
    line.reason ?? null,
    line.outcome,
  ])

export async function chainHash(before: string, seq: number, line: AuditLine): Promise<string> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`${before}\n${seq}\n${canonical(line)}`),
  )
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('')
}

/**
 * Whether the chain is whole: how many `lines` it has and the hash of the last one; or else the number of the
 * first line that is wrong, and what is wrong with it.
 */
export type AuditVerdict =
  | { intact: true; lines: number; head: string }
  | { intact: false; seq: number; says: string }

/**
 * Walks the whole chain of an audit, a thousand lines at a time, and looks for the first line that was
 * edited, swapped, removed or added.
 *
 * @param log The audit.
 * @param anchors Heads noted elsewhere, such as the `audit-head` lines of the gateway's log. Without one, a
 * tail that was cut off cleanly cannot be seen.
 * @returns The verdict.
 * @example
 * ```ts
 * const verdict = await verifyAudit(stores.audit, [{ seq: 120, hash: '9f2c…' }])
 * if (!verdict.intact) console.error(`line ${verdict.seq}: ${verdict.says}`)
 * ```
 */
export async function verifyAudit(
  log: Pick<AuditLog, 'read'>,
  anchors: readonly { seq: number; hash: string }[] = [],
): Promise<AuditVerdict> {
  let before = genesis
  let seq = 0
  const due = new Map(anchors.map((a) => [a.seq, a.hash]))
  for (;;) {
    const lines: readonly ChainedLine[] = await log.read(seq + 1, 1_000)
    for (const line of lines) {
      seq += 1
      if (line.seq !== seq)
        return { intact: false, seq, says: `line ${seq} is missing; the next one is ${line.seq}` }
      if (line.before !== before || (await chainHash(before, seq, line.line)) !== line.hash)
        return { intact: false, seq, says: `line ${seq} is not the one that was written` }
      const anchor = due.get(seq)
      if (anchor !== undefined && anchor !== line.hash)
        return { intact: false, seq, says: `line ${seq} is not the one anchored: the log was written anew` }
      due.delete(seq)
      before = line.hash
    }
    if (lines.length < 1_000) break
  }
  const cut = [...due.keys()].filter((s) => s > seq)
  return cut.length
    ? {
        intact: false,
        seq: seq + 1,
        says: `the log ends at line ${seq}, yet line ${Math.max(...cut)} was anchored: its tail was cut`,
      }
    : { intact: true, lines: seq, head: before }
}
