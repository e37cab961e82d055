import type { Grade } from '../../../contract/index.ts'
import { isNothing } from '../../../contract/nothing.ts'
import { fold } from './fold.ts'

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

type BirthDate = { value: string; grade: Grade }

/** How the months begin in Spanish, English, Portuguese, French, German and Italian. */
const months =
  'jan|ene|gen feb|fev mar|mae|mrz apr|abr|avr may|mai|mag jun|juin|giu jul|juil|lug aug|ago|aou sep|set oct|out|okt|ott nov dec|dic|dez'
    .split(' ')
    .map((begins) => new RegExp(`^(?:${begins})`))

/** An hour and what belongs to it: `0:00:00`, `T00:00:00.000Z`, `12:00 a. m.`, `00:00:00 GMT+0100 (CET)`. */
const time =
  /(?:[T\s,]+|(?<=\d{4}):|(?<=\d{8}|\d{4}-\d\d-\d\d))(?:(?:at|um|a las?|[àa]s?) )?(?:T?\d{1,2}(?::|h|\.(?=\d\d\.\d\d\.\d{3}))\d\d(?:[:.]\d\d(?:[.,:]\d+)?)?|T\d{4,6}|(?<=(?:18|19|20)\d{6}\s?)\d{4,6}$)\s*(?:[ap]\.?\s?m\b\.?)?\s*(?:uhr|hs?\b)?\s*(?:z|utc|[a-z]{3,4}(?=[+-]|\s|$))?\s*(?:[+-]\d\d(?::?\d\d)?)?\s*(?:[([].*[)\]])?/i

/**
 * A birth date in ISO, `YYYYMMDD`, day first or (United States) month first, or with the month's name; an hour
 * behind it is left out. Two digits are a year of the past: the latest that is not to come. A day that does
 * not exist is kept as weak digits: it still compares with the right one as a typo; so is a year alone.
 * Placeholders (1900-01-01, 1970-01-01) are blocked. Null: not read.
 *
 * @param isMonthFirst Whether the month comes first; by default what the country does.
 */
export function parseBirthDate(
  raw: string,
  country: string,
  isMonthFirst: boolean = monthFirst.has(country),
): BirthDate | null {
  const text = inItsZone(
    raw
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Pd}\u2212]/gu, '-')
      .replace(/^'/, '')
      .trim()
      // `(03/11/1984)`, `03/11/1984 (40 años)`
      .replace(/^\(([^()]*)\)$|(?<=\d)\s+\([^()]*\)$/, '$1')
      .replace(/(?<=(?:^|[\\_,])\d{1,2})[\\_,](?=\d)/g, '/'),
  )
    .replace(time, ' ')
    .trim()
    .replace(/^(\d{4}(?:\d{4})?)[.,]0+$|^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:?\d\d)$/, '$1$2')
  if (/^(1[89]|20)\d\d$/.test(text)) return { value: text, grade: 'weak' }
  if (/\p{L}/u.test(text)) return withMonthName(text)
  const parts =
    /^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})\.?(?:$| )/.exec(text) ??
    /^(\d{4}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{1,2})\.?(?:$| )/.exec(text)
  if (parts) {
    const iso = made(parts[1] as string, parts[2] as string, parts[3] as string)
    const dayFirst =
      /^\d{8}$/.test(text) && iso && !isDay(iso.value)
        ? made(text.slice(4), text.slice(2, 4), text.slice(0, 2))
        : null
    return dayFirst && isDay(dayFirst.value) ? dayFirst : iso
  }
  const written = /^(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?'?(\d{4}|\d{2})\.?$/.exec(text)
  if (!written) return null
  const [, first, second, tail] = written as unknown as [string, string, string, string]
  const year = wholeYear(tail)
  const usual = isMonthFirst ? made(year, first, second) : made(year, second, first)
  if (usual && isDay(usual.value)) return usual
  const other = isMonthFirst ? made(year, second, first) : made(year, first, second)
  if (other && isDay(other.value)) return other
  return Number(first) > 31 ? made(wholeYear(first), second, tail) : usual
}

/**
 * The day of a midnight that was written in UTC: `1984-11-02T23:00:00.000Z` is the 3rd in Madrid, and so is .NET's
 * `/Date(468284400000)/`. Nobody keeps the hour of a birth.
 */
function inItsZone(text: string): string {
  const ms = /^\/?Date\((-?\d{1,14})(?:[+-]\d{4})?\)\/?$/.exec(text)?.[1]
  const utc = ms === undefined ? text : new Date(Number(ms)).toISOString()
  const evening = /^(\d{4}-\d\d-\d\d)[T ]2[1-3]:00(?::00(?:\.0+)?)?Z$/.exec(utc)
  if (!evening || !isDay(evening[1] as string)) return utc
  return new Date(Date.parse(`${evening[1]}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

const wholeYear = (year: string): string =>
  year.length === 4 ? year : `${Number(year) > new Date().getUTCFullYear() % 100 ? 19 : 20}${year}`

/** `3 de noviembre de 1984`, `Nov 3, 1984`, `03-nov-84`, `Sat Nov 03 1984`: a month's name and two numbers. */
function withMonthName(text: string): BirthDate | null {
  const numbers = text.match(/\d+/g) ?? []
  // A weekday stands before the month, and one of them begins as March does.
  const month = (fold(text).match(/[a-z]+/g) ?? [])
    .map((word) => (/^mar(te|di)/.test(word) ? -1 : months.findIndex((begins) => begins.test(word))))
    .filter((at) => at >= 0)
    .at(-1)
  if (month === undefined || numbers.length !== 2 || text.length > 50) return null
  const [first, last] = numbers as [string, string]
  const [year, day] = first.length === 4 || Number(first) > 31 ? [first, last] : [last, first]
  return /^(\d{4}|\d{2})$/.test(year) && day.length < 3 ? made(wholeYear(year), `${month + 1}`, day) : null
}

/**
 * What proves nothing of anybody. PHP makes 1970-01-01 of a date that it could not read: people were born then,
 * but most who have it were not. 1604 is Apple's year of a birthday without one.
 */
const provesNothing = (date: string): boolean =>
  isNothing(date, 'date') || /^(1970-01-01|1604-..-..|9999-..-..)$/.test(date)

/** Whether `YYYY-MM-DD` is a day on which somebody may have been born, and no program's word for nothing. */
export const isBirthDate = (date: string): boolean => isDay(date) && !provesNothing(date)

function made(y: string, m: string, d: string): BirthDate | null {
  const value = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  if (/^0+$/.test(y + m + d)) return null
  if (provesNothing(value)) return { value, grade: 'blocked' }
  return { value, grade: 'weak' }
}
