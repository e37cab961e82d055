import type { DatedRow, TimelineSource } from './timeline-source.ts'

export interface MergedPage {
  taken: readonly {
    source: TimelineSource
    dated: DatedRow
    outOfOrder: boolean
  }[]
  /** The time down to which everything was read. */
  to: number | undefined
  ended: 'enough' | 'budget' | 'nothing-left'
}

/**
 * The newest of all sources, again and again. Nothing is taken while a source that could still hold something
 * newer has not been read; a source that is silent is left out and named by the caller. `admits` says whether
 * a row counts; at most `loads` pages are read.
 */
export async function mergeSources(
  sources: readonly TimelineSource[],
  limit: number,
  bound: number | undefined,
  loads: number,
  admits: (source: TimelineSource, dated: DatedRow) => boolean | Promise<boolean>,
  alive: () => boolean,
): Promise<MergedPage> {
  const taken: { source: TimelineSource; dated: DatedRow; outOfOrder: boolean }[] = []
  let lowest = bound
  let to: number | undefined
  for (;;) {
    if (taken.length >= limit) return { taken, to, ended: 'enough' }
    const unread = sources.filter((s) => s.needsReading)
    if (unread.length > 0) {
      if (sources.reduce((n, s) => n + s.pagesRead, 0) >= loads) return { taken, to, ended: 'budget' }
      await Promise.all(unread.map((s) => s.read()))
      if (!alive()) return { taken, to, ended: 'budget' }
      continue
    }
    let newest: TimelineSource | undefined
    for (const s of sources)
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
    if (await admits(newest, dated)) taken.push({ source: newest, dated, outOfOrder })
  }
}
