import type { Calendar } from './calendar.ts'
import type { Life } from './life.ts'
import type { Random } from './random.ts'
import type { Owned, Raw } from './raw.ts'
import { settleDesk } from './settle-desk.ts'
import { settleMail } from './settle-mail.ts'
import { settleShop } from './settle-shop.ts'
import { settleTill } from './settle-till.ts'

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

export interface Town {
  raw: Raw
  r: Random
  when: Calendar
  count: Counters
}

/**
 * Writes one life into every system that knows it, each in its own spelling, and says which records are
 * theirs.
 */
export function settle(town: Town, life: Life): Owned {
  const shop = settleShop(town, life)
  const desk = settleDesk(town, life)
  const till = settleTill(town, life)
  settleMail(town, life)
  return {
    shop,
    desk,
    till,
    visitors: (life.visitors ?? []).map((v) => v.id),
    mails: life.mails,
    phones: life.phones,
  }
}
