import type { CardEvent, RolePreviewAnswer, RolePreviewRequest } from '../../contract/index.ts'
import { type HubContext, writeAudit } from '../context.ts'
import { message } from '../messages/index.ts'
import { viewerFor } from '../plan/choose-template.ts'
import { type Agent, Refusal } from '../ports.ts'
import { openCard } from '../session/open-card.ts'

/**
 * The agent's own customer account as each role sees it, for team leads. The host's signed claim `loyalty`
 * says whose account it is, never the request: a number that could be typed could be anybody's.
 */
export async function previewAsRole(
  hub: HubContext,
  request: RolePreviewRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<RolePreviewAnswer> {
  const { ports } = hub
  const { policy, templates } = await ports.fichas.current(agent.tenant)
  const { viewer } = viewerFor(
    { revision: '', templates, rules: [], policy },
    agent,
    { locale: request.locale, confirmed: true },
    ports.connectors,
  )
  if (!viewer.roles.some((r) => r.policy.mayEdit || r.policy.see.journey === 'clear'))
    throw new Refusal(
      'forbidden',
      message('refused.other-roles', viewer.locale, { roles: viewer.roles.map((r) => r.name).join(', ') }),
    )
  const own = agent.claims.loyalty
  if (!own) throw new Refusal('not-found', message('refused.own-card', viewer.locale))
  const roles = Object.keys(policy.roles).filter((r) => templates.some((t) => t.for.roles.includes(r)))
  await writeAudit(hub, {
    at: ports.clock.now().toISOString(),
    tenant: agent.tenant,
    agent: agent.id,
    purpose: viewer.purpose,
    act: 'preview',
    what: ['own-account', ...roles.map((r) => `role:${r}`)],
    outcome: 'allowed',
  })
  // Nobody is served by this preview, so the quality page does not count it.
  const uncounted: HubContext = {
    ...hub,
    ports: { ...ports, outcomes: { record: async () => {} }, observations: undefined },
  }
  const views: RolePreviewAnswer['views'][number][] = []
  const refused: RolePreviewAnswer['refused'][number][] = []
  for (const role of roles) {
    if (signal.aborted) break
    try {
      const events: CardEvent[] = []
      for await (const event of openCard(
        uncounted,
        { hints: [{ kind: 'loyalty', value: own }], context: {}, epoch: 0, locale: request.locale },
        { ...agent, roles: [role] },
        signal,
      ))
        events.push(event)
      const who = events.find((e) => e.event === 'who')
      views.push({ role, template: who?.event === 'who' ? who.ficha.title : role, events: events.map(still) })
    } catch (e) {
      if (!(e instanceof Refusal)) throw e
      refused.push({ role, says: e.message })
    }
  }
  return { views, refused }
}

/** To be looked at, not acted upon: handles are left out. */
const still = (event: CardEvent): CardEvent =>
  event.event === 'who'
    ? { ...event, card: '-' }
    : event.event === 'reading' &&
        (event.reading.state.known === 'value' || event.reading.state.known === 'incomplete')
      ? {
          ...event,
          reading: {
            ...event.reading,
            next: undefined,
            state: {
              ...event.reading.state,
              value: event.reading.state.value.map((r) => ({ ...r, ref: '-' })),
            },
          },
        }
      : event.event === 'advice'
        ? { ...event, items: event.items.map((i) => ({ ...i, ref: '-' })), ask: undefined }
        : event
