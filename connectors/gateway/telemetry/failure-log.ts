import type { Clock, ConnectorFailure } from '../../hub/ports.ts'
import type { Telemetry } from './telemetry.ts'

/** What whoever runs the gateway does about a failure that does not say it itself. */
const remedies: Readonly<Record<ConnectorFailure['code'], string>> = {
  denied: 'check the value of the connector’s secret, and what the system permits it',
  limited: 'ask less often (freshFor), or ask the system for a higher limit',
  unavailable: 'check that the system is up, and that the gateway reaches it',
  malformed: 'compare the mapping with an answer of the system: ficha try shows what is read',
  late: 'check the system; patience.hard says how long it is waited for',
  unsupported: 'check the address and the mapping, or take the question out of the connector',
  unread: 'compare the mapping of the field with an answer of the system: ficha try shows the values',
  stranger: 'check that the call filters by what it is asked, and that the record’s identifiers are mapped',
}

/** The step that a message ends with: `[shop] orders: HTTP 401; check the secret`. */
const nextStep = (says: string): string | undefined => /^.*?; (.+)$/s.exec(says)?.[1]

/**
 * One line a minute for each connector, question and code: what was asked, what came, what to do, how many
 * since the last line. Never an address, a value or a text of an answer.
 */
export function createFailureLog(
  telemetry: Pick<Telemetry, 'log' | 'count'>,
  clock: Clock,
): (failure: ConnectorFailure) => void {
  const lastLogged = new Map<string, { at: number; since: number }>()
  return ({ connector, what, code, says, retryAt, stack }) => {
    telemetry.count('ficha_connector_failures_total', { connector, what, code })
    const key = `${connector}\n${what}\n${code}`
    const now = clock.now().getTime()
    const last = lastLogged.get(key)
    if (last && now - last.at < 60_000) {
      last.since++
      return
    }
    lastLogged.set(key, { at: now, since: 0 })
    telemetry.log({
      log: 'connector-failed',
      connector,
      what,
      code,
      says,
      ...(retryAt === undefined ? {} : { retryAt }),
      ...(last?.since ? { more: last.since } : {}),
      do: nextStep(says) ?? remedies[code],
      ...(stack === undefined ? {} : { stack }),
    })
  }
}
