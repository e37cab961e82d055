import type { Fault, ReadingEvent, Retract, SystemEvent } from '../../contract/index.ts'
import type { Inside } from '../context.ts'
import type { Held, Standing } from '../fetch/sourced-rows.ts'
import { isOne } from '../fetch/sourced-rows.ts'
import { admitting } from '../policy/rows.ts'
import type { Viewer } from '../policy/viewer.ts'
import type { Agent } from '../ports.ts'
import { releaseReading, type Sealing } from '../release/reading.ts'
import type { Gathering, LaneEntry } from './query-run.ts'
import type { Finds } from './record-lookup.ts'
import { rowRef } from './row-refs.ts'
import { systemStates } from './systems.ts'

/** Says what changed since it last said something: systems, readings, what was taken away. */
export class Teller {
  private readonly saidSystems = new Map<string, string>()
  private readonly saidReadings = new Map<LaneEntry, { stamp: string; text: string }>()
  private readonly saidFaults = new Set<string>()
  private readonly rows: Sealing

  constructor(
    private readonly inside: Inside,
    agent: Agent,
    hint: string,
    private readonly viewer: Viewer,
    private readonly gathering: Gathering,
    private readonly finds: Finds | undefined,
    private readonly found: Readonly<Record<string, Standing>> = {},
    private readonly offset = 0,
  ) {
    const { handles } = inside.ports
    this.rows = {
      row: (held, question) =>
        rowRef(inside, agent, hint, {
          v: 1,
          question,
          connector: held.connector.id,
          target: this.targetOf(held),
          row: held.row.id,
        }),
      cursor: (payload) => handles.seal(payload, agent, 'cursor'),
      order: (held: Held) => gathering.ref(`order\n${held.connector.id}\n${held.row.id}`),
    }
  }

  private stampOf(entry: LaneEntry, standing: unknown): string {
    const siblings = isOne(entry.lane.question)
      ? this.gathering.entries.filter((e) => e.lane.question === entry.lane.question).map((e) => e.version)
      : entry.version
    return JSON.stringify([siblings, standing])
  }

  async retract(names: readonly string[]): Promise<Omit<Retract, 'says'> | undefined> {
    return names.length === 0
      ? undefined
      : {
          event: 'retract',
          records: await Promise.all([...new Set(names)].map((n) => this.gathering.ref(n))),
        }
  }

  systems(done: boolean): readonly SystemEvent[] {
    return systemStates(
      this.inside.ports.connectors,
      this.finds,
      this.gathering,
      done,
      this.viewer.locale,
    ).filter((event) => {
      const text = JSON.stringify(event)
      const news = this.saidSystems.get(event.connector) !== text
      this.saidSystems.set(event.connector, text)
      return news
    })
  }

  async *readings(done: boolean): AsyncGenerator<ReadingEvent | Fault, void, undefined> {
    for (const entry of this.gathering.entries) {
      const { lane } = entry
      const standing = this.gathering.standing(
        entry,
        this.finds?.standing(lane.connector, done) ?? this.found[lane.connector.id] ?? 'not-asked',
        done,
      )
      const stamp = this.stampOf(entry, standing)
      const said = this.saidReadings.get(entry)
      if (said?.stamp === stamp) continue
      const sources = [...entry.sources.values()]
      const siblings = isOne(lane.question)
        ? this.gathering
            .held(lane.question)
            .filter((h) => admitting(this.viewer, lane.question, h.row).length > 0)
        : []
      const held = this.gathering.held(lane.question).filter((h) => h.connector.id === lane.connector.id)
      const reading = await releaseReading(
        this.viewer,
        { lane, standing, sources, held, siblings, now: this.inside.ports.clock.now().toISOString() },
        this.inside.ports.settings.owners,
        this.rows,
        this.offset,
      )
      // Handles are sealed anew each time; what counts is what they stand for.
      const text = JSON.stringify(reading, (k, v: unknown) => (k === 'ref' || k === 'next' ? '' : v)) ?? ''
      this.saidReadings.set(entry, { stamp, text })
      if (reading && said?.text !== text) yield { event: 'reading', reading }
    }
    for (const { connector, code, says } of this.gathering.faults) {
      if (this.saidFaults.has(says)) continue
      this.saidFaults.add(says)
      yield { event: 'fault', code, says, connector }
    }
  }

  private targetOf(held: Held): string {
    for (const e of this.gathering.entries)
      for (const s of e.sources.values()) if (s.held.includes(held)) return s.name
    return ''
  }

  states(): readonly SystemEvent[] {
    return systemStates(this.inside.ports.connectors, this.finds, this.gathering, true, this.viewer.locale)
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
