import { type QualityAnswer, type QualityFigure, qualityPeriods } from '../../../contract/index.ts'
import { type Range, within } from './period.ts'

/**
 * A figure about fewer than this says more about a person than about the company, and is suppressed. The
 * quality page and the editor's proposals use this one number.
 */
export const minGroupSize = 5

/** Something that happened on a day, to a pseudonymous customer or to nobody in particular. */
export interface Dated {
  day: string
  who?: string | undefined
}
/** What came of it: a share from 0 to 1, or a quantity. */
export interface Happening extends Dated {
  value: number
}

/** Whether what happened between two week borders may be published. */
export type IsPublishable = (range: Range) => boolean

/**
 * Decides which periods of one count may be published (cell suppression), so that no sum or difference of
 * published counts shows a group below `minGroupSize`. Considered are this page's period, its parts and the
 * period before, and the same for every earlier week.
 *
 * A count between two week borders can be derived where published counts lead from one border to the other.
 * So borders form groups, and two groups are joined only where the count between any two of their borders is
 * zero or large enough. Weeks are decided in their order, as the pages were published: what came later changes
 * no earlier decision. The longest periods are tried first, because they say most.
 */
export function publishable(all: readonly Dated[], mondays: readonly string[]): IsPublishable {
  const safe = enoughBetween(all, mondays)
  const groupOf = mondays.map((_, i) => [i])
  const lengths = qualityPeriods.map((days) => days / 7).sort((a, b) => b - a)
  for (let to = 1; to < mondays.length; to++)
    for (const length of lengths) {
      if (length > to) continue
      const [left, right] = [groupOf[to - length] as number[], groupOf[to] as number[]]
      if (left === right || !left.every((a) => right.every((b) => safe[Math.min(a, b)]?.[Math.max(a, b)])))
        continue
      left.push(...right)
      for (const i of right) groupOf[i] = left
    }
  const groups = new Map(mondays.map((day, i) => [day, groupOf[i]]))
  return ({ from, to }) => groups.has(from) && groups.get(from) === groups.get(to)
}

/** For each two borders, the earlier first: whether the count between them is zero or large enough. */
function enoughBetween(all: readonly Dated[], mondays: readonly string[]): boolean[][] {
  const weekOf = (day: string) =>
    Math.floor((Date.parse(day) - Date.parse(mondays[0] as string)) / 604_800_000)
  const weeks: { n: number; who: Set<string> }[] = mondays.map(() => ({ n: 0, who: new Set() }))
  for (const [i, { day, who }] of all.entries()) {
    const week = weeks[weekOf(day)]
    if (week) {
      week.n++
      if (who !== undefined || week.who.size < minGroupSize) week.who.add(who ?? String(i))
    }
  }
  return mondays.map((_, from) => {
    let n = 0
    const who = new Set<string>()
    return mondays.map((_, to) => {
      const week = to > from ? weeks[to - 1] : undefined
      if (week && who.size < minGroupSize) for (const one of week.who) who.add(one)
      n += week?.n ?? 0
      return n === 0 || (n >= minGroupSize && who.size >= minGroupSize)
    })
  })
}

/** `n` counts what happened; whether it may be shown depends on how many different customers it concerns. */
export function figureOf(
  all: readonly Happening[],
  isPublishable: IsPublishable,
  range: Range,
): QualityFigure {
  if (!isPublishable(range)) return { is: 'fewer' }
  const some = all.filter((h) => within(h.day, range))
  return some.length === 0
    ? { is: 'none' }
    : { is: 'value', n: some.length, value: some.reduce((sum, h) => sum + h.value, 0) / some.length }
}

/**
 * The last check before an answer leaves the gateway: no count in it is below `minGroupSize`.
 *
 * @throws Error that names the places of such counts, never the numbers
 */
export function checked(answer: QualityAnswer): QualityAnswer {
  const small = smallGroups(answer)
  if (small.length > 0)
    throw new Error(`quality: fewer than ${minGroupSize} would have been shown in ${small.join(', ')}`)
  return answer
}

export function smallGroups(answer: QualityAnswer): string[] {
  const out: string[] = []
  const look = (place: string, n: number | null | undefined) => {
    if (typeof n === 'number' && n > 0 && n < minGroupSize) out.push(place)
  }
  for (const m of answer.customer) {
    for (const [name, figure] of [
      ['now', m.now],
      ['before', m.before],
    ] as const)
      if (figure.is === 'value') look(`${m.id}.${name}`, figure.n)
    m.trend.forEach((t, i) => {
      if (t.figure.is === 'value') look(`${m.id}.trend.${i}`, t.figure.n)
    })
  }
  for (const t of answer.ours)
    for (const row of t.rows)
      row.cells.forEach((cell, i) => {
        if (t.columns[i]?.type === 'count') look(`${t.id}.${row.key}.${t.columns[i].id}`, cell)
      })
  return out
}
