import type { Candidate, SearchRequest } from '../../contract/index.ts'
import { type HubContext, writeAudit } from '../context.ts'
import { personFingerprint } from '../identity/cannot-links/person-fingerprint.ts'
import type { FoundRecord, Person } from '../identity/types.ts'
import { message } from '../messages/index.ts'
import { viewerFor } from '../plan/choose-template.ts'
import { type Agent, Refusal } from '../ports.ts'
import { releaseCandidate } from '../release/who.ts'
import { readDecisions } from '../session/cannot-link-decisions.ts'
import type { CandidatePayload } from '../session/handle.ts'
import { groupIntoPeople } from './search/group-into-people.ts'

/**
 * Records whose name, number or mail is like the text, from every system that can search; best first;
 * released for the role.
 */
export async function search(
  hub: HubContext,
  request: SearchRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const { ports, stages, fetcher } = hub
  const { settings } = ports
  const text = request.text.trim()
  if ([...text].length < 3) throw new Refusal('bad-request', message('refused.search-short', request.locale))
  const { viewer } = viewerFor(
    await ports.fichas.current(agent.tenant),
    agent,
    { locale: request.locale, confirmed: false },
    ports.connectors,
  )
  if (!viewer.roles.some((r) => r.policy.maySearch))
    throw new Refusal(
      'forbidden',
      message('refused.search', viewer.locale, { roles: viewer.roles.map((r) => r.name).join(', ') }),
    )
  await writeAudit(hub, {
    at: ports.clock.now().toISOString(),
    tenant: agent.tenant,
    agent: agent.id,
    purpose: viewer.purpose,
    act: 'search',
    what: ['person'],
    outcome: 'allowed',
  })
  const searchAll = async (part: string, limit: number): Promise<readonly FoundRecord[]> =>
    (
      await Promise.all(
        ports.connectors
          .filter((c) => c.search)
          .map(async (connector) => {
            const outcome = await fetcher.search(
              { tenant: agent.tenant, connector, text: part, limit },
              signal,
            )
            return outcome.ok ? outcome.answer.map((record) => stages.found(connector, record, settings)) : []
          }),
      )
    ).flat()
  const rankByLikeness = (of: readonly FoundRecord[]) =>
    stages.rank(text, [...new Map(of.map((f) => [f.key, f])).values()], settings)
  let ranked = rankByLikeness(await searchAll(text, request.limit))
  // Few systems forgive a slip: one slip leaves one half of what was typed as it should be.
  if (ranked.length === 0)
    ranked = rankByLikeness(
      (await Promise.all(halves(text).map((half) => searchAll(half, halfTextLimit)))).flat(),
    )
  const found = ranked.map((r) => r.record)
  const records = new Map(found.map((f) => [f.key, f]))
  const scores = new Map(ranked.map((r) => [r.record.key, r.score]))
  const { links } = await readDecisions(hub, agent.tenant, found)
  const people = groupIntoPeople(
    ranked.map((r) => r.record),
    links,
    settings,
    (id) => hub.connectors.get(id)?.mayHoldDuplicates === true,
  ).slice(0, request.limit)
  return Promise.all(
    people.map(async (of) => {
      const person: Person = {
        records: of.map((f) => f.key),
        kind: of[0]?.record.kind ?? 'person',
        bits: scores.get(of[0]?.key ?? '') ?? 0,
        by: 'name',
        level: 'possible',
        reasons: [],
      }
      return releaseCandidate(
        viewer,
        person,
        records,
        hub.connectors,
        await refOf(hub, agent, of),
        false,
        settings.owners,
      )
    }),
  )
}

/** What either half of a text brings back is only looked through, never shown for that alone. */
const halfTextLimit = 50
const shortestHalf = 4
function halves(text: string): string[] {
  if (/\d/.test(text)) return []
  const letters = [...text]
  const middle = Math.ceil(letters.length / 2)
  return [letters.slice(0, middle), letters.slice(-middle)]
    .map((half) => half.join('').trim())
    .filter((half) => half.length >= shortestHalf)
}

const refOf = (hub: HubContext, agent: Agent, found: readonly FoundRecord[]): Promise<string> => {
  const keys = found
    .flatMap((f) => f.identifiers)
    .filter((i) => i.grade === 'unique' || i.grade === 'strong')
    .slice(0, 8)
    .map(({ kind, raw, scope }) => ({ kind, value: raw, ...(scope ? { scope } : {}) }))
  return hub.ports.handles.seal(
    {
      v: 1,
      records: found.map((f) => f.key),
      keys,
      traits: personFingerprint(found),
    } satisfies CandidatePayload,
    agent,
    'candidate',
  )
}
