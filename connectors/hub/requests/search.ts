import type { Candidate, SearchRequest } from '../../contract/index.ts'
import type { CandidatePayload } from '../card/handle.ts'
import type { FoundRecord, Person } from '../identify/types.ts'
import { trace, type Inside } from '../inside.ts'
import { viewerFor } from '../plan/choose.ts'
import { Refusal, type Agent } from '../ports.ts'
import { releaseCandidate } from '../release/who.ts'

/** Records whose name, number or mail is like the text, from every system that can search; best first; released for the role. */
export async function search(inside: Inside, request: SearchRequest, agent: Agent, signal: AbortSignal): Promise<readonly Candidate[]> {
  const { ports, stages, asker } = inside
  const { settings } = ports
  const text = request.text.trim()
  if ([...text].length < 3) throw new Refusal('bad-request', 'Type three characters at least')
  const { viewer } = viewerFor(await ports.fichas.current(agent.tenant), agent, { locale: request.locale, confirmed: false }, ports.connectors)
  if (!viewer.roles.some((r) => r.policy.maySearch)) throw new Refusal('forbidden', `«${viewer.roles.map((r) => r.name).join('», «')}» may not search customers: open the card from the conversation`)
  await trace(inside, { at: ports.clock.now().toISOString(), tenant: agent.tenant, agent: agent.id, purpose: viewer.purpose, act: 'search', what: ['person'], outcome: 'allowed' })
  const answers = await Promise.all(ports.connectors.filter((c) => c.search).map(async (connector) => {
    const outcome = await asker.search({ tenant: agent.tenant, connector, text, limit: request.limit }, signal)
    return outcome.ok ? outcome.heard.map((record) => stages.found(connector, record, settings)) : []
  }))
  const found = [...new Map(answers.flat().map((f) => [f.key, f])).values()]
  const records = new Map(found.map((f) => [f.key, f]))
  const ranked = stages.rank(text, found, settings).slice(0, request.limit)
  return Promise.all(ranked.map(async ({ record, score }) => {
    const person: Person = { records: [record.key], kind: record.record.kind ?? 'person', bits: score, by: 'name', level: 'possible', reasons: [] }
    return releaseCandidate(viewer, person, records, inside.connectors, await refOf(inside, agent, record), false, settings.owners)
  }))
}

const refOf = (inside: Inside, agent: Agent, found: FoundRecord): Promise<string> => {
  const keys = found.identifiers.filter((i) => i.grade === 'unique' || i.grade === 'strong').slice(0, 8).map(({ kind, raw, scope }) => ({ kind, value: raw, ...(scope ? { scope } : {}) }))
  return inside.ports.handles.seal({ v: 1, records: [found.key], keys } satisfies CandidatePayload, agent, 'candidate')
}
