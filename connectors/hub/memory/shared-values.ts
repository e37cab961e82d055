import { createHasher, randomSecret } from '../fetch/hash.ts'
import { type Clock, type SharedValueCounts, sharedValueDays } from '../ports.ts'

/**
 * How many people have a value. Values, people and records are stored as hashes, under a key that is lost with
 * the process.
 */
export function memorySharedValues(clock: Clock, maxRecords = 1_000): SharedValueCounts {
  const hash = createHasher(randomSecret())
  /** By value, then by record: the person, and when it was last seen. */
  const sightings = new Map<string, Map<string, { person: string; at: number }>>()
  const valuesOf = new Map<string, Set<string>>()
  const name = (tenant: string, v: { kind: string; value: string }) =>
    hash(`${tenant}\n${v.kind}\n${v.value}`)
  return {
    async seen(tenant, records) {
      const at = clock.now().getTime()
      for (const { record, values } of records) {
        const from = await hash(`${tenant}\n${record}`)
        const now = new Set<string>()
        for (const v of values) {
          const key = await name(tenant, v)
          const of = sightings.get(key) ?? new Map<string, { person: string; at: number }>()
          if (of.size < maxRecords || of.has(from))
            of.set(from, { person: await hash(`${tenant}\n${v.person}`), at })
          sightings.set(key, of)
          now.add(key)
        }
        for (const before of valuesOf.get(from) ?? [])
          if (!now.has(before)) sightings.get(before)?.delete(from)
        valuesOf.set(from, now)
      }
    },
    count: (tenant, values) =>
      Promise.all(
        values.map(async (v) => {
          const since = clock.now().getTime() - sharedValueDays * 86_400_000
          const live = [...(sightings.get(await name(tenant, v))?.values() ?? [])].filter(
            (s) => s.at >= since,
          )
          return new Set(live.map((s) => s.person)).size
        }),
      ),
  }
}
