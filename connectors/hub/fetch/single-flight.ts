import type { Clock } from '../ports.ts'
import { Abandoned } from './breaker.ts'

/**
 * Many agents on one customer cause one upstream call. A caller that leaves does not end it for the others:
 * the call is stopped when the last one has left. A failure is shared for one second at most, so that a burst
 * of agents does not become a burst of retries.
 */
export interface SingleFlight {
  /**
   * Joins the call under this key, or starts it. `alone`: does not join a call that already failed (an agent
   * asked for a retry). Rejects with the signal's reason when it aborts. `current` is false once the call was
   * invalidated: its answer is older than what happened meanwhile.
   */
  join<T>(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal, current: () => boolean) => Promise<T>,
    alone?: boolean,
  ): Promise<T>
  /** From now on nobody joins the calls under this prefix. Those who already wait get their answer. */
  invalidate(prefix: string): void
}
interface InFlightCall {
  result: Promise<unknown>
  subscribers: number
  stop: AbortController
  state: 'flying' | 'failed'
}

const failureSharedMs = 1_000

export function createSingleFlight(clock: Clock): SingleFlight {
  const flights = new Map<string, InFlightCall>()

  const depart = (
    key: string,
    start: (signal: AbortSignal, current: () => boolean) => Promise<unknown>,
  ): InFlightCall => {
    const stop = new AbortController()
    const flight: InFlightCall = {
      result: Promise.resolve().then(() => start(stop.signal, () => flights.get(key) === flight)),
      subscribers: 0,
      stop,
      state: 'flying',
    }
    const forget = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    flight.result.then(forget, () => {
      flight.state = 'failed'
      if (stop.signal.aborted) forget()
      else clock.after(failureSharedMs, forget)
    })
    flights.set(key, flight)
    return flight
  }

  return {
    invalidate(prefix) {
      for (const key of [...flights.keys()]) if (key.startsWith(prefix)) flights.delete(key)
    },
    join<T>(
      key: string,
      signal: AbortSignal,
      start: (signal: AbortSignal, current: () => boolean) => Promise<T>,
      alone = false,
    ): Promise<T> {
      if (signal.aborted) return Promise.reject(signal.reason)
      const flying = flights.get(key)
      const flight = flying && !(alone && flying.state === 'failed') ? flying : depart(key, start)
      flight.subscribers++
      return new Promise<T>((resolve, reject) => {
        const leave = () => {
          flight.subscribers--
          if (flight.subscribers === 0 && flight.state === 'flying') {
            // Nobody may join a call that is being stopped.
            if (flights.get(key) === flight) flights.delete(key)
            flight.stop.abort(signal.aborted ? signal.reason : new Abandoned())
          }
        }
        const aborted = () => {
          leave()
          reject(signal.reason)
        }
        signal.addEventListener('abort', aborted, { once: true })
        flight.result.then(
          (value) => {
            signal.removeEventListener('abort', aborted)
            resolve(value as T)
          },
          (error) => {
            signal.removeEventListener('abort', aborted)
            reject(error)
          },
        )
      })
    },
  }
}
