import { identifierKinds } from '../identifier.ts'
import { vocabulary } from '../vocabulary.ts'
import { strangeNames } from './template.ts'

/** A mistake in the options: where it stands, and what it says. */
export interface Mistake {
  path: readonly string[]
  says: string
}

/** Without one of these a call asks about nobody in particular. */
export const identifying: ReadonlySet<string> = new Set([
  'value',
  'raw',
  'record',
  'row',
  'text',
  ...identifierKinds,
])

/** The questions that are about nobody: everybody may be answered the same. */
export const aboutNobody = (question: string): boolean => question === 'policies'

/** Whether a question may have many rows. */
export const hasMany = (question: string): boolean =>
  Object.hasOwn(vocabulary, question) && vocabulary[question as keyof typeof vocabulary].rows === 'many'

const braced = (names: readonly string[]): string =>
  names.length ? names.map((each) => `{${each}}`).join(', ') : 'none: nothing is filled in here'

/**
 * The names in braces of a value that are not among the known ones: at any depth, in texts and in keys, which
 * are never filled.
 */
export function unknownNames(value: unknown, known: readonly string[], path: readonly string[]): Mistake[] {
  if (typeof value === 'string')
    return strangeNames(value, known).map((each) => ({
      path,
      says: `\`${each}\` is no value there is; write one of ${braced(known)}`,
    }))
  if (Array.isArray(value)) return value.flatMap((each, i) => unknownNames(each, known, [...path, String(i)]))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, each]) => [
    ...strangeNames(key, []).map((one) => ({
      path: [...path, key],
      says: `\`${one}\` stands in a key, which is never filled in; write the key as the system spells it, and the value beside it`,
    })),
    ...unknownNames(each, known, [...path, key]),
  ])
}

/** Why a record could never be kept: what it was found by is not among what its map reads. */
export const unread = (
  kind: string,
  record: {
    identifiers: readonly { kind: string }[]
    name?: unknown
    birthDate?: unknown
    address?: unknown
  },
): string | undefined =>
  record.identifiers.some((one) => one.kind === kind) ||
  (kind === 'name' && record.name !== undefined) ||
  (kind === 'birthDate' && record.birthDate !== undefined) ||
  (kind === 'postcode' && record.address !== undefined)
    ? undefined
    : `the record's map reads no ${kind}, so nobody who is found by it can be told from a stranger; add { kind: '${kind}', from: … } to its identifiers`
