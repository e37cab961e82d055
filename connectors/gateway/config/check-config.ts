import * as v from 'valibot'
import { configSchema } from './config-schema.ts'
import { isRecord, linesOf } from './faults.ts'

/**
 * Checks at start what TypeScript cannot: a configuration file is data from outside.
 *
 * @param input What the file exports.
 * @param secrets Whether a name has a value; the value stays where it is.
 * @returns One line for each fault: which key, what was found, what to write. Empty when there is none.
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
