import type { Link, Links } from '../ports.ts'

export function memoryLinks(): Links {
  const all = new Map<string, Map<string, Link>>()
  const of = (tenant: string) => { let m = all.get(tenant); if (!m) all.set(tenant, (m = new Map())); return m }
  return {
    async of(tenant, records) {
      const named = new Set(records)
      return [...of(tenant).values()].filter((l) => named.has(l.a) || named.has(l.b))
    },
    async add(tenant, link) {
      const added: Link = { ...link, id: crypto.randomUUID() }
      of(tenant).set(added.id, added)
      return added
    },
    async undo(tenant, id) { return of(tenant).delete(id) },
  }
}
