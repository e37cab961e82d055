/**
 * Pairs of ids that belong together, and how well found pairs match them. Order inside a pair does not matter
 * unless two files are linked.
 */
export interface Score {
  found: number
  right: number
  wanted: number
  precision: number
  recall: number
  f1: number
}

export const pairText = (a: string, b: string, ordered = false): string =>
  ordered || a < b ? `${a}\u0000${b}` : `${b}\u0000${a}`

/** Nothing found is a precision of 1 and a recall of 0; nothing to find and nothing found is perfect. */
export function scorePairs(found: ReadonlySet<string>, wanted: ReadonlySet<string>): Score {
  let right = 0
  for (const pair of found) if (wanted.has(pair)) right++
  const precision = found.size === 0 ? 1 : right / found.size
  const recall = wanted.size === 0 ? 1 : right / wanted.size
  return {
    found: found.size,
    right,
    wanted: wanted.size,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  }
}

/** Wilson interval of `k` out of `n`, 95 %. */
export function wilson(k: number, n: number): [low: number, high: number] {
  if (n === 0) return [0, 1]
  const z = 1.959964
  const p = k / n
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
