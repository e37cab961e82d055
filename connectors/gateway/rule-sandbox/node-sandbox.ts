import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { RuleRun, RuleRunResult } from '../../hub/rules/index.ts'
import { defaultBound } from '../../hub/rules/index.ts'
import type { RuleSandbox } from './rule-sandbox.ts'

/**
 * How long one rule may keep its thread: the evaluator's own bound and a margin. Memory is for the whole
 * thread.
 */
export interface Ends {
  milliseconds: number
  megabytes: number /** loading the thread counts apart */
  startMilliseconds: number /** for tests: another evaluator */
  evaluator?: string | undefined
}
export const defaultEnds: Ends = {
  milliseconds: defaultBound.milliseconds + 1_000,
  megabytes: 128,
  startMilliseconds: 20_000,
}

/**
 * A thread a batch, ended at the bound whatever it does: a rule that hangs the library itself costs the
 * gateway nothing. The rules after it are tried in another.
 */
export function workerSandbox(ends: Partial<Ends> = {}): RuleSandbox {
  const bound = { ...defaultEnds, ...ends }
  return {
    async run(all) {
      const results: (RuleRunResult | { ended: 'time' | 'memory' })[] = []
      while (results.length < all.length) {
        const { heard, ended } = await batch(all.slice(results.length), bound)
        results.push(...heard)
        if (ended) results.push({ ended })
      }
      return results
    },
  }
}

function batch(
  all: readonly RuleRun[],
  { milliseconds, megabytes, startMilliseconds, evaluator }: Ends,
): Promise<{ heard: RuleRunResult[]; ended?: 'time' | 'memory' }> {
  return new Promise((resolve, reject) => {
    const worker = open({ all, evaluator }, megabytes)
    const heard: RuleRunResult[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    let turn: ReturnType<typeof setImmediate> | undefined
    let begun = false
    const calm = (): void => {
      clearTimeout(timer)
      clearImmediate(turn)
    }
    const end = (ended?: 'time' | 'memory'): void => {
      calm()
      void worker.terminate()
      resolve({ heard, ...(ended ? { ended } : {}) })
    }
    const fail = (error: Error): void => {
      calm()
      void worker.terminate()
      reject(error)
    }
    const wait = (ms: number): void => {
      calm()
      // What the thread has said already is heard first: a process that was held up itself blames no rule.
      timer = setTimeout(() => {
        turn = setImmediate(() =>
          begun ? end('time') : fail(new Error('the thread that tries rules did not start')),
        )
      }, ms)
    }
    wait(startMilliseconds)
    worker.on('message', (said: RuleRunResult | 'ready') => {
      begun = true
      if (said !== 'ready') heard.push(said)
      if (heard.length === all.length) end()
      else wait(milliseconds)
    })
    worker.on('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' && begun ? end('memory') : fail(error),
    )
  })
}

/**
 * Built, the thread's file lies beside the gateway's; as written, it is TypeScript and read the way
 * configurations are.
 */
function open(workerData: unknown, megabytes: number): Worker {
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
