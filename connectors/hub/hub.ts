import type { HubContext } from './context.ts'
import { defaultStages } from './default-stages.ts'
import { createFetcher } from './fetch/fetcher.ts'
import { createHasher, randomSecret } from './fetch/hash.ts'
import { act } from './operations/act.ts'
import { ask } from './operations/ask.ts'
import { awaitChanges, recordOutcomes } from './operations/changes.ts'
import { decide } from './operations/decide.ts'
import { journey } from './operations/journey.ts'
import { previewAsRole } from './operations/preview-as-role.ts'
import { reveal } from './operations/reveal.ts'
import { search } from './operations/search.ts'
import { timeline } from './operations/timeline.ts'
import type { Hub, HubPorts } from './ports.ts'
import { openCard } from './session/open-card.ts'
import type { Stages } from './stages.ts'

/**
 * identify → plan → ask → derive → release → stream.
 * The same code behind HTTP in the gateway and in the page of the static demo; it knows nothing of either.
 */
export function createHub(ports: HubPorts, instead: Partial<Stages> = {}): Hub {
  const stages: Stages = { ...defaultStages, ...instead }
  const hash = createHasher(ports.settings.subjectKey ?? randomSecret())
  const recovered = (tenant: string) => void ports.notices.publish(tenant, 'systems').catch(() => undefined)
  const hub: HubContext = {
    ports,
    stages,
    hash,
    fetcher: createFetcher(ports, hash, recovered),
    connectors: new Map(ports.connectors.map((c) => [c.id, c])),
  }
  return {
    open: (request, agent, signal) => openCard(hub, request, agent, signal),
    ask: (request, agent, signal) => ask(hub, request, agent, signal),
    search: (request, agent, signal) => search(hub, request, agent, signal),
    decide: (request, agent) => decide(hub, request, agent),
    reveal: (request, agent, signal) => reveal(hub, request, agent, signal),
    act: (request, agent, signal) => act(hub, request, agent, signal),
    changes: (request, agent, signal) => awaitChanges(hub, request, agent, signal),
    journey: (request, agent, signal) => journey(hub, request, agent, signal),
    previewAsRole: (request, agent, signal) => previewAsRole(hub, request, agent, signal),
    timeline: (request, agent, signal) => timeline(hub, request, agent, signal),
    outcomes: (outcomes, agent) => recordOutcomes(hub, outcomes, agent),
  }
}
