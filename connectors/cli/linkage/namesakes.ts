import { type Levels, newLevels } from '../../hub/identity/compare/compare.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { F, G, M, P, S, T } from '../../hub/identity/compare/weights.ts'
import { halfKin } from '../../hub/identity/resolve/veto.ts'
import { type Files, filesVeto } from './files-veto.ts'
import type { Met } from './meet.ts'
import type { Compare } from './own-name.ts'

const roof = (at: Int8Array): boolean =>
  at[S] === 0 || at[S] === 1 || at[T] === 0 || at[M] === 0 || at[P] === 0
/** One name, allowing for slips and for the surname a mother passes on. */
const oneName = (a: Profile, b: Profile, at: Int8Array): boolean =>
  (at[G] as number) >= 0 && (at[G] as number) <= 3 && ((at[F] as number) <= 2 || halfKin(a, b))

/**
 * Records in whose household two are known to bear the name, by two birth dates or by a "Jr" or "hijo" on one
 * of them: there the name tells nobody, and a record joins by what is its own (a birth date; a telephone and
 * a mail) or not at all.
 */
export function namesakes(
  profiles: readonly Profile[],
  met: Met,
  compare: Compare,
  files: Files,
): Uint8Array {
  const out = new Uint8Array(profiles.length)
  const levels = newLevels()
  for (let p = 0; p < met.size; p++) {
    const i = Math.floor((met.a[p] as number) / profiles.length)
    const j = (met.a[p] as number) % profiles.length
    const [a, b] = [profiles[i] as Profile, profiles[j] as Profile]
    if (out[i] && out[j]) continue
    const { at } = compare(a, b, levels)
    if (oneName(a, b, at) && roof(at) && tellsTwo(a, b, levels, files)) out[i] = out[j] = 1
  }
  return out
}
function tellsTwo(a: Profile, b: Profile, levels: Levels, files: Files): boolean {
  if ((a.name?.suffix ?? '') !== (b.name?.suffix ?? '')) return true
  const veto = filesVeto(a, b, levels, files)
  return veto === 'birth-date' || veto === 'national-id'
}

/** Records that fit two who are not one: marked too. `near`: the joins proposed, by record. */
export function torn(
  profiles: readonly Profile[],
  near: ReadonlyMap<number, readonly number[]>,
  marked: Uint8Array,
  compare: Compare,
  files: Files,
): number[] {
  const levels = newLevels()
  const out: number[] = []
  for (const [i, all] of near) {
    if (marked[i] || all.length < 2) continue
    const some = all.slice(0, looked)
    if (
      some.some((x, n) =>
        some
          .slice(n + 1)
          .some((y) =>
            tellsTwo(
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
const looked = 12
