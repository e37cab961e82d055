import * as v from 'valibot'

/** What a value is checked against beside itself: the environment, and what other keys say. */
export interface Surroundings {
  /** Value of a secret by its name. */
  secrets(name: string): string | undefined
  production: boolean
  publicOrigin: unknown
  /** Origins without https that the operator listed. */
  privates: readonly unknown[]
  databases: Readonly<Record<string, unknown>>
}

export const isText = (x: unknown): x is string => typeof x === 'string'
const isTexts = (x: unknown): x is string[] => Array.isArray(x) && x.every(isText)
export const isList = (x: unknown): x is unknown[] => Array.isArray(x)
export const isName = (x: unknown): x is string => isText(x) && /^[A-Z][A-Z0-9_]*$/.test(x)

/** `https://a.example:8443`: scheme, host and port, nothing more, as a browser writes it. */
export const isExactOrigin = (x: unknown): x is string =>
  isText(x) && /^https?:\/\/[^*\s"'<>\\]+$/.test(x) && URL.canParse(x) && new URL(x).origin === x

export const text = v.string('a text')
export const texts = v.custom<string[]>(isTexts, 'a list of texts')
export const number = v.number('a number')
export const positive = v.pipe(
  number,
  v.check((n) => Number.isFinite(n) && n > 0, 'a number above 0'),
)
export const filled = (write: string) => v.pipe(v.string(write), v.minLength(1, write))
export const origin = (write: string) => v.custom<string>(isExactOrigin, write)
/** A list in which no schema looks at what is no list. */
export const listOf = <T>(schema: v.GenericSchema<unknown, T>, write: string, least = 0) =>
  v.pipe(
    v.custom<unknown[]>((x) => isList(x) && x.length >= least, write),
    v.array(schema),
  )
