import { createHasher, randomSecret } from '../fetch/hash.ts'
import type { Link, Links } from '../ports.ts'

/** A person's fingerprint is stored as hashes, under a key that is lost with the process. */
export function memoryLinks(): Links {
  const hash = createHasher(randomSecret())
  const all = new Map<string, Map<string, { link: Link; a: ReadonlySet<string>; b: ReadonlySet<string> }>>()
  const of = (tenant: string) => {
    let m = all.get(tenant)
    if (!m) all.set(tenant, (m = new Map()))
    return m
  }
  const hashed = (tenant: string, traits: readonly string[]) =>
    Promise.all(traits.map((t) => hash(`${tenant}\n${t}`)))
  return {
    async of(tenant, records, traits = []) {
      const named = new Set(records)
      const asked = await hashed(tenant, traits)
      const met = (side: ReadonlySet<string>) => traits.filter((_, n) => side.has(asked[n] as string))
      return [...of(tenant).values()].flatMap(({ link, a, b }): Link[] => {
        const meets = { a: met(a), b: met(b) }
        const some = meets.a.length + meets.b.length > 0
        return named.has(link.a) || named.has(link.b) || (some && a.size > 0 && b.size > 0)
          ? [some ? { ...link, meets } : link]
          : []
      })
    },
    async add(tenant, link, traits = { a: [], b: [] }) {
      const added: Link = { ...link, id: crypto.randomUUID() }
      const [a, b] = await Promise.all([hashed(tenant, traits.a), hashed(tenant, traits.b)])
      of(tenant).set(added.id, { link: added, a: new Set(a), b: new Set(b) })
      return added
    },
    async undo(tenant, id) {
      return of(tenant).delete(id)
    },
  }
}
