import type { Environment } from '@marcbachmann/cel-js'
import { type Question, question } from '../../../contract/index.ts'
import { type FactList, fieldOf, questionTypes, type RuleRow } from './facts.ts'
import { satisfactionOf } from './functions.ts'
import { counted, noteReasons } from './loops.ts'
import { running, spend, undecided } from './run.ts'
import { exactly, Span, type Unit } from './span.ts'
import { MoneyValue, StatusValue } from './value.ts'

/**
 * Retail helpers over question lists: `orders.within(365).sum('total')`, `feedback.last().score`,
 * `orders.distinct('channel').count()`. Each knows what an incomplete list still decides: a sum of amounts
 * that are never negative is at least what was seen.
 */
const day = 86_400_000

/**
 * Figures that cannot be negative, so that unseen rows can only add to a sum. A till that writes a return as
 * an order with a negative total counts as having sold nothing; returns have a question of their own.
 */
const neverNegative = new Set([
  'orders.total',
  'orders.items',
  'returns.amount',
  'requests.messages',
  'interactions.transfers',
  'feedback.score',
  'subscriptions.price',
  'referrals.reward',
  'behaviour.value',
])

/** The field that gives the date of a question's rows, or the date of what is still to come. */
export const datedBy = (q: Question): string | undefined => question(q).dated
export const comingBy = (q: Question): string | undefined => question(q).coming

const time = (row: RuleRow, field: string): number | undefined => {
  const at = fieldOf(row, field)
  return at instanceof Date ? at.getTime() : undefined
}

/** Rows whose date lies in a window; rows without the date may belong. */
function dated(list: FactList, field: string, from: number, to: number): FactList {
  spend(list.rows.length + list.maybe.length)
  const yes: RuleRow[] = []
  const maybe: RuleRow[] = []
  for (const row of list.rows) {
    const at = time(row, field)
    if (at === undefined) maybe.push(row)
    else if (at >= from && at <= to) yes.push(row)
  }
  for (const row of list.maybe) {
    const at = time(row, field)
    if (at === undefined || (at >= from && at <= to)) maybe.push(row)
  }
  return list.with(yes, maybe, [field])
}
const within = (list: FactList, days: number, field = datedBy(list.question) as string): FactList => {
  const now = running().now.getTime()
  return dated(list, field, now - days * day, now)
}
const coming = (list: FactList, days: number, field = comingBy(list.question) as string): FactList => {
  const now = running().now.getTime()
  return dated(list, field, now, now + days * day)
}

/** A figure of a row. Money counts only in the house currency, because there is no exchange rate. */
function figure(row: RuleRow, field: string): number | undefined {
  const value = fieldOf(row, field)
  if (!(value instanceof MoneyValue)) return typeof value === 'number' ? value : undefined
  if (value.currency === running().currency) return value.amount
  running().foreign.add(value.currency)
  return undefined
}
const unitOf = (list: FactList, field: string): Unit =>
  question(list.question).fields[field]?.type === 'money' ? 'money' : 'number'

function sum(list: FactList, field: string): Span {
  spend(list.rows.length + list.maybe.length)
  noteReasons(list, list.rows, [field])
  const growing = neverNegative.has(`${list.question}.${field}`)
  let lo = 0
  let hi = 0
  for (const row of list.rows) {
    const n = figure(row, field)
    if (n === undefined) {
      hi = Infinity
      if (!growing) lo = -Infinity
    } else if (!growing || n > 0) {
      lo += n
      hi += n
    }
  }
  for (const row of list.maybe) {
    const n = figure(row, field)
    if (n === undefined) {
      hi = Infinity
      if (!growing) lo = -Infinity
    } else if (n > 0) hi += n
    else if (!growing) lo += n
  }
  if (list.open) {
    hi = Infinity
    if (!growing) lo = -Infinity
  }
  return new Span(exact(lo), exact(hi), unitOf(list, field))
}
/**
 * Amounts have at most six decimals: what binary fractions add beyond them is an error of representation.
 * Rounding keeps the order of the bounds.
 */
const exact = (n: number): number => (Number.isFinite(n) ? Math.round(n * 1e6) / 1e6 : n)
/** Unseen rows can only raise `max` and lower `min`. Of an empty list neither is known. */
function extreme(list: FactList, field: string, sign: 1 | -1): Span {
  spend(list.rows.length)
  const all = list.rows.map((row) => figure(row, field))
  const known = all.filter((n) => n !== undefined)
  if (known.length === 0) throw undecided
  const best = sign * Math.max(...known.map((n) => sign * n))
  noteReasons(list, list.rows.filter((row) => figure(row, field) === best).slice(0, 1), [field])
  const sure = list.settled && known.length === all.length
  return sign === 1
    ? new Span(best, sure ? best : Infinity, unitOf(list, field))
    : new Span(sure ? best : -Infinity, best, unitOf(list, field))
}
function average(list: FactList, field: string): Span {
  spend(list.rows.length)
  const all = list.rows.map((row) => figure(row, field))
  const known = all.filter((n) => n !== undefined)
  if (!list.settled || known.length < all.length || known.length === 0) throw undecided
  noteReasons(list, list.rows, [field])
  return exactly(known.reduce((a, b) => a + b, 0) / known.length, unitOf(list, field))
}
/** The newest row by the question's date. An open list may hold a newer one. */
function last(list: FactList): RuleRow {
  spend(list.rows.length)
  const field = datedBy(list.question)
  if (!list.settled) throw undecided
  let newest: RuleRow | undefined
  let at = -Infinity
  for (const row of list.rows) {
    const t = field === undefined ? 0 : (time(row, field) ?? -Infinity)
    if (!newest || t > at) {
      newest = row
      at = t
    }
  }
  if (!newest) {
    for (const name of Object.keys(question(list.question).fields))
      running().absent.add(`${list.question}.${name}`)
    throw undecided
  }
  noteReasons(list, [newest], field === undefined ? [] : [field])
  return newest
}
/** One row for each value. Statuses are compared by their code. */
function distinct(list: FactList, field: string): FactList {
  spend(list.rows.length + list.maybe.length)
  const key = (row: RuleRow): unknown => {
    const v = fieldOf(row, field)
    return v instanceof StatusValue
      ? v.code
      : v instanceof MoneyValue
        ? `${v.amount} ${v.currency}`
        : v instanceof Date
          ? v.getTime()
          : v
  }
  const seen = new Set<unknown>()
  const first = (rows: readonly RuleRow[]): RuleRow[] =>
    rows.filter((row) => {
      const k = key(row)
      if (k === undefined || seen.has(k)) return false
      seen.add(k)
      return true
    })
  const rows = first(list.rows)
  const maybe = [
    ...first(list.maybe),
    ...list.rows.filter((row) => key(row) === undefined),
    ...list.maybe.filter((row) => key(row) === undefined),
  ]
  return list.with(rows, maybe, [field])
}

/**
 * Figures in time order, for a small chart only. No operator takes them, so an incomplete series decides
 * nothing.
 */
export class Series {
  readonly points: readonly number[]
  constructor(points: readonly number[]) {
    this.points = points
  }
}
/** Surveys with different scales share one chart, out of ten. */
const chart = (row: RuleRow, q: Question, field: string): number | undefined => {
  if (q !== 'feedback' || field !== 'score') return figure(row, field)
  const is = satisfactionOf(row)
  return is === undefined ? undefined : Math.round(is * 100) / 10
}
function series(list: FactList, field: string): Series {
  spend(list.rows.length)
  const by = datedBy(list.question)
  noteReasons(list, list.rows, [field])
  return new Series(
    list.rows
      .map((row) => ({
        at: by === undefined ? 0 : (time(row, by) ?? 0),
        n: chart(row, list.question, field),
      }))
      .filter((p) => p.n !== undefined)
      .sort((a, b) => a.at - b.at)
      .slice(-24)
      .map((p) => p.n as number),
  )
}

/**
 * Methods whose string argument names a field. It must be a literal, so that reads are known before the rule
 * runs.
 */
export const byField = ['sum', 'average', 'max', 'min', 'distinct', 'series'] as const
/** Methods that return a question list. */
export const givesList = ['filter', 'within', 'coming', 'distinct'] as const

export function registerLists(env: Environment): void {
  env.registerType('Series', { ctor: Series, fields: {} })
  for (const type of questionTypes.values()) {
    if (!type.many) continue
    const on = (signature: string, run: (...args: never[]) => unknown) =>
      env.registerFunction(`${type.name}.${signature}`, run as (...args: unknown[]) => unknown)
    on('count(): Span', (list: FactList) => {
      spend(1)
      const by = datedBy(list.question)
      noteReasons(list, list.rows, by === undefined ? [] : [by])
      return counted(list, list.rows.length, list.maybe.length)
    })
    for (const number of ['int', 'double']) {
      if (datedBy(type.question))
        on(`within(${number}): ${type.name}`, (list: FactList, days: number | bigint) =>
          within(list, Number(days)),
        )
      if (comingBy(type.question))
        on(`coming(${number}): ${type.name}`, (list: FactList, days: number | bigint) =>
          coming(list, Number(days)),
        )
      on(`within(${number}, string): ${type.name}`, (list: FactList, days: number | bigint, field: string) =>
        within(list, Number(days), field),
      )
      on(`coming(${number}, string): ${type.name}`, (list: FactList, days: number | bigint, field: string) =>
        coming(list, Number(days), field),
      )
    }
    on('sum(string): Span', sum)
    on('max(string): Span', (list: FactList, field: string) => extreme(list, field, 1))
    on('min(string): Span', (list: FactList, field: string) => extreme(list, field, -1))
    on('average(string): Span', average)
    on(`last(): ${type.row}`, last)
    on(`distinct(string): ${type.name}`, distinct)
    on('series(string): Series', series)
  }
}
