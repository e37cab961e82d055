import type { Connector } from '../../contract/index.ts'
import { type Clock, type Egress, type Fichas, type HubPorts, type HubSettings, realClock } from '../ports.ts'
import { memoryAudit } from './audit.ts'
import { memoryCache } from './cache.ts'
import { memoryFlags } from './flags.ts'
import { sealedHandles } from './handles.ts'
import { memoryLinks } from './links.ts'
import { memoryNotices } from './notices.ts'
import { memoryObservations } from './observations.ts'
import { memoryOutcomes } from './outcomes.ts'
import { memorySharedValues } from './shared-values.ts'

export { hourOf, type StoredObservation as Observed } from './observations.ts'
export {
  memoryAudit,
  memoryCache,
  memoryFlags as memoryMarks,
  memoryLinks,
  memoryNotices,
  memoryObservations,
  memoryOutcomes,
  memorySharedValues as memoryGenerics,
  sealedHandles,
}

export const defaultSettings: HubSettings = {
  country: 'ES',
  currency: 'EUR',
  timeZone: 'Europe/Madrid',
  ownDomains: [],
  ownValues: [],
  genericAbove: 3,
  patience: { soft: 1_500, hard: 8_000 },
  maxRecords: 60,
  maxFinds: 20,
  expandDepth: 2,
  owners: {},
}

/**
 * Plain fetch with the run's signal, for connectors in this page and in tests. It adds no credential and
 * checks nothing.
 */
export const plainEgress = (clock: Clock, doFetch: typeof fetch = (...a) => fetch(...a)): Egress => ({
  open: (_connector, { signal }) => ({
    fetch: (input, init) => doFetch(input, { signal, ...init }),
    signal,
    now: () => clock.now(),
  }),
})

export const fixedFichas = (published: Awaited<ReturnType<Fichas['current']>>): Fichas => ({
  current: async () => published,
})

/**
 * Every port in memory: for the in-page hub, tests, and a gateway being tried out. Nothing survives the
 * process.
 */
export function memoryPorts(
  given: { connectors: readonly Connector[]; fichas: Fichas } & Partial<Omit<HubPorts, 'settings'>> & {
      settings?: Partial<HubSettings>
    },
): HubPorts & { audit: HubPorts['audit'] } {
  const clock = given.clock ?? realClock
  return {
    egress: plainEgress(clock),
    handles: sealedHandles(clock),
    cache: memoryCache(clock),
    links: memoryLinks(),
    audit: memoryAudit(),
    sharedValues: memorySharedValues(clock),
    flags: memoryFlags(clock),
    outcomes: memoryOutcomes(),
    observations: memoryObservations(),
    notices: memoryNotices(clock),
    ...given,
    clock,
    settings: { ...defaultSettings, ...given.settings },
  }
}
