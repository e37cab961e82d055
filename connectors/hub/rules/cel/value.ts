import { Duration } from '@marcbachmann/cel-js/evaluator'
import type { FieldDef, ValueType } from '../../../contract/index.ts'

/**
 * Structured values as rules read them. Only the fields in `valueFields` can be reached: no prototype and no
 * stray key.
 */
export class MoneyValue {
  readonly amount: number
  readonly currency: string
  constructor(amount: number, currency: string) {
    this.amount = amount
    this.currency = currency
  }
}
export class StatusValue {
  code?: string
  label?: string
  tone?: string
}
export class NameValue {
  full?: string
  given?: string
  family?: string
}
export class AddressValue {
  text?: string
  street?: string
  locality?: string
  postalCode?: string
  region?: string
  country?: string
}

/** CEL type name → class and fields. */
export const valueFields: Record<
  string,
  { ctor: new (...args: never[]) => object; fields: Record<string, string> }
> = {
  Money: { ctor: MoneyValue, fields: { amount: 'double', currency: 'string' } },
  Status: { ctor: StatusValue, fields: { code: 'string', label: 'string', tone: 'string' } },
  Name: { ctor: NameValue, fields: { full: 'string', given: 'string', family: 'string' } },
  Address: {
    ctor: AddressValue,
    fields: {
      text: 'string',
      street: 'string',
      locality: 'string',
      postalCode: 'string',
      region: 'string',
      country: 'string',
    },
  },
}

const timestamp = 'google.protobuf.Timestamp'
export const celTypes: Record<ValueType, string> = {
  text: 'string',
  id: 'string',
  number: 'double',
  percent: 'double',
  boolean: 'bool',
  date: timestamp,
  datetime: timestamp,
  duration: 'google.protobuf.Duration',
  money: 'Money',
  mail: 'string',
  phone: 'string',
  url: 'string',
  country: 'string',
  language: 'string',
  personName: 'Name',
  address: 'Address',
  status: 'Status',
  series: 'list<double>',
}
export const celTypeOf = (def: FieldDef, nested: string): string => {
  const one = def.of ? nested : celTypes[def.type]
  return def.list ? `list<${one}>` : one
}

const duration =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
/** ISO 8601 duration in seconds: a month counts 30 days and a year 365, as subscriptions mean them. */
export function secondsOf(text: string): number | undefined {
  const m = duration.exec(text)
  if (!m) return undefined
  const n = (i: number) => Number(m[i] ?? 0)
  return ((n(1) * 365 + n(2) * 30 + n(3) * 7 + n(4)) * 24 + n(5)) * 3_600 + n(6) * 60 + n(7)
}

const strings = <T extends object>(into: T, from: unknown, names: readonly string[]): T | undefined => {
  if (typeof from !== 'object' || from === null) return undefined
  for (const name of names) {
    const value = Object.hasOwn(from, name) ? (from as Record<string, unknown>)[name] : undefined
    if (typeof value === 'string') (into as Record<string, unknown>)[name] = value
  }
  return into
}
const names = (type: string): string[] => Object.keys(valueFields[type]?.fields ?? {})

/**
 * A row's value as CEL has it. A value that is not of its declared type becomes undefined, as if no system
 * gave it.
 */
export function convert(type: ValueType, value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  switch (type) {
    case 'date':
    case 'datetime': {
      const at = typeof value === 'string' ? new Date(value) : value
      return at instanceof Date && !Number.isNaN(at.getTime()) ? at : undefined
    }
    case 'duration': {
      const seconds = typeof value === 'string' ? secondsOf(value) : undefined
      return seconds === undefined ? undefined : Duration.fromMilliseconds(Math.round(seconds * 1_000))
    }
    case 'number':
    case 'percent':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'money': {
      const { amount, currency } = value as { amount?: unknown; currency?: unknown }
      const n = typeof amount === 'string' && amount !== '' ? Number(amount) : Number.NaN
      return Number.isFinite(n) && typeof currency === 'string' ? new MoneyValue(n, currency) : undefined
    }
    case 'status':
      return strings(new StatusValue(), value, names('Status'))
    case 'personName':
      return strings(new NameValue(), value, names('Name'))
    case 'address':
      return strings(new AddressValue(), value, names('Address'))
    case 'series':
      return Array.isArray(value) ? value.filter((n) => typeof n === 'number') : undefined
    default:
      return typeof value === 'string' ? value : undefined
  }
}
