import type { Grade } from '../../../contract/index.ts'

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const monthFirst = new Set(['US', 'PH'])

/** Whether `YYYY-MM-DD` is a day of the calendar and of a human life. */
export function isDay(date: string): boolean {
  const [y, m, d] = date.split('-').map(Number) as [number, number, number]
  if (!(m >= 1 && m <= 12 && y >= 1850 && y <= 2100)) return false
  return d >= 1 && d <= (days[m - 1] as number) + Number(m === 2 && isLeapYear(y))
}

/**
 * As far apart as a parent and a child of one name, even when all else in the two dates agrees: a year is not
 * miswritten by 15 to 60.
 */
export const generation = (a: string, b: string): boolean => {
  const gap = Math.abs(+a.slice(0, 4) - +b.slice(0, 4))
  return gap >= 15 && gap <= 60
}

/**
 * A birth date in ISO, `YYYYMMDD`, day first or (United States) month first. A day that does not exist is
 * kept as weak digits: it still compares with the right one as a typo; so is a year alone. Placeholders
 * (1900-01-01) are blocked.
 */
export function parseBirthDate(raw: string, country: string): { value: string; grade: Grade } | null {
  const text = raw.trim()
  if (/^(1[89]|20)\d\d$/.test(text)) return { value: text, grade: 'weak' }
  const parts =
    /^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:$|[T ])/.exec(text) ??
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T ])/.exec(text)
  if (parts) {
    const iso = made(parts[1] as string, parts[2] as string, parts[3] as string)
    const dayFirst =
      /^\d{8}$/.test(text) && iso && !isDay(iso.value)
        ? made(text.slice(4), text.slice(2, 4), text.slice(0, 2))
        : null
    return dayFirst && isDay(dayFirst.value) ? dayFirst : iso
  }
  const written = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text)
  if (!written) return null
  const [, first, second, tail] = written as unknown as [string, string, string, string]
  const year =
    tail.length === 4 ? tail : `${Number(tail) > new Date().getUTCFullYear() % 100 ? 19 : 20}${tail}`
  const usual = monthFirst.has(country) ? made(year, first, second) : made(year, second, first)
  if (usual && isDay(usual.value)) return usual
  const other = monthFirst.has(country) ? made(year, second, first) : made(year, first, second)
  return other && isDay(other.value) ? other : usual
}

function made(y: string, m: string, d: string): { value: string; grade: Grade } | null {
  const value = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  if (/^0+$/.test(y + m + d)) return null
  if (/^(1900-01-01|1901-01-01|1111-11-11|9999-..-..|0001-01-01|1800-01-01)$/.test(value))
    return { value, grade: 'blocked' }
  return { value, grade: 'weak' }
}
