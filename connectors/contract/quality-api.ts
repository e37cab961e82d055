/**
 * The periods of `GET /v1/quality`, in days: whole weeks, Monday to Sunday, the last of them over. It asks
 * for a role whose purposes hold `quality`.
 * A count of fewer than `minGroupSize` never leaves the gateway, nor a number that would give such a count
 * away by subtraction: it reads `fewer`, or an empty cell.
 */
export const qualityPeriods = [7, 28, 84] as const
/**
 * Days after a contact in which what became of the customer counts: the same for every period, so that two
 * can be compared.
 */
export const followDays = 30
/** Days after a contact in which another about the same counts as "again". */
export const againDays = 7

/**
 * `n` events of at least `minGroupSize` customers; `value` is a share (0..1) or a mean. `none`: nothing happened.
 * `fewer`: too few to show, alone or by difference.
 */
export type QualityFigure = { is: 'value'; n: number; value: number } | { is: 'none' } | { is: 'fewer' }
/** The measures of what became of customers. */
export type MeasureId = 'satisfied-after' | 'again' | 'promises-kept' | 'stayed' | 'came-back'
/**
 * `better`: which way is good for the customer. `trend`: equal parts of time up to the period's end, four
 * weeks of it at least, oldest first.
 */
export interface Measure {
  id: MeasureId
  better: 'up' | 'down'
  now: QualityFigure
  before: QualityFigure
  trend: readonly { from: string; figure: QualityFigure }[]
}

/** What the figures of a column are: a count, a share (0..1), a time or an amount of money. */
export type CellType = 'count' | 'share' | 'milliseconds' | 'seconds' | 'amount'
/** The tables of the quality page. */
export type TableId =
  | 'cards'
  | 'identified'
  | 'systems'
  | 'advice'
  | 'reasons'
  | 'panels'
  | 'facts'
  | 'served'
/**
 * A row's first cell is its size; for a row in parts, the sum of the parts that are published. null: too few
 * to publish, or nothing to measure.
 */
export interface QualityTable {
  id: TableId
  columns: readonly { id: string; type: CellType }[]
  rows: readonly QualityRow[]
}
/** One row of a quality table; `key` names it, `label` is how it reads. */
export interface QualityRow {
  key: string
  label?: string | undefined
  cells: readonly (number | null)[]
  /** A fact or a panel that nobody uses. */
  remove?: true | undefined
}

/** Days are the company's own (its time zone); `to` is the first day no longer in it. */
export interface QualityAnswer {
  days: number
  from: string
  to: string
  before: { from: string; to: string }
  minGroupSize: number
  /** Made-up history is among it. */
  sample: boolean
  customer: readonly Measure[]
  ours: readonly QualityTable[]
}
