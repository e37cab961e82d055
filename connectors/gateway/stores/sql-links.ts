import type { Kysely } from 'kysely'
import { createHasher, type Hasher } from '../../hub/fetch/hash.ts'
import type { Link, Links } from '../../hub/ports.ts'
import { base64url, type Keys } from '../keys/keys.ts'
import type { ExclusiveWrite } from './exclusive-write.ts'
import type { Schema } from './schema.ts'

/**
 * Links and anti-links. The traits of each side's person are stored as hashes, keyed by this gateway's secret
 * and with the tenant in them; the newest secret and the one before it both find them. Links stored before
 * traits existed have none, and apply to the two records they name only.
 */
export function sqlLinks(db: Kysely<Schema>, keys: Keys, exclusively: ExclusiveWrite): Links {
  let hashersPromise: Promise<readonly Hasher[]> | undefined
  const hashers = () =>
    (hashersPromise ??= keys.every('links').then((all) => all.map((key) => createHasher(base64url(key)))))
  const hashed = async (tenant: string, traits: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    new Map(
      await Promise.all(
        (await hashers()).flatMap((hash) =>
          traits.map(async (t): Promise<[string, string]> => [await hash(JSON.stringify([tenant, t])), t]),
        ),
      ),
    )

  return {
    async of(tenant, records, traits = []) {
      if (records.length === 0 && traits.length === 0) return []
      const traitOf = await hashed(tenant, traits)
      const matches =
        traitOf.size === 0
          ? []
          : await db
              .selectFrom('link_traits')
              .select(['link', 'side', 'trait', 'pair'])
              .where('trait', 'in', [...traitOf.keys()])
              .execute()
      // A decision about one interaction concerns that card only, and is found by its record.
      const found = [...new Set(matches.filter((m) => Number(m.pair) === 1).map((m) => m.link))]
      const links = await db
        .selectFrom('links')
        .select(['id', 'a', 'b', 'decision', 'at', 'by'])
        .where('tenant', '=', tenant)
        .where('undone_at', 'is', null)
        .where((is) =>
          is.or([
            ...(records.length > 0 ? [is('a', 'in', [...records]), is('b', 'in', [...records])] : []),
            ...(found.length > 0 ? [is('id', 'in', found)] : []),
            ...(records.length + found.length === 0 ? [is.lit(false)] : []),
          ]),
        )
        .orderBy('at')
        .execute()
      return links.map((link): Link => {
        const of = (side: string) => {
          const matched = new Set(
            matches.filter((m) => m.link === link.id && m.side === side).map((m) => traitOf.get(m.trait)),
          )
          return traits.filter((t) => matched.has(t))
        }
        const meets = { a: of('a'), b: of('b') }
        return meets.a.length + meets.b.length > 0 ? { ...link, meets } : link
      })
    },
    async add(tenant, link, traits = { a: [], b: [] }) {
      const added = {
        id: crypto.randomUUID(),
        a: link.a,
        b: link.b,
        decision: link.decision,
        at: link.at,
        by: link.by,
      }
      const newest = (await hashers())[0] as Hasher
      const pair = traits.a.length > 0 && traits.b.length > 0 ? 1 : 0
      const rows = (
        await Promise.all(
          (['a', 'b'] as const).map(async (side) =>
            (
              await Promise.all(traits[side].map((t) => newest(JSON.stringify([tenant, t]))))
            ).map((trait) => ({ link: added.id, side, trait, pair })),
          ),
        )
      ).flat()
      await exclusively(`links/${tenant}`, async (db) => [
        db.insertInto('links').values({ ...added, tenant, undone_at: null, undone_by: null }),
        ...(rows.length > 0
          ? [
              db
                .insertInto('link_traits')
                .values(rows)
                .onConflict((c) => c.doNothing()),
            ]
          : []),
      ])
      return added
    },
    async undo(tenant, id, by, at) {
      const result = await db
        .updateTable('links')
        .set({ undone_at: at, undone_by: by })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst()
      if (result.numUpdatedRows === 0n) return false
      await db.deleteFrom('link_traits').where('link', '=', id).execute()
      return true
    },
  }
}
