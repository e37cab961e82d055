export type Bound = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** `:name` is a parameter, except within quoted text, quoted names, comments and `::casts`. */
const token = /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z][A-Za-z0-9_]*)/g

/** The parameters of a statement. */
export const namesIn = (text: string): string[] =>
  [...text.matchAll(token)].flatMap((m) => (m[1] === undefined ? [] : [m[1]]))
/** What other ways of writing a parameter stand in a statement: `{value}`, `$1`, `@value`, `%s`. */
export const strangeParameters = (text: string): string[] => [
  ...new Set(
    [
      ...text
        .replace(token, (whole: string, name: string | undefined) => (name === undefined ? ' ' : whole))
        .matchAll(
          /\$?\{\s*[\p{L}_][\p{L}\p{N}_.-]*\s*\}|(?<![\w$@])[$@](?:\d+|[A-Za-z]\w*)(?![\w$])|%\(\w+\)s|%s\b/gu,
        ),
    ].map((m) => m[0]),
  ),
]
/** Parameters that stand within quoted text, where they are only letters. */
export const quotedNames = (text: string, known: readonly string[]): string[] => [
  ...new Set(
    [...text.matchAll(token)]
      .filter((m) => m[0].startsWith("'"))
      .flatMap((m) => [...m[0].matchAll(/(?<![\w:]):([A-Za-z][A-Za-z0-9_]*)/g)].map((n) => n[1] as string))
      .filter((each) => known.includes(each)),
  ),
]

/**
 * Replaces `:name` with `?` and lists its value, so that no value ever becomes SQL text. A name without a
 * value is NULL, which equals nothing; a list becomes as many `?` as it has items. NUL is dropped: PostgreSQL
 * refuses it in text, and no stored value can contain it.
 */
export function bind(text: string, values: Bound): { sql: string; params: (string | number | null)[] } {
  const params: (string | number | null)[] = []
  const sql = text.replace(token, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole
    const value = values[name]
    if (Array.isArray(value)) {
      params.push(...(value as string[]).map(clean))
      return value.length ? value.map(() => '?').join(', ') : 'NULL'
    }
    params.push(typeof value === 'string' ? clean(value) : ((value as number | undefined) ?? null))
    return '?'
  })
  return { sql, params }
}

const clean = (text: string) => text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd')

/**
 * Checks that a text is one reading statement with named values. The gateway's transaction is read-only too;
 * this check shows a mistake at start.
 */
export const isSelect = (text: string): boolean => {
  const bare = text
    .replace(token, (whole: string, name: string | undefined) =>
      name === undefined && whole !== '::' ? ' ' : whole,
    )
    .trim()
  return /^(select|with)\b/i.test(bare) && !/[;?]/.test(bare)
}
