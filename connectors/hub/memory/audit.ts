import type { Audit, AuditLine } from '../ports.ts'

/** Keeps the last lines in memory: for the in-page demo and for tests, never for production. */
export function memoryAudit(most = 10_000): Audit & { lines: AuditLine[] } {
  const lines: AuditLine[] = []
  return {
    lines,
    async write(line) {
      lines.push(line)
      if (lines.length > most) lines.shift()
    },
  }
}
