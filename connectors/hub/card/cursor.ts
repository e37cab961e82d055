import type { Inside } from '../inside.ts'

/** Seconds after which a card with failures is told to try again, so that it settles by itself when a system is back. */
export const retryAfterSeconds = 10

/** The cursor of /v1/changes: where the notices stand, and whether something failed. */
export const changesCursor = async (inside: Inside, tenant: string, failed: number): Promise<string> => `${await inside.ports.notices.cursor(tenant).catch(() => '0')}~${failed > 0 ? retryAfterSeconds : 0}`
export function readCursor(changes: string): { since: string; retryAfter: number } {
  const at = changes.lastIndexOf('~')
  const retry = at === -1 ? 0 : Number(changes.slice(at + 1))
  return { since: at === -1 ? changes : changes.slice(0, at), retryAfter: Number.isFinite(retry) ? Math.max(0, Math.min(60, retry)) : 0 }
}
