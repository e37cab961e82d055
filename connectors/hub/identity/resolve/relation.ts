import type { Identifier } from '../../../contract/index.ts'
import type { Link } from '../../ports.ts'
import { canSpeak, type Model, pairBits } from '../compare/bits.ts'
import { compareProfiles, type Levels, newLevels } from '../compare/compare.ts'
import type { Profile } from '../compare/profile.ts'
import { auto, Field, fields, Level, missing } from '../compare/weights.ts'
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
  const given = levels.at[Field.given] as number
  const family = levels.at[Field.family] as number
  const born = levels.at[Field.birthDate] as number
  if (born >= Level.birthDate.near) return false
  if (nameAgrees) return true
  if (born !== missing && born <= Level.birthDate.slip && given <= Level.given.slip) return true
  // An initial counts as a name only when two keys agree.
  if (
    given === Level.given.initial &&
    family !== missing &&
    family <= Level.family.oneOfTwo &&
    strong.length >= 2
  )
    return true
  return strong.some((s) => s.verified) && (family === missing || family <= Level.family.like)
}

/**
 * Without a shared key: the whole name and the birth date (or the national id but for a slip), far above even
 * odds.
 */
function joinsByLikelihood({ bits, levels, nameAgrees }: Relation): boolean {
  const born = levels.at[Field.birthDate] as number
  const id = levels.at[Field.nationalId] as number
  if (bits < auto.bits || !nameAgrees || levels.at[Field.family] === missing) return false
  return (
    born === Level.birthDate.same ||
    born === Level.birthDate.swapped ||
    (born === Level.birthDate.slip && id !== missing && id <= Level.nationalId.slip) ||
    (id === Level.nationalId.same && born <= Level.birthDate.slip) ||
    (id === Level.nationalId.slip && born <= Level.birthDate.same)
  )
}

function sharedUnique(a: Profile, b: Profile): Identifier | null {
  for (const x of a.ids)
    if (x.scheme !== '' && b.ids.some((y) => y.value === x.value && y.scheme === x.scheme))
      return { kind: 'nationalId', value: x.value, raw: x.value, grade: 'unique' }
  for (const x of a.numbers) for (const y of b.numbers) if (sameIdentifier(x, y)) return x
  return null
}

/** What people decided about pairs of records; the latest decision wins. Key: both record keys in order. */
export function decisions(links: readonly Link[]): ReadonlyMap<string, 'same' | 'different'> {
  const out = new Map<string, 'same' | 'different'>()
  for (const link of [...links].sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : x.id < y.id ? -1 : 1)))
    out.set(pairKey(link.a, link.b), link.decision)
  return out
}
export const pairKey = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`)
