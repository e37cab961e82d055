import { createAsker } from './ask/asker.ts'
import { createHasher, randomSecret } from './ask/hash.ts'
import { openCard } from './card/open.ts'
import type { Inside } from './inside.ts'
import type { Hub, HubPorts } from './ports.ts'
import { act } from './requests/act.ts'
import { awaitChanges, recordOutcomes } from './requests/changes.ts'
import { decide } from './requests/decide.ts'
import { journey } from './requests/journey.ts'
import { mirror } from './requests/mirror.ts'
import { askMore } from './requests/more.ts'
import { reveal } from './requests/reveal.ts'
import { search } from './requests/search.ts'
import { timeline } from './requests/timeline.ts'
import { rooms } from './rooms.ts'
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
