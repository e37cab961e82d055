import { Duration } from '@marcbachmann/cel-js/evaluator'
import { say, type Text } from '../../contract/index.ts'
import { FactList } from './cel/facts.ts'
import { Series } from './cel/lists.ts'
import { Span, type Unit } from './cel/span.ts'
import { MoneyValue, NameValue, StatusValue } from './cel/value.ts'

export interface Writing {
  locale: string
  timeZone: string
  currency: string
}

const atLeast: Text = { es: 'al menos {n}', en: 'at least {n}', pt: 'pelo menos {n}' }
const atMost: Text = { es: 'como mucho {n}', en: 'at most {n}', pt: 'no máximo {n}' }
const between: Text = { es: 'entre {a} y {b}', en: 'between {a} and {b}', pt: 'entre {a} e {b}' }
const howMany: Text = { es: 'no se sabe cuántos', en: 'not known how many', pt: 'não se sabe quantos' }
const howMuch: Text = { es: 'no se sabe cuánto', en: 'not known how much', pt: 'não se sabe quanto' }
const yesNo: Record<'true' | 'false', Text> = {
  true: { es: 'sí', en: 'yes', pt: 'sim' },
  false: { es: 'no', en: 'no', pt: 'não' },
}
/** The stages every retailer knows; a house may name its own, shown as written. */
export const stageWords: Readonly<Record<string, Text>> = {
  considering: { es: 'Se lo está pensando', en: 'Considering', pt: 'A ponderar' },
  evaluating: { es: 'Comparando', en: 'Evaluating', pt: 'A comparar' },
  buying: { es: 'Comprando', en: 'Buying', pt: 'A comprar' },
  after: { es: 'Después de la compra', en: 'After the purchase', pt: 'Depois da compra' },
  renewing: { es: 'Por renovar', en: 'Renewing', pt: 'A renovar' },
  lapsed: { es: 'Ya no nos compra', en: 'Lapsed', pt: 'Já não nos compra' },
}
/** Channels by the codes of the context: a system that gives a bare code says what the card says. */
const channelWords: Readonly<Record<string, Text>> = {
  phone: { es: 'llamada', en: 'call', pt: 'chamada' },
  chat: { es: 'chat', en: 'chat', pt: 'chat' },
  mail: { es: 'correo', en: 'mail', pt: 'e-mail' },
  store: { es: 'tienda', en: 'shop', pt: 'loja' },
  web: { es: 'web', en: 'web', pt: 'web' },
  social: { es: 'redes', en: 'social', pt: 'redes' },
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
/** What is counted is never below nought: "at least 0" says nothing. */
export const saysNothing = (value: unknown): boolean =>
  value instanceof Span && value.hi === Infinity && value.lo <= 0
function span(s: Span, w: Writing): string {
  if (s.exact) return figure(s.lo, s.unit, w)
  if (saysNothing(s)) return say(s.unit === 'number' || s.unit === 'days' ? howMany : howMuch, w.locale)
  if (s.hi === Infinity) return say(atLeast, w.locale).replace('{n}', figure(s.lo, s.unit, w))
  if (s.lo === -Infinity) return say(atMost, w.locale).replace('{n}', figure(s.hi, s.unit, w))
  return say(between, w.locale)
    .replace('{a}', figure(s.lo, s.unit, w))
    .replace('{b}', figure(s.hi, s.unit, w))
}

/** A rule's value as a person reads it. */
export function write(value: unknown, w: Writing): string {
  if (value instanceof Span) return span(value, w)
  if (value instanceof MoneyValue) return figure(value.amount, 'money', { ...w, currency: value.currency })
  if (value instanceof StatusValue)
    return (
      value.label ??
      (Object.hasOwn(channelWords, value.code ?? '')
        ? say(channelWords[value.code as string] as Text, w.locale)
        : value.code) ??
      '—'
    )
  if (value instanceof NameValue) return value.full ?? value.given ?? '—'
  // A calendar date is midnight UTC: written in a zone west of it, a birthday would fall on the day before.
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
      return say(yesNo[value ? 'true' : 'false'], w.locale)
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
/** `{n}` writes the value; `{n|vez|veces}` writes it with the word in its number. What is not known is written —. */
export const fill = (text: string, values: ReadonlyMap<string, unknown>, w: Writing): string =>
  text.replace(hole, (_, name: string, singular?: string, plural?: string) => {
    const value = values.get(name)
    const written = value === undefined ? '—' : write(value, w)
    return singular === undefined ? written : `${written} ${one(value) ? singular : (plural ?? singular)}`
  })
