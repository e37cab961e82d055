import type { QualityAnswer } from '../../connectors/contract/index.ts'

/**
 * Something that happened on a day, to somebody; whoever is nobody in particular is somebody of their own.
 */
export interface Happened {
  day: string
  who: string | number
}
export type Range = readonly [from: string, to: string]

const fewest = 5
const week = 604_800_000
const start = Date.parse('2024-01-01')
const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/**
 * Which numbers may stand on a page, decided again from what docs/quality-measures.md says and by another road than
 * the gateway's: a period is told when nothing that could then be worked out, from it and all periods told
 * before it, would be of one to four customers. Weeks from the half-year before this one on, each with its
 * twelve, four and one; the longest first.
 */
export function isPublishable(
  all: readonly Happened[],
  answer: Pick<QualityAnswer, 'to'>,
): (range: Range) => boolean {
  const last = Date.parse(answer.to)
  const weeks = 24 + (((last - start) / week) % 24)
  const borders = Array.from({ length: weeks + 1 }, (_, i) => day(last - (weeks - i) * week))
  const held = borders.map((from, i) => all.filter((h) => h.day >= from && h.day < (borders[i + 1] ?? '')))
  const small = new Map<string, boolean>()
  const isSmall = (a: number, b: number): boolean => {
    const [from, to] = a < b ? [a, b] : [b, a]
    const known = small.get(`${from} ${to}`)
    if (known !== undefined) return known
    const who = new Set(held.slice(from, to).flatMap((some) => some.map((h) => h.who))).size
    small.set(`${from} ${to}`, who > 0 && who < fewest)
    return who > 0 && who < fewest
  }
  const told: [number, number][] = []
  const ledTo = (from: number): Set<number> => {
    const led = new Set([from])
    for (const at of led)
      for (const [a, b] of told)
        if (a === at) led.add(b)
        else if (b === at) led.add(a)
    return led
  }
  borders.forEach((_, to) => {
    for (const length of [12, 4, 1]) {
      if (length > to) continue
      const [left, right] = [[...ledTo(to - length)], [...ledTo(to)]]
      if (!left.some((a) => right.some((b) => isSmall(a, b)))) told.push([to - length, to])
    }
  })
  return ([from, to]) =>
    borders.includes(from) && borders.includes(to) && ledTo(borders.indexOf(from)).has(borders.indexOf(to))
}
