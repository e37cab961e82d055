import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import type { ArgsDef, CommandDef } from 'citty'

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read or written by this user',
  EPERM: 'may not be read or written by this user',
  ENOSPC: 'the disk is full',
}

/** One line: the file or option, and what is wrong with it. A defect of ours keeps its stack. */
function describe(e: unknown): string {
  const { code, path, message, stack, name } = e as NodeJS.ErrnoException
  if (code !== undefined && Object.hasOwn(causes, code)) return `${path ?? message}: ${causes[code]}`
  return name === 'Error' || name === 'ConfigError' ? message : (stack ?? message)
}

/** Before hours are spent on a result, it must be possible to write it. */
function requireWritable(name: string, path: unknown): void {
  if (typeof path !== 'string') return
  if (path === '') throw new Error(`--${name}: found nothing; write the path of a file`)
  const folder = dirname(resolve(path))
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    throw new Error(
      `--${name} ${path}: there is no folder ${folder} that can be written to; make it, or give another path`,
    )
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`--${name} ${path}: is a folder; give the path of a file`)
}

/**
 * The same command; what is wrong with its options or files is one line on stderr and exit code 1, or the one
 * that the error says.
 */
export function withPlainErrors<T extends ArgsDef>(name: string, command: CommandDef<T>): CommandDef<T> {
  const known = Object.keys(command.args as ArgsDef)
  const options = known.filter((arg) => (command.args as ArgsDef)[arg]?.type !== 'positional')
  return {
    ...command,
    run: async (context) => {
      try {
        const unknown = Object.keys(context.args).find((arg) => arg !== '_' && !known.includes(arg))
        if (unknown !== undefined)
          throw new Error(
            `--${unknown} is not an option; ${options.length > 0 ? `there are ${options.map((o) => `--${o}`).join(', ')}` : 'there are none'}`,
          )
        for (const place of ['out', 'report'])
          if (options.includes(place))
            requireWritable(place, (context.args as Record<string, unknown>)[place])
        return await command.run?.(context)
      } catch (e) {
        process.stderr.write(`ficha ${name}: ${describe(e)}\n`)
        process.exitCode = (e as { exitCode?: number }).exitCode ?? 1
      }
    },
  }
}
