export type Bound = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** `:name` is a parameter, except within quoted text, quoted names, comments and `::casts`. */
const token = /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z][A-Za-z0-9_]*)/g

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
