import type { Connector, FactPath, Rule, SystemRecord } from '../contract/index.ts'
import type { FoundRecord, Identification, IdentifyInput } from './identity/types.ts'
import type { ConditionStage } from './plan/choose-template.ts'
import type { HubSettings } from './ports.ts'
import type { Deriver, DeriverInput } from './rules/types.ts'

/** The stages with rooms of their own, as the hub calls them. */
export interface Stages extends ConditionStage {
  identify(input: IdentifyInput): AsyncIterable<Identification>
  createDeriver(input: DeriverInput): Deriver
  readsOf(rule: Rule): readonly FactPath[]
  /** Records like a typed text, best first. */
  rank(
    text: string,
    records: readonly FoundRecord[],
    settings: HubSettings,
  ): readonly { record: FoundRecord; score: number }[]
  found(connector: Connector, record: SystemRecord, settings: HubSettings): FoundRecord
}
