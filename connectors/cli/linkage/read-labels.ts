import { readRows } from '../files/read-rows.ts'
import { pairText } from './score.ts'

/**
 * Lines `{"a": id, "b": id}`. Pairs inside one file have no order; between two files `a` is of the first. `skipped`
 * counts the lines that hold no such pair.
 */
export async function readLabels(
  path: string,
  ordered: boolean,
): Promise<{ pairs: Set<string>; skipped: number }> {
  const pairs = new Set<string>()
  let skipped = 0
  for await (const row of readRows(path)) {
    const a = 'values' in row ? text(row.values.a) : ''
    const b = 'values' in row ? text(row.values.b) : ''
    if (a === '' || b === '') skipped++
    else pairs.add(pairText(a, b, ordered))
  }
  return { pairs, skipped }
}
const text = (v: unknown): string => (typeof v === 'string' || typeof v === 'number' ? String(v).trim() : '')
