import { createDeriver, evaluateCondition, readsOf } from './derive/index.ts'
import { foundRecord, identify, rank } from './identify/index.ts'
import type { Stages } from './stages.ts'

/** The stages with rooms of their own, as they are. */
export const rooms: Stages = {
  identify,
  createDeriver,
  readsOf,
  condition: (expression, about) => evaluateCondition(expression, about) === true,
  rank,
  found: (connector, record, settings) => foundRecord(connector, record, [], settings),
}
