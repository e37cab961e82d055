import type { DecideAnswer, DecideRequest } from '../../contract/index.ts'
import { openCandidate, openCardHandle } from '../card/handle.ts'
import { subjectOf, topicOf, trace, type Inside } from '../inside.ts'
import { viewerFor } from '../plan/choose.ts'
import { Refusal, type Agent, type Link } from '../ports.ts'
import { tell } from '../release/words.ts'

/** As many as a card may hold records: one of them left out would bring the person back. */
const mostLinks = 40

/** Links and anti-links: a human's word about whom this is, reversible, with a trace, respected by later resolutions. */
export async function decide(inside: Inside, request: DecideRequest, agent: Agent): Promise<DecideAnswer> {
  const { ports } = inside
  const card = await openCardHandle(inside, request.card, agent)
  const published = await ports.fichas.current(agent.tenant)
  const locale = card.locale ?? 'es'
  const { viewer } = viewerFor(published, agent, { purpose: card.purpose, locale, confirmed: card.confirmed }, ports.connectors)
  if (!viewer.roles.some((r) => r.policy.mayLink)) throw new Refusal('forbidden', tell('may-not-link', locale))
  const at = ports.clock.now().toISOString()
  const mine = card.records.map((r) => r.key)
  const audited = async (act: 'link' | 'unlink', what: string) =>
    trace(inside, { at, tenant: agent.tenant, agent: agent.id, interaction: card.interaction, purpose: viewer.purpose, act, subject: await subjectOf(inside, agent.tenant, mine.length > 0 ? mine : [card.hint]), what: [what], outcome: 'allowed' })
  const tellAll = async (records: readonly string[]) => { for (const r of records) await ports.notices.publish(agent.tenant, await topicOf(inside, agent.tenant, r)) }

  if (request.decision === 'undo') {
    if (!request.link) throw new Refusal('bad-request', 'Undo which decision? Send the `link` that its answer gave')
    await audited('unlink', 'undo')
    const undone = await Promise.all(request.link.split('+').slice(0, mostLinks).map((id) => ports.links.undo(agent.tenant, id, agent.id, at)))
    if (!undone.some(Boolean)) throw new Refusal('not-found', tell('undo-gone', locale))
    await tellAll(mine)
    return { link: request.link, says: tell('undone', locale) }
  }

  const candidate = request.candidate === undefined ? undefined : await openCandidate(inside, request.candidate, agent)
  const pairs = pairsOf(card, request.decision, candidate?.records)
  if (pairs.length === 0) throw new Refusal('bad-request', request.decision === 'not-them' ? 'There is nobody in this card to set apart' : 'Decide about whom? Send the `candidate` ref of the card')
  const decision = request.decision === 'same' ? 'same' : 'different'
  await audited(decision === 'same' ? 'link' : 'unlink', request.decision)
  const added: Link[] = []
  for (const [x, y] of pairs.slice(0, mostLinks)) {
    const [a, b] = x < y ? [x, y] : [y, x]
    added.push(await ports.links.add(agent.tenant, { a, b, decision, at, by: agent.id }))
  }
  await tellAll([...new Set([...mine, ...(candidate?.records ?? [])])])
  return { link: added.map((l) => l.id).join('+'), says: tell(decision === 'same' ? 'linked' : 'parted', locale) }
}

/** Who is linked with whom: with the person of the card when there is one for certain, else with what the host said in this interaction. */
function pairsOf(card: { outcome: string; hint: string; records: readonly { key: string }[]; candidates: readonly string[] }, decision: 'same' | 'different' | 'not-them', candidate: readonly string[] | undefined): [string, string][] {
  const person = card.outcome === 'identified' ? card.records[0]?.key : undefined
  if (decision === 'not-them') return (candidate ?? (card.records.length > 0 ? card.records.map((r) => r.key) : card.candidates)).map((k) => [card.hint, k])
  const first = candidate?.[0]
  if (first === undefined) return []
  if (person !== undefined && !candidate?.includes(person)) return [[person, first]]
  return decision === 'same' ? [[card.hint, first]] : (candidate ?? []).map((k) => [card.hint, k])
}
