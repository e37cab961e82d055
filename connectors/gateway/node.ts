import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import type { FichaSet } from '../contract/index.ts'
import { realClock } from '../hub/ports.ts'
import { firstFichas, publishedFichas } from './admin/templates.ts'
import { logUnreached } from './admin/unreached.ts'
import { checkConfig } from './config/check-config.ts'
import type { GatewayConfig } from './config/config.ts'
import { ConfigError } from './config/config-error.ts'
import { loadConfig, readFichas } from './config/load-config.ts'
import type { GatewayParts } from './context.ts'
import { nodeTransport } from './egress/node-transport.ts'
import { createDatabases } from './egress/sql/databases.ts'
import { missingDrivers } from './egress/sql/drivers.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { ephemeralSecret } from './keys/keys.ts'
import { folderPage } from './page/node-page.ts'
import { workerSandbox } from './rule-sandbox/node-sandbox.ts'
import { openStores } from './stores/open-stores.ts'
import { answerUnreadable } from './unreadable.ts'

export { loadConfig } from './config/load-config.ts'
export { type Address, nodeTransport, type Resolve } from './egress/node-transport.ts'
export { createDatabases } from './egress/sql/databases.ts'
export type { OutboundHttp } from './egress/sql/libsql.ts'
export * from './index.ts'
export { postgresStores } from './stores/postgres.ts'
export { sqliteStores } from './stores/sqlite.ts'

/** A gateway that listens. */
export interface RunningGateway {
  /** Where it listens, such as `http://127.0.0.1:4174`. */
  address: string
  /** The gateway behind it. */
  gateway: Gateway
  /**
   * Turns readiness off, waits `listen.lagMs`, closes the port and lets what is open end; then it ends what
   * has not ended and closes the stores. Called twice, it is one stop.
   *
   * @param seconds How long what is open may go on. Default: `listen.stopSeconds` of the configuration.
   */
  stop(seconds?: number): Promise<void>
}

/** What stands in for a default of {@link startGateway}. */
export interface NodeOptions extends GatewayParts {
  /** The environment: secrets by their names, `FICHA_PORT`, `NODE_ENV`. Default: `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined
  /** Whether SIGTERM and SIGINT stop it and end the process. Default: true. */
  signals?: boolean | undefined
}

/**
 * Starts a gateway on Node and listens. The environment gives `FICHA_PORT`, `NODE_ENV=production`, and
 * secrets by the names the configuration says.
 *
 * @param config Path of `ficha.config.ts`, or the configuration itself.
 * @param options What stands in for a default.
 * @returns The address it listens on, and how to stop it.
 * @throws {@link ConfigError} With one line for each fault of the configuration, or for what the machine
 * refuses (a taken port, a database that does not open).
 * @example
 * ```ts
 * const { address, stop } = await startGateway('ficha.config.ts')
 * ```
 */
export async function startGateway(
  config: string | GatewayConfig,
  options: NodeOptions = {},
): Promise<RunningGateway> {
  const env = options.env ?? process.env
  const { faults, ...resolved } = await readConfig(config, env)
  if (
    typeof resolved.config?.card === 'string' &&
    !existsSync(join(resolve(resolved.config.card), 'index.html'))
  )
    faults.push(
      `card: found no index.html in ${resolve(resolved.config.card)}; write the folder of the built card, or leave it out`,
    )
  if (faults.length) throw new ConfigError(faults)

  const { config: ready, secrets } = resolved
  const clock = options.clock ?? realClock
  const write = options.write ?? ((line: string) => void process.stdout.write(`${line}\n`))
  const transport = options.transport ?? nodeTransport()
  const databases =
    options.databases ??
    createDatabases(ready.databases ?? {}, secrets, {
      transport,
      privates: ready.network?.private ?? [],
      maxBytes: ready.egress?.maxBytes ?? 1_048_576,
    })
  const stores = options.stores ?? (await openStores(ready, secrets, clock))
  const gateway = createGateway(ready, {
    ...options,
    clock,
    write,
    secrets,
    transport,
    databases,
    stores,
    ruleSandbox: options.ruleSandbox ?? workerSandbox(),
    page: options.page ?? folderPage(resolve(ready.card ?? builtCard())),
  })

  const server = createAdaptorServer({
    fetch: (request: Request, env: HttpBindings | Http2Bindings) =>
      gateway.fetch(request, env.incoming.socket.remoteAddress),
  })
  answerUnreadable(server)
  // Longer than the 60 s for which proxies keep an idle connection: the proxy closes it first, so no request
  // arrives on a connection that the gateway is closing.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 75_000
  const { host = '127.0.0.1', port = 4174 } = ready.listen ?? {}
  await new Promise<void>((resolve, reject) => {
    server.once('error', (e) => reject(notListening(e, host, port)))
    server.listen(port, host, resolve)
  })
  const bound = server.address()
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${typeof bound === 'object' && bound ? bound.port : port}`
  write(JSON.stringify({ at: new Date().toISOString(), log: 'listening', address }))

  // What is connected and no card shows: nothing fails, so nobody would hear of it.
  const { set } = await publishedFichas(stores.fichas, firstFichas(ready.fichas, options.fichas))
    .now(ready.tenant)
    .catch(() => ({ set: undefined }))
  if (set)
    logUnreached(
      { log: (line) => write(JSON.stringify({ at: new Date().toISOString(), ...line })) },
      ready,
      set,
    )

  const purge = () =>
    void stores
      .sweep(clock.now(), {
        outcomes: ready.retention?.outcomes ?? 400,
        observations: ready.retention?.observations,
      })
      .catch(() => write(JSON.stringify({ at: new Date().toISOString(), log: 'sweep-failed' })))
  purge()
  const sweep = setInterval(purge, 3_600_000)
  const anchor = setInterval(() => void noteHead(), 600_000)
  sweep.unref()
  anchor.unref()
  // The head of the audit chain goes to the log, which is kept elsewhere: lines cut off its end are noticed.
  const noteHead = async () => {
    const head = await stores.audit.head().catch(() => undefined)
    if (head?.seq) write(JSON.stringify({ at: new Date().toISOString(), log: 'audit-head', ...head }))
  }

  let stopping: Promise<void> | undefined
  const stop = (seconds = ready.listen?.stopSeconds ?? 10): Promise<void> =>
    (stopping ??= (async () => {
      gateway.drain()
      clearInterval(sweep)
      clearInterval(anchor)
      // A load balancer polls /readyz: it must see the change before the port closes.
      await new Promise((r) => setTimeout(r, ready.listen?.lagMs ?? (ready.production ? 3_000 : 0)))
      const closed = new Promise<void>((done) => server.close(() => done()))
      const idle = setInterval(() => {
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }, 50)
      const timeout = new Promise<'late'>((r) => setTimeout(() => r('late'), seconds * 1000).unref())
      if ((await Promise.race([closed.then(() => 'closed'), timeout])) === 'late') gateway.endStreams()
      if (
        (await Promise.race([
          closed.then(() => 'closed'),
          new Promise((r) => setTimeout(() => r('late'), 500)),
        ])) === 'late' &&
        'closeAllConnections' in server
      )
        server.closeAllConnections()
      clearInterval(idle)
      await noteHead()
      await gateway.close()
      await databases.close()
      if ('close' in transport) await (transport as { close(): Promise<void> }).close()
      write(JSON.stringify({ at: new Date().toISOString(), log: 'stopped' }))
    })())
  if (options.signals !== false)
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => void stop().then(() => process.exit(0)))
  return { address, gateway, stop }
}

/** A configuration as it will be used, and what is wrong with it. */
export interface ReadConfig {
  config: GatewayConfig
  /** The value of a secret, by its name. */
  secrets: (name: string) => string | undefined
  /** One line each; empty where all is well. */
  faults: string[]
}

/**
 * Reads and checks a configuration without starting anything.
 *
 * @param config Path of `ficha.config.ts`, or the configuration itself.
 * @param env The environment: secrets by their names, `NODE_ENV`.
 */
export async function readConfig(
  config: string | GatewayConfig,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadConfig> {
  const loaded = typeof config === 'string' ? await loadConfig(config) : config
  const resolved = resolveConfig(await withFichas(loaded), env)
  const faults = checkConfig(resolved.config, resolved.secrets)
  return { ...resolved, faults: [...faults, ...(await missingDrivers(resolved.config))] }
}

/**
 * The configuration with what the environment adds. NODE_ENV=production turns `production` on, never off.
 * Outside production a missing secret is replaced by one that lasts as long as the process.
 */
function resolveConfig(
  config: GatewayConfig,
  env: Readonly<Record<string, string | undefined>>,
): { config: GatewayConfig; secrets: (name: string) => string | undefined } {
  if (typeof config !== 'object' || config === null) return { config, secrets: (name) => env[name] }
  const production = config.production === true || env.NODE_ENV === 'production'
  const port = Number(env.FICHA_PORT)
  const ephemeral = config.secret || production ? undefined : ephemeralSecret()
  return {
    config: {
      ...config,
      ...(production ? { production } : {}),
      ...(ephemeral ? { secret: { name: 'FICHA_EPHEMERAL_SECRET' } } : {}),
      ...(env.FICHA_PORT && Number.isInteger(port) ? { listen: { ...config.listen, port } } : {}),
    },
    secrets: (name) => (ephemeral !== undefined && name === 'FICHA_EPHEMERAL_SECRET' ? ephemeral : env[name]),
  }
}

/** `fichas: './fichas'` becomes the set in that folder. Its faults are reported when the set is checked. */
async function withFichas(config: GatewayConfig): Promise<GatewayConfig> {
  return typeof config === 'object' && config !== null && typeof config.fichas === 'string'
    ? { ...config, fichas: (await readFichas(resolve(config.fichas))) as FichaSet }
    : config
}

/** Why the machine refused to listen, as a fault of the configuration. */
function notListening(e: Error, host: string, port: number): Error {
  const { code } = e as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return Object.assign(
      new ConfigError([`listen.port: found ${port} taken; stop what listens there, or write another`]),
      { code },
    )
  if (code === 'EACCES')
    return Object.assign(
      new ConfigError([
        `listen.port: found ${port}, which this user may not open; write one above 1023, and a proxy in front of it`,
      ]),
      { code },
    )
  return new ConfigError([
    `listen.host: found ${JSON.stringify(host)}, which is no address of this machine (${code ?? e.name}); write '127.0.0.1', or '0.0.0.0' for all of them`,
  ])
}

/** `dist/card` of this package, from wherever this file runs (sources, or `dist/node`). */
function builtCard(): string {
  for (let at = import.meta.dirname; at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'package.json'))) return join(at, 'dist/card')
  return 'dist/card'
}
