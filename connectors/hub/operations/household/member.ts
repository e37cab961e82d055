import {
  type AnyRow,
  type Because,
  type Hint,
  type Money,
  type Question,
  type RollUpMember,
  sumByCurrency,
} from '../../../contract/index.ts'
import { type HubContext, subjectOf, trace } from '../../context.ts'
import { becauseOf, type SourcedRow } from '../../fetch/sourced-rows.ts'
import type { Identification } from '../../identity/types.ts'
import { message } from '../../messages/index.ts'
import type { PlannedQuery } from '../../plan/queries.ts'
import type { SubjectRecords } from '../../plan/targets.ts'
import { admitting, filtered } from '../../policy/rows.ts'
import type { Viewer } from '../../policy/viewer.ts'
import type { Agent, AuditLine } from '../../ports.ts'
import { releaseFrom } from '../../release/reading.ts'
import { readDecisions } from '../../session/cannot-link-decisions.ts'
import { QueryRun } from '../../session/query-run.ts'
import { RecordLookup } from '../../session/record-lookup.ts'

/** What every member of one roll-up is asked with. */
export interface Round {
  hub: HubContext
  agent: Agent
  viewer: Viewer
  lanes: readonly PlannedQuery[]
  question: Question
  money: string
  salt: string
  line: Omit<AuditLine, 'subject'>
  signal: AbortSignal
  changed: () => void
}
/** What is known of one member so far. */
export type Heard = Pick<RollUpMember, 'is' | 'from' | 'because'> & { sums: readonly Money[] }
const waiting = (viewer: Viewer): Heard => ({
  is: 'waiting',
  from: [],
  because: [{ code: 'waiting', says: message('sum.waiting', viewer.locale) }],
  sums: [],
})

/**
 * One member: found for certain or not asked at all, traced, then asked of each owning system. `heard` is
 * what is known at any time.
 */
export class Member {
  heard: Heard
  constructor(private readonly round: Round) {
    this.heard = waiting(round.viewer)
  }

  /** By a number of theirs and their name: another name than the one the edge gives is somebody else. */
  async found(number: string, name: string): Promise<void> {
    const { hub, agent, viewer, signal } = this.round
    const lookup = new RecordLookup(hub, { tenant: agent.tenant, purpose: viewer.purpose, signal }, () => {})
    const hints: Hint[] = [
      { kind: 'any', value: number },
      ...(name ? [{ kind: 'name' as const, value: name }] : []),
    ]
    let last: Identification | undefined
    for await (const next of hub.stages.identify({
      tenant: agent.tenant,
      hints,
      context: {},
      connectors: hub.ports.connectors,
      find: lookup.find,
      decided: (records) => readDecisions(hub, agent.tenant, records),
      generics: hub.ports.sharedValues,
      settings: hub.ports.settings,
      signal,
    }))
      last = next
    const records =
      last?.resolution.outcome === 'identified'
        ? (last.resolution.person?.records ?? []).flatMap((k) => last?.records.get(k) ?? [])
        : []
    if (records.length === 0) {
      const down = hub.ports.connectors.flatMap((c) => {
        const failure = lookup.failure(c.id)
        return failure ? becauseOf(c, failure, [], viewer.locale) : []
      })
      return this.unknown(down)
    }
    await this.asked(
      {
        records: records.map((f) => ({ key: f.key, connector: f.connector, record: f.record })),
        identifiers: records.flatMap((f) => f.identifiers),
      },
      (c) => lookup.standing(c, true),
    )
  }

  unknown(down: readonly Because[] = []): void {
    this.say({
      is: 'unknown',
      from: [],
      because:
        down.length > 0
          ? down
          : [{ code: 'not-asked', says: message('sum.unknown', this.round.viewer.locale) }],
      sums: [],
    })
  }

  /** Their own rows, from whoever owns them. No trace, no access. */
  async asked(records: SubjectRecords, standing: Parameters<typeof this.read>[1]): Promise<void> {
    const { hub, agent, lanes, viewer, salt, line, signal } = this.round
    await trace(hub, {
      ...line,
      subject: await subjectOf(
        hub,
        agent.tenant,
        records.records.map((r) => r.key),
      ),
    })
    if (signal.aborted) return
    await new Promise<void>((done) => {
      const queryRun: QueryRun = new QueryRun(
        hub,
        lanes,
        { tenant: agent.tenant, purpose: viewer.purpose, locale: viewer.locale, salt, signal },
        () => {
          this.say(this.read(queryRun, standing))
          if (queryRun.pending === 0 || signal.aborted) done()
        },
      )
      signal.addEventListener('abort', () => done(), { once: true })
      queryRun.about(records)
      this.say(this.read(queryRun, standing))
      if (queryRun.pending === 0) done()
    })
  }

  private say(heard: Heard): void {
    this.heard = heard
    this.round.changed()
  }

  private read(
    queryRun: QueryRun,
    standing: (connector: PlannedQuery['connector']) => ReturnType<RecordLookup['standing']>,
  ): Heard {
    const { viewer, question, money } = this.round
    const because: Because[] = []
    const amounts: unknown[] = []
    const from: RollUpMember['from'][number][] = []
    let rows = 0
    for (const entry of queryRun.entries) {
      const { connector } = entry.query
      const sources = [...entry.sources.values()]
      because.push(
        ...becauseOf(connector, queryRun.standing(entry, standing(connector), true), sources, viewer.locale),
      )
      for (const { heard, held } of sources) {
        if (!heard) continue
        from.push(
          held[0]
            ? releaseFrom(viewer, { ...held[0].from, url: undefined })
            : { connector: connector.id, record: '', fetchedAt: heard.fetchedAt, confirmed: true },
        )
        const own = filtered(viewer, question) ? undefined : heard.totals?.sum
        const mine = held.filter(
          (h: SourcedRow) => admitting(viewer, question, h.row).length > 0 && counts(h.row),
        )
        rows += own ? Math.max(1, heard.totals?.count ?? 1) : mine.length
        amounts.push(...(own ? [own] : mine.map((h) => h.row[money])))
        // the owner's own sum is whole even where its list is long
        if (own && !heard.complete)
          because.splice(
            because.findIndex((b) => b.connector === connector.id && b.code === 'incomplete'),
            1,
          )
      }
    }
    if (filtered(viewer, question))
      because.push({ code: 'withheld', says: message('sum.filtered', viewer.locale) })
    const readable = amounts.filter((a) => sumByCurrency([a]) !== undefined)
    if (readable.length < amounts.length)
      because.push({ code: 'incomplete', says: message('sum.no-amount', viewer.locale) })
    const sums = sumByCurrency(readable) ?? []
    const out = because.some((b) => b.code === 'waiting')
    return {
      is:
        out && from.length === 0
          ? 'waiting'
          : because.length > 0
            ? 'incomplete'
            : rows === 0
              ? 'none'
              : 'value',
      from,
      because,
      sums,
    }
  }
}

/** What was called off is no money. */
const counts = (row: AnyRow): boolean => {
  const s = row.status
  return !(typeof s === 'object' && s !== null && (s as { code?: unknown }).code === 'cancelled')
}
