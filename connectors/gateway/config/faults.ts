import * as v from 'valibot'

export const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

type Issue = v.BaseIssue<unknown>
const isUnknownKey = ({ type }: Issue): boolean => type === 'never'

/** The issues of a configuration as lines, keys that do not exist first. */
export const linesOf = (issues: readonly Issue[]): string[] =>
  [...issues.filter(isUnknownKey), ...issues.filter((issue) => !isUnknownKey(issue))].map(lineOf)

/** A message says what to write; or, where that is not all, what was found and what to write. */
const lineOf = (issue: Issue): string =>
  /; (write|correct) /.test(issue.message)
    ? `${placeOf(issue)}: ${issue.message}`
    : `${placeOf(issue)}: found ${isUnknownKey(issue) ? 'a key that does not exist' : found(issue.input)}; write ${issue.message}`

/** `hosts[0].origin`; `config` for the whole of it. */
const placeOf = ({ path }: Issue): string =>
  (path ?? [])
    .map(({ key }) =>
      typeof key === 'number' ? `[${key}]` : `.${String(key).slice(0, 40).replace(/\s/g, ' ')}`,
    )
    .join('')
    .replace(/^\./, '') || 'config'

/** What was found, short, and never a value that could be a secret. */
function found(x: unknown): string {
  if (x === undefined) return 'nothing'
  if (x === null) return 'null'
  if (typeof x === 'function') return 'a function that was not called'
  if (Array.isArray(x)) return x.length ? `a list of ${x.length}` : 'an empty list'
  if (typeof x === 'object') return 'an object'
  if (typeof x === 'string') return x ? JSON.stringify(x.slice(0, 60)) : 'an empty text'
  return `${typeof x} ${String(x)}`
}

/** A schema for each key of `T`: none can be forgotten, and none can be of another kind than `T` says. */
export type Entries<T> = { readonly [K in keyof T]-?: v.GenericSchema<unknown, T[K]> }
interface Words {
  /** What to write instead of what is no object. Default: its first keys. */
  instead?: string | undefined
  /** What to write instead of a key that does not exist. Default: all keys. */
  keys?: string | undefined
}

/** An object with these keys and no other. */
export function part<T extends object>(entries: Entries<T>, words: Words = {}): v.GenericSchema<unknown, T> {
  const schemas = entries as Readonly<Record<string, v.GenericSchema>>
  const keys = Object.keys(schemas)
  return v.pipe(
    v.custom<Record<string, unknown>>(isRecord, words.instead ?? `{ ${keys.slice(0, 4).join(', ')} }`),
    v.objectWithRest(schemas, v.never(words.keys ?? `one of ${keys.join(', ')}`), ({ path }) => {
      // a key that is not there is told as one that holds nothing
      const schema = schemas[String(path?.[0]?.key)]
      return (schema && v.safeParse(schema, undefined).issues?.[0]?.message) ?? 'it'
    }),
  ) as never
}

/** Where an issue is, in what a schema looks at. */
export const at = (...keys: (string | number)[]): [v.IssuePathItem, ...v.IssuePathItem[]] =>
  keys.map((key) => ({ type: 'unknown', origin: 'value', input: undefined, key, value: undefined })) as never

/** Takes nothing: a fault at `key` of what it looks at. */
export const refused = <T>(
  key: string,
  write: string,
  input: (x: unknown) => unknown,
): v.GenericSchema<unknown, T> =>
  v.pipe(
    v.unknown(),
    v.rawCheck(({ dataset, addIssue }) =>
      addIssue({ message: write, input: input(dataset.value), path: at(key) }),
    ),
  ) as never
