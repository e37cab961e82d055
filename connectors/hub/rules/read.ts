import * as v from 'valibot'
import { message } from '../messages/index.ts'
import type { FichaCheck, FichaProblem } from './types.ts'

/**
 * The version of the files that this program writes. Older files are migrated; newer ones are refused with
 * their version number.
 */
export const currentVersion = 1

type Json = Record<string, unknown>
/** Migrates from version n to n + 1. Pure: the input is not changed. */
export type Migration = (older: Json) => Json

function issueOf(issue: v.BaseIssue<unknown>, locale: string): FichaProblem {
  const path = v.getDotPath(issue) ?? ''
  const key = path.split('.').at(-1) ?? path
  const expected = String(issue.expected ?? issue.requirement ?? issue.message)
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return { path, says: message('file.unknown-key', locale, { key }) }
  if (issue.received === 'undefined')
    return { path, says: message('file.missing', locale, { key, expected }) }
  return {
    path,
    says:
      issue.expected === null
        ? issue.message
        : message('file.wrong', locale, { expected, received: issue.received }),
  }
}

/**
 * Parses one file from outside. `$schema` is for editors and is dropped, and an older version is migrated.
 * Anything else is refused with its place and what to write instead; nothing is repaired silently.
 */
export function readFile<S extends v.GenericSchema>(
  schema: S,
  migrations: readonly Migration[],
  input: unknown,
  locale: string,
): FichaCheck<v.InferOutput<S>> {
  const refuse = (path: string, says: string): FichaCheck<v.InferOutput<S>> => ({
    ok: false,
    problems: [{ path, says }],
  })
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuse('', message('file.not-an-object', locale))
  const { $schema: _, ...file } = input as Json
  const { version } = file
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0)
    return refuse('version', message('file.no-version', locale, { current: currentVersion }))
  if (version > currentVersion)
    return refuse('version', message('file.too-new', locale, { version, current: currentVersion }))
  const current = migrations.slice(version).reduce((older, migrate) => migrate(older), file)
  const parsed = v.safeParse(schema, current)
  return parsed.success
    ? { ok: true, value: parsed.output }
    : { ok: false, problems: parsed.issues.map((issue) => issueOf(issue, locale)) }
}

const rename = (file: Json, from: string, to: string): Json => {
  if (!Object.hasOwn(file, from) || Object.hasOwn(file, to)) return file
  const { [from]: value, ...rest } = file
  return { ...rest, [to]: value }
}
/** Version 0 (drafts): `name` for the title, `if` for the condition, and a single `role`. */
export const ruleMigrations: readonly Migration[] = [
  (older) => ({ ...rename(rename(older, 'name', 'title'), 'if', 'when'), version: 1 }),
]
export const templateMigrations: readonly Migration[] = [
  (older) => {
    const { role, touch, ...rest } = rename(older, 'name', 'title')
    return {
      ...rest,
      ...(role === undefined ? {} : { for: { roles: [role] } }),
      ...(touch === undefined ? {} : { layout: touch === true ? 'touch' : 'compact' }),
      version: 1,
    }
  },
]
export const policyMigrations: readonly Migration[] = [(older) => ({ ...older, version: 1 })]
