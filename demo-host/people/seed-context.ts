import type { Calendar } from './calendar.ts'
import type { Random } from './random.ts'
import type { Raw } from './raw.ts'

/** Numbers the systems give out, each its own series. */
export interface Counters {
  order: number
  ticket: number
  customer: number
  rma: number
  payment: number
  member: number
  card: number
  user: number
  request: number
  entry: number
  row: number
}
export const counters = (): Counters => ({
  order: 20_000,
  ticket: 9_000,
  customer: 100_000,
  rma: 4_000,
  payment: 700_000,
  member: 50_000,
  card: 10_000,
  user: 300,
  request: 12_000,
  entry: 80_000,
  row: 1,
})

/** What every writer of sample data shares: the systems' rows, the seeded draws, the day and the series. */
export interface SeedContext {
  raw: Raw
  r: Random
  when: Calendar
  count: Counters
}
