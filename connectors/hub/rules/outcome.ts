import type { Rule } from '../../contract/index.ts'
import type { Compiled } from './compile.ts'
import type { Evaluated } from './evaluate.ts'
import type { RuleResult } from './types.ts'

/** A rule's result, with what ranking the advice and choosing the question need besides. */
export interface Outcome {
  rule: Rule
  compiled: Compiled
  evaluated: Evaluated
  result: RuleResult
}
