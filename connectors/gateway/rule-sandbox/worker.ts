import { parentPort, workerData } from 'node:worker_threads'
import { type RuleRun, type RuleRunResult, runRule } from '../../hub/rules/index.ts'

/**
 * One thread, one batch: says each result as it comes, so that whoever waits knows which rule never came
 * back.
 */
const { all, evaluator } = workerData as {
  all: readonly RuleRun[] /** another `runRule`, for tests: a module's address */
  evaluator?: string | undefined
}
const run =
  evaluator === undefined
    ? runRule
    : ((await import(/* @vite-ignore */ evaluator)) as { runRule(trial: RuleRun): RuleRunResult }).runRule
parentPort?.postMessage('ready')
for (const trial of all) parentPort?.postMessage(run(trial))
