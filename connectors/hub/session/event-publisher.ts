import type { Fault, ReadingEvent, Retract, SystemEvent } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { LookupStatus, SourcedRow } from '../fetch/sourced-rows.ts'
import { isOne } from '../fetch/sourced-rows.ts'
import { admittingRoles } from '../policy/rows.ts'
import type { Viewer } from '../policy/viewer.ts'
import type { Agent } from '../ports.ts'
import { releaseReading, type Sealing } from '../release/reading.ts'
import type { QueryEntry, QueryRun } from './query-run.ts'
import type { RecordLookup } from './record-lookup.ts'
import { rowRef } from './row-refs.ts'
import { systemStates } from './system-states.ts'

/** Makes the events of what changed since they were last asked for: systems, readings, retracted records. */
export class EventPublisher {
  private readonly publishedSystems = new Map<string, string>()
  private readonly publishedReadings = new Map<QueryEntry, { stamp: string; text: string }>()
  private readonly publishedFaults = new Set<string>()
  private readonly sealing: Sealing

  constructor(
    private readonly hub: HubContext,
    agent: Agent,
    hint: string,
    private readonly viewer: Viewer,
    private readonly queryRun: QueryRun,
    private readonly lookup: RecordLookup | undefined,
    private readonly standings: Readonly<Record<string, LookupStatus>> = {},
    private readonly offset = 0,
  ) {
    const { handles } = hub.ports
    this.sealing = {
      row: (held, question) =>
        rowRef(hub, agent, hint, {
          v: 1,
          question,
          connector: held.connector.id,
          target: this.targetOf(held),
          row: held.row.id,
        }),
      cursor: (payload) => handles.seal(payload, agent, 'cursor'),
      order: (held: SourcedRow) => queryRun.ref(`order\n${held.connector.id}\n${held.row.id}`),
    }
  }

  private stampOf(entry: QueryEntry, standing: unknown): string {
    const siblings = isOne(entry.query.question)
      ? this.queryRun.entries.filter((e) => e.query.question === entry.query.question).map((e) => e.version)
      : entry.version
    return JSON.stringify([siblings, standing])
  }

  async retract(names: readonly string[]): Promise<Omit<Retract, 'says'> | undefined> {
    return names.length === 0
      ? undefined
      : {
          event: 'retract',
          records: await Promise.all([...new Set(names)].map((n) => this.queryRun.ref(n))),
        }
  }

  systems(done: boolean): readonly SystemEvent[] {
    return systemStates(
      this.hub.ports.connectors,
      this.lookup,
      this.queryRun,
      done,
      this.viewer.locale,
    ).filter((event) => {
      const text = JSON.stringify(event)
      const news = this.publishedSystems.get(event.connector) !== text
      this.publishedSystems.set(event.connector, text)
      return news
    })
  }

  async *readings(done: boolean): AsyncGenerator<ReadingEvent | Fault, void, undefined> {
    for (const entry of this.queryRun.entries) {
      const { query } = entry
      const standing = this.queryRun.standing(
        entry,
        this.lookup?.standing(query.connector, done) ?? this.standings[query.connector.id] ?? 'not-asked',
        done,
      )
      const stamp = this.stampOf(entry, standing)
      const published = this.publishedReadings.get(entry)
      if (published?.stamp === stamp) continue
      // A copy: an answer that comes during the release must not be half in the reading.
      const sources = [...entry.sources.values()].map((source) => ({ ...source }))
      const siblings = isOne(query.question)
        ? this.queryRun
            .rowsOf(query.question)
            .filter((h) => admittingRoles(this.viewer, query.question, h.row).length > 0)
        : []
      const rows = this.queryRun.rowsOf(query.question).filter((h) => h.connector.id === query.connector.id)
      const reading = await releaseReading(
        this.viewer,
        { query, standing, sources, rows: rows, siblings, now: this.hub.ports.clock.now().toISOString() },
        this.hub.ports.settings.owners,
        this.sealing,
        this.offset,
      )
      // Handles are sealed anew each time; what counts is what they stand for.
      const text = JSON.stringify(reading, (k, v: unknown) => (k === 'ref' || k === 'next' ? '' : v)) ?? ''
      this.publishedReadings.set(entry, { stamp, text })
      if (reading && published?.text !== text) yield { event: 'reading', reading }
    }
    for (const { connector, code, says } of this.queryRun.faults) {
      if (this.publishedFaults.has(says)) continue
      this.publishedFaults.add(says)
      yield { event: 'fault', code, says, connector }
    }
  }

  private targetOf(row: SourcedRow): string {
    for (const e of this.queryRun.entries)
      for (const s of e.sources.values()) if (s.rows.includes(row)) return s.name
    return ''
  }

  states(): readonly SystemEvent[] {
    return systemStates(this.hub.ports.connectors, this.lookup, this.queryRun, true, this.viewer.locale)
  }
  /** Systems that answered and that failed, each once. */
  counts(): { answered: number; failed: number } {
    const states = this.states().map((s) => s.state)
    return {
      answered: states.filter((s) => s === 'answered').length,
      failed: states.filter((s) => s === 'down').length,
    }
  }
}
