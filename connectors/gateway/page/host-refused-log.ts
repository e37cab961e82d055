import type { Clock } from '../../hub/ports.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/** Pages of so many origins are told apart; anybody may make more up. */
const mostOrigins = 50

/**
 * One line a minute for each page that wants to hold the card and is none of the hosts: its browser shows an
 * empty frame, and says why only in its console.
 */
export function createHostRefusedLog(
  hosts: readonly string[],
  telemetry: Pick<Telemetry, 'log'>,
  clock: Clock,
): (origin: string) => void {
  const lastLogged = new Map<string, number>()
  return (asked) => {
    const origin = /^https?:\/\/[\w.:[\]-]{1,100}$/.test(asked) ? asked : '?'
    const now = clock.now().getTime()
    const last = lastLogged.get(origin)
    if (last !== undefined ? now - last < 60_000 : lastLogged.size >= mostOrigins) return
    lastLogged.set(origin, now)
    telemetry.log({
      log: 'host-refused',
      origin,
      says: `a page of ${origin} asked to hold the card, and is none of the ${hosts.length} hosts (${hosts.slice(0, 5).join(', ')})`,
      do: `add '${origin}' to hosts of the configuration, if the page is yours`,
    })
  }
}
