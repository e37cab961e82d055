import { type QualityAnswer, type QualityFigure, qualityPeriods } from '../../../contract/index.ts'
import { type Range, within } from './period.ts'

/**
 * Fewer than this together say more about somebody than about a company. The one number of the whole query
 * layer.
 */
export const minGroupSize = 5

/** Something that happened on a day, to a pseudonymous customer or to nobody in particular. */
export interface Dated {
  day: string
  who?: string | undefined
}
/** How it went: 0..1, or a quantity. */
export interface Happening extends Dated {
  value: number
}

/** Whether what happened between two borders of weeks may be told. */
export type IsPublishable = (range: Range) => boolean

/**
 * What of one count may be told, so that no sum or difference of all that is told ever shows a group below
 * `least`: this page's periods, its parts, the period before, and the same of every week before it. A count
 * between two borders can be worked out exactly where told counts lead from one to the other; so two borders
 * are joined only where everything between them and their company is none or enough. Week by week, as the
 * pages were: nothing told then is judged by what came later. The longest periods come first: they say most.
 */
export function publishable(all: readonly Dated[], mondays: readonly string[]): IsPublishable {
  const safe = enoughBetween(all, mondays)
  const company = mondays.map((_, i) => [i])
  const lengths = qualityPeriods.map((days) => days / 7).sort((a, b) => b - a)
  for (let to = 1; to < mondays.length; to++)
    for (const length of lengths) {
      if (length > to) continue
      const [left, right] = [company[to - length] as number[], company[to] as number[]]
      if (left === right || !left.every((a) => right.every((b) => safe[Math.min(a, b)]?.[Math.max(a, b)])))
        continue
      left.push(...right)
      for (const i of right) company[i] = left
    }
  const at = new Map(mondays.map((day, i) => [day, company[i]]))
  return ({ from, to }) => at.has(from) && at.get(from) === at.get(to)
}

/** For each two borders, the earlier first: whether what happened between them is nothing, or enough. */
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

/**
 * `n` counts what happened; whether it may be shown is decided by how many different customers it happened
 * to.
 */
export function figureOf(all: readonly Happening[], may: IsPublishable, range: Range): QualityFigure {
  if (!may(range)) return { is: 'fewer' }
  const some = all.filter((h) => within(h.day, range))
  return some.length === 0
    ? { is: 'none' }
    : { is: 'value', n: some.length, value: some.reduce((sum, h) => sum + h.value, 0) / some.length }
}

/**
 * The last gate before an answer leaves: every count it shows, as what it is. Throws with the places, never
 * the numbers.
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
