import type { Cache, Clock } from '../ports.ts'

/** An LRU cache in memory. No entry outlives its time. */
export function memoryCache(clock: Clock, most = 5_000): Cache {
  const kept = new Map<string, { value: string; until: number }>()
  return {
    async get(key) {
      const entry = kept.get(key)
      if (!entry) return undefined
      kept.delete(key)
      if (clock.now().getTime() >= entry.until) return undefined
      kept.set(key, entry)
      return JSON.parse(entry.value) as unknown
    },
    async set(key, value, ttlMs) {
      kept.delete(key)
      // Stored as text, so that a reader cannot change the cached value.
      kept.set(key, { value: JSON.stringify(value), until: clock.now().getTime() + ttlMs })
      while (kept.size > most) kept.delete(kept.keys().next().value as string)
    },
    async drop(prefix) {
      for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key)
    },
  }
}
