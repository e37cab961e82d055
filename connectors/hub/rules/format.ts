import { Duration } from '@marcbachmann/cel-js/evaluator'
import { message, messageOr } from '../messages/index.ts'
import { FactList } from './cel/facts.ts'
import { Series } from './cel/lists.ts'
import { Span, type Unit } from './cel/span.ts'
import { MoneyValue, NameValue, StatusValue } from './cel/value.ts'

export interface Writing {
  locale: string
  timeZone: string
  currency: string
}

const figures = new Map<string, Intl.NumberFormat>()
function figure(n: number, unit: Unit, w: Writing): string {
  const key = `${w.locale} ${unit} ${w.currency} ${Number.isInteger(n)}`
  let format = figures.get(key)
  if (!format) {
    const style =
      unit === 'money'
        ? ({
            style: 'currency',
            currency: w.currency,
            minimumFractionDigits: Number.isInteger(n) ? 0 : 2,
          } as const)
        : unit === 'percent'
          ? ({ style: 'percent', maximumFractionDigits: 0 } as const)
          : { maximumFractionDigits: 1 }
    figures.set(
      key,
      (format = new Intl.NumberFormat(w.locale, {
        ...style,
        useGrouping: 'always',
      } as Intl.NumberFormatOptions)),
    )
  }
  return format.format(n)
}
/** A count is never below zero, so "at least 0" says nothing. */
export const saysNothing = (value: unknown): boolean =>
  value instanceof Span && value.hi === Infinity && value.lo <= 0
function span(s: Span, w: Writing): string {
  if (s.exact) return figure(s.lo, s.unit, w)
  if (saysNothing(s))
    return message(s.unit === 'number' || s.unit === 'days' ? 'value.how-many' : 'value.how-much', w.locale)
  if (s.hi === Infinity) return message('value.at-least', w.locale, { n: figure(s.lo, s.unit, w) })
  if (s.lo === -Infinity) return message('value.at-most', w.locale, { n: figure(s.hi, s.unit, w) })
  return message('value.between', w.locale, { a: figure(s.lo, s.unit, w), b: figure(s.hi, s.unit, w) })
}

/** A rule's value as a person reads it. */
export function write(value: unknown, w: Writing): string {
  if (value instanceof Span) return span(value, w)
  if (value instanceof MoneyValue) return figure(value.amount, 'money', { ...w, currency: value.currency })
  if (value instanceof StatusValue)
    return (
      // A channel is named by its code in the context, so that a system that gives a bare code reads like the
      // rest of the card.
      value.label ??
      (value.code === undefined ? '—' : messageOr(`channel.${value.code}`, w.locale, value.code))
    )
  if (value instanceof NameValue) return value.full ?? value.given ?? '—'
  // A calendar date is midnight UTC. Written in a time zone west of it, a birthday would fall on the day
  // before.
  if (value instanceof Date)
    return new Intl.DateTimeFormat(w.locale === 'en' ? 'en-GB' : w.locale, {
      dateStyle: 'medium',
      timeZone: value.getTime() % 86_400_000 === 0 ? 'UTC' : w.timeZone,
    }).format(value)
  if (value instanceof Duration) return hours(Number(value.seconds), w)
  if (value instanceof FactList) return figure(value.rows.length, 'number', w)
  if (value instanceof Series) return value.points.map((n) => figure(n, 'number', w)).join(' · ')
  if (Array.isArray(value))
    return new Intl.ListFormat(w.locale, { type: 'conjunction' }).format(value.map((v) => write(v, w)))
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return figure(Number(value), 'number', w)
    case 'boolean':
      return message(`value.${value}`, w.locale)
    case 'string':
      return value
    default:
      return '—'
  }
}
function hours(seconds: number, w: Writing): string {
  const [n, unit] =
    Math.abs(seconds) >= 172_800
      ? [seconds / 86_400, 'day']
      : Math.abs(seconds) >= 3_600
        ? [seconds / 3_600, 'hour']
        : [seconds / 60, 'minute']
  return new Intl.NumberFormat(w.locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(n)
}

const one = (value: unknown): boolean =>
  value instanceof Span ? value.lo === 1 && (value.exact || value.hi === Infinity) : Number(value) === 1
const hole = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g
/** Which values a text shows. */
export const holesOf = (text: string): string[] => [...text.matchAll(hole)].map((m) => m[1] as string)
/**
 * `{n}` writes the value; `{n|vez|veces}` adds the word in the singular or plural. An unknown value is
 * written as —.
 */
export const fill = (text: string, values: ReadonlyMap<string, unknown>, w: Writing): string =>
  text.replace(hole, (_, name: string, singular?: string, plural?: string) => {
    const value = values.get(name)
    const written = value === undefined ? '—' : write(value, w)
    return singular === undefined ? written : `${written} ${one(value) ? singular : (plural ?? singular)}`
  })
