import { type Agent, type Clock, Refusal } from '../hub/ports.ts'
import type { Limits } from './config/config.ts'
import type { Keys } from './keys/keys.ts'
import type { RateStore } from './stores/ports.ts'

/** What an agent may do so many times. Refuses `too-many` and says how long to wait. */
export interface Rates {
  /** Counts one more. */
  count(agent: Agent, limit: AgentLimit): Promise<void>
  /** Counts `members` that were not among those of this window yet. */
  countDistinct(agent: Agent, limit: AgentLimit, members: readonly string[]): Promise<void>
}
export type AgentLimit = Exclude<keyof Limits, 'refusalsPerMinute'>

/** What each limit counts: stands in the refusal and in the description of the API. */
export const counted: Readonly<Record<AgentLimit, string>> = {
  requestsPerMinute: 'requests',
  searchesPerMinute: 'searches',
  previewsPerMinute: 'previews',
  countsPerMinute: 'counts',
  customersPer10Minutes: 'customers',
  foundPer10Minutes: 'customers found',
  revealsPer10Minutes: 'reveals',
}
const windowMs = (limit: AgentLimit): number => (limit.endsWith('PerMinute') ? 60_000 : 600_000)
export const windowName = (limit: AgentLimit): string =>
  limit.endsWith('PerMinute') ? 'a minute' : '10 minutes'

export function createRates(store: RateStore, keys: Keys, clock: Clock, limits: Limits): Rates {
  const rates: Rates = {
    count: (agent, limit) => rates.countDistinct(agent, limit, [crypto.randomUUID()]),
    async countDistinct(agent, limit, members) {
      const most = limits[limit]
      const verdict = await store.admit(
        await keys.mac('limits', JSON.stringify([agent.tenant, agent.id, counted[limit]])),
        members,
        windowMs(limit),
        most,
        clock.now(),
      )
      if (!verdict.admitted)
        throw new Refusal(
          'too-many',
          `more than ${most} ${counted[limit]} in ${windowName(limit)}; wait ${verdict.retryAfter} s`,
          verdict.retryAfter,
        )
    },
  }
  return rates
}
