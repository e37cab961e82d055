import type { AnyRow, Asked } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { FetchedAnswer, FetchOutcome } from '../fetch/fetcher.ts'
import { answererOf, inquire, type Target, targetName } from '../fetch/inquiry.ts'
import { isOne, type LookupStatus, type SourceAnswer, type SourcedRow } from '../fetch/sourced-rows.ts'
import type { PlannedQuery } from '../plan/queries.ts'
import { type SubjectRecords, targetsOf } from '../plan/targets.ts'
import { stampOf } from '../release/reading.ts'

export interface QueryRunOptions {
  tenant: string
  purpose: string
  locale: string
  salt: string
  signal: AbortSignal
  /** A connector's id, or `*` for all: cached answers of it do not count. */
  fresh?: string | undefined
  cursor?: string | undefined
}
export interface QueryEntry {
  query: PlannedQuery
  sources: Map<string, SourceAnswer>
  version: number
}

/**
 * The queries of one run: starts them for one person's records, keeps their answers, and drops what was asked
 * about records that are no longer theirs.
 */
export class QueryRun {
  readonly entries: readonly QueryEntry[]
  pending = 0
  private readonly stops = new Set<AbortController>()
  readonly faults: { connector: string; code: 'malformed' | 'card-missing'; says: string }[] = []

  constructor(
    private readonly hub: HubContext,
    queries: readonly PlannedQuery[],
    private readonly run: QueryRunOptions,
    private readonly changed: () => void,
  ) {
    this.entries = queries.map((query) => ({ query, sources: new Map(), version: 0 }))
    // One listener for all: a signal with dozens of them is taken for a leak.
    run.signal.addEventListener(
      'abort',
      () => {
        for (const stop of this.stops) stop.abort(run.signal.reason)
      },
      { once: true },
    )
  }

  /**
   * Asks about these records and identifiers, and no others. What is already out for them goes on; what is
   * not theirs is dropped.
   *
   * @returns the names of the targets that were dropped.
   */
  about(records: SubjectRecords): readonly string[] {
    const dropped: string[] = []
    for (const entry of this.entries) {
      const targets = new Map(targetsOf(entry.query, records).map((t) => [targetName(t), t]))
      for (const [name, source] of entry.sources) {
        if (targets.has(name)) continue
        source.stop.abort()
        entry.sources.delete(name)
        dropped.push(name)
        // A cached answer about it must not be given for this person again.
        void this.hub.fetcher.forget(this.run.tenant, entry.query.connector, name)
        this.touch(entry)
      }
      for (const [name, target] of targets) if (!entry.sources.has(name)) this.start(entry, name, target)
    }
    return dropped
  }

  private start(entry: QueryEntry, name: string, target: Target): void {
    const { query: planned } = entry
    const { hub: hubContext, run } = this
    const fresh = run.fresh === '*' || run.fresh === planned.connector.id
    const inquiry = inquire({
      tenant: run.tenant,
      purpose: run.purpose,
      connector: planned.connector,
      question: planned.question,
      target,
      freshFor: planned.freshFor,
      fresh,
      want: {
        fields: planned.fields,
        limit: planned.limit,
        locale: run.locale,
        ...(run.cursor ? { cursor: run.cursor } : {}),
      },
    })
    if (!inquiry) return
    const source: SourceAnswer = {
      target,
      name,
      asking: { now: 'waiting', since: hubContext.ports.clock.now().toISOString() },
      rows: [],
      stop: new AbortController(),
    }
    if (run.signal.aborted) return
    this.stops.add(source.stop)
    entry.sources.set(name, source)
    this.pending++
    this.touch(entry)
    const late = (after: number) => {
      source.asking = { now: 'late', after }
      this.touch(entry)
    }
    hubContext.fetcher
      .fetch(inquiry, planned.patience, source.stop.signal, late)
      .then(
        (outcome) => this.settle(entry, source, outcome),
        () => undefined,
      )
      .finally(() => {
        this.stops.delete(source.stop)
        this.pending--
        this.touch(entry)
      })
  }

  private async settle(
    entry: QueryEntry,
    source: SourceAnswer,
    outcome: FetchOutcome<FetchedAnswer>,
  ): Promise<void> {
    const heard = outcome.ok ? outcome.answer : outcome.stale
    const record = await this.ref(source.name)
    // Checked at the moment of commit, after the last await: the source may have been let go meanwhile.
    if (source.stop.signal.aborted || entry.sources.get(source.name) !== source) return
    source.answer = heard
    source.asking = outcome.ok
      ? { now: 'idle' }
      : { now: 'failed', code: outcome.code, since: outcome.since, retryAt: outcome.retryAt }
    // When the system last changed the record dates what it says about the person, not their orders.
    const observedAt =
      source.target.by === 'record' && isOne(entry.query.question)
        ? source.target.record.observedAt
        : undefined
    source.rows = (heard?.rows ?? []).map(
      (row: AnyRow): SourcedRow => ({
        row,
        connector: entry.query.connector,
        unread: heard?.unread,
        from: stampOf(entry.query.connector, record, source, row, observedAt),
      }),
    )
    if (outcome.ok)
      for (const f of outcome.answer.faults)
        if (!this.faults.some((k) => k.says === f.says))
          this.faults.push({ connector: entry.query.connector.id, ...f })
  }

  /** A record's name outside the hub: a hash that holds for this card only. */
  ref = (name: string): Promise<string> => this.hub.hash(`${this.run.salt}\n${name}`)

  rowsOf(asked: Asked): readonly SourcedRow[] {
    const rows = this.entries
      .filter((e) => e.query.question === asked)
      .flatMap((e) => [...e.sources.values()].flatMap((s) => s.rows))
    // Two keys may reach the same row of a system that echoes none.
    const seen = new Set<string>()
    return rows.filter((h) => {
      const key = `${h.connector.id}\n${h.row.id}`
      return h.from.confirmed || (!seen.has(key) && seen.add(key))
    })
  }

  /** How a query stands: by record, as the search for that record does; by identifier, held once one fits. */
  standing(entry: QueryEntry, found: LookupStatus, done: boolean): LookupStatus {
    if (entry.sources.size > 0) return 'held'
    return answererOf(entry.query.connector, entry.query.question)?.from === 'record'
      ? found
      : done
        ? 'not-asked'
        : 'waiting'
  }

  private touch(entry: QueryEntry): void {
    entry.version++
    this.changed()
  }
}
