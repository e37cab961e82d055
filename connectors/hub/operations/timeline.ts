import {
  type AnyRow,
  type Field,
  isQuestion,
  localize,
  type Question,
  type TimelineAnswer,
  type TimelineEntry,
  type TimelineGap,
  type TimelineRequest,
} from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { FetchedAnswer, FetchOutcome } from '../fetch/fetcher.ts'
import { inquire, targetName } from '../fetch/inquiry.ts'
import { sharedAbort } from '../fetch/shared-abort.ts'
import type { SourceAnswer } from '../fetch/sourced-rows.ts'
import { message } from '../messages/index.ts'
import { questionLabel } from '../messages/labels.ts'
import { isMany } from '../plan/queries.ts'
import { targetsOf } from '../plan/targets.ts'
import { admittingRoles, isFiltered } from '../policy/rows.ts'
import { pathOf, see, type Viewer } from '../policy/viewer.ts'
import { type Agent, Refusal } from '../ports.ts'
import { releaseField, releaseFrom, stampOf } from '../release/reading.ts'
import type { CardPayload } from '../session/handle.ts'
import { reopenAccount } from '../session/reopen-account.ts'
import { mergeSources } from './timeline/merge-sources.ts'
import { type TimelineQuery, timelineQueries, typeOf, withheldLabels } from './timeline/timeline-queries.ts'
import { momentOf, type SourcePosition, TimelineSource } from './timeline/timeline-source.ts'

/** What the sealed cursor keeps; it opens only for the agent, the card and the filters it was made for. */
interface Cursor {
  v: 1
  is: 'timeline'
  salt: string
  filter: string
  bound?: number | undefined
  places: readonly (readonly [string, string, SourcePosition])[]
}

/**
 * Rows asked of a system at a time, and pages read for one answer: a search that finds little says how far it
 * looked.
 */
const pageRows = 100
const maxPagesRead = 60

/**
 * Everything dated of an open card, from every system the ficha's timeline and the role allow, newest first.
 */
export async function timeline(
  hub: HubContext,
  request: TimelineRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<TimelineAnswer> {
  const { ports } = hub
  const { card, viewer, template, audit } = await reopenAccount(hub, request.card, agent, request.locale)
  const input = { viewer, connectors: ports.connectors, settings: ports.settings }
  const listed = template.timeline.filter((q): q is Question => isQuestion(q))
  const all = timelineQueries(listed, input)
  if (all.length === 0)
    throw new Refusal(
      'forbidden',
      message('refused.timeline', viewer.locale, { card: localize(template.title, viewer.locale) }),
    )
  const wanted = request.kinds && request.kinds.length > 0 ? new Set<Question>(request.kinds) : undefined
  const queries = all.filter((s) => !wanted || wanted.has(s.question))
  const text = (request.text ?? '').trim().toLocaleLowerCase(request.locale)
  const filter = JSON.stringify([[...(wanted ?? [])].sort(), text, request.locale])
  const cursor =
    request.next === undefined ? undefined : await openCursor(hub, request.next, agent, card, filter)
  await audit({ act: 'ask', what: ['timeline', ...new Set(queries.map((s) => s.question))] })

  const gaps: TimelineGap[] = []
  const gap = (s: TimelineQuery, is: TimelineGap['is']) => {
    if (!gaps.some((g) => g.connector === s.connector.id && g.question === s.question && g.is === is))
      gaps.push({
        connector: s.connector.id,
        title: localize(s.connector.title, viewer.locale),
        question: s.question,
        is,
      })
  }
  const fetcher = new PageFetcher(hub, agent, viewer, signal)
  const sources = queries.flatMap((query) => {
    if (isFiltered(viewer, query.question)) gap(query, 'filtered')
    const targets = targetsOf(query, card)
    const standing = card.standings[query.connector.id]
    // Who failed while the person was looked for may hold a record nobody knows of.
    if (targets.length === 0 && (standing === undefined || typeof standing === 'object'))
      gap(query, typeof standing === 'object' ? 'failed' : 'waiting')
    return targets.map((target) => {
      const name = targetName(target)
      const place = cursor?.places.find(
        ([q, c, p]) => q === query.question && c === query.connector.id && p.target === name,
      )?.[2]
      return new TimelineSource(query, target, name, place, request.fresh === true, (source, at) =>
        fetcher.page(source, at, request.fresh === true),
      )
    })
  })
  const now = ports.clock.now().getTime()
  const builder = new TimelineBuilder(hub, viewer, card, text, now)
  const merged = await mergeSources(
    sources,
    request.limit,
    cursor?.bound,
    maxPagesRead,
    async (s, d) => d.at <= now && (await builder.entry(s, d.row, 'dated')) !== undefined,
    () => !signal.aborted,
  )
  fetcher.dispose()
  signal.throwIfAborted()

  const entries: TimelineEntry[] = []
  for (const { source, dated, outOfOrder } of merged.taken) {
    const entry = await builder.entry(source, dated.row, 'dated')
    if (entry) entries.push(entry)
    if (outOfOrder && cursor) gap(source.query, 'unordered')
  }
  const coming: TimelineEntry[] = []
  const comingPartial = new Set<string>()
  for (const source of sources) {
    if (source.state === 'waiting' || source.state === 'failed') gap(source.query, source.state)
    if (
      (source.unreadRows > 0 && !isFiltered(viewer, source.query.question)) ||
      source.undated.some((row) => builder.misses(source.query, row))
    )
      gap(source.query, 'unread')
    if (!source.firstPage) continue
    for (const row of source.firstPage)
      for (const which of ['coming', 'dated'] as const) {
        const entry = await builder.entry(source, row, which)
        if (entry?.coming) coming.push(entry)
      }
    if (source.query.coming && source.answer && !source.answer.complete)
      comingPartial.add(localize(source.query.connector.title, viewer.locale))
  }
  const bound = [cursor?.bound, merged.to].filter((n): n is number => n !== undefined)
  const more = sources.some((s) => !s.exhausted)
  const next =
    more || sources.some((s) => s.state === 'failed')
      ? await ports.handles.seal(
          {
            v: 1,
            is: 'timeline',
            salt: card.salt,
            filter,
            ...(bound.length > 0 ? { bound: Math.min(...bound) } : {}),
            places: sources.map((s) => [s.query.question, s.query.connector.id, s.position()] as const),
          } satisfies Cursor,
          agent,
          'cursor',
        )
      : undefined
  return {
    coming: coming.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    comingPartial: [...comingPartial],
    entries,
    gaps,
    more,
    ...(next ? { next } : {}),
    withheld: withheldLabels([...new Set(queries.map((s) => s.question))], viewer),
    kinds: kindsOf(all, viewer.locale),
    ...(merged.ended === 'budget' && merged.to !== undefined
      ? { searchedTo: new Date(merged.to).toISOString() }
      : {}),
  }
}

async function openCursor(
  hub: HubContext,
  handle: string,
  agent: Agent,
  card: CardPayload,
  filter: string,
): Promise<Cursor> {
  const cursor = (await hub.ports.handles.open(handle, agent, 'cursor')) as Partial<Cursor>
  if (cursor.is !== 'timeline' || cursor.v !== 1 || cursor.salt !== card.salt || cursor.filter !== filter)
    throw new Refusal(
      'expired-handle',
      'This page is of another card or of other filters: open the timeline again',
    )
  return cursor as Cursor
}

const kindsOf = (queries: readonly TimelineQuery[], locale: string): TimelineAnswer['kinds'] =>
  [...new Set(queries.map((s) => s.question))].map((question) => ({
    question,
    label: questionLabel(question, locale),
    types: Object.fromEntries(
      queries
        .filter((s) => s.question === question)
        .flatMap((s) =>
          [s.title, s.status, s.amount]
            .filter((f): f is string => f !== undefined)
            .map((f) => [f, typeOf(s, f)]),
        ),
    ),
  }))

/**
 * Asks pages. Who is late is not waited for any longer, but goes on: what they answer is kept for the next
 * request.
 */
class PageFetcher {
  private readonly stop = sharedAbort()
  private readonly follow: () => void
  constructor(
    private readonly hub: HubContext,
    private readonly agent: Agent,
    private readonly viewer: Viewer,
    private readonly signal: AbortSignal,
  ) {
    this.follow = () => this.stop.abort(signal.reason)
    if (signal.aborted) this.follow()
    signal.addEventListener('abort', this.follow, { once: true })
  }
  dispose(): void {
    this.signal.removeEventListener('abort', this.follow)
  }

  page(
    source: TimelineSource,
    cursor: string | undefined,
    fresh: boolean,
  ): Promise<FetchOutcome<FetchedAnswer> | 'late'> {
    const { query, target } = source
    const { patience } = this.hub.ports.settings
    const limit = isMany(query.question) ? pageRows : 1
    const inquiry = inquire({
      tenant: this.agent.tenant,
      purpose: this.viewer.purpose,
      connector: query.connector,
      question: query.question,
      target,
      fresh,
      want: {
        fields: query.fields,
        limit,
        locale: this.viewer.locale,
        ...(cursor === undefined ? {} : { cursor }),
      },
    })
    const silent: FetchOutcome<FetchedAnswer> = {
      ok: false,
      code: 'unsupported',
      since: this.hub.ports.clock.now().toISOString(),
    }
    if (!inquiry) return Promise.resolve(silent)
    return new Promise((done) => {
      this.hub.fetcher
        .fetch(inquiry, patience, this.stop.signal, () => done('late'))
        .then(done, () => done(silent))
    })
  }
}

/** A row as this role may see it on the line of time; undefined when it is not on it. */
class TimelineBuilder {
  constructor(
    private readonly hub: HubContext,
    private readonly viewer: Viewer,
    private readonly card: CardPayload,
    private readonly text: string,
    private readonly now: number,
  ) {}

  /** Whether this role may see the row, and its date. */
  sees(query: TimelineQuery, row: AnyRow, which: 'dated' | 'coming'): boolean {
    const name = query[which]
    return (
      name !== undefined &&
      see(
        this.viewer,
        pathOf(query.question, query.connector.id, name),
        admittingRoles(this.viewer, query.question, row),
      ) === 'clear'
    )
  }

  /** Whether a row without a date is one this role would see, and does not come later either. */
  misses(query: TimelineQuery, row: AnyRow): boolean {
    const coming = query.coming === undefined ? undefined : momentOf(row[query.coming])
    return (coming === undefined || coming < this.now) && this.sees(query, row, 'dated')
  }

  async entry(
    source: TimelineSource,
    row: AnyRow,
    which: 'dated' | 'coming',
  ): Promise<TimelineEntry | undefined> {
    const { viewer } = this
    const { query } = source
    const name = query[which]
    const at = name === undefined ? undefined : momentOf(row[name])
    if (!name || at === undefined || (which === 'coming' && at < this.now)) return undefined
    const path = (f: string) => pathOf(query.question, query.connector.id, f)
    if (!this.sees(query, row, which)) return undefined
    const roles = admittingRoles(viewer, query.question, row)
    const fields: Record<string, Field> = {}
    for (const f of [query.title, query.status, query.amount])
      if (f && row[f] !== undefined)
        fields[f] = releaseField(viewer, path(f), { type: typeOf(query, f) as never }, row[f], roles)
    if (this.text && !this.searchedText(query, fields).includes(this.text)) return undefined
    const [key, record] = await Promise.all([
      this.hash(`${query.question}\n${query.connector.id}\n${row.id}\n${which}`),
      this.hash(source.name),
    ])
    const from = stampOf(
      query.connector,
      record,
      { target: source.target, answer: source.answer } as SourceAnswer,
      row,
      undefined,
    )
    return {
      key,
      question: query.question,
      at: String(row[name]),
      coming: at > this.now,
      from: releaseFrom(viewer, from),
      fields,
      ...(query.title ? { title: query.title } : {}),
      ...(query.status ? { status: query.status } : {}),
      ...(query.amount ? { amount: query.amount } : {}),
    }
  }

  /** Only what is shown is searched: what is hidden must not be guessed by looking for it. */
  private searchedText(query: TimelineQuery, fields: Readonly<Record<string, Field>>): string {
    const shown = Object.values(fields).map((f) => (f.shown === 'clear' ? textOf(f.value) : ''))
    return [
      questionLabel(query.question, this.viewer.locale),
      localize(query.connector.title, this.viewer.locale),
      ...shown,
    ]
      .join(' ')
      .toLocaleLowerCase(this.viewer.locale)
  }
  private hash = (text: string): Promise<string> => this.hub.hash(`${this.card.salt}\n${text}`)
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).map(textOf).join(' ') : String(value)
