import type {
  actRequest,
  Candidate,
  changesRequest,
  decideRequest,
  journeyRequest,
  outcomeRequest,
  revealRequest,
  rolePreviewRequest,
  searchRequest,
  timelineRequest,
} from '../../contract/index.ts'
import type { Agent } from '../../hub/ports.ts'
import type { Context } from '../context.ts'
import type { Keys } from '../keys/keys.ts'
import { json } from './json.ts'
import type { AgentCall } from './route.ts'
import { withAbort } from './with-abort.ts'

export async function search(call: AgentCall<typeof searchRequest>, { hub, keys, stopping }: Context) {
  const { agent, request } = call
  const body = await call.body()
  // An agent who was shown too many customers already is refused before any system is asked.
  await call.countDistinct([])
  const candidates = await withAbort(request, stopping, (signal) => hub.search(body, agent, signal))
  await call.countDistinct(await Promise.all(candidates.map((one) => shownHash(keys, agent, one))))
  return json({ candidates })
}

export async function decide(call: AgentCall<typeof decideRequest>, { hub }: Context) {
  return json(await hub.decide(await call.body(), call.agent))
}

export async function reveal(call: AgentCall<typeof revealRequest>, { hub, audited, stopping }: Context) {
  const { agent, request } = call
  const body = await call.body()
  await call.countDistinct([crypto.randomUUID()])
  return json(
    await audited('reveal', agent, () =>
      withAbort(request, stopping, (signal) => hub.reveal(body, agent, signal)),
    ),
  )
}

export async function act(call: AgentCall<typeof actRequest>, { hub, stopping }: Context) {
  const body = await call.body()
  // An action goes on when its caller has left: half an action helps nobody, and the caller can ask again for
  // its result.
  return json(await withAbort(undefined, stopping, (signal) => hub.act(body, call.agent, signal)))
}

export async function changes(call: AgentCall<typeof changesRequest>, { hub, polls, telemetry }: Context) {
  const body = await call.body()
  telemetry.change('ficha_polls_open', 1)
  try {
    return json(await withAbort(call.request, polls, (signal) => hub.changes(body, call.agent, signal)))
  } finally {
    telemetry.change('ficha_polls_open', -1)
  }
}

export async function timeline(call: AgentCall<typeof timelineRequest>, { hub, stopping }: Context) {
  const body = await call.body()
  return json(await withAbort(call.request, stopping, (signal) => hub.timeline(body, call.agent, signal)))
}

export async function journey(call: AgentCall<typeof journeyRequest>, { hub, stopping }: Context) {
  const body = await call.body()
  return json(await withAbort(call.request, stopping, (signal) => hub.journey(body, call.agent, signal)))
}

export async function previewAsRole(call: AgentCall<typeof rolePreviewRequest>, { hub, stopping }: Context) {
  const body = await call.body()
  return json(
    await withAbort(call.request, stopping, (signal) => hub.previewAsRole(body, call.agent, signal)),
  )
}

export async function outcomes(call: AgentCall<typeof outcomeRequest>, { hub }: Context) {
  await hub.outcomes((await call.body()).outcomes, call.agent)
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

/** A hash of what search shows of one customer, without what differs between searches (handle, weight). */
const shownHash = (keys: Keys, agent: Agent, { name, kind, facts, systems }: Candidate): Promise<string> =>
  keys.mac('limits', JSON.stringify([agent.tenant, name, kind, facts, systems]))
