import { foundRecord, identify, rank } from './identity/index.ts'
import { createDeriver, evaluateCondition, readsOf } from './rules/index.ts'
import type { Stages } from './stages.ts'

/** The stages with rooms of their own, as they are. */
export const defaultStages: Stages = {
  identify,
  createDeriver,
  readsOf,
  condition: (expression, about) => evaluateCondition(expression, about) === true,
  rank,
  found: (connector, record, settings) => foundRecord(connector, record, [], settings),
}
