/** `?` to what a dialect writes, outside of texts, quoted names and comments. Returns how many there were. */
export function placeholders(text: string, write: (index: number) => string): { text: string; count: number } {
  let count = 0
  const done = text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g, (piece) => (piece === '?' ? write(++count) : piece))
  return { text: done, count }
}

/** What a parameter may be. Objects are refused: some drivers write them into the SQL as text. */
export type Primitive = string | number | bigint | boolean | null
export const isPrimitive = (x: unknown): x is Primitive => x === null || ['string', 'bigint', 'boolean'].includes(typeof x) || (typeof x === 'number' && Number.isFinite(x))
