import type { Compilable, Kysely } from 'kysely'
import { hourOf, type Observed } from '../../hub/index.ts'
import type { NewObservation } from '../../hub/ports.ts'
import type { Keys } from '../keys/keys.ts'
import type { ExclusiveWrite } from './exclusive-write.ts'
import type { ObservationStore } from './ports.ts'
import type { Schema } from './schema.ts'

const batchSize = 200

/**
 * Observations under random pseudonyms. Only a keyed hash leads from a record to its pseudonym, and it is
 * deleted together with the last observation.
 */
export function sqlObservations(
  db: Kysely<Schema>,
  keys: Keys,
  exclusively: ExclusiveWrite,
): { store: ObservationStore; sweep(oldest: string): Promise<void> } {
  const prepare = async (
    tenant: string,
    seen: readonly NewObservation[],
    db: Kysely<Schema>,
  ): Promise<readonly Compilable[]> => {
    const hashed = await Promise.all(
      seen.map((s) =>
        Promise.all(s.subjects.map((one) => keys.mac('observations', JSON.stringify([tenant, one])))),
      ),
    )
    if (hashed.every((one) => one.length === 0)) return []
    const known = new Map(
      (
        await db
          .selectFrom('observed')
          .select(['hash', 'person'])
          .where('hash', 'in', [...new Set(hashed.flat())])
          .execute()
      ).map((r) => [r.hash, r.person]),
    )
    const batch: Compilable[] = []
    seen.forEach(({ at, what }, i) => {
      const hashes = hashed[i] as string[]
      if (hashes.length === 0) return
      // The records that find a customer change from day to day: one known hash is enough to keep the pseudonym.
      const person = hashes.map((h) => known.get(h)).find((p) => p !== undefined) ?? crypto.randomUUID()
      const last = hourOf(at)
      for (const hash of hashes) {
        const to = known.get(hash) ?? person
        known.set(hash, to)
        batch.push(
          db
            .insertInto('observed')
            .values({ hash, person: to, last })
            .onConflict((c) => c.column('hash').doUpdateSet({ last })),
        )
      }
      const observation = JSON.stringify(what)
      batch.push(
        db
          .insertInto('observations')
          .values({ tenant, person, at: last, saw: what.saw, observation })
          .onConflict((c) => c.columns(['tenant', 'person', 'at', 'saw']).doUpdateSet({ observation })),
      )
    })
    return batch
  }

  return {
    store: {
      // One write after another: two cards that see a new customer at the same time give it one pseudonym.
      async note(tenant, seen) {
        for (let i = 0; i < seen.length; i += batchSize)
          await exclusively(`observations/${tenant}`, (db) =>
            prepare(tenant, seen.slice(i, i + batchSize), db),
          )
      },
      async between(tenant, from, to) {
        const rows = await db
          .selectFrom('observations')
          .select(['person', 'at', 'observation'])
          .where('tenant', '=', tenant)
          .where('at', '>=', from)
          .where('at', '<', to)
          .orderBy('at')
          .execute()
        return rows.map(
          (r): Observed => ({
            person: r.person,
            at: r.at,
            what: JSON.parse(r.observation) as Observed['what'],
          }),
        )
      },
    },
    async sweep(oldest) {
      await db.deleteFrom('observations').where('at', '<', oldest).execute()
      await db.deleteFrom('observed').where('last', '<', oldest).execute()
    },
  }
}
