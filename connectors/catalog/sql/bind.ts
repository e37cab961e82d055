export type Bound = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** Quoted text, quoted names, comments and `::casts` are not names; `:name` is. */
const token = /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z][A-Za-z0-9_]*)/g

/**
 * `:name` to `?` with its value beside it, so that no value ever becomes SQL text. A name without value is
 * NULL, which equals nothing; a list becomes as many `?` as it has items. NUL, which PostgreSQL refuses
 * inside text, cannot stand in any stored value: it is dropped.
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
 * One reading statement, its values named: the gateway's transaction is read-only as well, this is so that a
 * mistake is seen at start.
 */
export const isSelect = (text: string): boolean => {
  const bare = text
    .replace(token, (whole: string, name: string | undefined) =>
      name === undefined && whole !== '::' ? ' ' : whole,
    )
    .trim()
  return /^(select|with)\b/i.test(bare) && !/[;?]/.test(bare)
}
