export {
  checkPolicy,
  checkRule,
  checkTemplate,
  factsAtFirstSight,
  maxFactsAtFirstSight,
} from './check.ts'
export { maxSteps, readsOf } from './compile.ts'
export { evaluateCondition } from './condition.ts'
export { costOf, type TemplateCost } from './cost.ts'
export { createDeriver } from './deriver.ts'
export { defaultBound } from './evaluate.ts'
export {
  type RuleRun,
  type RuleRunResult,
  runRule,
} from './run-rule.ts'
export type * from './types.ts'
