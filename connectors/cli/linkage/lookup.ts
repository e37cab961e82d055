import { type Model, pairBits } from '../../hub/identity/compare/bits.ts'
import { compareProfiles, newLevels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { keyOf, keysOf, partsOf, passes, valuesOf } from './keys.ts'

/** Candidates of a query, heaviest first. */
export interface Lookup {
  find(query: Profile, most?: number): { at: number; bits: number }[]
}

/** A value shared by more records than this finds nobody by itself. */
const maxBlock = 80
/** Candidates compared for one query, about. */
const enough = 30
/** Looked into first: keys that few share. The rest only when these found nobody likely. */
const selectivePasses = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 23])
/** Sharp too for a name whose first name and surnames are not known apart. */
const anyOrder = new Set([26, 27, 28])

/** Records, by their index: in a table beside the key. */
interface Block {
  table: ArrayLike<number>
  from: number
  to: number
}

/** By value, the records that bear it. */
function bearers(profiles: readonly Profile[]): Map<string, number[]> {
  const all = new Map<string, number[]>()
  for (const [i, profile] of profiles.entries())
    for (const value of valuesOf(profile)) {
      const known = all.get(value)
      if (known) known.push(i)
      else all.set(value, [i])
    }
  return all
}

/** Every key of every record, sorted: a lookup is a binary search per key, and comparing what it met. */
export function createLookup(profiles: readonly Profile[], model: Model): Lookup {
  const n = profiles.length
  const keys = new Uint32Array(n * passes)
  for (let i = 0; i < n; i++) keysOf(profiles[i] as Profile, keys, i * passes)
  const tables = Array.from({ length: passes }, (_, pass) => {
    let size = 0
    for (let i = 0; i < n; i++) if (keys[i * passes + pass] !== 0) size++
    // key and record in one number: sorted as plain doubles, without a comparing function
    const both = new Float64Array(size)
    for (let i = 0, to = 0; i < n; i++) {
      const key = keys[i * passes + pass] as number
      if (key !== 0) both[to++] = key * 2_097_152 + i
    }
    return both.sort()
  })
  const bearing = bearers(profiles)
  const seen = new Uint32Array(n)
  let turn = 0
  const levels = newLevels()
  return {
    find(query, most = 12) {
      turn++
      const parts = partsOf(query)
      const found: { at: number; bits: number }[] = []
      const uncut = (query.name?.cuts.length ?? 0) > 1
      for (const wide of [false, true]) {
        const blocks: Block[] = []
        // whichever of its values the query shares with whichever of theirs
        if (!wide)
          for (const value of valuesOf(query)) {
            const at = bearing.get(value)
            if (at && at.length <= maxBlock) blocks.push({ table: at, from: 0, to: at.length })
          }
        for (let pass = 0; pass < passes; pass++) {
          if ((selectivePasses.has(pass) || (uncut && anyOrder.has(pass))) === wide) continue
          const key = keyOf(parts, pass)
          if (key === 0) continue
          const table = tables[pass] as Float64Array
          const from = lower(table, key * 2_097_152)
          let to = from
          while (to < table.length && to - from <= maxBlock && (table[to] as number) < (key + 1) * 2_097_152)
            to++
          if (to > from && to - from <= maxBlock) blocks.push({ table, from, to })
        }
        // the fewer who share a key the more it says: the rest are not looked at once enough were
        blocks.sort((a, b) => a.to - a.from - (b.to - b.from))
        for (const { table, from, to } of blocks) {
          if (found.length > enough) break
          for (let t = from; t < to; t++) {
            const at = (table[t] as number) % 2_097_152
            if (seen[at] === turn) continue
            seen[at] = turn
            found.push({ at, bits: pairBits(model, compareProfiles(query, profiles[at] as Profile, levels)) })
          }
        }
        if (found.some((f) => f.bits >= 0)) break
      }
      return found.sort((a, b) => b.bits - a.bits || a.at - b.at).slice(0, most)
    },
  }
}

function lower(table: Float64Array, value: number): number {
  let from = 0
  let to = table.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((table[middle] as number) < value) from = middle + 1
    else to = middle
  }
  return from
}
