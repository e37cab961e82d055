import {
  type AnyRow,
  type Because,
  type Hint,
  localize,
  type Money,
  type Question,
  type RollUpMember,
  sumByCurrency,
} from '../../../contract/index.ts'
import type { HubContext } from '../../context.ts'
import { becauseOf, type LookupStatus, type SourceAnswer } from '../../fetch/sourced-rows.ts'
import { message } from '../../messages/index.ts'
import type { PlannedQuery } from '../../plan/queries.ts'
import type { SubjectRecords } from '../../plan/targets.ts'
import { admittingRoles, isFiltered, rowsDifferByRole } from '../../policy/rows.ts'
import { pathOf, see, type Viewer } from '../../policy/viewer.ts'
import type { Agent } from '../../ports.ts'
import { releaseFrom } from '../../release/reading.ts'
import { runCard } from '../../session/card-run.ts'
import { QueryRun } from '../../session/query-run.ts'
import { recogniseForCertain } from '../../session/recognise.ts'

/** What every member of one household is asked. */
export interface MemberQuestion {
  hub: HubContext
  agent: Agent
  viewer: Viewer
  question: Question
  /** The field of the question that is added up. */
  amountField: string
  queries: readonly PlannedQuery[]
  salt: string
  /** Writes the member's audit line. Rejects when it could not be written. */
  audit(records: SubjectRecords['records']): Promise<void>
}

/** What is known of one member so far. */
export type MemberAnswer = Pick<RollUpMember, 'is' | 'from' | 'because'> & { sums: readonly Money[] }

/** A member whose records were found for certain, or the reasons why they were not. */
export type RecognisedMember =
  | { records: SubjectRecords; standing: (connector: PlannedQuery['connector']) => LookupStatus }
  | { unknown: readonly Because[] }

export const waitingMember = ({ locale }: Viewer): MemberAnswer => ({
  is: 'waiting',
  from: [],
  because: [{ code: 'waiting', says: message('sum.waiting', locale) }],
  sums: [],
})

/** A member who is not asked. Unless systems were down, nobody could be told by that number and name. */
export const unknownMember = ({ locale }: Viewer, down: readonly Because[] = []): MemberAnswer => ({
  is: 'unknown',
  from: [],
  because: down.length > 0 ? down : [{ code: 'not-asked', says: message('sum.unknown', locale) }],
  sums: [],
})

/**
 * Finds a member by a number of theirs and the name that the relation gives them. Where the number leads to
 * another name, that is somebody else.
 */
export async function recogniseMember(
  { hub, agent, viewer }: MemberQuestion,
  number: string,
  name: string,
  signal: AbortSignal,
): Promise<RecognisedMember> {
  const hints: Hint[] = [
    { kind: 'any', value: number },
    ...(name ? [{ kind: 'name' as const, value: name }] : []),
  ]
  const { tenant } = agent
  const { purpose, locale } = viewer
  const { records, lookup } = await recogniseForCertain(hub, { tenant, purpose, hints, signal })
  if (records.records.length > 0) return { records, standing: (c) => lookup.standing(c, true) }
  return {
    unknown: hub.ports.connectors.flatMap((c) => {
      const failure = lookup.failure(c.id)
      return failure ? becauseOf(c, failure, [], locale) : []
    }),
  }
}

/**
 * The run of one member: recognised for certain or not asked at all, audited, then asked of each owning
 * system. Yields what is known of them each time that may have changed.
 *
 * @throws Refusal `audit-unavailable` before anything is asked, when the audit line could not be written.
 */
export function askMember(
  asked: MemberQuestion,
  recognise: (signal: AbortSignal) => Promise<RecognisedMember>,
  signal: AbortSignal,
): AsyncGenerator<MemberAnswer, void, undefined> {
  const { hub, agent, viewer, queries, salt } = asked
  return runCard<MemberAnswer>(signal, ({ signal, changed }) => {
    const { purpose, locale } = viewer
    const queryRun = new QueryRun(
      hub,
      queries,
      { tenant: agent.tenant, purpose, locale, salt, signal },
      changed,
    )
    let member: RecognisedMember
    return {
      async recognise(known) {
        member = await recognise(signal)
        const records = 'records' in member ? member.records : { records: [], identifiers: [] }
        // No trace, no access: `known` asks.
        if ('records' in member) await asked.audit(records.records)
        known({ revision: 0, ready: true, complete: true, records })
      },
      queries: queryRun,
      async *publish() {
        yield 'unknown' in member
          ? unknownMember(viewer, member.unknown)
          : memberAnswer(asked, queryRun, member.standing)
      },
    }
  })
}

/** The sum of what a member's systems have answered so far, and why it may not be all. */
function memberAnswer(
  { viewer, question, amountField }: MemberQuestion,
  queryRun: QueryRun,
  standing: (connector: PlannedQuery['connector']) => LookupStatus,
): MemberAnswer {
  const because: Because[] = []
  const amounts: unknown[] = []
  const from: RollUpMember['from'][number][] = []
  // Some rows, or the amounts of some, may be hidden from this role; whether any are is not told.
  const mayHide = isFiltered(viewer, question) || rowsDifferByRole(viewer, question)
  // Two keys may reach the same row: it is added once.
  const distinct = new Set(queryRun.rowsOf(question))
  let rows = 0
  for (const entry of queryRun.entries) {
    const { connector } = entry.query
    const sources = [...entry.sources.values()]
    const sharesRows = sources.filter((s) => s.target.by === 'identifier').length > 1
    // The owner's own sum counts rows that this role may not see, and those of two keys may count a row
    // twice.
    const ownSum = ({ answer: heard }: SourceAnswer): Money | undefined =>
      mayHide || sharesRows ? undefined : heard?.totals?.sum
    because.push(
      ...becauseOf(
        connector,
        queryRun.standing(entry, standing(connector), true),
        // The owner's own sum is whole even where its list was cut short.
        sources.map((s) => (s.answer && ownSum(s) ? { ...s, answer: { ...s.answer, complete: true } } : s)),
        viewer.locale,
      ),
    )
    for (const source of sources) {
      const { answer: heard, rows: held } = source
      if (!heard) continue
      from.push(
        held[0]
          ? releaseFrom(viewer, { ...held[0].from, url: undefined })
          : { connector: connector.id, record: '', fetchedAt: heard.fetchedAt, confirmed: true },
      )
      const sum = ownSum(source)
      // A status that could not be read may be that of an order that was cancelled.
      if (!sum && heard.unread?.includes('status'))
        because.push({
          connector: connector.id,
          code: 'incomplete',
          says: message('because.unreadable', viewer.locale, {
            system: localize(connector.title, viewer.locale),
          }),
        })
      const countedRows = held
        .filter((h) => distinct.has(h))
        .filter(({ row, connector }) => {
          const roles = admittingRoles(viewer, question, row)
          const path = pathOf(question, connector.id, amountField)
          return see(viewer, path, roles) === 'clear' && !isCancelled(row)
        })
      rows += sum ? Math.max(1, heard.totals?.count ?? 1) : countedRows.length
      amounts.push(...(sum ? [sum] : countedRows.map((h) => h.row[amountField])))
    }
  }
  if (mayHide) because.push({ code: 'withheld', says: message('sum.filtered', viewer.locale) })
  const readable = amounts.filter((a) => sumByCurrency([a]) !== undefined)
  if (readable.length < amounts.length)
    because.push({ code: 'incomplete', says: message('sum.no-amount', viewer.locale) })
  const waiting = because.some((b) => b.code === 'waiting')
  return {
    is:
      waiting && from.length === 0
        ? 'waiting'
        : because.length > 0
          ? 'incomplete'
          : rows === 0
            ? 'none'
            : 'value',
    from,
    because,
    sums: sumByCurrency(readable) ?? [],
  }
}

const isCancelled = (row: AnyRow): boolean => {
  const s = row.status
  return typeof s === 'object' && s !== null && (s as { code?: unknown }).code === 'cancelled'
}
