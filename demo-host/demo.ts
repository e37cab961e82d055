import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { type Child, startChild } from './child.ts'
import { type Role, signer } from './host/token.ts'
import type { Mode } from './systems/faults.ts'
import { controlPort, gatewayPort, portOf, type SystemId } from './systems/ports.ts'
import { secretNames } from './systems/secrets.ts'
import type { Logged } from './systems/server.ts'

export interface DemoOptions {
  /** Host pages here, gateway at +1, control at +9, systems from +10. Default: `PORT`, else 4173. */
  port?: number | undefined
  quiet?: boolean | undefined
  /** How many people; tests that need few start sooner. Default 10,000. */
  people?: number | undefined
  /**
   * Vendure, Request Tracker, PostgreSQL and MariaDB in place of the shop, the helpdesk, the till and the
   * surveys.
   */
  real?: boolean | undefined
  /** Added to every process's environment. */
  env?: NodeJS.ProcessEnv | undefined
  /** A process ended though nobody asked it to. */
  onCrash?: ((name: string, words: string) => void) | undefined
  /** Aborted while it starts, nothing of it is left: no process, no folder. */
  leave?: AbortSignal | undefined
}
export type DemoPart = 'systems' | 'gateway' | 'host'
export interface Demo {
  hostUrl: string
  gatewayUrl: string
  cardUrl: string
  controlUrl: string
  controlToken: string
  pids(): Record<DemoPart, number>
  /** A host token, as the host's backend signs it. */
  token(role: Role, agent?: string): Promise<string>
  mode(system: SystemId, mode: Mode, slowMs?: number): Promise<void>
  /** What that system was asked since it started, or since `forget`. */
  requests(system: SystemId): Promise<readonly Logged[]>
  forget(system: SystemId): Promise<void>
  /** SIGTERM unless told otherwise; resolves when it is gone. */
  stopGateway(signal?: NodeJS.Signals): Promise<void>
  startGateway(): Promise<void>
  restartGateway(signal?: NodeJS.Signals): Promise<void>
  /** Ends a process and starts it anew, from what its files are now. */
  restart(part: DemoPart, signal?: NodeJS.Signals): Promise<void>
  stop(): Promise<void>
}

const parts = {
  real: {
    name: 'real systems',
    built: 'real-systems.js',
    source: '../e2e/systems/main.ts',
    startMs: 240_000,
  },
  systems: { name: 'systems', built: 'demo-systems.js', source: 'systems/main.ts' },
  gateway: { name: 'gateway', built: 'demo-gateway.js', source: 'gateway.ts' },
  host: { name: 'host', built: 'demo-host.js', source: 'host/main.ts' },
} as const

/**
 * What every process needs: fresh secrets and a fresh signing key, so that nothing of one run opens anything
 * of another.
 */
async function environment(port: number, folder: string, options: DemoOptions) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const secrets = Object.fromEntries(
    Object.values(secretNames).map((name) => [name, randomBytes(24).toString('base64url')]),
  )
  const controlToken = randomBytes(16).toString('hex')
  const privateJwk = JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'demo', alg: 'ES256' })
  const shared = {
    ...process.env,
    ...options.env,
    PORT: String(port),
    DEMO_CONTROL_TOKEN: controlToken,
    ...(options.people && { DEMO_PEOPLE: String(options.people) }),
  }
  const gateway = {
    ...shared,
    ...secrets,
    DEMO_CONTROL_TOKEN: '',
    DEMO_ISSUER_JWKS: JSON.stringify({
      keys: [{ ...(await exportJWK(publicKey)), kid: 'demo', alg: 'ES256', use: 'sig' }],
    }),
    DEMO_GATEWAY_SECRET: randomBytes(32).toString('base64url'),
    DEMO_TILL_URL: `http://127.0.0.1:${portOf(port, 'till')}?authToken=${secrets[secretNames.till] ?? ''}`,
    DEMO_STORE_FILE: options.env?.DEMO_STORE_FILE ?? join(folder, 'ficha.sqlite'),
  }
  return {
    controlToken,
    privateJwk,
    real: {
      ...shared, // Beside the gateway's folder, not in it: PostgreSQL runs as another user and must be able to enter.
      REAL_FOLDER: `${folder}-real`,
      REAL_PORT: String(port + 20),
    },
    systems: { ...shared, ...secrets },
    gateway,
    host: { ...shared, [secretNames.desk]: secrets[secretNames.desk], DEMO_ISSUER_KEY: privateJwk },
  }
}

/**
 * Starts the three processes of the demo and waits until each answers. Rejects, with nothing left running,
 * when one cannot start.
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const port = options.port ?? Number(process.env.PORT ?? 4173)
  const folder = mkdtempSync(join(tmpdir(), 'ficha-gateway-'))
  const env = await environment(port, folder, options)
  const say = (line: string) => {
    if (!options.quiet) process.stderr.write(line)
  }
  const running = new Map<keyof typeof parts, Child>()
  let stopping = false

  const start = async (part: keyof typeof parts) => {
    const child = await startChild(parts[part], env[part], say, options.leave)
    running.set(part, child)
    child.process.once('exit', () => {
      if (running.get(part) !== child) return
      running.delete(part)
      if (!stopping) options.onCrash?.(part, child.lastErrors())
    })
  }
  const end = async (part: keyof typeof parts, signal?: NodeJS.Signals) => {
    const child = running.get(part)
    running.delete(part)
    await child?.stop(signal)
  }
  const stop = async () => {
    stopping = true
    await Promise.all((['host', 'gateway', 'systems', 'real'] as const).map((part) => end(part)))
    rmSync(folder, { recursive: true, force: true })
  }
  const restart = async (part: DemoPart, signal?: NodeJS.Signals) => {
    await end(part, signal)
    await start(part)
  }
  try {
    options.leave?.throwIfAborted()
    // They may run already (a test suite starts them once): then the environment says where.
    if (options.real) {
      if (!process.env.REAL_DESK_URL) await start('real')
      Object.assign(
        env.gateway,
        running.get('real')?.readyMessage ?? { DEMO_DESK_PASSWORD: process.env.REAL_DESK_PASSWORD },
        { DEMO_REAL: 'yes' },
      )
    }
    // Together: none waits for another before it is asked something. Settled, so that a failure leaves none
    // half started.
    const started = await Promise.allSettled((['systems', 'gateway', 'host'] as const).map(start))
    const failed = started.find((s) => s.status === 'rejected')
    if (failed) throw failed.reason
    options.leave?.throwIfAborted()
  } catch (error) {
    await stop()
    throw error
  }

  const controlUrl = `http://127.0.0.1:${controlPort(port)}`
  const issuer = await signer(env.privateJwk, {})
  const control = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(`${controlUrl}${path}`, {
      ...init,
      headers: { 'x-control-token': env.controlToken },
    })
    const body: unknown = await answer.json()
    if (!answer.ok) throw new Error(`control: ${(body as { error?: string }).error ?? answer.status}`)
    return body
  }
  return {
    hostUrl: `http://localhost:${port}`,
    gatewayUrl: `http://127.0.0.1:${gatewayPort(port)}`,
    cardUrl: `http://127.0.0.1:${gatewayPort(port)}/card`,
    controlUrl,
    controlToken: env.controlToken,
    pids: () => ({
      systems: running.get('systems')?.pid ?? 0,
      gateway: running.get('gateway')?.pid ?? 0,
      host: running.get('host')?.pid ?? 0,
    }),
    token: (role, agent) => issuer.sign(role, agent),
    mode: async (system, mode, slowMs) =>
      void (await control(`/${system}`, {
        method: 'POST',
        body: JSON.stringify({ mode, ...(slowMs !== undefined && { slowMs }) }),
      })),
    requests: async (system) => ((await control(`/${system}/requests`)) as { requests: Logged[] }).requests,
    forget: async (system) => void (await control(`/${system}/requests`, { method: 'DELETE' })),
    stopGateway: (signal) => end('gateway', signal),
    startGateway: () => start('gateway'),
    restartGateway: (signal) => restart('gateway', signal),
    restart,
    stop,
  }
}
