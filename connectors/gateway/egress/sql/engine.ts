import type { Primitive } from './placeholders.ts'

/**
 * A driver for one kind of database. It returns at most `maxRows + 1` rows, so that the caller can tell a
 * whole answer from a truncated one.
 */
export interface Engine {
  query(
    text: string,
    params: readonly Primitive[],
    options: { signal: AbortSignal; maxRows: number; timeoutMs: number },
  ): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}
