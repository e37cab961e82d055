import type { Environment } from '@marcbachmann/cel-js'
import { factRow, fieldOf, type RuleRow } from './facts.ts'
import { note, running, undecided } from './run.ts'
import { exactly, type Figure, Span } from './span.ts'
import { type MoneyValue, StatusValue } from './value.ts'

const day = 86_400_000

/** Functions over single values: `days(person.since)`, `amount(o.total)`, `money(norm.euros)`. */
const daysSince = (at: Date): Span =>
  exactly(Math.floor((running().now.getTime() - at.getTime()) / day), 'days')
const daysUntil = (at: Date): Span =>
  exactly(Math.ceil((at.getTime() - running().now.getTime()) / day), 'days')

/**
 * A price in the house currency. In any other currency it is undecided, because there is no exchange rate.
 */
function amount(value: MoneyValue): Span {
  if (value.currency === running().currency) return exactly(value.amount, 'money')
  running().foreign.add(value.currency)
  throw undecided
}
const money = (n: Figure): Span =>
  n instanceof Span ? new Span(n.lo, n.hi, 'money') : exactly(Number(n), 'money')
const percent = (n: Figure): Span =>
  n instanceof Span ? new Span(n.lo, n.hi, 'percent') : exactly(Number(n), 'percent')

/**
 * The calendar day in the house's time zone, as days since 1970: midnight in Madrid is not midnight in UTC.
 */
function today(): { year: number; ordinal: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: running().timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(running().now)
  return { year: Number(parts.slice(0, 4)), ordinal: Date.parse(`${parts}T00:00:00Z`) / day }
}
/**
 * Days until this day of the year comes next; 0 today. In common years the 29th of February counts as the 1st
 * of March.
 */
function anniversary(of: Date): Span {
  const { year, ordinal } = today()
  const next = [year, year + 1]
    .map((y) => Date.UTC(y, of.getUTCMonth(), of.getUTCDate()) / day)
    .find((d) => d >= ordinal) as number
  return exactly(next - ordinal, 'days')
}

/** The scale of each kind of survey. A row that names no kind is out of ten. */
const scales: Readonly<Record<string, readonly [worst: number, best: number]>> = {
  nps: [0, 10],
  csat: [1, 5],
  ces: [1, 7],
  review: [1, 5],
}
/** How satisfied the customer is according to an answer, from 0 to 1, whatever the survey. */
export function satisfactionOf(row: RuleRow): number | undefined {
  const score = fieldOf(row, 'score')
  if (typeof score !== 'number') return undefined
  const kind = fieldOf(row, 'kind')
  const outOf = fieldOf(row, 'outOf')
  const [worst, best] = scales[kind instanceof StatusValue ? (kind.code ?? '') : ''] ?? [
    0,
    typeof outOf === 'number' ? outOf : 10,
  ]
  return Math.min(1, Math.max(0, (score - worst) / (best - worst)))
}
function satisfaction(row: RuleRow): number {
  const is = satisfactionOf(row)
  if (is === undefined) throw undecided
  note('feedback.score', factRow(row).values.score, factRow(row))
  return is
}

export function registerFunctions(env: Environment): void {
  const timestamp = 'google.protobuf.Timestamp'
  env.registerFunction(`days(${timestamp}): Span`, daysSince)
  env.registerFunction(`daysUntil(${timestamp}): Span`, daysUntil)
  env.registerFunction(`anniversary(${timestamp}): Span`, anniversary)
  env.registerFunction('satisfaction(FeedbackRow): double', satisfaction)
  env.registerFunction('amount(Money): Span', amount)
  for (const number of ['int', 'double', 'Span']) {
    env.registerFunction(`money(${number}): Span`, money)
    env.registerFunction(`percent(${number}): Span`, percent)
  }
}
