import type { Address, Money, PersonName, Status } from '../../../connectors/contract/index.ts'
import {
  address,
  date,
  duration,
  money,
  nameOfCode,
  number,
  percent,
  phone,
  time,
} from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { marked } from './safe.tsx'

const isObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v)

/** Guesses the type of a value where none is declared: questions outside the ficha, foreign data. */
export function guessType(value: unknown): string {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (Array.isArray(value)) return value.length > 0 ? guessType(value[0]) : 'text'
  if (isObject(value))
    return 'amount' in value
      ? 'money'
      : 'code' in value
        ? 'status'
        : 'full' in value
          ? 'personName'
          : 'street' in value || 'locality' in value || 'postalCode' in value
            ? 'address'
            : 'nested'
  if (typeof value !== 'string') return 'text'
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return 'datetime'
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'date' : 'text'
}

/** A value as text, by its type. In identifiers invisible characters are shown. */
export function valueText(type: string, value: unknown, now: number): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value))
    return type === 'series'
      ? value.map((n) => number(Number(n))).join(' ')
      : value
          .map((v) => valueText(type, v, now))
          .filter(Boolean)
          .join(', ')
  switch (type) {
    case 'money':
      return isObject(value) && typeof value.amount === 'string' && typeof value.currency === 'string'
        ? money(value as Money)
        : ''
    case 'number':
      return typeof value === 'number' ? number(value) : String(value)
    case 'percent':
      return typeof value === 'number' ? percent(value) : String(value)
    case 'boolean':
      return t(value === true ? 'yes' : 'no')
    case 'date':
      return date(String(value), now)
    case 'datetime':
      return isToday(String(value), now) ? time(Date.parse(String(value))) : date(String(value), now)
    case 'duration':
      return duration(String(value))
    case 'phone':
      return marked(phone(String(value)))
    case 'country':
      return nameOfCode('region', String(value))
    case 'language':
      return nameOfCode('language', String(value))
    case 'personName':
      return marked(isObject(value) ? (value as PersonName).full : String(value))
    case 'address':
      return isObject(value) ? address(value as Address) : String(value)
    case 'status':
      return isObject(value)
        ? ((value as Status).label ??
            (tOr(`channel.${(value as Status).code}`, '') || String((value as Status).code)))
        : String(value)
    case 'id':
    case 'mail':
    case 'url':
      return marked(String(value))
    default:
      return isObject(value)
        ? Object.values(value)
            .map((v) => valueText(guessType(v), v, now))
            .join(' · ')
        : String(value)
  }
}
const isToday = (value: string, now: number): boolean => {
  const at = Date.parse(value)
  return new Date(at).toDateString() === new Date(now).toDateString()
}

/** The text for the clipboard: the value in the form in which a system accepts it. */
export const clipboardText = (type: string, value: unknown, now: number): string =>
  type === 'phone' || type === 'mail' || type === 'id' || type === 'url' || type === 'text'
    ? Array.isArray(value)
      ? value.join(', ')
      : String(value)
    : type === 'money' && isObject(value)
      ? String(value.amount)
      : valueText(type, value, now)
