import type { Cut, Name } from '../normalise/names.ts'
import { familyNames, isGiven, sameName } from '../normalise/nicknames.ts'
import { alike, typos } from './similarity.ts'
import { Level, missing } from './weights.ts'

/**
 * Outcome of comparing two names: levels of `given` and `family`, how they were ordered, and the words that
 * agreed.
 */
export interface NameLevels {
  given: number
  family: number
  order: number
  givenBy: readonly string[]
  familyBy: readonly string[]
}

const { same, variant, initial, slip, like, other } = Level.given
const nothing: readonly string[] = []

/**
 * One given name against another. Two names in their own right are never slips of each other (Marta is not
 * María).
 */
function word(a: string, b: string): number {
  if (a === b) return same
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? initial : other
  if (sameName(a, b)) return variant
  const real = isGiven(a) && isGiven(b)
  if (real) return other
  const length = Math.min(a.length, b.length)
  // Ada is not Ana, nor Daniela Daniel: a twin is as likely as a slip
  if (length >= 3 && typos(a, b, 1) <= 1)
    return (length === 3 && a.length === b.length) || a.replace(/[ao]$/, '') === b.replace(/[ao]$/, '')
      ? like
      : slip
  const near = alike(a, b, 0.8)
  if (near >= 0.93 || (length >= 7 && near > 0 && typos(a, b, 2) <= 2)) return slip
  if (length >= 3 && (a.startsWith(b) || b.startsWith(a))) return slip
  return near >= 0.8 ? like : other
}

/**
 * The words that the last comparison of given names or surnames agreed on. A variable and not part of the
 * result, so that millions of pairs allocate nothing.
 */
let agreed: readonly string[] = nothing
const sameStart = (a: readonly string[], b: readonly string[]): boolean => a[0]?.[0] === b[0]?.[0]
const withAgreed = (level: number, by: readonly string[]): number => {
  agreed = by
  return level
}

function givenLevel(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return withAgreed(missing, nothing)
  const short = a.length <= b.length ? a : b
  const long = short === a ? b : a
  const first = word(short[0] as string, long[0] as string)
  if (short.length === 1 && long.length === 1) return withAgreed(first, first === same ? short : nothing)
  if (sameStart(short, long) && short.join('') === long.join('')) return withAgreed(same, short)
  if (
    short.length === long.length &&
    short.includes(long[0] as string) &&
    [...short].sort().join(' ') === [...long].sort().join(' ')
  )
    return withAgreed(same, short)
  if (first === other) {
    // "Carmen" is a short form of María del Carmen; José is none of María José
    const rest = long
      .slice(1)
      .findIndex((w) => w === short[0] || (w.length > 1 && sameName(w, short[0] as string)))
    if (rest >= 0 && long[0] === 'maria' && short[0] !== 'jose') return withAgreed(variant, short.slice(0, 1))
    const joined = short.length === long.length ? other : word(short.join(''), long.join(''))
    return withAgreed(joined <= slip ? joined : rest >= 0 ? like : other, nothing)
  }
  let worst = first
  for (let i = 1; i < short.length; i++) {
    const next = word(short[i] as string, long[i] as string)
    // "Ana M." is Ana María as much as "Ana" is: only a first name that is an initial is one
    worst = Math.max(worst, next === initial ? variant : next)
  }
  // María José and María Dolores are two names, as John Paul and John Peter are
  if (worst === other || worst === like)
    return withAgreed(worst === other && short.length > 1 ? other : like, nothing)
  if (short.length < long.length)
    return withAgreed(Math.max(worst, variant), worst === same ? short : nothing)
  return withAgreed(worst, worst === same ? short : nothing)
}

/** One surname against another: surnames have no nicknames, and two common ones are two. */
function surname(a: string, b: string): number {
  if (a === b) return Level.family.same
  const length = Math.min(a.length, b.length)
  if (length === 1) return a[0] === b[0] ? Level.family.like : Level.family.other
  // Martín is not Martínez; Gomes may be Gómez
  if (familyNames.has(a) && familyNames.has(b))
    return a.slice(0, -1) === b.slice(0, -1) ? Level.family.slip : Level.family.other
  if (length >= 4 && typos(a, b, 1) <= 1) return Level.family.slip
  const near = alike(a, b, 0.8)
  if (near >= 0.93 || (length >= 7 && near > 0 && typos(a, b, 2) <= 2)) return Level.family.slip
  return near >= 0.82 ? Level.family.like : Level.family.other
}

/** One surname against two agrees in part and never conflicts; two against two must agree in both. */
function familyLevel(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return withAgreed(missing, nothing)
  const short = a.length <= b.length ? a : b
  const long = short === a ? b : a
  const first = surname(short[0] as string, long[0] as string)
  if (short.length === 1 && long.length === 1)
    return withAgreed(first, first === Level.family.same ? short : nothing)
  if (sameStart(short, long) && short.join('') === long.join('')) return withAgreed(Level.family.same, short)
  if (short.length === 1) {
    const last = surname(short[0] as string, long.at(-1) as string)
    if (first === Level.family.same || last === Level.family.same)
      return withAgreed(Level.family.oneOfTwo, short)
    const joined = surname(short[0] as string, long.join(''))
    return withAgreed(
      Math.min(first, last) === Level.family.slip ? Level.family.slip : Math.min(first, last, joined),
      nothing,
    )
  }
  const second = surname(short[1] as string, long[1] as string)
  if (first <= Level.family.slip && second <= Level.family.slip)
    return withAgreed(
      Math.max(first, second) === Level.family.same
        ? short.length === long.length
          ? Level.family.same
          : Level.family.oneOfTwo
        : Level.family.slip,
      Math.max(first, second) === Level.family.same ? short : nothing,
    )
  if (
    surname(short[0] as string, long[1] as string) <= Level.family.slip &&
    surname(short[1] as string, long[0] as string) <= Level.family.slip
  )
    return withAgreed(Level.family.oneOfTwo, short)
  if (first === Level.family.other && second === Level.family.other && short.some((w) => long.includes(w)))
    return withAgreed(Level.family.like, nothing)
  return withAgreed(
    Math.min(first, second) <= Level.family.slip ? Level.family.like : Math.max(first, second),
    nothing,
  )
}

const worth = [
  [12, 8, 4, 7, 0, -6],
  [12, 8, 7, 0, -6],
] as const
const quality = (given: number, family: number): number => (worth[0][given] ?? 0) + (worth[1][family] ?? 0)

/** The best of every likely cut of both, straight or exchanged. */
export function compareNames(a: Name | null, b: Name | null): NameLevels | null {
  if (!a || !b) return null
  let best: NameLevels | null = null
  let top = -Infinity
  const inBoxes = isInBoxes(a) && isInBoxes(b)
  for (const x of a.cuts) {
    for (const y of b.cuts) {
      if (24 - x.cost - y.cost <= top) continue
      const g = givenLevel(x.given, y.given)
      const givenBy = agreed
      const f = familyLevel(x.family, y.family)
      const q = quality(g, f) - x.cost - y.cost
      if (q > top && (g !== missing || f !== missing)) {
        top = q
        best = { given: g, family: f, order: Level.order.givenFirst, givenBy, familyBy: agreed }
      }
      if (q >= 19) return best
      if (inBoxes && (g > variant || g === missing || f > Level.family.slip || f === missing)) {
        const swapped = exchanged(x, y)
        if (
          swapped &&
          quality(swapped.given, swapped.family) - (swapped.order === Level.order.halfExchanged ? 8 : 6) > top
        )
          return swapped
      }
    }
  }
  return best
}

/** Given names and surnames were written apart: cuts differ in how the surname is joined, if at all. */
const isInBoxes = ({ cuts }: Name): boolean => cuts.every(({ given }) => given === cuts[0]?.given)

/** Given names written where surnames go; or one half of them, the other being missing or something else. */
function exchanged(x: Cut, y: Cut): NameLevels | null {
  const g = familyLevel(x.given, y.family)
  const givenBy = agreed
  const f = familyLevel(x.family, y.given)
  if (g === missing && f === missing) return null
  const half = g === missing || f === missing || g === Level.family.other || f === Level.family.other
  if (
    half
      ? !(g >= 0 && g <= Level.family.slip) && !(f >= 0 && f <= Level.family.slip)
      : Math.min(g, f) > Level.family.slip || Math.max(g, f) > Level.family.like
  )
    return null
  const asGiven = (level: number) =>
    level === missing
      ? missing
      : level === Level.family.other
        ? other
        : level === Level.family.like
          ? like
          : level === Level.family.slip
            ? slip
            : level === Level.family.oneOfTwo
              ? variant
              : same
  return {
    given: asGiven(g),
    family: f,
    order: half ? Level.order.halfExchanged : Level.order.exchanged,
    givenBy,
    familyBy: agreed,
  }
}
