import type { HubContext } from '../context.ts'

/**
 * Seconds after which a card with failures tries again, so that it settles by itself when a system is back.
 */
export const retryAfterSeconds = 10

/**
 * The position of the notices now. Read before anything else, so that a change while the card is being filled
 * is not missed.
 */
export const noticesCursor = (hub: HubContext, tenant: string): Promise<string> =>
  hub.ports.notices.cursor(tenant).catch(() => '0')
/** The cursor of /v1/changes: where the notices stood, and whether something failed. */
export const changesCursor = (since: string, failed: number): string =>
  `${since}~${failed > 0 ? retryAfterSeconds : 0}`
export function readCursor(changes: string): { since: string; retryAfter: number } {
  const at = changes.lastIndexOf('~')
  const retry = at === -1 ? 0 : Number(changes.slice(at + 1))
  return {
    since: at === -1 ? changes : changes.slice(0, at),
    retryAfter: Number.isFinite(retry) ? Math.max(0, Math.min(60, retry)) : 0,
  }
}
