import type { EventBody } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { message } from '../messages/index.ts'
import type { Viewer } from '../policy/viewer.ts'
import type { RunProgress } from './card-run.ts'
import type { EventPublisher } from './event-publisher.ts'
import type { Facts } from './facts.ts'
import type { QueryRun } from './query-run.ts'
import { type RecordLookup, standingsOf } from './record-lookup.ts'
import type { RuleResults } from './rule-results.ts'
import type { Subject } from './subject.ts'

/** Where the events of a card come from. */
export interface CardSources {
  hub: HubContext
  viewer: Viewer
  signal: AbortSignal
  subject: Subject
  lookup: RecordLookup
  queries: QueryRun
  facts: Facts
  results: RuleResults
  publisher: EventPublisher
  /** Flags that stand for these records: an advice declined, a question asked. */
  flagsOf(records: readonly string[]): Promise<readonly string[]>
  /** Writes the audit line of the account. Rejects when it could not be written. */
  audited?(records: readonly string[]): Promise<void>
}

/**
 * What is new about a card, in the order of the wire: who it is, what was taken back, doubts about the
 * records, the systems; then, for whoever is identified, the readings and what the rules make of them.
 */
export async function* publishCard(
  card: CardSources,
  { recognised, answered }: RunProgress,
): AsyncGenerator<EventBody, void, undefined> {
  const { hub, viewer, signal, subject, lookup, queries, facts, results, publisher } = card

  const standings = standingsOf(hub.ports.connectors, lookup, recognised)
  const who = await subject.who((question) => queries.rowsOf(question as 'person'), standings)
  if (who) yield who
  if (signal.aborted) return
  const retract = await publisher.retract(subject.retracted.splice(0))
  if (retract) {
    results.forget()
    yield { ...retract, says: message('who.retracted', viewer.locale) }
  }
  for (const fault of subject.faults()) yield fault
  for (const system of publisher.systems(recognised)) yield system
  if (!subject.open) return

  // The person shows at once; the account waits for its audit line.
  const records = subject.records().records.map((r) => r.key)
  await card.audited?.(records)
  if (signal.aborted) return
  const flags = await card.flagsOf(records)
  for await (const reading of publisher.readings(recognised)) yield reading
  if (signal.aborted) return
  const read = (whole: boolean) => facts.questions(queries, lookup, recognised, whole)
  for (const result of await results.run(read, flags, records, answered)) yield result
}
