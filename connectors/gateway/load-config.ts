import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
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

/** A folder of `*.ficha.json`, `*.rule.json` and `policy.json` as one set, unchecked. */
export async function readFichas(folder: string): Promise<unknown> {
  const names = await readdir(folder).catch(() => { throw new ConfigError([`fichas: found no folder at ${folder}; write the path of one with *.ficha.json, *.rule.json and policy.json`]) })
  const read = async (name: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown
    } catch {
      throw new ConfigError([`fichas: ${join(folder, name)} is not readable as JSON; correct or remove it`])
    }
  }
  const all = (ending: string) => Promise.all(names.filter((name) => name.endsWith(ending)).sort().map(read))
  return { version: 1, templates: await all('.ficha.json'), rules: await all('.rule.json'), policy: names.includes('policy.json') ? await read('policy.json') : undefined }
}
