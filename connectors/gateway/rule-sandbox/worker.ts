import { parentPort, workerData } from 'node:worker_threads'
import { type RuleRun, type RuleRunResult, runRule } from '../../hub/rules/index.ts'

/** One thread runs one batch. It posts each result at once, so that the gateway knows which rule hung. */
const { all, evaluator } = workerData as {
  all: readonly RuleRun[]
  /** Another evaluator, for tests: the address of a module that exports `runRule`. */
  evaluator?: string | undefined
}
const run =
  evaluator === undefined
    ? runRule
    : ((await import(/* @vite-ignore */ evaluator)) as { runRule(trial: RuleRun): RuleRunResult }).runRule
parentPort?.postMessage('ready')
for (const trial of all) parentPort?.postMessage(run(trial))
