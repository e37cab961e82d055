import { createHasher, randomSecret } from '../fetch/hash.ts'
import type { Clock, Flags, OutcomeSink, SharedValueCounts } from '../ports.ts'

/**
 * How many people bear a value. Values and people are kept as hashes under a key that dies with the process.
 */
export function memorySharedValues(mostPeople = 1_000): SharedValueCounts {
  const hash = createHasher(randomSecret())
  const people = new Map<string, Set<string>>()
  const name = (tenant: string, v: { kind: string; value: string }) =>
    hash(`${tenant}\n${v.kind}\n${v.value}`)
  return {
    async seen(tenant, values) {
      for (const v of values) {
        const key = await name(tenant, v)
        const set = people.get(key) ?? new Set()
        if (set.size < mostPeople) set.add(await hash(`${tenant}\n${v.person}`))
        people.set(key, set)
      }
    },
    count: (tenant, values) =>
      Promise.all(values.map(async (v) => people.get(await name(tenant, v))?.size ?? 0)),
  }
}

/** Expiring marks under hashed subjects. */
export function memoryFlags(clock: Clock): Flags {
  const hash = createHasher(randomSecret())
  const marks = new Map<string, Map<string, number>>()
  return {
    async put(tenant, subject, mark, ttlMs) {
      const key = await hash(`${tenant}\n${subject}`)
      const of = marks.get(key) ?? new Map<string, number>()
      of.set(mark, clock.now().getTime() + ttlMs)
      marks.set(key, of)
    },
    async of(tenant, subjects) {
      const now = clock.now().getTime()
      const found = new Set<string>()
      for (const s of subjects)
        for (const [mark, until] of marks.get(await hash(`${tenant}\n${s}`)) ?? [])
          if (until > now) found.add(mark)
      return [...found]
    },
  }
}

export function memoryOutcomes(most = 10_000): OutcomeSink & {
  all: { tenant: string; at: string; outcome: Parameters<OutcomeSink['record']>[2][number] }[]
} {
  const all: { tenant: string; at: string; outcome: Parameters<OutcomeSink['record']>[2][number] }[] = []
  return {
    all,
    async record(tenant, at, outcomes) {
      for (const outcome of outcomes) all.push({ tenant, at, outcome })
      if (all.length > most) all.splice(0, all.length - most)
    },
  }
}
