import type { DecideAnswer, DecideRequest } from '../../contract/index.ts'
import { type HubContext, subjectOf, topicOf, writeAudit } from '../context.ts'
import { message } from '../messages/index.ts'
import { viewerFor } from '../plan/choose-template.ts'
import { type Agent, type Link, Refusal } from '../ports.ts'
import { type CandidatePayload, type CardPayload, openCandidate, openCardHandle } from '../session/handle.ts'

/** As many as a card may hold records: one left out would bring the person back. */
const maxLinks = 40
const repeatedWithinMs = 600_000

/**
 * Records a human's decision about who this is: a link or a cannot-link. It can be undone, is audited, and
 * later resolutions respect it.
 */
export async function decide(hub: HubContext, request: DecideRequest, agent: Agent): Promise<DecideAnswer> {
  const { ports } = hub
  const card = await openCardHandle(hub, request.card, agent)
  const published = await ports.fichas.current(agent.tenant)
  const locale = card.locale ?? 'es'
  const { viewer } = viewerFor(
    published,
    agent,
    { purpose: card.purpose, locale, confirmed: card.confirmed },
    ports.connectors,
  )
  if (!viewer.roles.some((r) => r.policy.mayLink))
    throw new Refusal('forbidden', message('link.forbidden', locale))
  const at = ports.clock.now().toISOString()
  const cardRecords = card.records.map((r) => r.key)
  const audited = async (act: 'link' | 'unlink', what: string) =>
    writeAudit(hub, {
      at,
      tenant: agent.tenant,
      agent: agent.id,
      interaction: card.interaction,
      purpose: viewer.purpose,
      act,
      subject: await subjectOf(hub, agent.tenant, cardRecords.length > 0 ? cardRecords : [card.hint]),
      what: [what],
      outcome: 'allowed',
    })
  const notifyAll = async (records: readonly string[]) => {
    for (const r of records) await ports.notices.publish(agent.tenant, await topicOf(hub, agent.tenant, r))
  }

  if (request.decision === 'undo') {
    if (!request.link)
      throw new Refusal('bad-request', 'Undo which decision? Send the `link` that its answer gave')
    await audited('unlink', 'undo')
    const undone = await Promise.all(
      request.link
        .split('+')
        .slice(0, maxLinks)
        .map((id) => ports.links.undo(agent.tenant, id, agent.id, at)),
    )
    if (!undone.some(Boolean)) throw new Refusal('not-found', message('link.gone', locale))
    await notifyAll(cardRecords)
    return { link: request.link, says: message('link.undone', locale) }
  }

  const candidate =
    request.candidate === undefined ? undefined : await openCandidate(hub, request.candidate, agent)
  const pairs = pairsOf(card, request.decision, candidate)
  if (pairs.length === 0)
    throw new Refusal(
      'bad-request',
      request.decision === 'not-them'
        ? 'There is nobody in this card to set apart'
        : 'Decide about whom? Send the `candidate` ref of the card',
    )
  const decision = request.decision === 'same' ? 'same' : 'different'
  await audited(decision === 'same' ? 'link' : 'unlink', request.decision)
  const added: Link[] = []
  const existing = await ports.links.of(agent.tenant, [
    ...new Set(pairs.flatMap(({ one, other }) => [one.key, other.key])),
  ])
  for (const { one, other } of pairs.slice(0, maxLinks)) {
    const [a, b] = one.key < other.key ? [one, other] : [other, one]
    // Sent again because the answer was lost: it stays one decision, which one undo takes back.
    const last = existing.filter((l) => l.a === a.key && l.b === b.key).at(-1)
    if (
      last?.decision === decision &&
      last.by === agent.id &&
      Date.parse(at) - Date.parse(last.at) < repeatedWithinMs
    ) {
      added.push(last)
      continue
    }
    const traits = decision === 'different' ? { a: a.traits ?? [], b: b.traits ?? [] } : undefined
    added.push(
      await ports.links.add(agent.tenant, { a: a.key, b: b.key, decision, at, by: agent.id }, traits),
    )
  }
  await notifyAll([...new Set([...cardRecords, ...(candidate?.records ?? [])])])
  return {
    link: added.map((l) => l.id).join('+'),
    says: message(decision === 'same' ? 'link.same' : 'link.apart', locale),
  }
}

interface Side {
  key: string
  traits?: readonly string[] | undefined
}
type DecidedCard = Pick<CardPayload, 'outcome' | 'hint' | 'records' | 'candidates' | 'traits' | 'people'>

/**
 * Who is linked with whom: with the person of the card when there is one for certain, else with what the host
 * said in this interaction.
 */
function pairsOf(
  card: DecidedCard,
  decision: 'same' | 'different' | 'not-them',
  candidate: CandidatePayload | undefined,
): { one: Side; other: Side }[] {
  const person = card.outcome === 'identified' ? card.records[0]?.key : undefined
  const first = candidate?.records[0]
  if (
    decision === 'not-them' ||
    (decision === 'different' &&
      first !== undefined &&
      (person === undefined || candidate?.records.includes(person)))
  ) {
    const people = candidate
      ? [candidate]
      : card.records.length > 0
        ? [{ records: card.records.map((r) => r.key), traits: card.traits }]
        : (card.people ?? [{ records: card.candidates, traits: [] }])
    // what tells a person is kept once: it is found by the interaction, whichever of their records is named
    return people.flatMap(({ records, traits }) =>
      records.map((key, n) => ({ one: { key: card.hint }, other: { key, traits: n === 0 ? traits : [] } })),
    )
  }
  if (first === undefined) return []
  if (person !== undefined && !candidate?.records.includes(person))
    return [{ one: { key: person, traits: card.traits }, other: { key: first, traits: candidate?.traits } }]
  return [{ one: { key: card.hint }, other: { key: first } }]
}
