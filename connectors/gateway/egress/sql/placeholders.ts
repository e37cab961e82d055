/** `?` to what a dialect writes, outside of texts, quoted names and comments. Returns how many there were. */
export function placeholders(
  text: string,
  write: (index: number) => string,
): { text: string; count: number } {
  let count = 0
  const done = text.replace(pieces, (piece) => (piece === '?' ? write(++count) : piece))
  return { text: done, count }
}
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g

/**
 * A SELECT, or WITH … SELECT. The read-only transaction is not enough: MariaDB ends it before a DROP or
 * CREATE, and carries that out. Comments that MySQL executes are refused, for the same reason.
 */
export function onlyReads(text: string): boolean {
  let executed = false
  const bare = text.replace(pieces, (piece) => {
    if (/^\/\*M?!/.test(piece)) executed = true
    return /^(--|\/\*)/.test(piece) ? ' ' : piece === '?' ? '?' : "''"
  })
  return !executed && /^[\s(]*(select|with)\b/i.test(bare) && !/\binto\s+(out|dump)file\b/i.test(bare)
}

/** What a parameter may be. Objects are refused: some drivers write them into the SQL as text. */
export type Primitive = string | number | bigint | boolean | null
export const isPrimitive = (x: unknown): x is Primitive =>
  x === null ||
  ['string', 'bigint', 'boolean'].includes(typeof x) ||
  (typeof x === 'number' && Number.isFinite(x))
