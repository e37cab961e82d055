import { type Connector, localize, type SystemEvent } from '../../contract/index.ts'
import type { QueryRun } from './query-run.ts'
import type { RecordLookup } from './record-lookup.ts'

/** How each system stands, for the strip: the worst of what is out or came. */
export function systemStates(
  connectors: readonly Connector[],
  lookup: RecordLookup | undefined,
  queryRun: QueryRun | undefined,
  done: boolean,
  locale: string,
): readonly SystemEvent[] {
  return connectors.flatMap((connector) => {
    const sources =
      queryRun?.entries
        .filter((e) => e.query.connector.id === connector.id)
        .flatMap((e) => [...e.sources.values()]) ?? []
    const event = (state: SystemEvent['state'], more: Partial<SystemEvent> = {}): SystemEvent[] => [
      { event: 'system', connector: connector.id, title: localize(connector.title, locale), state, ...more },
    ]
    if (lookup?.isLate(connector.id) || sources.some((s) => s.asking.now === 'late')) return event('late')
    if (lookup?.isPending(connector.id) || sources.some((s) => s.asking.now === 'waiting'))
      return event('asking')
    const failed = sources.flatMap((s) => (s.asking.now === 'failed' ? [s.asking] : []))[0]
    const lost = lookup?.failure(connector.id)
    const code = failed?.code ?? lost?.failed
    if (code) {
      const retryAt = failed?.retryAt ?? lost?.retryAt
      return event('down', {
        code,
        since: failed?.since ?? (lost?.since as string),
        ...(retryAt ? { retryAt } : {}),
      })
    }
    if (sources.length > 0 || lookup?.wasAsked(connector.id)) return event('answered')
    return done ? event('not-asked') : []
  })
}
