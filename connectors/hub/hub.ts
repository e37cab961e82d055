import type { Inside } from './context.ts'
import { rooms } from './default-stages.ts'
import { createAsker } from './fetch/asker.ts'
import { createHasher, randomSecret } from './fetch/hash.ts'
import { act } from './operations/act.ts'
import { awaitChanges, recordOutcomes } from './operations/changes.ts'
import { decide } from './operations/decide.ts'
import { journey } from './operations/journey.ts'
import { askMore } from './operations/more.ts'
import { mirror } from './operations/preview-as-role.ts'
import { reveal } from './operations/reveal.ts'
import { search } from './operations/search.ts'
import { timeline } from './operations/timeline.ts'
import type { Hub, HubPorts } from './ports.ts'
import { openCard } from './session/open.ts'
import type { Stages } from './stages.ts'

/**
 * identify → plan → ask → derive → release → stream.
 * The same code behind HTTP in the gateway and in the page of the static demo; it knows nothing of either.
 */
export function createHub(ports: HubPorts, instead: Partial<Stages> = {}): Hub {
  const stages: Stages = { ...rooms, ...instead }
  const hash = createHasher(ports.settings.subjectKey ?? randomSecret())
  const recovered = (tenant: string) => void ports.notices.publish(tenant, 'systems').catch(() => undefined)
  const inside: Inside = {
    ports,
    stages,
    hash,
    asker: createAsker(ports, hash, recovered),
    connectors: new Map(ports.connectors.map((c) => [c.id, c])),
  }
  return {
    open: (request, agent, signal) => openCard(inside, request, agent, signal),
    ask: (request, agent, signal) => askMore(inside, request, agent, signal),
    search: (request, agent, signal) => search(inside, request, agent, signal),
    decide: (request, agent) => decide(inside, request, agent),
    reveal: (request, agent, signal) => reveal(inside, request, agent, signal),
    act: (request, agent, signal) => act(inside, request, agent, signal),
    changes: (request, agent, signal) => awaitChanges(inside, request, agent, signal),
    journey: (request, agent, signal) => journey(inside, request, agent, signal),
    mirror: (request, agent, signal) => mirror(inside, request, agent, signal),
    timeline: (request, agent, signal) => timeline(inside, request, agent, signal),
    outcomes: (outcomes, agent) => recordOutcomes(inside, outcomes, agent),
  }
}
