import type { Hint, JourneyAnswer, SystemRecord } from '../../../contract/index.ts'
import { type HubContext, subjectOf, writeAudit } from '../../context.ts'
import type { LookupStatus } from '../../fetch/sourced-rows.ts'
import { message } from '../../messages/index.ts'
import { viewerFor } from '../../plan/choose-template.ts'
import type { SubjectRecords } from '../../plan/targets.ts'
import { readable } from '../../plan/view.ts'
import type { Viewer } from '../../policy/viewer.ts'
import { type Agent, Refusal } from '../../ports.ts'
import { journeyOf } from '../../rules/journey.ts'
import { pseudonymous } from '../../rules/pseudonymous.ts'
import { recogniseForCertain } from '../../session/recognise.ts'
import { standingsOf } from '../../session/record-lookup.ts'
import { gatherJourney, journeyQuestions } from './gather.ts'

/** Beginnings of names: which of them are looked up, and whom of those found, the day decides. */
const beginnings = [
  'mar',
  'jos',
  'ana',
  'car',
  'lau',
  'pab',
  'luc',
  'ser',
  'ele',
  'dav',
  'ali',
  'fer',
  'nur',
  'jav',
  'sof',
  'and',
]
const perSystem = 20
const maxTried = 12

/**
 * One customer's journey a day, the same all day and pseudonymous: chosen by a keyed hash of the day, without
 * words, names, numbers or times. Only this pseudonymous form is cached, until the day ends.
 */
export async function dayJourney(
  hub: HubContext,
  locale: string,
  agent: Agent,
  signal: AbortSignal,
): Promise<JourneyAnswer> {
  const { ports } = hub
  const { viewer: whole } = viewerFor(
    await ports.fichas.current(agent.tenant),
    agent,
    { locale, confirmed: true },
    ports.connectors,
  )
  const roles = whole.roles.filter((r) => r.policy.mayEdit || r.policy.see.journey === 'clear')
  if (roles.length === 0)
    throw new Refusal(
      'forbidden',
      message('refused.journey-of-day', locale, { roles: whole.roles.map((r) => r.name).join(', ') }),
    )
  const viewer: Viewer = { ...whole, roles }
  const now = ports.clock.now()
  const day = now.toISOString().slice(0, 10)
  const key = `${encodeURIComponent(agent.tenant)}/journey/${day}/${await hub.hash(JSON.stringify([roles.map((r) => r.name), viewer.purpose, locale]))}`
  const kept = (await ports.cache.get(key).catch(() => undefined)) as JourneyAnswer | undefined
  const line = {
    at: now.toISOString(),
    tenant: agent.tenant,
    agent: agent.id,
    purpose: viewer.purpose,
    act: 'ask' as const,
    outcome: 'allowed' as const,
  }
  if (kept?.pseudonym) {
    await writeAudit(hub, { ...line, what: ['journey', 'pseudonymous'] })
    return kept
  }
  const questions = journeyQuestions.filter((q) =>
    readable(q, { viewer, connectors: ports.connectors, settings: ports.settings }),
  )
  let best: JourneyAnswer | undefined
  for (const { connector, record } of (await candidates(hub, agent, day, signal)).slice(0, maxTried)) {
    if (signal.aborted) break
    const { records, standings } = await recordsOfPerson(hub, agent, viewer, connector, record, signal)
    if (records.records.length === 0) continue
    await writeAudit(hub, {
      ...line,
      subject: await subjectOf(
        hub,
        agent.tenant,
        records.records.map((r) => r.key),
      ),
      what: ['journey', 'pseudonymous', ...questions],
    })
    const { seen, missing } = await gatherJourney(hub, agent, viewer, questions, records, standings, signal)
    const journey: JourneyAnswer = { ...pseudonymous(journeyOf(seen, now)), pseudonym: true, missing }
    if (!best || eventfulness(journey) > eventfulness(best)) best = journey
    if (isWorthTelling(journey)) break
  }
  if (!best || best.steps.length === 0)
    throw new Refusal('not-found', message('refused.journey-nobody', locale))
  const ends = Date.parse(`${day}T00:00:00Z`) + 86_400_000 - now.getTime()
  await ports.cache.set(key, best, ends).catch(() => undefined)
  return best
}

/** Who met us more than once: a single order tells little of how we treat people. */
const contactsIn = (journey: JourneyAnswer): number =>
  journey.steps.filter((s) => s.is === 'contact' || s.is === 'opened').length
const isWorthTelling = (journey: JourneyAnswer): boolean => contactsIn(journey) >= 2
const eventfulness = (journey: JourneyAnswer): number => contactsIn(journey) * 10 + journey.steps.length

async function candidates(
  hub: HubContext,
  agent: Agent,
  day: string,
  signal: AbortSignal,
): Promise<readonly { connector: string; record: SystemRecord; place: string }[]> {
  const shuffled = async (of: readonly string[]) =>
    (
      await Promise.all(
        of.map(async (text) => ({
          text,
          place: await hub.hash(`journey\n${agent.tenant}\n${day}\n${text}`),
        })),
      )
    ).sort((a, b) => (a.place < b.place ? -1 : 1))
  const texts = (await shuffled(beginnings)).slice(0, 3).map((d) => d.text)
  const found = await Promise.all(
    hub.ports.connectors
      .filter((c) => c.search)
      .flatMap((connector) =>
        texts.map(async (text) => {
          const outcome = await hub.fetcher.search(
            { tenant: agent.tenant, connector, text, limit: perSystem },
            signal,
          )
          return outcome.ok ? outcome.answer.map((record) => ({ connector: connector.id, record })) : []
        }),
      ),
  )
  const people = await Promise.all(
    found.flat().map(async (c) => ({
      ...c,
      place: await hub.hash(`journey\n${agent.tenant}\n${day}\n${c.connector}/${c.record.id}`),
    })),
  )
  return people.sort((a, b) => (a.place < b.place ? -1 : 1))
}

/** All records of that person, by the ways of identification: joined or not at all. */
async function recordsOfPerson(
  hub: HubContext,
  agent: Agent,
  viewer: Viewer,
  connector: string,
  record: SystemRecord,
  signal: AbortSignal,
): Promise<{ records: SubjectRecords; standings: Readonly<Record<string, LookupStatus>> }> {
  const { records, lookup } = await recogniseForCertain(hub, {
    tenant: agent.tenant,
    purpose: viewer.purpose,
    hints: record.identifiers
      .filter((i) => i.kind === 'mail' || i.kind === 'phone' || i.kind === 'loyalty')
      .slice(0, 3)
      .map((i): Hint => ({ kind: i.kind as Hint['kind'], value: i.value })),
    chosen: [`${connector}/${record.id}`],
    signal,
  })
  return { records, standings: standingsOf(hub.ports.connectors, lookup, true) }
}
