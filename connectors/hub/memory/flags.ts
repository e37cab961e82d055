import { createHasher, randomSecret } from '../fetch/hash.ts'
import type { Clock, Flags } from '../ports.ts'

/** Flags that expire, under hashed subjects. */
export function memoryFlags(clock: Clock): Flags {
  const hash = createHasher(randomSecret())
  const flags = new Map<string, Map<string, number>>()
  return {
    async put(tenant, subject, mark, ttlMs) {
      const key = await hash(`${tenant}\n${subject}`)
      const of = flags.get(key) ?? new Map<string, number>()
      of.set(mark, clock.now().getTime() + ttlMs)
      flags.set(key, of)
    },
    async of(tenant, subjects) {
      const now = clock.now().getTime()
      const found = new Set<string>()
      for (const s of subjects)
        for (const [mark, until] of flags.get(await hash(`${tenant}\n${s}`)) ?? [])
          if (until > now) found.add(mark)
      return [...found]
    },
  }
}
