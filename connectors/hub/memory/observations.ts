import { createHasher, randomSecret } from '../fetch/hash.ts'
import type { NewObservation, Observation, Observations } from '../ports.ts'

/** An observation of a customer under a pseudonym that cannot be traced back. */
export interface StoredObservation {
  /** A random pseudonym. */
  person: string
  /** When, truncated to the hour (RFC 3339). */
  at: string
  /** What was seen. */
  what: Observation
}

/** Stored in this process only. `all` is for measurements. */
export function memoryObservations(
  most = 50_000,
): Observations & { all(tenant: string): readonly StoredObservation[]; sweep(oldest: string): void } {
  const hash = createHasher(randomSecret())
  const people = new Map<string, string>()
  const kept: (StoredObservation & { tenant: string })[] = []
  return {
    all: (tenant) => kept.filter((k) => k.tenant === tenant).map(({ tenant: _, ...k }) => k),
    sweep(oldest) {
      for (let i = kept.length - 1; i >= 0; i--)
        if ((kept[i] as StoredObservation).at < oldest) kept.splice(i, 1)
      const alive = new Set(kept.map((k) => k.person))
      for (const [key, person] of people) if (!alive.has(person)) people.delete(key)
    },
    async note(tenant, seen: readonly NewObservation[]) {
      for (const { at, subjects, what } of seen) {
        if (subjects.length === 0) continue
        const keys = await Promise.all(subjects.map((s) => hash(`${tenant}\n${s}`)))
        const person = keys.map((k) => people.get(k)).find((p) => p !== undefined) ?? randomSecret()
        for (const key of keys) if (!people.has(key)) people.set(key, person)
        const hour = hourOf(at)
        const same = kept.findIndex(
          (k) => k.tenant === tenant && k.person === person && k.at === hour && k.what.saw === what.saw,
        )
        if (same >= 0) kept.splice(same, 1)
        kept.push({ tenant, person, at: hour, what })
        if (kept.length > most) kept.shift()
      }
    },
  }
}

export const hourOf = (at: string): string => `${at.slice(0, 13)}:00:00.000Z`
