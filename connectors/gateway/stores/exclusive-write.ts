import type { Compilable, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Runs `prepare`, then the statements it returns, in one transaction. No other write under the same `name`
 * runs meanwhile. Each dialect does this in its own way.
 */
export type ExclusiveWrite = (
  name: string,
  prepare: (db: Kysely<Schema>) => Promise<readonly Compilable[]>,
) => Promise<void>
