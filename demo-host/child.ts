import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** One process of the demo. `built` is its file in dist/node, `source` the one it is made from. */
export interface Part {
  name: string
  built: string
  source: string
  /** Milliseconds it may take until it is ready. Default: 180,000, which a busy machine may need. */
  startMs?: number
}
export interface Child {
  name: string
  pid: number
  process: ChildProcess
  /** The message by which it said that it was ready. */
  readyMessage: unknown
  /** Its last lines on standard error. */
  lastErrors(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

const START_MS = 180_000

/** Where a part is: beside this file when built, else its source, run through jiti. */
function command(part: Part): { file: string; args: string[] } {
  const built = join(import.meta.dirname, part.built)
  if (existsSync(built)) return { file: built, args: [] }
  const jiti = createRequire(import.meta.url).resolve('jiti')
  return { file: join(dirname(jiti), 'jiti-cli.mjs'), args: [join(import.meta.dirname, part.source)] }
}

/**
 * Starts a part and waits until it says it is ready. Rejects with its own words when it cannot, and once it
 * is gone when `leave` comes first.
 */
export function startChild(
  part: Part,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
  leave?: AbortSignal,
): Promise<Child> {
  const { file, args } = command(part)
  const child = fork(file, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let errors = ''
  child.stdout?.on('data', (text: Buffer) => say(String(text)))
  child.stderr?.on('data', (text: Buffer) => {
    errors = (errors + String(text)).slice(-4_000)
    say(String(text))
  })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const made: Child = {
    name: part.name,
    pid: child.pid ?? 0,
    process: child,
    readyMessage: undefined,
    lastErrors: () => errors.trim(),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await gone
      clearTimeout(late)
    },
  }
  const startMs = part.startMs ?? START_MS
  const end = () => void made.stop()
  leave?.addEventListener('abort', end, { once: true })
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${part.name}: not ready after ${startMs / 1000} s`))
    }, startMs)
    child.once('message', (message) => {
      clearTimeout(late)
      leave?.removeEventListener('abort', end)
      made.readyMessage = message
      resolve(made)
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(late)
      reject(
        new Error(`${part.name} did not start (exit ${code ?? 'by signal'}): ${errors.trim() || 'no words'}`),
      )
    })
  })
}
