import { type ChildProcess, spawn, spawnSync } from 'node:child_process'

/**
 * A server of somebody else's that this run started. `stop` ends its whole process group and waits for it.
 */
export interface Running {
  name: string
  port: number
  stop(): Promise<void>
}

export function start(
  name: string,
  port: number,
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Running & { child: ChildProcess; said(): string } {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const keep = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  return {
    name,
    port,
    child,
    said: () => said,
    async stop() {
      if (child.exitCode !== null || child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGTERM')
      } catch {
        /* already gone */
      }
      const gone = await Promise.race([
        ended.then(() => true),
        new Promise<false>((r) => setTimeout(() => r(false), 10_000)),
      ])
      if (!gone)
        try {
          process.kill(-child.pid, 'SIGKILL')
        } catch {
          /* already gone */
        }
      await ended
    },
  }
}

/** Waits until `ready` answers true; a server that exits first, or never answers, says its last words. */
export async function untilReady(
  server: Running & { child: ChildProcess; said(): string },
  ready: () => Promise<boolean>,
  seconds = 240,
): Promise<void> {
  const end = Date.now() + seconds * 1_000
  while (Date.now() < end) {
    if (server.child.exitCode !== null)
      throw new Error(
        `${server.name} exited with ${server.child.exitCode} before it was ready: ${server.said().trim()}`,
      )
    if (await ready().catch(() => false)) return
    await new Promise((r) => setTimeout(r, 200))
  }
  await server.stop()
  throw new Error(`${server.name} was not ready after ${seconds} s: ${server.said().trim()}`)
}

export function runToEnd(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string } = {},
): string {
  const done = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    input: options.input,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  if (done.error) throw done.error
  if (done.status !== 0)
    throw new Error(
      `${command} ${args[0] ?? ''} ended with ${done.status}: ${`${done.stderr}${done.stdout}`.trim().slice(-800)}`,
    )
  return done.stdout
}

/**
 * PostgreSQL refuses to run as root: there, its commands run as the `postgres` user that its package made.
 */
export const asUser = (user: string, command: string, args: readonly string[]): [string, string[]] =>
  process.getuid?.() === 0
    ? ['setpriv', [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', command, ...args]]
    : [command, [...args]]
