/** Seeded chance: the same seed tells the same ten thousand lives on every machine. */
export interface Random {
  /** [0, 1) */
  next(): number
  /** Whole number, both ends included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** Several different ones, at most `count`. */
  some<T>(from: readonly T[], count: number): T[]
}

/** mulberry32: 32 bits of state are plenty for people who do not exist. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new Error('random.pick: nothing to pick from; give at least one item')
    return from[int(0, from.length - 1)] as T
  }
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    some: (from, count) => {
      const left = [...from]
      const out: (typeof left)[number][] = []
      while (left.length > 0 && out.length < count) out.push(...left.splice(int(0, left.length - 1), 1))
      return out
    },
  }
}
