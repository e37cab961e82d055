import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { RuleRun, RuleRunResult } from '../../hub/rules/index.ts'
import { defaultBound } from '../../hub/rules/index.ts'
import type { RuleSandbox } from './rule-sandbox.ts'

/** The bounds of a thread that tries rules. */
export interface SandboxLimits {
  /** Time for one rule: the evaluator's own bound and a margin. */
  milliseconds: number
  /** Memory of the whole thread. */
  megabytes: number
  /** Time to load the thread, counted apart from that of the rules. */
  startMilliseconds: number
  /** Another evaluator, for tests: the address of a module that exports `runRule`. */
  evaluator?: string | undefined
}
const defaultLimits: SandboxLimits = {
  milliseconds: defaultBound.milliseconds + 1_000,
  megabytes: 128,
  startMilliseconds: 20_000,
}

/**
 * Runs rules in worker threads. A thread is ended at its bound whatever it does, so that a rule which hangs
 * the evaluator costs the gateway nothing. The rules after it run in a new thread.
 */
export function workerSandbox(overrides: Partial<SandboxLimits> = {}): RuleSandbox {
  const limits = { ...defaultLimits, ...overrides }
  return {
    async run(all) {
      const results: (RuleRunResult | { ended: 'time' | 'memory' })[] = []
      while (results.length < all.length) {
        const { received, ended } = await runBatch(all.slice(results.length), limits)
        results.push(...received)
        if (ended) results.push({ ended })
      }
      return results
    },
  }
}

function runBatch(
  all: readonly RuleRun[],
  { milliseconds, megabytes, startMilliseconds, evaluator }: SandboxLimits,
): Promise<{ received: RuleRunResult[]; ended?: 'time' | 'memory' }> {
  return new Promise((resolve, reject) => {
    const worker = openWorker({ all, evaluator }, megabytes)
    const received: RuleRunResult[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    let immediate: ReturnType<typeof setImmediate> | undefined
    let hasStarted = false
    const clearTimers = (): void => {
      clearTimeout(timer)
      clearImmediate(immediate)
    }
    const finish = (ended?: 'time' | 'memory'): void => {
      clearTimers()
      void worker.terminate()
      resolve({ received, ...(ended ? { ended } : {}) })
    }
    const fail = (error: Error): void => {
      clearTimers()
      void worker.terminate()
      reject(error)
    }
    const startTimer = (ms: number): void => {
      clearTimers()
      // Messages that have arrived already are read first: when this process was held up, no rule is to blame.
      timer = setTimeout(() => {
        immediate = setImmediate(() =>
          hasStarted ? finish('time') : fail(new Error('the thread that tries rules did not start')),
        )
      }, ms)
    }
    startTimer(startMilliseconds)
    worker.on('message', (message: RuleRunResult | 'ready') => {
      hasStarted = true
      if (message !== 'ready') received.push(message)
      if (received.length === all.length) finish()
      else startTimer(milliseconds)
    })
    worker.on('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' && hasStarted ? finish('memory') : fail(error),
    )
  })
}

/**
 * In the built package the thread's file lies beside the gateway's. In the sources it is TypeScript, loaded by
 * jiti as configurations are.
 */
function openWorker(workerData: unknown, megabytes: number): Worker {
  const options = { workerData, resourceLimits: { maxOldGenerationSizeMb: megabytes }, env: {}, stdin: false }
  const built = ['./rule-trials.js', '../rule-trials.js']
    .map((name) => new URL(name, import.meta.url))
    .find((url) => existsSync(fileURLToPath(url)))
  if (built) return new Worker(built, options)
  const jiti = createRequire(import.meta.url).resolve('jiti')
  return new Worker(
    `require(${JSON.stringify(jiti)}).createJiti(${JSON.stringify(import.meta.url)}).import(${JSON.stringify(pathToFileURL(fileURLToPath(new URL('./worker.ts', import.meta.url))).href)})`,
    { ...options, eval: true },
  )
}
