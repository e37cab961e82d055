import type { AnyRow } from '../../../contract/index.ts'
import type { FetchedAnswer, FetchOutcome } from '../../fetch/fetcher.ts'
import type { Target } from '../../fetch/inquiry.ts'
import type { TimelineQuery } from './timeline-queries.ts'

/** A row with its moment. `key` orders rows of one moment, so that every reading of a page agrees. */
export interface DatedRow {
  row: AnyRow
  at: number
  key: string
}
/**
 * Where one source stands, as the sealed cursor keeps it. `at`: its own cursor of the page being shown ·
 * `after`: up to where that page was shown.
 */
export interface SourcePosition {
  target: string
  at?: string | undefined
  after?: readonly [number, string] | undefined
  done?: true | undefined
  failed?: true | undefined
  told?: true | undefined
}

/** One source of the timeline, a page at a time, newest first within its page. */
export class TimelineSource {
  rows: DatedRow[] = []
  /** Rows of the pages read whose date is missing, or cannot be read. */
  undated: AnyRow[] = []
  /** How many rows of the pages read could not be read at all. */
  unreadRows = 0
  state: 'unread' | 'ready' | 'waiting' | 'failed' | 'done'
  answer: FetchedAnswer | undefined
  private cursor: string | undefined
  private after: readonly [number, string] | undefined
  private nextCursor: string | undefined
  /** Rows of its first page, for what is coming; told once. */
  firstPage: readonly AnyRow[] | undefined
  private firstPageTaken: boolean
  pagesRead = 0

  constructor(
    readonly query: TimelineQuery,
    readonly target: Target,
    readonly name: string,
    position: SourcePosition | undefined,
    again: boolean,
    private readonly get: (
      source: TimelineSource,
      cursor: string | undefined,
    ) => Promise<FetchOutcome<FetchedAnswer> | 'late'>,
  ) {
    this.cursor = position?.at
    this.after = position?.after
    this.firstPageTaken = position?.told === true
    this.state = position?.done ? 'done' : position?.failed && !again ? 'failed' : 'unread'
  }

  /**
   * Could it still hold something newer than what others have? Then it must be read before anything else is
   * shown.
   */
  get needsReading(): boolean {
    return this.state === 'unread' || (this.state === 'ready' && this.rows.length === 0)
  }
  get head(): DatedRow | undefined {
    return this.rows[0]
  }

  async read(): Promise<void> {
    if (this.state === 'ready') {
      if (this.nextCursor === undefined || this.nextCursor === this.cursor) {
        this.state = 'done'
        return
      }
      this.cursor = this.nextCursor
      this.after = undefined
    }
    this.pagesRead++
    const outcome = await this.get(this, this.cursor)
    if (outcome === 'late') {
      this.state = 'waiting'
      return
    }
    const answer = outcome.ok ? outcome.answer : outcome.stale
    if (!answer) {
      this.state = 'failed'
      return
    }
    this.answer = answer
    this.nextCursor = answer.next
    if (this.cursor === undefined && !this.firstPageTaken) {
      this.firstPage = answer.rows
      this.firstPageTaken = true
    }
    const { dated } = this.query
    this.unreadRows += answer.unreadRows ?? 0
    if (dated) this.undated.push(...answer.rows.filter((row) => momentOf(row[dated]) === undefined))
    const after = this.after
    this.rows = dated
      ? answer.rows
          .flatMap((row) => {
            const at = momentOf(row[dated])
            return at === undefined ? [] : [{ row, at, key: row.id }]
          })
          .sort(newestFirst)
          .filter((d) => !after || d.at < after[0] || (d.at === after[0] && d.key > after[1]))
      : []
    // An answer of before, in place of one that did not come: shown, and its source still counts as silent.
    this.state = outcome.ok ? 'ready' : 'failed'
    if (!outcome.ok) return
    // What has no past is looked at once, for what is coming.
    if (!dated || (this.rows.length === 0 && this.nextCursor === undefined)) this.state = 'done'
  }

  take(): DatedRow {
    const first = this.rows.shift() as DatedRow
    this.after = [first.at, first.key]
    return first
  }

  position(): SourcePosition {
    const over =
      this.state === 'done' ||
      (this.state === 'ready' && this.rows.length === 0 && this.nextCursor === undefined)
    return {
      target: this.name,
      ...(this.cursor === undefined ? {} : { at: this.cursor }),
      ...(this.after ? { after: this.after } : {}),
      ...(over ? { done: true } : {}),
      ...(this.state === 'failed' ? { failed: true } : {}),
      ...(this.firstPageTaken ? { told: true } : {}),
    }
  }
  /** It has said all it will, unless asked again. */
  get exhausted(): boolean {
    return this.position().done === true || (this.state === 'failed' && this.rows.length === 0)
  }
}

export const newestFirst = (a: DatedRow, b: DatedRow): number =>
  b.at - a.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
export const momentOf = (value: unknown): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
