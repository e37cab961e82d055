/**
 * A small generator of numbers that a seed repeats (mulberry32). The seed is printed by whoever draws from
 * it.
 */
export interface Random {
  (): number
  int(below: number): number
  of<T>(list: readonly T[]): T
  chance(p: number): boolean
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return Object.assign(next, {
    int: (below: number) => Math.floor(next() * below),
    of: <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
    chance: (p: number) => next() < p,
  })
}
