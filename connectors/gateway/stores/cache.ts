import type { Cache, Clock } from '../../hub/ports.ts'

/** Readings before release, in this process only, for a short while. The oldest go when it is full. */
export function createCache(clock: Pick<Clock, 'now'>, most = 20_000): Cache & { size(): number } {
  const kept = new Map<string, { value: unknown; until: number }>()
  return {
    async get(key) {
      const found = kept.get(key)
      if (!found) return undefined
      if (found.until > clock.now().getTime()) return found.value
      kept.delete(key)
      return undefined
    },
    async set(key, value, ttlMs) {
      if (ttlMs <= 0) return
      kept.delete(key)
      kept.set(key, { value, until: clock.now().getTime() + ttlMs })
      for (const old of kept.keys()) { if (kept.size <= most) break; kept.delete(old) }
    },
    async drop(prefix) { for (const key of [...kept.keys()]) if (key.startsWith(prefix)) kept.delete(key) },
    size: () => kept.size,
  }
}
