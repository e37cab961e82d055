import type { Context, Hint } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { FoundRecord, Identification, Person, RecordKey } from '../identity/types.ts'
import type { SubjectRecords } from '../plan/targets.ts'
import { readDecisions } from './cannot-link-decisions.ts'
import { RecordLookup } from './record-lookup.ts'

/** By what somebody is recognised. */
export interface RecogniseInput {
  tenant: string
  hints: readonly Hint[]
  context?: Context | undefined
  /** Records that a human chose before: the person holds them unless vetoed. */
  chosen?: readonly RecordKey[] | undefined
  /** The key of this interaction. What humans decided in it counts too. */
  hint?: RecordKey | undefined
  /** Records of the candidate chosen just now: an earlier "not them" no longer holds for these. */
  picked?: readonly RecordKey[] | undefined
  signal: AbortSignal
}

/**
 * Asks every system that may know them, through `lookup`. Yields each time the answer to "who is it?"
 * changes, and a last time when it is final.
 */
export function recognise(
  hub: HubContext,
  lookup: RecordLookup,
  input: RecogniseInput,
): AsyncIterable<Identification> {
  const { connectors, sharedValues: generics, settings } = hub.ports
  const { tenant, hint, picked, chosen } = input
  return hub.stages.identify({
    tenant,
    hints: input.hints,
    context: input.context ?? {},
    ...(chosen && chosen.length > 0 ? { chosen } : {}),
    connectors,
    find: lookup.find,
    readDecisions: (records) => readDecisions(hub, tenant, records, hint, picked),
    generics,
    dropped: (connector, kind) =>
      hub.ports.failed?.({
        connector,
        what: `find by ${kind}`,
        code: 'stranger',
        says: `[${connector}] find by ${kind}: a record came that does not bear the ${kind} it was asked by, and was left out`,
      }),
    settings,
    signal: input.signal,
  })
}

/**
 * Recognises somebody nobody looks at: a member of a household, the customer of the day.
 *
 * @returns their records once every system has answered: none unless one person was identified, since no
 * guess is asked about.
 */
export async function recogniseForCertain(
  hub: HubContext,
  input: RecogniseInput & { purpose: string },
): Promise<{ records: SubjectRecords; lookup: RecordLookup }> {
  const { tenant, purpose, signal } = input
  const lookup = new RecordLookup(hub, { tenant, purpose, signal }, () => {})
  let last: Identification | undefined
  for await (const next of recognise(hub, lookup, input)) last = next
  const identified = last?.resolution.outcome === 'identified' ? last.resolution.person : undefined
  return { records: recordsOf(foundRecords(last, identified)), lookup }
}

/** A person's records, as they were found. */
export const foundRecords = (
  identification: Identification | undefined,
  person: Person | undefined,
): readonly FoundRecord[] => (person?.records ?? []).flatMap((key) => identification?.records.get(key) ?? [])

/** The same as questions need them. */
export const recordsOf = (found: readonly FoundRecord[]): SubjectRecords => ({
  records: found.map(({ key, connector, record }) => ({ key, connector, record })),
  identifiers: found.flatMap((f) => f.identifiers),
})
