// Converts a system's spelling of a value to ours. Each function returns `undefined` where the value cannot
// be read with certainty: the author then leaves the field out and names it in `unread`. Nothing is
// guessed.
import * as v from 'valibot'
import { isLost, isNothing } from './nothing.ts'
import {
  type Address,
  type Money,
  type PersonName,
  type ValueOf,
  type ValueType,
  valueSchemas,
} from './values.ts'

/** In what an amount is counted. */
export interface MoneyUnits {
  /** ISO 4217: `'EUR'`. */
  currency: string
  /** Digits of the minor unit, when the number counts cents: 2 for `9498` that means 94.98. */
  minor?: number | undefined
}

/**
 * Money from whole cents or decimal units, without ever passing through a binary fraction.
 *
 * @returns `undefined` where there is no honest reading: more than six decimals, an exponent, a fraction of
 * a cent.
 * @example
 * ```ts
 * toMoney(9498, { currency: 'EUR', minor: 2 }) // { amount: '94.98', currency: 'EUR' }
 * toMoney('12.500000', { currency: 'EUR' })    // { amount: '12.50', currency: 'EUR' }
 * ```
 */
export function toMoney(raw: unknown, { currency, minor }: MoneyUnits): Money | undefined {
  const text =
    typeof raw === 'number' && Number.isFinite(raw)
      ? plain(minor === undefined ? Number(raw.toFixed(6)) : raw)
      : typeof raw === 'bigint'
        ? String(raw)
        : typeof raw === 'string'
          ? raw.trim()
          : ''
  if (!/^[A-Z]{3}$/.test(currency)) return undefined
  if (minor === undefined) {
    const m = /^(-?\d{1,15})(?:\.(\d+))?$/.exec(text)
    if (!m) return undefined
    // Databases pad (12.500000000); what lies beyond six digits is no amount of money unless it is zeros.
    const cents = (m[2] ?? '').replace(/0+$/, '').padEnd(2, '0')
    return cents.length > 6
      ? undefined
      : { amount: m[2] === undefined ? (m[1] as string) : `${m[1]}.${cents}`, currency }
  }
  const m = /^(-?)(\d{1,15})(?:\.0+)?$/.exec(text)
  if (!m) return undefined
  if (minor === 0) return { amount: `${m[1]}${m[2]}`, currency }
  const digits = (m[2] as string).padStart(minor + 1, '0')
  return { amount: `${m[1]}${digits.slice(0, -minor)}.${digits.slice(-minor)}`, currency }
}
/**
 * 0.1 + 0.2 of a database that counts in floats is 0.3; 1e-7 and 1e21 are not amounts; everything else prints
 * without an exponent.
 */
const plain = (n: number) => (/e/.test(String(n)) ? '' : String(n))

/** How a system writes times. */
export interface TimeFormat {
  /** IANA zone of a time that carries none (default UTC): `'Europe/Madrid'`. */
  timeZone?: string | undefined
  /** The time is a number since 1970: of seconds or of milliseconds. */
  unit?: 's' | 'ms' | undefined
  /** Whether `03/04/2026` is the third of April or the fourth of March. */
  order?: 'dmy' | 'mdy' | undefined
}

/**
 * RFC 3339 from a Date, an ISO or SQL time (in its zone), a day, or a number since 1970 when `unit` says
 * which.
 *
 * @returns `undefined` where there is no honest reading.
 * @example
 * ```ts
 * toDateTime('2026-03-01 10:00', { timeZone: 'Europe/Madrid' }) // '2026-03-01T10:00:00+01:00'
 * ```
 */
export function toDateTime(raw: unknown, when: TimeFormat = {}): string | undefined {
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? undefined : raw.toISOString()
  if (when.unit && /^-?\d{1,16}(\.\d+)?$/.test(String(raw))) {
    const at = new Date(Number(raw) * (when.unit === 's' ? 1_000 : 1))
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
  }
  const m =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d+)?))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i.exec(
      reorder(raw, when.order),
    )
  if (!m || !v.is(valueSchemas.date, m[1])) return undefined
  const local = `${m[1]}T${m[2] ?? '00:00'}:${m[3] ?? '00'}`
  const zone = !m[4]
    ? offsetOf(local, when.timeZone)
    : /^z$/i.test(m[4])
      ? 'Z'
      : `${m[4].slice(0, 3)}:${m[4].slice(3).replace(':', '') || '00'}`
  const text = local + zone
  return Number.isNaN(Date.parse(text)) ? undefined : text
}

/** A calendar day. The day of a moment is the one in its own spelling, or else that of the time zone. */
export function toDate(raw: unknown, when: TimeFormat = {}): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(reorder(raw, when.order))?.[0]
  if (day) return v.is(valueSchemas.date, day) ? day : undefined
  const at = toDateTime(raw, when)
  return (
    at &&
    new Intl.DateTimeFormat('en-CA', {
      timeZone: when.timeZone ?? 'UTC',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).format(new Date(at))
  )
}

function reorder(raw: unknown, order: TimeFormat['order']): string {
  const text = typeof raw === 'string' ? raw.trim() : ''
  const m = order && /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(.*)$/.exec(text)
  if (!m) return text
  const [a, b] = [(m[1] as string).padStart(2, '0'), (m[2] as string).padStart(2, '0')]
  return order === 'dmy' ? `${m[3]}-${b}-${a}${m[4]}` : `${m[3]}-${a}-${b}${m[4]}`
}

/** The zone's offset at that local time (two steps settle the hours around a change of the clock). */
function offsetOf(local: string, timeZone = 'UTC'): string {
  const wall = Date.parse(`${local}Z`)
  if (timeZone === 'UTC' || Number.isNaN(wall)) return 'Z'
  const shift = (at: number) => {
    const p = Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
        .formatToParts(at)
        .map((x) => [x.type, Number(x.value)]),
    )
    return Math.round(
      (Date.UTC(p.year as number, (p.month as number) - 1, p.day, p.hour, p.minute, p.second) -
        Math.floor(at / 1_000) * 1_000) /
        60_000,
    )
  }
  const minutes = shift(wall - shift(wall) * 60_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}

/** A number, or text that is nothing but one (`'12.5'`; databases answer decimals as text). */
export const toNumber = (raw: unknown): number | undefined => {
  const n =
    typeof raw === 'number'
      ? raw
      : typeof raw === 'bigint'
        ? Number(raw)
        : typeof raw === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(raw)
          ? Number(raw)
          : Number.NaN
  return Number.isFinite(n) ? n : undefined
}

/** A text of at most 10,000 characters; numbers and booleans as they print. `undefined` for anything else. */
export const toText = (raw: unknown): string | undefined =>
  typeof raw === 'string'
    ? raw.slice(0, 10_000)
    : typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean'
      ? String(raw)
      : undefined

/**
 * A value that names one thing: an id, a number of an order, a mail, a telephone. Text, or a number that is
 * exact. `undefined` for whatever programs leave in such a place when they have nothing (`false`, `true`, `NaN`,
 * an object, those written as text, see {@link isNothing}) or have lost it ({@link isLost}).
 *
 * @example
 * ```ts
 * toKey(1042)              // '1042'
 * toKey(false)             // undefined
 * toKey('[object Object]') // undefined
 * ```
 */
export const toKey = (raw: unknown): string | undefined => {
  // Beyond 2^53 a number was rounded on its way: it is another one's.
  if (typeof raw === 'number')
    return Number.isSafeInteger(raw) || (Number.isFinite(raw) && !Number.isInteger(raw))
      ? plain(raw) || undefined
      : undefined
  if (typeof raw === 'bigint') return String(raw)
  const text = typeof raw === 'string' ? raw.trim() : ''
  return text.length > 10_000 || isNothing(text, 'key') || isLost(text) ? undefined : text
}

/**
 * Given and family names to a name, without empty parts.
 *
 * @example
 * ```ts
 * toName({ given: 'Lucía', family: 'Ferrer' }) // { full: 'Lucía Ferrer', given: 'Lucía', family: 'Ferrer' }
 * ```
 */
export const toName = (p: {
  full?: string | undefined
  given?: string | undefined
  family?: string | undefined
}): PersonName | undefined => {
  const full = (p.full ?? [p.given, p.family].filter(Boolean).join(' ')).trim()
  return full
    ? { full, ...(p.given ? { given: p.given } : {}), ...(p.family ? { family: p.family } : {}) }
    : undefined
}

/** An address without empty parts; nothing at all when every part is empty. */
export const toAddress = (p: { [K in keyof Address]?: string | null | undefined }): Address | undefined => {
  const parts = Object.entries(p).filter(([, part]) => typeof part === 'string' && part.trim())
  return parts.length ? (Object.fromEntries(parts) as Address) : undefined
}

/** The value if it is already one of ours. */
export const validValue = <T extends ValueType>(type: T, raw: unknown): ValueOf<T> | undefined => {
  const r = v.safeParse(valueSchemas[type], raw)
  return r.success ? (r.output as ValueOf<T>) : undefined
}
