import type { Identifier } from '../../../contract/index.ts'
import type { Link } from '../../ports.ts'
import { canSpeak, type Model, pairBits } from '../compare/bits.ts'
import { compareProfiles, type Levels, newLevels } from '../compare/compare.ts'
import type { Profile } from '../compare/profile.ts'
import { auto, D, F, fields, G, missing, N } from '../compare/weights.ts'
import { sameIdentifier } from '../identifiers.ts'
import { nameAgrees, sharedStrong, type Veto, vetoOf } from './veto.ts'

/** All that is known about two records of a live resolution. */
export interface Relation {
  levels: Levels
  bits: number
  each: Float64Array
  veto: Veto | null
  human: 'same' | 'different' | null
  unique: Identifier | null
  strong: ReturnType<typeof sharedStrong>
  nameAgrees: boolean
  speaks: boolean
  /** How they may join; null: at most possible. */
  join: 'human' | 'unique' | 'strong' | 'likely' | null
}

export function relate(a: Profile, b: Profile, model: Model, human: 'same' | 'different' | null): Relation {
  const levels = compareProfiles(a, b, newLevels())
  const each = new Float64Array(fields.length)
  const bits = pairBits(model, levels, each)
  const strong = sharedStrong(a, b, levels)
  const unique = sharedUnique(a, b)
  let veto = vetoOf(a, b, levels)
  // a national id or a cross reference outweighs another given name; a card or a browser is shared in a
  // household
  if (
    (veto === 'given-name' || veto === 'surname') &&
    unique &&
    (unique.kind === 'nationalId' || unique.kind === 'system')
  )
    veto = null
  const agrees = nameAgrees(a, b, levels)
  const relation: Relation = {
    levels,
    bits,
    each,
    veto,
    human,
    unique,
    strong,
    nameAgrees: agrees,
    speaks: canSpeak(levels),
    join: null,
  }
  relation.join =
    human === 'same'
      ? 'human'
      : human === 'different' || veto
        ? null
        : unique
          ? 'unique'
          : joinsByStrong(relation)
            ? 'strong'
            : joinsByLikelihood(relation)
              ? 'likely'
              : null
  return relation
}

/** A strong key joins with a compatible name or birth date, or when both sides verified it. */
function joinsByStrong({ strong, levels, nameAgrees }: Relation): boolean {
  if (strong.length === 0) return false
  const g = levels.at[G] as number
  const f = levels.at[F] as number
  const born = levels.at[D] as number
  if (born >= 3) return false
  if (nameAgrees) return true
  if (born >= 0 && born <= 2 && g <= 3) return true
  // an initial is as good as a name only when two keys agree
  if (g === 2 && f >= 0 && f <= 1 && strong.length >= 2) return true
  return strong.some((s) => s.verified) && (f === missing || f <= 3)
}

/**
 * Without a shared key: the whole name and the birth date (or the national id but for a slip), far above even
 * odds.
 */
function joinsByLikelihood({ bits, levels, nameAgrees }: Relation): boolean {
  const born = levels.at[D] as number
  const id = levels.at[N] as number
  if (bits < auto.bits || !nameAgrees || (levels.at[F] as number) === missing) return false
  return (
    born === 0 ||
    born === 1 ||
    (born === 2 && id >= 0 && id <= 1) ||
    (id === 0 && born <= 2) ||
    (id === 1 && born <= 0)
  )
}

function sharedUnique(a: Profile, b: Profile): Identifier | null {
  for (const x of a.ids)
    if (x.scheme !== '' && b.ids.some((y) => y.value === x.value && y.scheme === x.scheme))
      return { kind: 'nationalId', value: x.value, raw: x.value, grade: 'unique' }
  for (const x of a.numbers) for (const y of b.numbers) if (sameIdentifier(x, y)) return x
  return null
}

/** What humans decided about pairs: the last word wins. Key: both record keys in order. */
export function decisions(links: readonly Link[]): ReadonlyMap<string, 'same' | 'different'> {
  const out = new Map<string, 'same' | 'different'>()
  for (const link of [...links].sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : x.id < y.id ? -1 : 1)))
    out.set(pairKey(link.a, link.b), link.decision)
  return out
}
export const pairKey = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`)
