import type { FichaRevision, FichaSet } from '../../contract/index.ts'
import type { Clock, Link } from '../../hub/ports.ts'
import type { Keys } from '../keys.ts'
import { chainHash, genesis } from './audit-chain.ts'
import { createCache } from './cache.ts'
import { createNotices } from './notices.ts'
import type { ChainedLine, RateStore, StoredOutcome, Stores } from './ports.ts'

/** Everything in this process: for tests, and for an edge runtime that was given nothing better. Gone when it ends. */
export function memoryStores(keys: Keys, clock: Pick<Clock, 'now'>): Stores {
  const lines: ChainedLine[] = []
  let writing: Promise<unknown> = Promise.resolve()
  const links = new Map<string, Link & { tenant: string }>()
  const generics = new Map<string, Set<string>>()
  const marks = new Map<string, number>()
  const outcomes: (StoredOutcome & { tenant: string })[] = []
  const published = new Map<string, { meta: FichaRevision; set: FichaSet }[]>()
  const drafts = new Map<string, { set: FichaSet; base: string; at: string }>()
  const nonces = new Map<string, number>()
  const now = () => clock.now().getTime()
  const genericKey = (tenant: string, v: { kind: string; value: string }) => keys.mac('generics', JSON.stringify([tenant, v.kind, v.value]))
  const markSubject = (tenant: string, subject: string) => keys.mac('marks', JSON.stringify([tenant, subject]))

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
    links: {
      of: async (tenant, records) => [...links.values()].filter((l) => l.tenant === tenant && (records.includes(l.a) || records.includes(l.b))).map(({ tenant: _, ...link }) => link),
      async add(tenant, link) {
        const added = { ...link, id: crypto.randomUUID() }
        links.set(added.id, { ...added, tenant })
        return added
      },
      undo: async (tenant, id) => links.get(id)?.tenant === tenant && links.delete(id),
    },
    generics: {
      async seen(tenant, values) {
        for (const value of values) {
          const key = await genericKey(tenant, value)
          const people = generics.get(key) ?? new Set()
          people.add(await keys.mac('generics', JSON.stringify([tenant, value.person])))
          generics.set(key, people)
        }
      },
      count: (tenant, values) => Promise.all(values.map(async (value) => generics.get(await genericKey(tenant, value))?.size ?? 0)),
    },
    marks: {
      async put(tenant, subject, mark, ttlMs) { marks.set(`${await markSubject(tenant, subject)} ${mark}`, now() + ttlMs) },
      async of(tenant, subjects) {
        const hashed = new Set(await Promise.all(subjects.map((s) => markSubject(tenant, s))))
        return [...new Set([...marks].filter(([key, until]) => until > now() && hashed.has(key.split(' ', 1)[0] as string)).map(([key]) => key.slice(key.indexOf(' ') + 1)))]
      },
    },
    outcomes: {
      async record(tenant, at, list) { for (const one of list) outcomes.push({ ...one, tenant, received: at }) },
      between: async (tenant, from, to) => outcomes.filter((o) => o.tenant === tenant && o.received >= from && o.received < to).map(({ tenant: _, ...o }) => o),
    },
    fichas: {
      async published(tenant, revision) {
        const found = (published.get(tenant) ?? []).filter((p) => revision === undefined || p.meta.revision === revision).at(-1)
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
      async saveDraft(tenant, draft) { if (draft) drafts.set(tenant, draft); else drafts.delete(tenant) },
    },
    nonces: {
      async once(nonce, until) {
        for (const [old, dies] of nonces) if (dies <= now()) nonces.delete(old)
        if (nonces.has(nonce)) return false
        nonces.set(nonce, until.getTime())
        return true
      },
    },
    rates: memoryRates(),
    cache: createCache(clock),
    notices: createNotices(),
    async sweep(at, keep) {
      const oldest = new Date(at.getTime() - keep.outcomes * 86_400_000).toISOString()
      for (let i = outcomes.length - 1; i >= 0; i--) if ((outcomes[i] as StoredOutcome).received < oldest) outcomes.splice(i, 1)
      for (const [mark, until] of marks) if (until <= at.getTime()) marks.delete(mark)
    },
    ping: async () => {},
    close: async () => {},
  }
}

/** Rates live in the process: an instance alone is a stricter or looser limit, never a wrong customer. */
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
      // a member keeps the moment it was first seen: asking again does not prolong its stay
      for (const member of added) window.set(member, at.getTime())
      seen.set(key, window)
      if (seen.size > 50_000) for (const [k, w] of seen) if (![...w.values()].some((when) => when > since)) seen.delete(k)
      return { admitted: true }
    },
  }
}
