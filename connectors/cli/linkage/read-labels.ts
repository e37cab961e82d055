import { readRows } from '../files/read-rows.ts'
import { pairText } from './score.ts'

/** Lines `{"a": id, "b": id}`. Pairs inside one file have no order; between two files `a` is of the first. */
export async function readLabels(
  path: string,
  ordered: boolean,
): Promise<{ pairs: Set<string>; wrong: number }> {
  const pairs = new Set<string>()
  let wrong = 0
  for await (const row of readRows(path)) {
    const a = 'values' in row ? text(row.values.a) : ''
    const b = 'values' in row ? text(row.values.b) : ''
    if (a === '' || b === '') wrong++
    else pairs.add(pairText(a, b, ordered))
  }
  return { pairs, wrong }
}
const text = (v: unknown): string => (typeof v === 'string' || typeof v === 'number' ? String(v).trim() : '')
