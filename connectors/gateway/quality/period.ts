/** Whole days of the company's own calendar, `to` excluded. */
export interface Range { from: string; to: string }

export const addDays = (day: string, n: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10)
export const within = (day: string, range: Range): boolean => day >= range.from && day < range.to

/** The last `days` days, today among them, and as many before. */
export function periodOf(today: string, days: number): { now: Range; before: Range; cuts: readonly Range[] } {
  const to = addDays(today, 1)
  const from = addDays(to, -days)
  const step = days <= 7 ? 1 : days <= 30 ? 10 : 15
  const cuts = Array.from({ length: Math.ceil(days / step) }, (_, i): Range => ({ from: addDays(from, i * step), to: addDays(from, Math.min(days, (i + 1) * step)) }))
  return { now: { from, to }, before: { from: addDays(from, -days), to: from }, cuts }
}

/** Days need the time zone; hours arrive in UTC. Remembered: few hours, many rows. */
export function calendar(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const known = new Map<string, string>()
  return (at) => {
    let day = known.get(at)
    if (day === undefined) known.set(at, (day = format.format(new Date(at))))
    return day
  }
}
