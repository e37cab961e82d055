import type { Address, Money } from '../../connectors/contract/index.ts'
import { language, t } from './index.ts'
import { localeOf } from './locale.ts'

/**
 * Numbers, money, dates and ages in the language on screen. Formatters are costly to make: each is made once
 * per language.
 */
const made = new Map<string, unknown>()
export function once<T>(name: string, make: (locale: string) => T): T {
  const locale = localeOf(language())
  const key = `${locale} ${name}`
  if (!made.has(key)) made.set(key, make(locale))
  return made.get(key) as T
}

export const number = (value: number, digits = 2): string =>
  once(
    `n${digits}`,
    (l) =>
      new Intl.NumberFormat(l, {
        maximumFractionDigits: digits,
        useGrouping: 'always',
      } as Intl.NumberFormatOptions),
  ).format(value)
export const percent = (value: number): string =>
  once('%', (l) => new Intl.NumberFormat(l, { style: 'percent', maximumFractionDigits: 1 })).format(
    value / 100,
  )
/** Never through a float: the decimal string goes to Intl as it is. */
export function money({ amount, currency }: Money): string {
  const format = once(
    currency,
    (l) =>
      new Intl.NumberFormat(l, {
        style: 'currency',
        currency,
        useGrouping: 'always',
      } as Intl.NumberFormatOptions),
  )
  return format.format(amount as unknown as number)
}

const dayMs = 86_400_000
const options = (kind: 'date' | 'time' | 'day'): Intl.DateTimeFormatOptions =>
  kind === 'time'
    ? { hour: '2-digit', minute: '2-digit' }
    : kind === 'day'
      ? { day: 'numeric', month: 'short' }
      : { day: 'numeric', month: 'short', year: 'numeric' }
const dates = (kind: 'date' | 'time' | 'day', zone?: 'UTC') =>
  once(
    `${kind}${zone ?? ''}`,
    (l) => new Intl.DateTimeFormat(l, { ...options(kind), ...(zone ? { timeZone: zone } : {}) }),
  )

/** A calendar date has no time zone: it is the same day everywhere. */
export function date(value: string, now: number): string {
  const calendar = value.length === 10
  const at = new Date(calendar ? `${value}T00:00:00Z` : value)
  if (Number.isNaN(at.getTime())) return value
  // What is ahead is told from its day of last year.
  const off = (at.getTime() - now) / dayMs
  const near = off > -300 && off < 90
  return dates(near ? 'day' : 'date', calendar ? 'UTC' : undefined).format(at)
}
export const time = (at: number): string => dates('time').format(at)

/** A clock time today, a date before: "las 10:32", "el 12 nov". */
export function moment(value: string, now: number): string {
  const at = Date.parse(value)
  if (Number.isNaN(at)) return value
  return now - at < 12 * 3_600_000
    ? t('at.time', { time: time(at) })
    : t('at.date', { date: date(value, now) })
}

/** "hace 8 s", "hace 2 min"; empty under five seconds, which is now. */
export function age(value: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(value)) / 1_000))
  if (!(seconds >= 5)) return ''
  const format = once('age', (l) => new Intl.RelativeTimeFormat(l, { style: 'short', numeric: 'always' }))
  if (seconds < 60) return format.format(-(seconds - (seconds % 5)), 'second')
  if (seconds < 3_600) return format.format(-Math.floor(seconds / 60), 'minute')
  if (seconds < 86_400) return format.format(-Math.floor(seconds / 3_600), 'hour')
  return format.format(-Math.floor(seconds / 86_400), 'day')
}
export const seconds = (ms: number): string =>
  `${once('s', (l) => new Intl.NumberFormat(l, { minimumFractionDigits: 1, maximumFractionDigits: 1 })).format(ms / 1_000)} s`

const units: Record<string, string> = {
  Y: 'year',
  M: 'month',
  W: 'week',
  D: 'day',
  TH: 'hour',
  TM: 'minute',
  TS: 'second',
}
/** ISO 8601 durations: PT4M20S → "4 min 20 s". */
export function duration(value: string): string {
  const [days = '', clock = ''] = value.split('T')
  const parts = (text: string, of: string) =>
    [...text.matchAll(/([\d.]+)(\w)/g)].map(([, amount, letter]) => ({
      amount: Number(amount),
      unit: units[of + letter],
    }))
  const said = [...parts(days, ''), ...parts(clock, 'T')].flatMap(({ amount, unit }) =>
    unit && amount > 0
      ? [
          once(
            `u${unit}`,
            (l) =>
              new Intl.NumberFormat(l, {
                style: 'unit',
                unit,
                unitDisplay: 'short',
                maximumFractionDigits: 0,
              }),
          ).format(amount),
        ]
      : [],
  )
  return said.slice(0, 2).join(' ') || value
}
/** Waiting times come in seconds. */
export const waited = (s: number): string =>
  duration(
    s < 60
      ? `PT${Math.round(s)}S`
      : s < 3_600
        ? `PT${Math.round(s / 60)}M`
        : `PT${Math.floor(s / 3_600)}H${Math.round((s % 3_600) / 60)}M`,
  )

/** E.164 grouped as its country reads it; the digits are never changed. */
export function phone(value: string): string {
  if (/^\+34\d{9}$/.test(value)) return value.slice(3).replace(/(\d{3})(\d{2})(\d{2})(\d{2})/, '$1 $2 $3 $4')
  if (/^\+351\d{9}$/.test(value)) return value.replace(/(\+351)(\d{3})(\d{3})(\d{3})/, '$1 $2 $3 $4')
  return value
}
export const address = (a: Address): string =>
  a.text ??
  [a.street, [a.postalCode, a.locality].filter(Boolean).join(' '), a.region, a.country]
    .filter(Boolean)
    .join(', ')
/** A country or a language by its name; a code nobody knows stays as it is. */
export const nameOfCode = (type: 'language' | 'region', code: string): string => {
  try {
    return once(type, (l) => new Intl.DisplayNames(l, { type })).of(code) ?? code
  } catch {
    return code
  }
}
