/**
 * Every date of the demo is told from the day it starts, so that "due today" is true whenever it is started.
 * Moments are epoch milliseconds; each system writes them in its own way.
 */
export interface Calendar {
  /** The moment the world was made. */
  now: number
  /** A moment `days` from today (negative: past) at a wall-clock hour in Spain. */
  at(days: number, hour?: number, minute?: number): number
  /**
   * The same for what already happened: never later than a few minutes ago, however early in the day the demo
   * starts.
   */
  past(days: number, hour?: number, minute?: number): number
  /** `YYYY-MM-DD`, `days` from today. */
  day(days: number): string
  /** Days from today to a calendar day (negative: past). */
  daysTo(date: string): number
}

const DAY = 86_400_000
const inMadrid = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Madrid',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** Minutes Spain is ahead of UTC at that moment. */
function offset(ms: number): number {
  const p = Object.fromEntries(inMadrid.formatToParts(ms).map((x) => [x.type, Number(x.value)])) as Record<
    string,
    number
  >
  return Math.round(
    (Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second) -
      Math.floor(ms / 1000) * 1000) /
      60_000,
  )
}

// Offsets change twice a year: asked once per day, not once per date (two hundred thousand of them are
// written).
const offsets = new Map<number, number>()
const offsetOfDay = (utcMidnight: number) => {
  const known = offsets.get(utcMidnight)
  if (known !== undefined) return known
  const found = offset(utcMidnight + DAY / 2)
  offsets.set(utcMidnight, found)
  return found
}

export function calendar(now: number): Calendar {
  const today = Math.floor((now + offset(now) * 60_000) / DAY) * DAY
  const at = (days: number, hour = 12, minute = 0) => {
    const midnight = today + days * DAY
    return midnight + hour * 3_600_000 + minute * 60_000 - offsetOfDay(midnight) * 60_000
  }
  // Kept in order within the day: an hour of the clock becomes a few seconds.
  const past = (days: number, hour = 12, minute = 0) =>
    Math.min(at(days, hour, minute), Math.floor(now / 1000) * 1000 - 300_000 + hour * 5_000)
  return {
    now,
    at,
    past,
    day: (days) => new Date(today + days * DAY).toISOString().slice(0, 10),
    daysTo: (date) => Math.round((Date.parse(`${date}T00:00:00Z`) - today) / DAY),
  }
}

export const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')
/** `2026-11-21 19:50:43`, wall clock in Spain: how tills write it. */
export const wallClock = (ms: number): string =>
  new Date(ms + offsetOfDay(Math.floor(ms / DAY) * DAY) * 60_000).toISOString().slice(0, 19).replace('T', ' ')
