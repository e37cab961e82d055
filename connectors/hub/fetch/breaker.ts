import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel'
import { ConnectorError, isConnectorError } from '../../contract/index.ts'
import type { Clock, HubPorts } from '../ports.ts'

/** Thrown into a call that nobody waits for any more. It says nothing about the system's health. */
export class Abandoned extends Error {
  override name = 'Abandoned'
}

/** One breaker per connector and tenant, so that one tenant's bad key never opens another's. */
export interface Breakers {
  of(tenant: string, connector: string): Breaker
}
export interface Breaker {
  /**
   * Runs the task, or fails at once with `unavailable` and the time of the next try, or with `limited` while
   * the system asked to be left alone. `probe`: an agent asked for a retry, so the system is called all the same.
   */
  run<T>(task: () => Promise<T>, probe?: boolean): Promise<T>
}

const failuresToOpen = 5
const firstRestMs = 5_000
const longestRestMs = 60_000
/** A limit is the whole system's and binds every question about every customer; but no longer than this unheard. */
const longestLimitMs = 15 * 60_000

export function createBreakers(
  clock: Clock,
  recovered: (tenant: string, connector: string) => void = () => {},
  changed: NonNullable<HubPorts['breaker']> = () => {},
): Breakers {
  const all = new Map<string, Breaker>()
  return {
    of(tenant, connector) {
      const key = `${tenant}\n${connector}`
      let breaker = all.get(key)
      if (!breaker)
        all.set(key, (breaker = createBreaker(clock, connector, () => recovered(tenant, connector), changed)))
      return breaker
    },
  }
}

function createBreaker(
  clock: Clock,
  connector: string,
  recovered: () => void,
  changed: NonNullable<HubPorts['breaker']>,
): Breaker {
  let restMs = firstRestMs
  let tryAt = 0
  let limited: ConnectorError | undefined
  let limitedUntil = 0
  const keepLimit = (e: unknown): void => {
    if (!isConnectorError(e) || e.code !== 'limited' || !e.retryAt) return
    const at = Date.parse(e.retryAt)
    if (Number.isNaN(at)) return
    limited = e
    limitedUntil = Math.min(at, clock.now().getTime() + longestLimitMs)
  }
  const failed = (e: Error): boolean =>
    (isConnectorError(e) && (e.code === 'unavailable' || e.code === 'late')) ||
    (e instanceof Abandoned && policy.state === CircuitState.HalfOpen)
  // How long the breaker stays open is measured on our clock, which may be virtual. Cockatiel itself never
  // waits.
  const policy = circuitBreaker(handleWhen(failed), {
    halfOpenAfter: 0,
    breaker: new ConsecutiveBreaker(failuresToOpen),
  })
  policy.onBreak(() => {
    tryAt = clock.now().getTime() + restMs
    restMs = Math.min(longestRestMs, restMs * 2)
  })
  policy.onStateChange((state) =>
    changed(
      connector,
      state === CircuitState.Closed ? 'closed' : state === CircuitState.HalfOpen ? 'half-open' : 'open',
    ),
  )
  policy.onReset(() => {
    restMs = firstRestMs
    recovered()
  })
  return {
    async run(task, probe = false) {
      if (limited && !probe && clock.now().getTime() < limitedUntil)
        throw new ConnectorError(
          'limited',
          `[${connector}] not asked: the system limits how often it is asked, and it may be asked again at ${limited.retryAt}; ask it less often (freshFor), or ask for a higher limit`,
          { retryAt: limited.retryAt },
        )
      const resting = policy.state === CircuitState.Open && !probe && clock.now().getTime() < tryAt
      if (resting || policy.state === CircuitState.HalfOpen) {
        throw new ConnectorError(
          'unavailable',
          `[${connector}] not asked: its last ${failuresToOpen} calls failed; it is tried again by itself`,
          { retryAt: new Date(Math.max(tryAt, clock.now().getTime() + 1_000)).toISOString() },
        )
      }
      try {
        const done = await policy.execute(task)
        limited = undefined
        return done
      } catch (e) {
        keepLimit(e)
        throw e
      }
    },
  }
}
