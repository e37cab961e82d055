import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Clock } from '../../hub/ports.ts'
import type { GatewayConfig } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { createKeys, ephemeralSecret } from '../keys/keys.ts'
import { memoryStores } from './memory.ts'
import type { Stores } from './ports.ts'
import { postgresStores } from './postgres.ts'
import { sqliteStores } from './sqlite.ts'

/**
 * Opens the store that the configuration names. What was stored under the secret before the last rotation is
 * still found. Throws a `ConfigError` when the file or the database does not open.
 */
export async function openStores(
  config: Pick<GatewayConfig, 'store' | 'secret'>,
  secrets: (name: string) => string | undefined,
  clock: Clock,
): Promise<Stores> {
  if (!config.store) return memoryStores(clock)
  const keys = createKeys(
    secrets(config.secret?.name ?? '') ?? ephemeralSecret(),
    config.secret?.before ? secrets(config.secret.before) : undefined,
  )
  if ('dialect' in config.store)
    return postgresStores(secrets(config.store.url) ?? '', keys, clock).catch((e: unknown) => {
      throw new ConfigError([
        `store.url: found a database that did not open (${codeOf(e)}); check that it is up and that its user may create the schema ficha`,
      ])
    })
  const file = resolve(config.store.file)
  try {
    await mkdir(dirname(file), { recursive: true })
    return await sqliteStores(file, keys, clock)
  } catch (e) {
    throw new ConfigError([
      `store.file: found ${file}, which does not open as a SQLite file (${codeOf(e) || 'a folder, or not readable'}); write the path of one, in a folder the gateway may write in`,
    ])
  }
}

/** A message of ours, or else only the driver's code: a driver's messages may quote the URL. */
const codeOf = (e: unknown): string => {
  const { code, message } = e as { code?: unknown; message?: unknown }
  return typeof code === 'string'
    ? code
    : typeof message === 'string' && /^(the store|store\.)/.test(message)
      ? message
      : 'no answer'
}
