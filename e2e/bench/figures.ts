/** Medians, tails and how sure we are of them. Nothing here knows what was measured. */
export type Unit = 'ms' | '×' | 'frames' | 'trees'
export interface Line {
  name: string
  unit: Unit
  n: number
  median: number
  p95: number /** 95 % of where the median may be; absent where samples were not kept. */
  interval?: [number, number]
}

export const sorted = (all: readonly number[]): number[] => [...all].sort((a, b) => a - b)
export const quantile = (all: readonly number[], share: number): number => {
  if (all.length === 0) throw new Error('quantile: no samples')
  const order = sorted(all)
  return order[Math.min(order.length - 1, Math.floor(share * order.length))] as number
}
/** The middle, or the mean of the two middle ones: of an even count neither is favoured. */
export const median = (all: readonly number[]): number => {
  const order = sorted(all)
  return ((order[(order.length - 1) >> 1] as number) + (order[order.length >> 1] as number)) / 2
}

/** 95 % interval of the median, by resampling with a seed: the same samples always give the same interval. */
export function interval(all: readonly number[], rounds = 1_000): [number, number] {
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const medians = Array.from({ length: rounds }, () =>
    median(all.map(() => all[Math.floor(random() * all.length)] as number)),
  )
  return [quantile(medians, 0.025), quantile(medians, 0.975)]
}

export const summary = (name: string, unit: Unit, all: readonly number[]): Line => ({
  name,
  unit,
  n: all.length,
  median: median(all),
  p95: quantile(all, 0.95),
  interval: interval(all),
})

/**
 * Rounds in which every contender is measured once; who goes first turns with the round, so that nobody
 * always inherits another's warm or tired machine. `measure` gives one sample.
 */
export async function interleaved<C, S>(
  contenders: readonly C[],
  rounds: number,
  measure: (contender: C, round: number) => S | Promise<S>,
): Promise<Map<C, S[]>> {
  const samples = new Map<C, S[]>(contenders.map((c) => [c, []]))
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const contender = contenders[(i + round) % contenders.length] as C
      samples.get(contender)?.push(await measure(contender, round))
    }
  }
  return samples
}

/**
 * One contender against another, round by round: what disturbs the machine disturbs both halves of a pair.
 */
export const ratio = (name: string, ours: readonly number[], theirs: readonly number[]): Line =>
  summary(
    name,
    '×',
    ours.map((v, i) => v / (theirs[i] as number)),
  )
export const difference = (name: string, ours: readonly number[], theirs: readonly number[]): Line =>
  summary(
    name,
    'ms',
    ours.map((v, i) => v - (theirs[i] as number)),
  )
