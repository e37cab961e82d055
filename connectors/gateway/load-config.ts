import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createJiti } from 'jiti'
import { ConfigError } from './check-config.ts'
import type { GatewayConfig } from './config.ts'

/** Reads `ficha.config.ts` (or .js, .mjs) as it is written, without a build. Its default export is the configuration, or a promise or function of it. */
export async function loadConfig(file: string): Promise<GatewayConfig> {
  const path = resolve(file)
  if (!existsSync(path)) throw new ConfigError([`config: found no file at ${path}; write ficha.config.ts there, or give its path`])
  let loaded: unknown
  try {
    loaded = await createJiti(pathToFileURL(path).href, { fsCache: false, moduleCache: false }).import(path, { default: true })
    if (typeof loaded === 'function') loaded = await (loaded as () => unknown)()
  } catch (e) {
    throw new ConfigError([`config: ${path} does not load (${e instanceof Error ? e.message.split('\n')[0] : String(e)}); correct that line`])
  }
  return (await loaded) as GatewayConfig
}
