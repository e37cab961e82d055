import * as v from 'valibot'
import { configSchema } from './config-schema.ts'
import { isRecord, linesOf } from './faults.ts'

/**
 * Checks a configuration, which is data from outside: TypeScript has not seen it.
 *
 * @param input What the file exports.
 * @param secrets The value of a secret by its name. Only whether there is one, and its length, is looked at.
 * @returns One line for each fault: which key, what was found, what to write. Empty when there is none.
 * @example
 * ```ts
 * for (const fault of checkConfig(config, (name) => process.env[name])) console.error(fault)
 * // hosts[0]: found "https://desk.example.com/"; write scheme, host and port only, no path, no *, as in …
 * ```
 */
export function checkConfig(input: unknown, secrets: (name: string) => string | undefined): string[] {
  const config = isRecord(input) ? input : {}
  const privates = isRecord(config.network) ? config.network.private : undefined
  const { issues } = v.safeParse(
    configSchema({
      secrets,
      production: config.production === true,
      publicOrigin: config.publicOrigin,
      privates: Array.isArray(privates) ? privates : [],
      databases: isRecord(config.databases) ? config.databases : {},
    }),
    input,
  )
  return issues ? linesOf(issues) : []
}
