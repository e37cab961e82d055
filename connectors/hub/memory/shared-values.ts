import { createHasher, randomSecret } from '../fetch/hash.ts'
import type { SharedValueCounts } from '../ports.ts'

/**
 * How many people have a value. Values and people are stored as hashes, under a key that is lost with the
 * process.
 */
export function memorySharedValues(maxPeople = 1_000): SharedValueCounts {
  const hash = createHasher(randomSecret())
  const people = new Map<string, Set<string>>()
  const name = (tenant: string, v: { kind: string; value: string }) =>
    hash(`${tenant}\n${v.kind}\n${v.value}`)
  return {
    async seen(tenant, values) {
      for (const v of values) {
        const key = await name(tenant, v)
        const set = people.get(key) ?? new Set()
        if (set.size < maxPeople) set.add(await hash(`${tenant}\n${v.person}`))
        people.set(key, set)
      }
    },
    count: (tenant, values) =>
      Promise.all(values.map(async (v) => people.get(await name(tenant, v))?.size ?? 0)),
  }
}
