import { parentPort, workerData } from 'node:worker_threads'
import { runBounded, type Trial, type TrialResult } from '../../hub/rules/index.ts'

/**
 * One thread, one batch: says each result as it comes, so that whoever waits knows which rule never came
 * back.
 */
const { all, evaluator } = workerData as {
  all: readonly Trial[] /** another `runBounded`, for tests: a module's address */
  evaluator?: string | undefined
}
const run =
  evaluator === undefined
    ? runBounded
    : ((await import(/* @vite-ignore */ evaluator)) as { runBounded(trial: Trial): TrialResult }).runBounded
parentPort?.postMessage('ready')
for (const trial of all) parentPort?.postMessage(run(trial))
