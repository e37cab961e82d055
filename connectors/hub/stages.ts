import type { Context, FactPath, Rule, SystemRecord } from '../contract/index.ts'
import type { Deriver, DeriverInput } from './derive/types.ts'
import type { Identification, IdentifyInput } from './identify/types.ts'

/** The stages with rooms of their own, as the hub calls them. */
export interface Stages {
  identify(input: IdentifyInput): AsyncIterable<Identification>
  createDeriver(input: DeriverInput): Deriver
  readsOf(rule: Rule): readonly FactPath[]
  /** A template's `for.when`; an expression that cannot be decided is false. */
  condition(expression: string, context: Context, now: Date): boolean
  /** Best first; without it the systems' own order stands. */
  rank?(text: string, records: readonly { connector: string; record: SystemRecord }[], locale: string): readonly { connector: string; record: SystemRecord; bits: number }[]
}
