import type { Notices } from '../../hub/ports.ts'

/** Who waits for what, in this process. A cursor of another process (a restart) is unknown: then everything may have moved. */
export function createNotices(): Notices {
  const boot = crypto.randomUUID().slice(0, 8)
  const tenants = new Map<string, { seq: number; last: Map<string, number> }>()
  const waiting = new Set<{ tenant: string; look: () => void }>()
  const of = (tenant: string) => {
    const known = tenants.get(tenant) ?? { seq: 0, last: new Map<string, number>() }
    tenants.set(tenant, known)
    return known
  }
  const cursorOf = (tenant: string) => `${boot}.${of(tenant).seq}`
  const movedSince = (tenant: string, topics: readonly string[], since: string): readonly string[] => {
    const [from, seq] = since.split('.')
    if (from !== boot || !/^\d+$/.test(seq ?? '')) return [...topics]
    return topics.filter((topic) => (of(tenant).last.get(topic) ?? 0) > Number(seq))
  }
  return {
    async publish(tenant, topic) {
      const state = of(tenant)
      state.last.delete(topic)
      state.last.set(topic, ++state.seq)
      // topics name records: the oldest go, and who asks from before them is told that they may have moved
      for (const old of state.last.keys()) { if (state.last.size <= 10_000) break; state.last.delete(old) }
      for (const one of [...waiting]) if (one.tenant === tenant) one.look()
    },
    cursor: async (tenant) => cursorOf(tenant),
    wait(tenant, topics, since, signal, timeoutMs) {
      const now = movedSince(tenant, topics, since)
      if (now.length || signal.aborted || timeoutMs <= 0) return Promise.resolve({ cursor: cursorOf(tenant), moved: now })
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          waiting.delete(entry)
          signal.removeEventListener('abort', done)
          resolve({ cursor: cursorOf(tenant), moved: movedSince(tenant, topics, since) })
        }
        const timer = setTimeout(done, timeoutMs)
        const entry = { tenant, look: () => { if (movedSince(tenant, topics, since).length) done() } }
        waiting.add(entry)
        signal.addEventListener('abort', done, { once: true })
      })
    },
  }
}
