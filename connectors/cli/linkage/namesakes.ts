import { type Levels, newLevels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { Field, Level, missing } from '../../hub/identity/compare/weights.ts'
import { halfKin } from '../../hub/identity/resolve/veto.ts'
import type { ComparedPairs } from './compare-candidates.ts'
import type { Compare } from './comparer.ts'
import { type Files, filesVeto } from './files-veto.ts'

const sameHousehold = (at: Int8Array): boolean =>
  at[Field.street] === Level.street.same ||
  at[Field.street] === Level.street.near ||
  at[Field.phone] === Level.phone.same ||
  at[Field.mail] === Level.mail.same ||
  at[Field.postcode] === Level.postcode.same
/** One name, allowing for slips and for the surname a mother passes on. */
const sameName = (a: Profile, b: Profile, at: Int8Array): boolean =>
  at[Field.given] !== missing &&
  (at[Field.given] as number) <= Level.given.slip &&
  ((at[Field.family] as number) <= Level.family.slip || halfKin(a, b))

/**
 * Marks the records of households in which two people bear one name, as two birth dates or a "Jr" or "hijo"
 * show. There the name identifies nobody: a record joins by a birth date, or by telephone and mail, or not at
 * all.
 */
export function markNamesakes(
  profiles: readonly Profile[],
  compared: ComparedPairs,
  compare: Compare,
  files: Files,
): Uint8Array {
  const out = new Uint8Array(profiles.length)
  const levels = newLevels()
  for (let p = 0; p < compared.size; p++) {
    const i = Math.floor((compared.a[p] as number) / profiles.length)
    const j = (compared.a[p] as number) % profiles.length
    const [a, b] = [profiles[i] as Profile, profiles[j] as Profile]
    if (out[i] && out[j]) continue
    const { at } = compare(a, b, levels)
    if (sameName(a, b, at) && sameHousehold(at) && areTwoPeople(a, b, levels, files)) out[i] = out[j] = 1
  }
  return out
}
function areTwoPeople(a: Profile, b: Profile, levels: Levels, files: Files): boolean {
  if ((a.name?.suffix ?? '') !== (b.name?.suffix ?? '')) return true
  const veto = filesVeto(a, b, levels, files)
  return veto === 'birth-date' || veto === 'national-id'
}

/** Records that were joined to two different people. `neighbours`: the joins proposed, by record. */
export function findAmbiguous(
  profiles: readonly Profile[],
  neighbours: ReadonlyMap<number, readonly number[]>,
  isMarked: Uint8Array,
  compare: Compare,
  files: Files,
): number[] {
  const levels = newLevels()
  const out: number[] = []
  for (const [i, all] of neighbours) {
    if (isMarked[i] || all.length < 2) continue
    const few = all.slice(0, maxNeighbours)
    if (
      few.some((x, n) =>
        few
          .slice(n + 1)
          .some((y) =>
            areTwoPeople(
              profiles[x] as Profile,
              profiles[y] as Profile,
              compare(profiles[x] as Profile, profiles[y] as Profile, levels),
              files,
            ),
          ),
      )
    )
      out.push(i)
  }
  return out
}
const maxNeighbours = 12
