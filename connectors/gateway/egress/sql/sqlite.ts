import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Engine } from './engine.ts'

/**
 * SQLite runs inside whoever asks it and cannot be interrupted, so it is asked in a process of its own: one
 * that takes too long is killed, and the gateway has not noticed. Two for each file; started when first
 * asked, with no environment (nothing to leak).
 */
export function sqliteEngine(file: string): Engine {
  const idle: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  const turns: (() => void)[] = []
  const most = 2

  const start = (): ChildProcess => {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', asked, import.meta.resolve('@libsql/client'), file],
      { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced', env: {} },
    )
    all.add(child)
    child.on('exit', () => {
      all.delete(child)
      const at = idle.indexOf(child)
      if (at >= 0) idle.splice(at, 1)
      turns.shift()?.()
    })
    // an idle helper does not keep the gateway alive
    child.unref()
    child.channel?.unref()
    return child
  }
  const turn = async (signal: AbortSignal): Promise<ChildProcess> => {
    for (;;) {
      if (signal.aborted) {
        // whoever gives up when it was its turn hands the turn on
        turns.shift()?.()
        throw signal.reason
      }
      const child = idle.pop() ?? (all.size < most ? start() : undefined)
      if (child) return child
      await new Promise<void>((resolve) => {
        const leave = () => {
          turns.splice(turns.indexOf(take), 1)
          resolve()
        }
        const take = () => {
          signal.removeEventListener('abort', leave)
          resolve()
        }
        turns.push(take)
        signal.addEventListener('abort', leave, { once: true })
      })
    }
  }
  return {
    async query(text, params, { signal, maxRows }) {
      if (!existsSync(file)) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      const child = await turn(signal)
      // given up before the question was put: nobody would hear of it any more
      if (signal.aborted) {
        idle.push(child)
        turns.shift()?.()
        throw signal.reason
      }
      return new Promise((resolve, reject) => {
        const settle = (run: () => void) => {
          child.off('message', onAnswer)
          child.off('exit', onExit)
          signal.removeEventListener('abort', kill)
          run()
        }
        const onAnswer = (answer: { rows?: Record<string, unknown>[]; code?: string; missing?: string }) =>
          settle(() => {
            idle.push(child)
            turns.shift()?.()
            if (answer.rows) resolve(answer.rows)
            else
              reject(Object.assign(new Error(answer.missing ?? 'refused by SQLite'), { code: answer.code }))
          })
        const onExit = () =>
          settle(() => reject(Object.assign(new Error('the process ended'), { code: 'EPIPE' })))
        const kill = () =>
          settle(() => {
            child.kill('SIGKILL')
            reject(signal.reason)
          })
        child.on('message', onAnswer)
        child.on('exit', onExit)
        signal.addEventListener('abort', kill, { once: true })
        child.send({ text, params, maxRows }, (e) => {
          if (e) onExit()
        })
      })
    },
    async close() {
      for (const child of all) child.kill('SIGKILL')
    },
  }
}

/** What the helper process runs. `query_only` makes every write an error. */
const asked = `
const [driver, file] = process.argv.slice(1)
const { createClient } = await import(driver)
const client = createClient({ url: 'file:' + file, concurrency: 1, intMode: 'bigint' })
await client.execute('pragma query_only = on')
await client.execute('pragma busy_timeout = 1000')
const plain = (v) => typeof v === 'bigint' ? (Number.isSafeInteger(Number(v)) ? Number(v) : String(v)) : v instanceof ArrayBuffer ? null : v
process.on('message', async ({ text, params, maxRows }) => {
  try {
    const { columns, rows } = await client.execute({ sql: text, args: params })
    process.send({ rows: rows.slice(0, maxRows + 1).map((row) => Object.fromEntries(columns.map((c, i) => [c, plain(row[i])]))) })
  } catch (e) {
    const [missing] = /no such (?:column|table): [\\w.]+/.exec(e.message) ?? []
    process.send({ code: typeof e.code === 'string' ? e.code : 'SQLITE_ERROR', missing })
  }
})
process.on('disconnect', () => process.exit())
`
