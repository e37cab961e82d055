import type { FichaRevision, FichaSet } from '../../contract/index.ts'
import {
  memoryCache,
  memoryGenerics,
  memoryLinks,
  memoryMarks,
  memoryNotices,
  memoryObservations,
} from '../../hub/memory/index.ts'
import type { Clock } from '../../hub/ports.ts'
import { chainHash, genesis } from './audit-chain.ts'
import type { ChainedLine, RateStore, StoredOutcome, Stores } from './ports.ts'

/**
 * Stores in the memory of this process, lost when it ends: for tests, and for runtimes without a database.
 *
 * @param clock What time it is; `realClock` outside of tests.
 * @returns A fresh, empty store.
 */
export function memoryStores(clock: Clock): Stores {
  const lines: ChainedLine[] = []
  let writing: Promise<unknown> = Promise.resolve()
  const outcomes: (StoredOutcome & { tenant: string })[] = []
  const observations = memoryObservations()
  const published = new Map<string, { meta: FichaRevision; set: FichaSet }[]>()
  const drafts = new Map<string, { set: FichaSet; base: string; at: string }>()
  const nonces = new Map<string, number>()

  return {
    audit: {
      write(line) {
        const next = writing.then(async () => {
          const seq = lines.length + 1
          const before = lines.at(-1)?.hash ?? genesis
          lines.push({ seq, line, before, hash: await chainHash(before, seq, line) })
        })
        writing = next.catch(() => {})
        return next
      },
      read: async (from, limit) => lines.slice(from - 1, from - 1 + limit),
      head: async () => ({ seq: lines.length, hash: lines.at(-1)?.hash ?? genesis }),
    },
    links: memoryLinks(),
    sharedValues: memoryGenerics(clock),
    flags: memoryMarks(clock),
    outcomes: {
      async record(tenant, at, list) {
        for (const one of list) outcomes.push({ ...one, tenant, received: at })
      },
      between: async (tenant, from, to) =>
        outcomes
          .filter((o) => o.tenant === tenant && o.received >= from && o.received < to)
          .map(({ tenant: _, ...o }) => o),
    },
    observations: {
      note: observations.note,
      between: async (tenant, from, to) =>
        observations
          .all(tenant)
          .filter((o) => o.at >= from && o.at < to)
          .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    },
    fichas: {
      async published(tenant, revision) {
        const found = (published.get(tenant) ?? [])
          .filter((p) => revision === undefined || p.meta.revision === revision)
          .at(-1)
        return found && { revision: found.meta.revision, set: found.set }
      },
      history: async (tenant) => (published.get(tenant) ?? []).map((p) => p.meta).reverse(),
      async publish(tenant, meta, set, base) {
        const all = published.get(tenant) ?? []
        if (all.at(-1)?.meta.revision !== base) return false
        published.set(tenant, [...all, { meta, set }])
        return true
      },
      draft: async (tenant) => drafts.get(tenant),
      async saveDraft(tenant, draft) {
        if (draft) drafts.set(tenant, draft)
        else drafts.delete(tenant)
      },
    },
    nonces: {
      async once(nonce, until) {
        for (const [old, expiresAt] of nonces) if (expiresAt <= clock.now().getTime()) nonces.delete(old)
        if (nonces.has(nonce)) return false
        nonces.set(nonce, until.getTime())
        return true
      },
    },
    rates: memoryRates(),
    cache: memoryCache(clock),
    notices: memoryNotices(clock),
    async sweep(at, keep) {
      const oldest = new Date(at.getTime() - keep.outcomes * 86_400_000).toISOString()
      observations.sweep(
        new Date(at.getTime() - (keep.observations ?? keep.outcomes) * 86_400_000).toISOString(),
      )
      for (let i = outcomes.length - 1; i >= 0; i--)
        if ((outcomes[i] as StoredOutcome).received < oldest) outcomes.splice(i, 1)
    },
    ping: async () => {},
    close: async () => {},
  }
}

/** Rates of this process only: several instances make a limit looser, and nothing else. */
export function memoryRates(): RateStore {
  const seen = new Map<string, Map<string, number>>()
  return {
    async admit(key, members, windowMs, most, at) {
      const since = at.getTime() - windowMs
      const window = seen.get(key) ?? new Map<string, number>()
      for (const [member, when] of window) if (when <= since) window.delete(member)
      const added = new Set(members.filter((m) => !window.has(m)))
      if (window.size + added.size > most) {
        const oldest = Math.min(...window.values(), at.getTime())
        return { admitted: false, retryAfter: Math.max(1, Math.ceil((oldest - since) / 1000)) }
      }
      // A member keeps the time it was first counted: asking again does not prolong its stay.
      for (const member of added) window.set(member, at.getTime())
      seen.set(key, window)
      if (seen.size > 50_000)
        for (const [k, w] of seen) if (![...w.values()].some((when) => when > since)) seen.delete(k)
      return { admitted: true }
    },
  }
}
