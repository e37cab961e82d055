/** Whole days of the company's own calendar, `to` excluded. */
export interface Range {
  from: string
  to: string
}

export const addDays = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10)
export const within = (day: string, range: Range): boolean => day >= range.from && day < range.to
/** The Monday of that day's week. */
export const monday = (day: string): string =>
  addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/**
 * Weeks: twice the longest period. Before a number is published, the pages of the half-year before this one are
 * worked through again. They begin at a fixed week, so that each week comes to the same decisions as the last.
 */
const halfYear = 24
const weeksSince = (day: string): number =>
  Math.floor((Date.parse(day) - Date.parse('2024-01-01')) / 604_800_000)

/**
 * The last `days` days in whole weeks, Monday to Sunday, and as many before. The current week is
 * not counted: a page that grows with each contact would reveal, loaded twice, how one contact went.
 * `mondays` are the borders of all weeks worked through, oldest first.
 */
export function periodOf(
  today: string,
  days: number,
): { now: Range; before: Range; cuts: readonly Range[]; mondays: readonly string[] } {
  const to = monday(today)
  const from = addDays(to, -days)
  const step = days > 28 ? 28 : 7
  const parts = Math.max(days, 28) / step
  const cuts = Array.from(
    { length: parts },
    (_, i): Range => ({ from: addDays(to, (i - parts) * step), to: addDays(to, (i + 1 - parts) * step) }),
  )
  const lookedAt = halfYear + (((weeksSince(to) % halfYear) + halfYear) % halfYear)
  return {
    now: { from, to },
    before: { from: addDays(from, -days), to: from },
    cuts,
    mondays: Array.from({ length: lookedAt + 1 }, (_, i) => addDays(to, (i - lookedAt) * 7)),
  }
}

/** The company's calendar day of a UTC time. Results are cached: many rows share few hours. */
export function calendar(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const known = new Map<string, string>()
  return (at) => {
    let day = known.get(at)
    if (day === undefined) known.set(at, (day = format.format(new Date(at))))
    return day
  }
}
