import type { Profile } from '../../hub/identity/compare/profile.ts'
import { finer, hash, keysOf, loose, passes, valuesOf } from './keys.ts'

/**
 * Values shared by more records than this find nobody by themselves; the block is split by something finer.
 */
const maxBlock = 80
/** Above this many records the loosest keys meet strangers by the million and hardly anyone else. */
const largeFile = 20_000

/**
 * Every pair of records that share a key, once. Memory: one table of numbers (passes × 4 bytes a record); a
 * pair met in an earlier pass is recognised by that pass's key, so no set of pairs is kept.
 */
export function candidatePairs(
  profiles: readonly Profile[],
  visit: (a: number, b: number) => void,
): { tooBig: number } {
  const n = profiles.length
  const keys = new Uint32Array(n * passes)
  for (let i = 0; i < n; i++) keysOf(profiles[i] as Profile, keys, i * passes)
  let tooBig = 0
  for (let pass = 0; pass < passes; pass++) {
    if (n > largeFile && loose.has(pass)) continue
    const has: number[] = []
    for (let i = 0; i < n; i++) if (keys[i * passes + pass] !== 0) has.push(i)
    const order = Uint32Array.from(has)
    const keyAt = (i: number): number => keys[i * passes + pass] as number
    order.sort((a, b) => keyAt(a) - keyAt(b) || a - b)
    for (let from = 0; from < order.length; ) {
      let to = from + 1
      const key = keyAt(order[from] as number)
      while (to < order.length && keyAt(order[to] as number) === key) to++
      if (to - from > 1) {
        if (to - from <= maxBlock) all(order.subarray(from, to), pass)
        else {
          tooBig++
          for (const block of split(order.subarray(from, to), key, pass))
            if (block.length > 1) all(block, pass)
        }
      }
      from = to
    }
  }
  bySecondValues()
  return { tooBig }

  /** Pairs that share a mail, a telephone or an id which is not the first of both: no pass knows them. */
  function bySecondValues(): void {
    const several = profiles.map((p) => p.mails.length > 1 || p.phones.length > 1 || p.ids.length > 1)
    if (!several.includes(true)) return
    const bearing = new Map<string, number[]>()
    for (let i = 0; i < n; i++)
      for (const value of valuesOf(profiles[i] as Profile)) {
        const known = bearing.get(value)
        if (known) known.push(i)
        else bearing.set(value, [i])
      }
    const met = new Set<number>()
    for (const block of bearing.values()) {
      if (block.length < 2 || block.length > maxBlock) continue
      for (const [at, a] of block.entries())
        for (const b of block.slice(at + 1)) {
          if (!(several[a] || several[b]) || met.has(a * n + b) || isKnownPair(a, b, passes)) continue
          met.add(a * n + b)
          visit(a, b)
        }
    }
  }

  function all(block: ArrayLike<number>, pass: number): void {
    for (let i = 0; i < block.length; i++) {
      for (let j = i + 1; j < block.length; j++) {
        const a = block[i] as number
        const b = block[j] as number
        if (!isKnownPair(a, b, pass)) visit(a < b ? a : b, a < b ? b : a)
      }
    }
  }
  function isKnownPair(a: number, b: number, pass: number): boolean {
    const x = a * passes
    const y = b * passes
    for (let p = 0; p < pass; p++) if (keys[x + p] !== 0 && keys[x + p] === keys[y + p]) return true
    return false
  }
  /** The finer key replaces the coarse one, so that later passes know which pairs this one met. */
  function split(block: ArrayLike<number>, key: number, pass: number): number[][] {
    const parts = new Map<number, number[]>()
    for (let i = 0; i < block.length; i++) {
      const r = block[i] as number
      const text = finer(profiles[r] as Profile)
      const fine = text === '' ? 0 : hash(text, key)
      keys[r * passes + pass] = fine
      if (fine === 0) continue
      const part = parts.get(fine)
      if (part) part.push(r)
      else parts.set(fine, [r])
    }
    const out: number[][] = []
    for (const part of parts.values()) {
      if (part.length <= maxBlock) out.push(part)
      else for (const r of part) keys[r * passes + pass] = 0
    }
    return out
  }
}
