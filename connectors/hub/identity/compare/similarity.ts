const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)]

/**
 * Optimal string alignment (typos: insert, delete, replace, swap two); stops at `most` + 1. Allocates
 * nothing. What both begin and end with is not read twice.
 */
export function typos(a: string, b: string, most: number): number {
  if (a === b) return 0
  let endA = a.length
  let endB = b.length
  if (Math.abs(endA - endB) > most) return most + 1
  let from = 0
  const shorter = Math.min(endA, endB)
  while (from < shorter && a.charCodeAt(from) === b.charCodeAt(from)) from++
  while (endA > from && endB > from && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--
    endB--
  }
  const m = Math.min(endA - from, 63)
  const n = Math.min(endB - from, 63)
  if (m === 0 || n === 0) return m + n
  if (most === 1)
    return m === n &&
      (m === 1 ||
        (m === 2 &&
          a.charCodeAt(from) === b.charCodeAt(from + 1) &&
          a.charCodeAt(from + 1) === b.charCodeAt(from)))
      ? 1
      : 2
  let [before, last, row] = rows as [Uint8Array, Uint8Array, Uint8Array]
  for (let j = 0; j <= n; j++) last[j] = j
  for (let i = 1; i <= m; i++) {
    row[0] = i
    let best = i
    const c = a.charCodeAt(from + i - 1)
    for (let j = 1; j <= n; j++) {
      const d = b.charCodeAt(from + j - 1)
      let v = (last[j - 1] as number) + (c === d ? 0 : 1)
      const up = (last[j] as number) + 1
      const left = (row[j - 1] as number) + 1
      if (up < v) v = up
      if (left < v) v = left
      if (
        i > 1 &&
        j > 1 &&
        c === b.charCodeAt(from + j - 2) &&
        a.charCodeAt(from + i - 2) === d &&
        (before[j - 2] as number) + 1 < v
      )
        v = (before[j - 2] as number) + 1
      row[j] = v
      if (v < best) best = v
    }
    if (best > most) return most + 1
    const free = before
    before = last
    last = row
    row = free
  }
  return last[n] as number
}

const takenA = new Uint8Array(64)
const takenB = new Uint8Array(64)

/**
 * Jaro-Winkler, 0…1: short words, mistakes rather at the end. Allocates nothing. 0 where the letters they
 * have in common cannot reach `least`: most words are told apart by that.
 */
export function alike(a: string, b: string, least = 0): number {
  if (a === b) return 1
  const m = Math.min(a.length, 64)
  const n = Math.min(b.length, 64)
  if (m === 0 || n === 0) return 0
  let start = 0
  while (start < 4 && start < m && start < n && a.charCodeAt(start) === b.charCodeAt(start)) start++
  if (least > 0) {
    let has = 0
    for (let i = 0; i < m; i++) has |= 1 << (a.charCodeAt(i) & 31)
    let met = 0
    for (let j = 0; j < n; j++) if (has & (1 << (b.charCodeAt(j) & 31))) met++
    met = Math.min(m, met)
    const top = (met / m + met / n + 1) / 3
    if (top + start * 0.1 * (1 - top) < least) return 0
  }
  const reach = Math.max(0, (Math.max(m, n) >> 1) - 1)
  takenA.fill(0, 0, m)
  takenB.fill(0, 0, n)
  let common = 0
  for (let i = 0; i < m; i++) {
    const to = Math.min(n - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (takenB[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        takenA[i] = takenB[j] = 1
        common++
        break
      }
    }
  }
  if (common === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < m; i++) {
    if (takenA[i] === 0) continue
    while (takenB[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved++
    j++
  }
  const jaro = (common / m + common / n + (common - moved / 2) / common) / 3
  return jaro + start * 0.1 * (1 - jaro)
}
