import type { Dated, Strand } from './timeline-source.ts'

export interface Merged {
  taken: readonly {
    strand: Strand
    dated: Dated
    outOfOrder: boolean
  }[] /** the moment up to which everything was looked at */
  to: number | undefined
  ended: 'enough' | 'budget' | 'nothing-left'
}

/**
 * The newest of all sources, again and again. Nothing is taken while a source that could still hold something
 * newer has not been read; a source that is silent is left out and named by the caller. `admits` says whether
 * a row counts; at most `loads` pages are read.
 */
export async function merge(
  strands: readonly Strand[],
  limit: number,
  bound: number | undefined,
  loads: number,
  admits: (strand: Strand, dated: Dated) => boolean | Promise<boolean>,
  alive: () => boolean,
): Promise<Merged> {
  const taken: { strand: Strand; dated: Dated; outOfOrder: boolean }[] = []
  let lowest = bound
  let to: number | undefined
  for (;;) {
    if (taken.length >= limit) return { taken, to, ended: 'enough' }
    const thirsty = strands.filter((s) => s.thirsty)
    if (thirsty.length > 0) {
      if (strands.reduce((n, s) => n + s.loads, 0) >= loads) return { taken, to, ended: 'budget' }
      await Promise.all(thirsty.map((s) => s.read()))
      if (!alive()) return { taken, to, ended: 'budget' }
      continue
    }
    let newest: Strand | undefined
    for (const s of strands)
      if (
        s.head &&
        (!newest?.head ||
          s.head.at > newest.head.at ||
          (s.head.at === newest.head.at && s.name < newest.name))
      )
        newest = s
    if (!newest) return { taken, to, ended: 'nothing-left' }
    const dated = newest.take()
    const outOfOrder = lowest !== undefined && dated.at > lowest
    lowest = lowest === undefined ? dated.at : Math.min(lowest, dated.at)
    to = dated.at
    if (await admits(newest, dated)) taken.push({ strand: newest, dated, outOfOrder })
  }
}
