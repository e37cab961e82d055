import type { Problem } from '../../connectors/contract/index.ts'

/**
 * The state of the card's stream. Times are milliseconds of the card's clock. `lost` and `offline` keep what
 * was on screen.
 */
export type Connection =
  | { line: 'blank' }
  | { line: 'asking'; since: number }
  | { line: 'ready'; since: number }
  | { line: 'lost' | 'offline'; since: number; attempt: number; retryAt: number }
  | { line: 'refused'; since: number; problem: Problem | undefined; retryAt?: number | undefined }

/** The state of a panel, or a "pedir más" (ask for more), that is asked beside the main stream. */
export type PanelRequest = { is: 'asking' } | { is: 'asked' } | { is: 'failed'; says: string }
