import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createJiti } from 'jiti'
import { overShipped } from '../../hub/templates/index.ts'
import type { GatewayConfig } from './config.ts'
import { ConfigError } from './config-error.ts'

/**
 * Reads `ficha.config.ts` (or .js, .mjs) as it is written, without a build. Node only. What it says is not
 * checked here: see {@link checkConfig}.
 *
 * @param file Path of the file, from the working directory.
 * @returns Its default export, which may also be a promise of the configuration, or a function that gives it.
 * @throws {@link ConfigError} When there is no such file, it does not load, or it has no default export.
 */
export async function loadConfig(file: string): Promise<GatewayConfig> {
  const path = resolve(file)
  if (!existsSync(path))
    throw new ConfigError([`config: found no file at ${path}; write ficha.config.ts there, or give its path`])
  let loaded: unknown
  try {
    const module = await createJiti(pathToFileURL(path).href, {
      fsCache: false,
      moduleCache: false,
    }).import<Record<string, unknown>>(path)
    loaded = 'default' in module ? module.default : withoutDefault(module, path)
    if (typeof loaded === 'function') loaded = await (loaded as () => unknown)()
  } catch (e) {
    if (e instanceof ConfigError) throw e
    throw new ConfigError(
      optionsOf(e) ?? [`config: found ${path}, which does not load (${wordsOf(e)}); correct that line`],
    )
  }
  const config = await loaded
  if (typeof config === 'object' && config !== null && Object.keys(config).length === 0)
    throw new ConfigError([
      `config: found no default export in ${path}; write \`export default defineConfig({ … })\``,
    ])
  return config as GatewayConfig
}

/**
 * A module without a default export: CommonJS, which is its exports, or one that forgot it.
 *
 * @throws {@link ConfigError} Which exports there are, and what to write.
 */
function withoutDefault(module: Record<string, unknown>, path: string): unknown {
  const names = Object.keys(module)
  if (names.length === 0 || names.some((name) => configKeys.includes(name))) return module
  const [only] = names
  throw new ConfigError([
    names.length === 1
      ? `config: found only the named export ${only} in ${path}, and no default one; write \`export default ${only}\``
      : `config: found ${names.length} named exports in ${path} (${names.slice(0, 5).join(', ')}), and no default one; write \`export default defineConfig({ … })\``,
  ])
}
const configKeys: readonly string[] = [
  'tenant',
  'hosts',
  'issuers',
  'connectors',
] satisfies (keyof GatewayConfig)[]

/** A connector's wrong options (from whichever copy of the contract): each its own line. */
const optionsOf = (e: unknown): string[] | undefined => {
  const { name, message, issues } = e as { name?: unknown; message?: string; issues?: unknown }
  return name === 'OptionsError' && Array.isArray(issues)
    ? issues.map((issue) => `connectors: ${message?.split(':')[0]}: ${issue}`)
    : undefined
}
/** First the sentence, then the line of ours it is about, where the loader tells. */
const wordsOf = (e: unknown): string => {
  if (!(e instanceof Error)) return String(e)
  const [first = e.name] = e.message.split('\n')
  const [, file, line] =
    /([^\s/()]+\.[cm]?[jt]s):(\d+)/.exec(
      `${e.message}\n${e.stack ?? ''}`
        .split('\n')
        .filter((l) => !l.includes('node_modules') && !l.includes('node:'))
        .join('\n'),
    ) ?? []
  return `${first.trim()}${line ? `, ${file} line ${line}` : ''}`
}

const kinds = '*.ficha.json, *.rule.json and policy.json'
/**
 * A folder of `*.ficha.json`, `*.rule.json` and `policy.json` as one set, unchecked, over the set that ships:
 * see {@link overShipped}. Other names of JSON files are refused, so that a misspelt one is not left out.
 */
export async function readFichas(folder: string): Promise<unknown> {
  const names = await readdir(folder).catch(() => {
    throw new ConfigError([
      `fichas: found no folder at ${folder}; write the path of one with ${kinds} (\`ficha fichas\` writes one)`,
    ])
  })
  const files = names.filter((name) => name.endsWith('.json')).sort()
  const odd = files.filter((name) => name !== 'policy.json' && !/\.(ficha|rule)\.json$/.test(name))
  if (odd.length > 0)
    throw new ConfigError(
      odd.map((name) => `fichas: ${join(folder, name)} is none of ${kinds}; rename it, or move it away`),
    )
  if (files.length === 0)
    throw new ConfigError([`fichas: found none of ${kinds} in ${folder}; write one, or leave \`fichas\` out`])
  const read = async (name: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown
    } catch {
      throw new ConfigError([`fichas: ${join(folder, name)} is not readable as JSON; correct or remove it`])
    }
  }
  const all = (ending: string) => Promise.all(files.filter((name) => name.endsWith(ending)).map(read))
  return overShipped({
    templates: await all('.ficha.json'),
    rules: await all('.rule.json'),
    policy: files.includes('policy.json') ? await read('policy.json') : undefined,
  })
}
