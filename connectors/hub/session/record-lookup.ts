import type { Connector, ConnectorErrorCode, Identifier } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { LookupStatus } from '../fetch/sourced-rows.ts'
import type { FindOutcome } from '../identity/types.ts'

interface Entry {
  asked: number
  pending: number
  late: boolean
  failed?: { failed: ConnectorErrorCode; since: string; retryAt?: string | undefined } | undefined
}

/** Asks each system for the person's record, and knows how each of those lookups stands. */
export class RecordLookup {
  private readonly entries = new Map<string, Entry>()
  private readonly stops = new Set<AbortController>()
  constructor(
    private readonly hub: HubContext,
    private readonly run: {
      tenant: string
      purpose: string
      signal: AbortSignal
      fresh?: string | undefined
    },
    private readonly changed: () => void,
  ) {
    run.signal.addEventListener(
      'abort',
      () => {
        for (const stop of this.stops) stop.abort(run.signal.reason)
      },
      { once: true },
    )
  }

  readonly find = async (connector: Connector, key: Identifier): Promise<FindOutcome> => {
    const entry = this.entries.get(connector.id) ?? { asked: 0, pending: 0, late: false }
    this.entries.set(connector.id, entry)
    entry.asked++
    entry.pending++
    this.changed()
    const stop = new AbortController()
    this.stops.add(stop)
    try {
      const { tenant, purpose, signal, fresh } = this.run
      if (signal.aborted) return { ok: false, code: 'late' }
      const outcome = await this.hub.fetcher.find(
        { tenant, connector, key, purpose, fresh: fresh === connector.id },
        stop.signal,
        () => {
          entry.late = true
          this.changed()
        },
      )
      if (outcome.ok) return { ok: true, match: outcome.answer }
      entry.failed = { failed: outcome.code, since: outcome.since, retryAt: outcome.retryAt }
      return { ok: false, code: outcome.code, retryAt: outcome.retryAt }
    } catch {
      // Only an abort of this card ends here; nobody reads the answer.
      return { ok: false, code: 'late' }
    } finally {
      this.stops.delete(stop)
      entry.pending--
      if (entry.pending === 0) entry.late = false
      this.changed()
    }
  }

  standing(connector: Connector, done: boolean): LookupStatus {
    const entry = this.entries.get(connector.id)
    if (entry && entry.pending > 0) return 'waiting'
    if (!done && (connector.find || entry)) return 'waiting'
    if (entry?.failed) return entry.failed
    return entry && entry.asked > 0 ? 'none' : 'not-asked'
  }
  isLate = (connector: string): boolean => this.entries.get(connector)?.late === true
  isPending = (connector: string): boolean => (this.entries.get(connector)?.pending ?? 0) > 0
  failure = (connector: string) => this.entries.get(connector)?.failed
  wasAsked = (connector: string): boolean => this.entries.has(connector)
}

/**
 * How each system's lookup ended, for what is asked later with the card's handle. Those still waiting are
 * left out.
 */
export const standingsOf = (
  connectors: readonly Connector[],
  lookup: RecordLookup,
  done: boolean,
): Readonly<Record<string, LookupStatus>> =>
  Object.fromEntries(
    connectors.map((c) => [c.id, lookup.standing(c, done)] as const).filter(([, s]) => s !== 'waiting'),
  )
