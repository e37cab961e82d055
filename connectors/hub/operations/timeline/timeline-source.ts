import type { AnyRow } from '../../../contract/index.ts'
import type { FetchedAnswer, FetchOutcome } from '../../fetch/asker.ts'
import type { Target } from '../../fetch/inquiry.ts'
import type { Stream } from './timeline-queries.ts'

/** A row with its moment. `key` orders rows of one moment, so that every reading of a page agrees. */
export interface Dated {
  row: AnyRow
  at: number
  key: string
}
/**
 * Where one source stands, as the sealed cursor keeps it. `at`: its own cursor of the page being shown ·
 * `after`: up to where that page was shown.
 */
export interface Place {
  target: string
  at?: string | undefined
  after?: readonly [number, string] | undefined
  done?: true | undefined
  failed?: true | undefined
  told?: true | undefined
}

/** One source of the timeline, a page at a time, newest first within its page. */
export class Strand {
  rows: Dated[] = []
  state: 'unread' | 'ready' | 'waiting' | 'failed' | 'done'
  heard: FetchedAnswer | undefined
  private upstream: string | undefined
  private after: readonly [number, string] | undefined
  private following: string | undefined
  /** Rows of its first page, for what is coming; told once. */
  fresh: readonly AnyRow[] | undefined
  private told: boolean
  loads = 0

  constructor(
    readonly stream: Stream,
    readonly target: Target,
    readonly name: string,
    place: Place | undefined,
    again: boolean,
    private readonly get: (
      strand: Strand,
      cursor: string | undefined,
    ) => Promise<FetchOutcome<FetchedAnswer> | 'late'>,
  ) {
    this.upstream = place?.at
    this.after = place?.after
    this.told = place?.told === true
    this.state = place?.done ? 'done' : place?.failed && !again ? 'failed' : 'unread'
  }

  /**
   * Could it still hold something newer than what others have? Then it must be read before anything else is
   * shown.
   */
  get thirsty(): boolean {
    return this.state === 'unread' || (this.state === 'ready' && this.rows.length === 0)
  }
  get head(): Dated | undefined {
    return this.rows[0]
  }

  async read(): Promise<void> {
    if (this.state === 'ready') {
      if (this.following === undefined || this.following === this.upstream) {
        this.state = 'done'
        return
      }
      this.upstream = this.following
      this.after = undefined
    }
    this.loads++
    const outcome = await this.get(this, this.upstream)
    if (outcome === 'late') {
      this.state = 'waiting'
      return
    }
    const heard = outcome.ok ? outcome.answer : outcome.stale
    if (!heard) {
      this.state = 'failed'
      return
    }
    this.heard = heard
    this.following = heard.next
    if (this.upstream === undefined && !this.told) {
      this.fresh = heard.rows
      this.told = true
    }
    const { dated } = this.stream
    const after = this.after
    this.rows = dated
      ? heard.rows
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
    if (!dated || (this.rows.length === 0 && this.following === undefined)) this.state = 'done'
  }

  take(): Dated {
    const first = this.rows.shift() as Dated
    this.after = [first.at, first.key]
    return first
  }

  place(): Place {
    const over =
      this.state === 'done' ||
      (this.state === 'ready' && this.rows.length === 0 && this.following === undefined)
    return {
      target: this.name,
      ...(this.upstream === undefined ? {} : { at: this.upstream }),
      ...(this.after ? { after: this.after } : {}),
      ...(over ? { done: true } : {}),
      ...(this.state === 'failed' ? { failed: true } : {}),
      ...(this.told ? { told: true } : {}),
    }
  }
  /** It has said all it will, unless asked again. */
  get over(): boolean {
    return this.place().done === true || (this.state === 'failed' && this.rows.length === 0)
  }
}

export const newestFirst = (a: Dated, b: Dated): number =>
  b.at - a.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
export const momentOf = (value: unknown): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
