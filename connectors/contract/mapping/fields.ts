import {
  type MoneyUnits,
  toAddress,
  toDate,
  toDateTime,
  toKey,
  toMoney,
  toName,
  toNumber,
  toText,
  validValue,
} from '../coerce.ts'
import type { FieldDef, FieldDefs } from '../field.ts'
import { isNothing, type NothingOf } from '../nothing.ts'
import { toPhone } from '../phone.ts'
import { localize, type Money, type Text, type ValueType } from '../values.ts'
import { decimalsOf, isAmbiguous, withDecimal } from './decimals.ts'
import { intoList, look } from './pointer.ts'
import type { FieldMap, FieldRule, Locale } from './types.ts'

/**
 * Where a value is: its row (for pointers beside it), the row's root (a currency above the lines), and the
 * callback for a value that could not be read.
 */
export interface Place {
  row: unknown
  root: unknown
  locale: Locale
  unread: (field: string, value?: unknown) => void
}

/**
 * The wanted fields of one row. A value that cannot be read with certainty is left out and reported to
 * `unread`; the answer is then incomplete.
 */
export function mapFields(
  defs: FieldDefs,
  map: Readonly<Record<string, FieldMap | undefined>>,
  wanted: readonly string[],
  row: unknown,
  locale: Locale,
  unread: (field: string, value?: unknown) => void,
): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const name of wanted) {
    const [def, how] = [defs[name], Object.hasOwn(map, name) ? map[name] : undefined]
    if (!def || how === undefined) continue
    const value = mapField(name, def, how, { row, root: row, locale, unread })
    if (value !== undefined) out[name] = value
  }
  return out
}

export function mapField(
  name: string,
  def: Pick<FieldDef, 'type' | 'list' | 'of'>,
  how: FieldMap,
  place: Place,
): unknown {
  const rule: FieldRule = typeof how === 'string' ? { from: how } : how
  if (Object.hasOwn(rule, 'value'))
    return def.type === 'status' ? status(rule.value, rule, place.locale) : rule.value
  const raw = find(name, def, rule, place.row)
  if (isEmpty(raw, rule) || isFalse(raw, def)) {
    const inside = raw === undefined ? pointersOf(rule).flatMap((one) => intoList(place.row, one) ?? []) : []
    if (inside[0] !== undefined) place.unread(name, look(place.row, inside[0]))
    return undefined
  }
  if (!def.list) {
    if (def.type === 'series' || !Array.isArray(raw)) return read(name, def, rule, raw, place)
    // Several values where one belongs: none of them is known to be it.
    const all = raw.filter((one) => !isEmpty(one, rule) && !isFalse(one, def))
    if (all.some((one) => one !== all[0])) {
      place.unread(name, all)
      return undefined
    }
    return all.length ? read(name, def, rule, all[0], place) : undefined
  }
  const items =
    typeof raw === 'string' && rule.split !== undefined
      ? raw.split(rule.split).map((s) => s.trim())
      : Array.isArray(raw)
        ? raw
        : [raw]
  return items
    .slice(0, 500)
    .flatMap((item) => (isEmpty(item, rule) ? [] : (read(name, def, rule, item, place) ?? [])))
}

const pointersOf = (rule: FieldRule): readonly string[] =>
  rule.from === undefined ? [] : typeof rule.from === 'string' ? [rule.from] : rule.from

function find(name: string, def: Pick<FieldDef, 'list'>, rule: FieldRule, row: unknown): unknown {
  if (rule.from === undefined) return rule.of && !def.list ? row : look(row, name)
  const found = pointersOf(rule)
    .map((pointer) => look(row, pointer))
    .filter((value) => !isEmpty(value, rule))
  return rule.join === undefined
    ? found[0]
    : found
        .flat()
        .filter((v) => !isEmpty(v, rule))
        .map((v) => toText(v) ?? '')
        .join(rule.join)
}

const isEmpty = (value: unknown, rule: FieldRule) =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0) ||
  (rule.empty?.includes(value) ?? false)

/** Some systems write `false` for whatever they do not know, a mail or a date. It is a value of its own elsewhere. */
const isFalse = (value: unknown, def: Pick<FieldDef, 'type'>) =>
  value === false && def.type !== 'boolean' && def.type !== 'status'

function read(
  name: string,
  def: Pick<FieldDef, 'type' | 'of'>,
  rule: FieldRule,
  raw: unknown,
  place: Place,
): unknown {
  const value = def.of ? parts(name, def.of, rule, raw, place) : single(def.type, rule, raw, place)
  if (isNoDay(def.type, value, raw)) return undefined
  if (value === undefined && !saysNothing(def.type, raw)) place.unread(name, raw)
  return value
}

/** Day zero of some database. The first moment of 1970 is one too; as a day it is somebody's birthday. */
function isNoDay(type: ValueType, value: unknown, raw: unknown): boolean {
  if (typeof value !== 'string' || (type !== 'date' && type !== 'datetime')) return false
  return isNothing(value, 'date') || Number(raw) === 0 || (type === 'datetime' && Date.parse(value) === 0)
}

/** `N/D` where an amount belongs, `0000-00-00` where a day does, 0 where a time since 1970 does. */
const saysNothing = (type: ValueType, raw: unknown): boolean =>
  (typeof raw === 'string' || raw === 0) && isNothing(String(raw), nothingOf[type] ?? 'value')
const nothingOf: Readonly<Partial<Record<ValueType, NothingOf>>> = {
  id: 'key',
  phone: 'phone',
  date: 'date',
  datetime: 'date',
}

const parts = (
  name: string,
  of: Record<string, { type: ValueType }>,
  rule: FieldRule,
  raw: unknown,
  place: Place,
) => {
  const out: Record<string, unknown> = {}
  for (const [part, def] of Object.entries(of)) {
    const how = rule.of ? rule.of[part] : part
    const value =
      how === undefined ? undefined : mapField(`${name}.${part}`, def, how, { ...place, row: raw })
    if (value !== undefined) out[part] = value
  }
  return Object.keys(out).length ? out : undefined
}

const texts = (rule: FieldRule, raw: unknown, place: Place): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(rule.of ?? {}).map(([part, how]) => [
      part,
      mapField(part, { type: 'text' }, how, { ...place, row: raw }) as string | undefined,
    ]),
  )

function single(
  type: ValueType,
  rule: FieldRule,
  raw: unknown,
  { root, row, locale }: Place & { row: unknown },
): unknown {
  switch (type) {
    case 'text':
      return typeof raw === 'boolean' ? undefined : toText(raw)
    case 'id':
      return validValue('id', toKey(raw))
    case 'number':
    case 'percent': {
      const n = toNumber(typeof raw === 'string' && rule.decimal ? withDecimal(raw, rule.decimal) : raw)
      return n === undefined ? undefined : n * (rule.times ?? 1)
    }
    case 'boolean':
      return (
        (rule.yes ?? [true, 1, 1n, '1', 't', 'true', 'y', 'yes', 's', 'si', 'sí']).includes(
          typeof raw === 'string' ? raw.toLowerCase() : raw,
        ) ||
        (rule.yes?.includes(raw) ?? false)
      )
    case 'date':
      return toDate(raw, { timeZone: locale.timeZone, unit: sinceEpoch(rule), order: rule.order })
    case 'datetime':
      return toDateTime(raw, { timeZone: locale.timeZone, unit: sinceEpoch(rule), order: rule.order })
    case 'duration':
      return duration(raw, rule)
    case 'money':
      return (
        validValue('money', raw) ??
        amount(raw, rule.decimal ?? locale.decimal, unitsOf(rule, currencyOf(rule, row, root, locale)))
      )
    case 'mail':
      return validValue('mail', toKey(raw))
    case 'phone':
      return toPhone(raw, locale.phonePrefix, locale.numberPlans)
    case 'country':
      return validValue('country', toText(raw)?.toUpperCase())
    case 'personName':
      return rule.of
        ? toName(texts(rule, raw, { row, root, locale, unread: () => {} }))
        : (validValue('personName', raw) ?? toName({ full: typeof raw === 'string' ? raw : undefined }))
    case 'address':
      return rule.of
        ? toAddress(texts(rule, raw, { row, root, locale, unread: () => {} }))
        : typeof raw === 'string'
          ? { text: raw }
          : validValue('address', raw)
    case 'status':
      return status(raw, rule, locale)
    case 'series':
      return validValue('series', Array.isArray(raw) ? raw.map(toNumber) : raw)
    default:
      return validValue(type, raw)
  }
}

const unitsOf = ({ minor }: FieldRule, currency: string): MoneyUnits => ({
  currency,
  minor: minor === 'currency' ? decimalsOf(currency) : minor,
})

/** A text of which nobody knows whether its point is that of thousands is not read. */
function amount(raw: unknown, decimal: FieldRule['decimal'], units: MoneyUnits): Money | undefined {
  if (typeof raw !== 'string') return toMoney(raw, units)
  if (decimal) return toMoney(withDecimal(raw, decimal), units)
  return isAmbiguous(raw, units.currency) ? undefined : toMoney(raw, units)
}

const sinceEpoch = (rule: FieldRule) => (rule.unit === 's' || rule.unit === 'ms' ? rule.unit : undefined)

const currencyOf = (rule: FieldRule, row: unknown, root: unknown, locale: Locale): string => {
  if (typeof rule.currency === 'string') return rule.currency
  const there = rule.currency && (look(row, rule.currency.from) ?? look(root, rule.currency.from))
  return typeof there === 'string' ? there.trim().toUpperCase() : rule.currency ? '' : (locale.currency ?? '')
}

/**
 * The system's term translated by the author's map. A term that is not in the map keeps its spelling and has
 * no tone.
 */
function status(raw: unknown, rule: FieldRule, { language = 'es' }: Locale): unknown {
  if (typeof raw === 'object') return validValue('status', spoken(raw, language))
  const word = toText(raw) ?? ''
  const meaning = rule.map && Object.hasOwn(rule.map, word) ? rule.map[word] : word
  return validValue('status', typeof meaning === 'string' ? { code: meaning } : spoken(meaning, language))
}
/** The label in the reader's language, where it has more than one. */
const spoken = (meaning: unknown, language: string): unknown => {
  const label = (meaning as { label?: Text } | null | undefined)?.label
  return typeof label === 'object' ? { ...(meaning as object), label: localize(label, language) } : meaning
}

const secondsOf = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 } as const

/** Hours, minutes and days stay as the system counts them; their fractions, which ISO 8601 lacks, do not. */
function duration(raw: unknown, { unit = 's' }: FieldRule): string | undefined {
  const n = toNumber(raw)
  if (n === undefined || n < 0) return validValue('duration', raw)
  if (Number.isInteger(n) && unit !== 'ms' && unit !== 's')
    return validValue('duration', unit === 'd' ? `P${n}D` : `PT${n}${unit.toUpperCase()}`)
  // 410 seconds are read as minutes: a duration is written in the units a person says.
  const seconds = n * secondsOf[unit]
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3_600),
    Math.floor((seconds % 3_600) / 60),
    Math.round((seconds % 60) * 1_000) / 1_000,
  ]
  return validValue(
    'duration',
    hours + minutes === 0
      ? `PT${rest}S`
      : `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`,
  )
}
