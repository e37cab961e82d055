import type { AnyRow, Asked } from '../../contract/index.ts'
import type { Inside } from '../context.ts'
import type { Heard, Outcome } from '../fetch/asker.ts'
import { answererOf, inquire, type Target, targetName } from '../fetch/inquiry.ts'
import { type Held, isOne, type Source, type Standing } from '../fetch/sourced-rows.ts'
import type { Lane } from '../plan/queries.ts'
import { targetsOf, type Whom } from '../plan/targets.ts'
import { stampOf } from '../release/reading.ts'

export interface GatheringRun {
  tenant: string
  purpose: string
  locale: string
  salt: string
  signal: AbortSignal /** a connector, or `*`: nothing kept counts */
  fresh?: string | undefined
  cursor?: string | undefined
}
export interface LaneEntry {
  lane: Lane
  sources: Map<string, Source>
  version: number
}

/** The questions that are out about one person: starts them, keeps what came, lets go of what was about somebody else. */
export class Gathering {
  readonly entries: readonly LaneEntry[]
  pending = 0
  private readonly stops = new Set<AbortController>()
  readonly faults: { connector: string; code: 'malformed' | 'card-missing'; says: string }[] = []

  constructor(
    private readonly inside: Inside,
    lanes: readonly Lane[],
    private readonly run: GatheringRun,
    private readonly changed: () => void,
  ) {
    this.entries = lanes.map((lane) => ({ lane, sources: new Map(), version: 0 }))
    // One listener for all: a signal with dozens of them is taken for a leak.
    run.signal.addEventListener(
      'abort',
      () => {
        for (const stop of this.stops) stop.abort(run.signal.reason)
      },
      { once: true },
    )
  }

  /** Asks about these records and keys, and no others: what is already out for them goes on, what is not theirs is dropped and named. */
  about(whom: Whom): readonly string[] {
    const gone: string[] = []
    for (const entry of this.entries) {
      const targets = new Map(targetsOf(entry.lane, whom).map((t) => [targetName(t), t]))
      for (const [name, source] of entry.sources) {
        if (targets.has(name)) continue
        source.stop.abort()
        entry.sources.delete(name)
        gone.push(name)
        // Nothing kept of it may answer for this person again.
        void this.inside.asker.forget(this.run.tenant, entry.lane.connector, name)
        this.touch(entry)
      }
      for (const [name, target] of targets) if (!entry.sources.has(name)) this.start(entry, name, target)
    }
    return gone
  }

  private start(entry: LaneEntry, name: string, target: Target): void {
    const { lane } = entry
    const { inside, run } = this
    const fresh = run.fresh === '*' || run.fresh === lane.connector.id
    const inquiry = inquire({
      tenant: run.tenant,
      purpose: run.purpose,
      connector: lane.connector,
      question: lane.question,
      target,
      freshFor: lane.freshFor,
      fresh,
      want: {
        fields: lane.fields,
        limit: lane.limit,
        locale: run.locale,
        ...(run.cursor ? { cursor: run.cursor } : {}),
      },
    })
    if (!inquiry) return
    const source: Source = {
      target,
      name,
      asking: { now: 'waiting', since: inside.ports.clock.now().toISOString() },
      held: [],
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
    inside.asker
      .ask(inquiry, lane.patience, source.stop.signal, late)
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

  private async settle(entry: LaneEntry, source: Source, outcome: Outcome<Heard>): Promise<void> {
    const heard = outcome.ok ? outcome.heard : outcome.stale
    const record = await this.ref(source.name)
    // Checked at the moment of commit, after the last await: the source may have been let go meanwhile.
    if (source.stop.signal.aborted || entry.sources.get(source.name) !== source) return
    source.heard = heard
    source.asking = outcome.ok
      ? { now: 'idle' }
      : { now: 'failed', code: outcome.code, since: outcome.since, retryAt: outcome.retryAt }
    // When the system last changed the record dates what it says about the person, not their orders.
    const observedAt =
      source.target.by === 'record' && isOne(entry.lane.question)
        ? source.target.record.observedAt
        : undefined
    source.held = (heard?.rows ?? []).map(
      (row: AnyRow): Held => ({
        row,
        connector: entry.lane.connector,
        from: stampOf(entry.lane.connector, record, source, row, observedAt),
      }),
    )
    if (outcome.ok)
      for (const f of outcome.heard.faults)
        if (!this.faults.some((k) => k.says === f.says))
          this.faults.push({ connector: entry.lane.connector.id, ...f })
  }

  /** How a record is named outside the hub, in this card only. */
  ref = (name: string): Promise<string> => this.inside.hash(`${this.run.salt}\n${name}`)

  held(asked: Asked): readonly Held[] {
    const rows = this.entries
      .filter((e) => e.lane.question === asked)
      .flatMap((e) => [...e.sources.values()].flatMap((s) => s.held))
    // Two keys may reach the same row of a system that echoes none.
    const seen = new Set<string>()
    return rows.filter((h) => {
      const key = `${h.connector.id}\n${h.row.id}`
      return h.from.confirmed || (!seen.has(key) && seen.add(key))
    })
  }

  /** By record: as its find stands. By identifier: it is held when a key fits. */
  standing(entry: LaneEntry, found: Standing, done: boolean): Standing {
    if (entry.sources.size > 0) return 'held'
    return answererOf(entry.lane.connector, entry.lane.question)?.from === 'record'
      ? found
      : done
        ? 'not-asked'
        : 'waiting'
  }

  private touch(entry: LaneEntry): void {
    entry.version++
    this.changed()
  }
}
