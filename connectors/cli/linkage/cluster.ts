import { canSpeak } from '../../hub/identity/compare/bits.ts'
import { newLevels } from '../../hub/identity/compare/compare.ts'
import { isNameHere } from '../../hub/identity/compare/frequency.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { Field, Level, missing } from '../../hub/identity/compare/weights.ts'
import { close, type Edge, type Refused } from '../../hub/identity/resolve/closure.ts'
import type { Veto } from '../../hub/identity/resolve/veto.ts'
import type { ComparedPairs } from './compare-candidates.ts'
import { mailsAreNames } from './comparer.ts'
import { filesVeto } from './files-veto.ts'
import { findAmbiguous, markNamesakes } from './namesakes.ts'
import { weigh } from './relatives.ts'
import type { Trained } from './train.ts'

export interface Clustering {
  clusters: number[][]
  refused: Refused[]
  /** Edges above the threshold; and how all compared pairs spread, by bits from -40 to 60. */
  edges: Edge[]
  histogram: number[]
  compared: number
  vetoed: number
  /** Pairs that would be joined, were it not for what could not be read of them. */
  doubtful: (readonly [a: number, b: number])[]
  bits(a: number, b: number): number
}
const firmVetoes: ReadonlySet<Veto> = new Set(['national-id', 'kind', 'nobody', 'suffix'])
const limits = { members: 60, look: 300 }
/**
 * Where relatives are on file, that it is one person must be four times likelier than that it is two of a
 * household. Fewer: possible, not a link.
 */
const minMargin = 2

/**
 * Groups records whose weight is at least `threshold`, unless a veto or a vote is against it. `cannotLink`
 * says which two may never be one person; `rejudge`: weigh all kept pairs anew, as the model has changed.
 */
export function cluster(
  profiles: readonly Profile[],
  compared: ComparedPairs,
  { model, compare, relatives, households }: Trained,
  options: {
    threshold: number
    rejudge?: boolean
    cannotLink?: ((a: number, b: number) => boolean) | undefined
    inDoubt?: ((a: number, b: number) => boolean) | undefined
    progress?: ((said: string) => void) | undefined
  },
): Clustering {
  const levels = newLevels()
  const files = { isName: isNameHere(model.frequency), households }
  let edges: Edge[] = []
  const isNamesake = relatives
    ? markNamesakes(profiles, compared, compare, files)
    : new Uint8Array(profiles.length)
  const weight = { bits: 0, margin: 0 }
  const bitsOf = (a: number, b: number): number =>
    weigh(model, relatives, levels, isNamesake[a] === 1 || isNamesake[b] === 1, weight).bits
  let vetoed = 0
  const doubtful: [number, number][] = []
  for (let p = 0; p < compared.size; p++) {
    const a = Math.floor((compared.a[p] as number) / profiles.length)
    const b = (compared.a[p] as number) % profiles.length
    if (!options.rejudge && (compared.bits[p] as number) < options.threshold) continue
    if (options.cannotLink?.(a, b)) continue
    const x = profiles[a] as Profile
    const y = profiles[b] as Profile
    compare(x, y, levels)
    const bits = bitsOf(a, b)
    if (bits < options.threshold || weight.margin < minMargin || !agreesBeyondName(x, y, levels.at)) continue
    if (filesVeto(x, y, levels, files)) {
      vetoed++
      continue
    }
    if (options.inDoubt?.(a, b)) {
      doubtful.push([a, b])
      continue
    }
    edges.push({ a, b, rank: 0, bits })
  }
  if (relatives) {
    const neighbours = new Map<number, number[]>()
    const addNeighbour = (i: number, j: number): void => {
      const all = neighbours.get(i)
      if (all) all.push(j)
      else neighbours.set(i, [j])
    }
    for (const { a, b } of edges) {
      addNeighbour(a, b)
      addNeighbour(b, a)
    }
    const ambiguous = findAmbiguous(profiles, neighbours, isNamesake, compare, files)
    for (const i of ambiguous) isNamesake[i] = 1
    edges = edges.flatMap((edge) => {
      compare(profiles[edge.a] as Profile, profiles[edge.b] as Profile, levels)
      const bits = bitsOf(edge.a, edge.b)
      return bits < options.threshold || weight.margin < minMargin ? [] : [{ ...edge, bits }]
    })
  }
  options.progress?.(`${edges.length.toLocaleString('en')} joins to judge`)
  const { clusters, refused } = close(
    profiles.length,
    edges,
    (a, b) => {
      if (options.cannotLink?.(a, b) || options.inDoubt?.(a, b)) return 'veto'
      const x = profiles[a] as Profile
      const y = profiles[b] as Profile
      compare(x, y, levels)
      const veto = filesVeto(x, y, levels, files)
      // A difference that may be a slip in one record of many counts as a vote; two valid ids are decisive.
      if (veto) return firmVetoes.has(veto) ? 'veto' : files.households ? 'conflict' : 'against'
      if (!canSpeak(levels)) return 'silent'
      return bitsOf(a, b) >= Math.min(0, options.threshold) ? 'for' : 'against'
    },
    limits,
  )
  return {
    clusters,
    refused,
    edges,
    histogram: compared.histogram,
    compared: compared.compared,
    vetoed,
    doubtful,
    bits: (a, b) => {
      compare(profiles[a] as Profile, profiles[b] as Profile, levels)
      return bitsOf(a, b)
    },
  }
}

/**
 * A name alone never joins: one more field must agree, or two where there is no name. A postcode that differs by
 * a digit is the next quarter's as often as a slip.
 */
function agreesBeyondName(a: Profile, b: Profile, at: Int8Array): boolean {
  const known = at[Field.given] !== missing || at[Field.family] !== missing
  const agree = [
    Field.birthDate,
    Field.nationalId,
    Field.mail,
    Field.phone,
    Field.postcode,
    Field.locality,
    Field.street,
  ].filter((f) => {
    const l = at[f] as number
    return (
      l !== missing &&
      l <=
        (f === Field.birthDate
          ? Level.birthDate.twoSlips
          : f === Field.mail && !(known && mailsAreNames(a, b))
            ? Level.mail.sameLocalPart
            : f === Field.postcode
              ? Level.postcode.same
              : 1)
    )
  }).length
  return agree >= (known ? 1 : 2)
}
