import type { Connector, Context, FactPath, Rule, SystemRecord } from '../contract/index.ts'
import type { Deriver, DeriverInput } from './derive/types.ts'
import type { FoundRecord, Identification, IdentifyInput } from './identify/types.ts'
import type { HubSettings } from './ports.ts'

/** The stages with rooms of their own, as the hub calls them. */
export interface Stages {
  identify(input: IdentifyInput): AsyncIterable<Identification>
  createDeriver(input: DeriverInput): Deriver
  readsOf(rule: Rule): readonly FactPath[]
  /** A template's `for.when`; an expression that cannot be decided is false. */
  condition(
    expression: string,
    about: { context: Context; roles: readonly string[]; host?: string | undefined },
  ): boolean
  /** Records like a typed text, best first. */
  rank(
    text: string,
    records: readonly FoundRecord[],
    settings: HubSettings,
  ): readonly { record: FoundRecord; score: number }[]
  found(connector: Connector, record: SystemRecord, settings: HubSettings): FoundRecord
}
