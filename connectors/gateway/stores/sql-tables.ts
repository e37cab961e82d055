import type { Kysely } from 'kysely'
import type { FichaRevision, FichaSet } from '../../contract/index.ts'
import { type Clock, sharedValueDays } from '../../hub/ports.ts'
import type { Keys } from '../keys/keys.ts'
import type { ExclusiveWrite } from './exclusive-write.ts'
import type { Stores } from './ports.ts'
import type { Schema } from './schema.ts'
import { sqlLinks } from './sql-links.ts'
import { sqlObservations } from './sql-observations.ts'

type SqlStores = Pick<
  Stores,
  'links' | 'sharedValues' | 'flags' | 'outcomes' | 'observations' | 'fichas' | 'nonces' | 'sweep'
>

/**
 * The stores that outlive the process, over tables that SQLite and PostgreSQL have alike. Every write is one
 * statement, or goes through `exclusively`. It is durable when it resolves.
 */
export function sqlTables(
  db: Kysely<Schema>,
  keys: Keys,
  clock: Clock,
  exclusively: ExclusiveWrite,
): SqlStores {
  const valueName = (tenant: string, v: { kind: string; value: string }) =>
    JSON.stringify([tenant, v.kind, v.value])
  const subjectName = (tenant: string, subject: string) => JSON.stringify([tenant, subject])
  const observations = sqlObservations(db, keys, exclusively)
  const parseSet = (text: string) => JSON.parse(text) as FichaSet

  return {
    links: sqlLinks(db, keys, exclusively),
    sharedValues: {
      async seen(tenant, records) {
        const at = clock.now().getTime()
        for (const { record, values } of records) {
          const from = JSON.stringify([tenant, record])
          const rows = await Promise.all(
            values.map(async (v) => ({
              value: await keys.mac('generics', valueName(tenant, v)),
              record: await keys.mac('generics', from),
              person: await keys.mac('generics', JSON.stringify([tenant, v.person])),
              at,
            })),
          )
          // What it said under a former secret stays as long as it says it.
          const said = await Promise.all(values.map((v) => keys.macs('generics', valueName(tenant, v))))
          await db
            .deleteFrom('shared_values')
            .where('record', 'in', await keys.macs('generics', from))
            .$if(said.length > 0, (rows) => rows.where('value', 'not in', said.flat()))
            .execute()
          if (rows.length)
            await db
              .insertInto('shared_values')
              .values(rows)
              .onConflict((c) =>
                c.columns(['value', 'record']).doUpdateSet((is) => ({
                  person: is.ref('excluded.person'),
                  at: is.ref('excluded.at'),
                })),
              )
              .execute()
        }
      },
      count: (tenant, values) =>
        Promise.all(
          values.map(async (v) => {
            // Counted under each secret by itself: a person seen under both secrets has two hashes.
            const rows = await db
              .selectFrom('shared_values')
              .select((is) => is.fn.count<number>('person').distinct().as('n'))
              .where('value', 'in', await keys.macs('generics', valueName(tenant, v)))
              .where('at', '>=', clock.now().getTime() - sharedValueDays * 86_400_000)
              .groupBy('value')
              .execute()
            return Math.max(0, ...rows.map((row) => Number(row.n)))
          }),
        ),
    },
    flags: {
      async put(tenant, subject, mark, ttlMs) {
        const until = clock.now().getTime() + ttlMs
        await db
          .insertInto('marks')
          .values({ subject: await keys.mac('marks', subjectName(tenant, subject)), mark, until })
          .onConflict((c) => c.columns(['subject', 'mark']).doUpdateSet({ until }))
          .execute()
      },
      async of(tenant, subjects) {
        if (subjects.length === 0) return []
        const hashed = (
          await Promise.all(subjects.map((s) => keys.macs('marks', subjectName(tenant, s))))
        ).flat()
        const rows = await db
          .selectFrom('marks')
          .select('mark')
          .distinct()
          .where('subject', 'in', hashed)
          .where('until', '>', clock.now().getTime())
          .execute()
        return rows.map((r) => r.mark)
      },
    },
    outcomes: {
      async record(tenant, at, list) {
        if (list.length)
          await db
            .insertInto('outcomes')
            .values(list.map((o) => ({ tenant, received: at, outcome: JSON.stringify(o) })))
            .execute()
      },
      async between(tenant, from, to) {
        const rows = await db
          .selectFrom('outcomes')
          .select(['received', 'outcome'])
          .where('tenant', '=', tenant)
          .where('received', '>=', from)
          .where('received', '<', to)
          .orderBy('id')
          .execute()
        return rows.map(
          (r) => ({ ...(JSON.parse(r.outcome) as never as object), received: r.received }) as never,
        )
      },
    },
    observations: observations.store,
    fichas: {
      async published(tenant, revision) {
        const rows = db
          .selectFrom('fichas')
          .select(['revision', 'fichas'])
          .where('tenant', '=', tenant)
          .orderBy('number', 'desc')
          .limit(1)
        const row = await (revision === undefined
          ? rows
          : rows.where('revision', '=', revision)
        ).executeTakeFirst()
        return row && { revision: row.revision, set: parseSet(row.fichas) }
      },
      async history(tenant): Promise<readonly FichaRevision[]> {
        const rows = await db
          .selectFrom('fichas')
          .select(['revision', 'at', 'note', 'by'])
          .where('tenant', '=', tenant)
          .orderBy('number', 'desc')
          .execute()
        return rows.map(({ by, ...row }) => (by ? { ...row, by } : row))
      },
      async publish(tenant, meta, set, base) {
        const last = await db
          .selectFrom('fichas')
          .select(['number', 'revision'])
          .where('tenant', '=', tenant)
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst()
        if (last?.revision !== base) return false
        // Two writers of the same base collide on the number: one succeeds, the other gets `conflict`.
        const result = await db
          .insertInto('fichas')
          .values({
            tenant,
            number: (last?.number ?? 0) + 1,
            ...meta,
            by: meta.by ?? '',
            fichas: JSON.stringify(set),
          })
          .onConflict((c) => c.doNothing())
          .executeTakeFirst()
        return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
      },
      async draft(tenant) {
        const row = await db.selectFrom('drafts').selectAll().where('tenant', '=', tenant).executeTakeFirst()
        return row && { set: parseSet(row.fichas), base: row.base, at: row.at }
      },
      async saveDraft(tenant, draft) {
        if (!draft) return void (await db.deleteFrom('drafts').where('tenant', '=', tenant).execute())
        const row = { base: draft.base, at: draft.at, fichas: JSON.stringify(draft.set) }
        await db
          .insertInto('drafts')
          .values({ tenant, ...row })
          .onConflict((c) => c.column('tenant').doUpdateSet(row))
          .execute()
      },
    },
    nonces: {
      async once(nonce, until) {
        const result = await db
          .insertInto('nonces')
          .values({ nonce, until: until.getTime() })
          .onConflict((c) => c.doNothing())
          .executeTakeFirst()
        return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
      },
    },
    async sweep(now, keep) {
      await db
        .deleteFrom('outcomes')
        .where('received', '<', new Date(now.getTime() - keep.outcomes * 86_400_000).toISOString())
        .execute()
      await observations.sweep(
        new Date(now.getTime() - (keep.observations ?? keep.outcomes) * 86_400_000).toISOString(),
      )
      await db
        .deleteFrom('shared_values')
        .where('at', '<', now.getTime() - sharedValueDays * 86_400_000)
        .execute()
      await db.deleteFrom('marks').where('until', '<', now.getTime()).execute()
      await db.deleteFrom('nonces').where('until', '<', now.getTime()).execute()
    },
  }
}
