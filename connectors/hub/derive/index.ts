export {
  checkPolicy,
  checkRule,
  checkTemplate,
  factsAtFirstSight,
  mostFactsAtFirstSight,
} from '../fichas/check.ts'
export { runBounded, type Trial, type TrialResult } from './bounded.ts'
export { mostSteps, readsOf } from './compile.ts'
export { evaluateCondition } from './condition.ts'
export { costOf, type TemplateCost } from './cost.ts'
export { createDeriver } from './deriver.ts'
export { defaultBound } from './evaluate.ts'
export type * from './types.ts'
