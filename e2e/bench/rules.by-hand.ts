import type { FactRow } from '../../connectors/hub/rules/types.ts'

/**
 * The thirty rules of the benchmark, each as CEL and as a careful programmer would write it over the same
 * rows.
 */
export interface Pair {
  cel: string
  byHand(rows: readonly FactRow[], now: number): boolean
}

const day = 86_400_000
const at = (row: FactRow, field: string): number | undefined => {
  const v = row.values[field]
  return typeof v === 'string' ? Date.parse(v) : undefined
}
const within = (row: FactRow, now: number, days: number, field = 'orderDate'): boolean => {
  const t = at(row, field)
  return t !== undefined && t >= now - days * day && t <= now
}
const euros = (row: FactRow): number => {
  const t = row.values.total as { amount: string; currency: string } | undefined
  return t?.currency === 'EUR' ? Number(t.amount) : 0
}
const code = (row: FactRow, field: string): string | undefined =>
  (row.values[field] as { code?: string } | undefined)?.code
const items = (row: FactRow): number => row.values.items as number
const sum = (rows: readonly FactRow[], keep: (row: FactRow) => boolean): number => {
  let n = 0
  for (const row of rows) if (keep(row)) n += euros(row)
  return n
}
const count = (rows: readonly FactRow[], keep: (row: FactRow) => boolean): number => {
  let n = 0
  for (const row of rows) if (keep(row)) n += 1
  return n
}
const newest = (rows: readonly FactRow[]): FactRow | undefined => {
  let best: FactRow | undefined
  let t = -Infinity
  for (const row of rows) {
    const a = at(row, 'orderDate') ?? -Infinity
    if (a > t) {
      best = row
      t = a
    }
  }
  return best
}
const isLate = (row: FactRow, now: number): boolean =>
  row.values.delivered === undefined &&
  row.values.expectedArrival !== undefined &&
  (at(row, 'expectedArrival') as number) < now &&
  !['delivered', 'cancelled', 'returned'].includes(code(row, 'status') ?? '')
const late =
  "!has(o.delivered) && has(o.expectedArrival) && o.expectedArrival < now && !(o.status.code in ['delivered', 'cancelled', 'returned'])"
const slow = (row: FactRow, now: number): boolean =>
  ((at(row, 'delivered') ?? now) - (at(row, 'orderDate') as number)) / 3_600_000 >= 48

export const pairs: readonly Pair[] = [
  ...[30, 90, 180, 365, 730].map(
    (days): Pair => ({
      cel: `orders.within(${days}).sum('total') >= 90000`,
      byHand: (rows, now) => sum(rows, (r) => within(r, now, days)) >= 90_000,
    }),
  ),
  ...[30, 90, 365].map(
    (days): Pair => ({
      cel: `orders.within(${days}).count() >= 4000`,
      byHand: (rows, now) => count(rows, (r) => within(r, now, days)) >= 4_000,
    }),
  ),
  {
    cel: 'orders.count() > 0 && orders.within(365).count() == 0',
    byHand: (rows, now) => rows.length > 0 && !rows.some((r) => within(r, now, 365)),
  },
  {
    cel: 'orders.count() > 0 && orders.all(o, days(o.orderDate) <= 2000)',
    byHand: (rows, now) =>
      rows.length > 0 && rows.every((r) => Math.floor((now - (at(r, 'orderDate') as number)) / day) <= 2_000),
  },
  ...[60, 365, 900].map(
    (days): Pair => ({
      cel: `orders.within(${days}).count(o, ${late}) > 2000`,
      byHand: (rows, now) => count(rows, (r) => within(r, now, days) && isLate(r, now)) > 2_000,
    }),
  ),
  ...[90, 365].map(
    (days): Pair => ({
      cel: `orders.within(${days}).filter(o, !has(o.pickup) && o.channel.code != 'store').count(o, (has(o.delivered) ? o.delivered - o.orderDate : now - o.orderDate).getHours() >= 48) > 4000`,
      byHand: (rows, now) =>
        count(
          rows,
          (r) =>
            within(r, now, days) &&
            r.values.pickup === undefined &&
            code(r, 'channel') !== 'store' &&
            slow(r, now),
        ) > 4_000,
    }),
  ),
  ...['late', 'cancelled', 'ready'].map(
    (status): Pair => ({
      cel: `orders.filter(o, o.status.code == '${status}').count() > 4000`,
      byHand: (rows) => count(rows, (r) => code(r, 'status') === status) > 4_000,
    }),
  ),
  ...['web', 'store'].map(
    (channel): Pair => ({
      cel: `orders.within(365).share(o, o.channel.code == '${channel}') > 0.9`,
      byHand: (rows, now) => {
        const recent = rows.filter((r) => within(r, now, 365))
        return count(recent, (r) => code(r, 'channel') === channel) / recent.length > 0.9
      },
    }),
  ),
  ...[50, 80, 99].map(
    (most): Pair => ({
      cel: `orders.count(o, amount(o.total) > ${most}) > 4000`,
      byHand: (rows) => count(rows, (r) => euros(r) > most) > 4_000,
    }),
  ),
  {
    cel: "orders.filter(o, o.items > 3.0 && o.channel.code == 'web').sum('total') > 900000",
    byHand: (rows) => sum(rows, (r) => items(r) > 3 && code(r, 'channel') === 'web') > 900_000,
  },
  { cel: "orders.max('total') > 5000", byHand: (rows) => Math.max(...rows.map(euros)) > 5_000 },
  { cel: "orders.average('total') > 500", byHand: (rows) => sum(rows, () => true) / rows.length > 500 },
  {
    cel: "orders.distinct('channel').count() > 5",
    byHand: (rows) => new Set(rows.map((r) => code(r, 'channel'))).size > 5,
  },
  {
    cel: "orders.last().status.code == 'cancelled'",
    byHand: (rows) => {
      const row = newest(rows)
      return row !== undefined && code(row, 'status') === 'cancelled'
    },
  },
  {
    cel: "orders.exists(o, o.orderNumber.startsWith('X-'))",
    byHand: (rows) => rows.some((r) => String(r.values.orderNumber).startsWith('X-')),
  },
  {
    cel: "orders.exists(o, has(o.motive) && o.motive.matches('regal[oa]s? (urgentes?|tarde)'))",
    byHand: (rows) =>
      rows.some(
        (r) => typeof r.values.motive === 'string' && /regal[oa]s? (urgentes?|tarde)/.test(r.values.motive),
      ),
  },
]
