import type { CardEvent, CardRequest, EventBody, Hint } from '../../contract/index.ts'
import { type HubContext, subjectOf, writeAudit } from '../context.ts'
import { randomSecret } from '../fetch/hash.ts'
import { hourOf } from '../memory/observations.ts'
import { message } from '../messages/index.ts'
import { chooseTemplate } from '../plan/choose-template.ts'
import { planCard } from '../plan/queries.ts'
import { type Agent, Refusal } from '../ports.ts'
import { confirmedRecords, hintRecord } from './cannot-link-decisions.ts'
import { eventFrames, runCard } from './card-run.ts'
import { changesCursor, noticesCursor } from './cursor.ts'
import { EventPublisher } from './event-publisher.ts'
import { Facts } from './facts.ts'
import { openCandidate } from './handle.ts'
import { cardNote, contactSeen } from './observe.ts'
import { type CardSources, publishCard } from './publish-card.ts'
import { QueryRun } from './query-run.ts'
import { recognise } from './recognise.ts'
import { RecordLookup } from './record-lookup.ts'
import { RuleResults } from './rule-results.ts'
import { Subject } from './subject.ts'

/** The card of whoever the host says is on screen: one run, published as it comes. */
export async function* openCard(
  hub: HubContext,
  request: CardRequest,
  agent: Agent,
  signal: AbortSignal,
): AsyncGenerator<CardEvent, void, undefined> {
  const { ports, stages } = hub
  const { connectors, settings } = ports
  const now = () => ports.clock.now().toISOString()
  const [published, since] = await Promise.all([
    ports.fichas.current(agent.tenant),
    noticesCursor(hub, agent.tenant),
  ])
  const choice = chooseTemplate(
    published,
    agent,
    { ...request, confirmed: request.confirmed === true },
    connectors,
    stages,
  )
  const { viewer, template, rules } = choice
  const queries = planCard(template, rules, stages, { viewer, connectors, settings })
  const hint = await hintRecord(hub, agent, request.hints, request.interaction)
  const before = await confirmedRecords(hub, agent, hint)
  const picked = request.chosen === undefined ? undefined : await openCandidate(hub, request.chosen, agent)
  const pickedKeys = (picked?.keys ?? []).map((k) => ({ ...k, kind: k.kind as Hint['kind'] }))
  const line = {
    tenant: agent.tenant,
    agent: agent.id,
    interaction: request.interaction,
    purpose: viewer.purpose,
    outcome: 'allowed' as const,
  }
  if (request.confirmed) await writeAudit(hub, { ...line, at: now(), act: 'confirm', what: ['account'] })

  let opened: Promise<void> | undefined
  /** Once a card, however often it is published. */
  const audited = (records: readonly string[]): Promise<void> =>
    (opened ??= subjectOf(hub, agent.tenant, records).then((subject) =>
      writeAudit(hub, {
        ...line,
        at: now(),
        act: 'open',
        subject,
        what: [...new Set(queries.map((q) => q.question))],
      }),
    ))
  let flags: { of: string; all: readonly string[] } = { of: '', all: [] }
  const flagsOf = async (records: readonly string[]): Promise<readonly string[]> => {
    const of = records.join('\n')
    if (flags.of !== of) flags = { of, all: await ports.flags.of(agent.tenant, records).catch(() => []) }
    return flags.all
  }

  let revision = 0
  const frame = eventFrames(request.epoch)
  const stamp = (body: EventBody): CardEvent => frame(revision, body)
  const events = runCard<EventBody>(signal, ({ signal, changed }) => {
    const run = { tenant: agent.tenant, purpose: viewer.purpose, signal, fresh: request.fresh }
    const salt = randomSecret()
    const subject = new Subject(hub, choice, request, agent, salt, hint)
    const lookup = new RecordLookup(hub, run, changed)
    const queryRun = new QueryRun(hub, queries, { ...run, locale: request.locale, salt }, changed)
    const card: CardSources = {
      hub,
      viewer,
      signal,
      subject,
      lookup,
      queries: queryRun,
      facts: new Facts(viewer, rules, stages.readsOf),
      results: new RuleResults(hub, viewer, agent, template, rules, request.context),
      publisher: new EventPublisher(hub, agent, hint, viewer, queryRun, lookup),
      flagsOf,
      audited,
    }
    return {
      async recognise(known) {
        for await (const next of recognise(hub, lookup, {
          tenant: agent.tenant,
          hints: [...request.hints, ...pickedKeys],
          context: request.context,
          chosen: [...(picked?.records ?? []), ...before],
          hint,
          picked: picked?.records,
          signal,
        }))
          subject.retracted.push(...known(subject.take(next)))
      },
      queries: queryRun,
      publish(progress) {
        revision = progress.revision
        return publishCard(card, progress)
      },
      settled() {
        const { answered, failed } = card.publisher.counts()
        // A retry of one system is no card of its own.
        if (!request.fresh) void countCard(card, agent, template.id).catch(() => undefined)
        return { event: 'settled', answered, failed, changes: changesCursor(since, failed) }
      },
    }
  })
  try {
    for await (const body of events) yield stamp(body)
  } catch (e) {
    if (!(e instanceof Refusal && e.code === 'audit-unavailable')) throw e
    // No trace, no access. Tried again like a system that failed: once it can be recorded, the account opens
    // by itself.
    yield stamp({ event: 'fault', code: 'hub', says: message('refused.no-audit', request.locale) })
    yield stamp({ event: 'settled', answered: 0, failed: 0, changes: changesCursor(since, 1) })
  }
}

/** Counts what a card heard. Whoever looks at it waits for none of this. */
async function countCard(card: CardSources, agent: Agent, template: string): Promise<void> {
  const { hub, subject, queries, publisher, results } = card
  const { clock, outcomes, observations } = hub.ports
  const outcome = subject.identification?.resolution.outcome
  if (!outcome) return
  const down = new Set(
    publisher
      .states()
      .filter((s) => s.state === 'down')
      .map((s) => s.connector),
  )
  const counted = cardNote(hub, template, outcome, queries, down)
  const subjects = subject.open ? subject.records().records.map((r) => r.key) : []
  const contact =
    subjects.length > 0 ? await contactSeen(hub, agent.tenant, queries, results.latest) : undefined
  const at = hourOf(clock.now().toISOString())
  await outcomes.record(agent.tenant, at, [{ ...counted, at, role: agent.roles[0] ?? '' }])
  if (contact) await observations?.note(agent.tenant, [{ at, subjects, what: contact }])
}
