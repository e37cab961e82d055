import { type Connector, type SystemEvent, say } from '../../contract/index.ts'
import type { Gathering } from './query-run.ts'
import type { Finds } from './record-lookup.ts'

/** How each system stands, for the strip: the worst of what is out or came. */
export function systemStates(
  connectors: readonly Connector[],
  finds: Finds | undefined,
  gathering: Gathering | undefined,
  done: boolean,
  locale: string,
): readonly SystemEvent[] {
  return connectors.flatMap((connector) => {
    const sources =
      gathering?.entries
        .filter((e) => e.lane.connector.id === connector.id)
        .flatMap((e) => [...e.sources.values()]) ?? []
    const event = (state: SystemEvent['state'], more: Partial<SystemEvent> = {}): SystemEvent[] => [
      { event: 'system', connector: connector.id, title: say(connector.title, locale), state, ...more },
    ]
    if (finds?.isLate(connector.id) || sources.some((s) => s.asking.now === 'late')) return event('late')
    if (finds?.isPending(connector.id) || sources.some((s) => s.asking.now === 'waiting'))
      return event('asking')
    const failed = sources.flatMap((s) => (s.asking.now === 'failed' ? [s.asking] : []))[0]
    const lost = finds?.failure(connector.id)
    const code = failed?.code ?? lost?.failed
    if (code) {
      const retryAt = failed?.retryAt ?? lost?.retryAt
      return event('down', {
        code,
        since: failed?.since ?? (lost?.since as string),
        ...(retryAt ? { retryAt } : {}),
      })
    }
    if (sources.length > 0 || finds?.wasAsked(connector.id)) return event('answered')
    return done ? event('not-asked') : []
  })
}
