import type { IdentifierKind, RawIdentifier, SystemRecord } from '../../../../contract/index.ts'
import type { Link } from '../../../ports.ts'
import { foundRecord, readHints } from '../../resolve/found.ts'
import { resolve } from '../../resolve/resolve.ts'
import type { FoundRecord, Resolution } from '../../types.ts'

/** A record of a case: `who` is the truth, which the resolver never sees. */
export interface Told {
  at: string
  who: string
  record: Omit<SystemRecord, 'id' | 'identifiers'>
  ids: RawIdentifier[]
}
export interface Case {
  name: string
  records: Told[]
  hints: Partial<Record<IdentifierKind | 'any', string>>
  outcome: Resolution['outcome']
  /** The records of the person, or of the preselected one. */
  person?: string[]
  duplicates?: string[]
  links?: Omit<Link, 'id' | 'by'>[]
  generic?: string[]
  /** Values known to be several people's. */
  shared?: string[]
  /** Records an agent said are not whom this is about. */
  excluded?: string[]
}
interface Fields {
  name?: string
  given?: string
  family?: string
  phone?: string
  mail?: string
  dni?: string
  card?: string
  order?: string
  visitor?: string
  ref?: string
  born?: string
  post?: string
  town?: string
  street?: string
  kind?: 'person' | 'company' | 'household' | 'prospect'
}

/** `verified`: every mail and phone of it was proved to be theirs. */
export function told(at: string, who: string, f: Fields, verified = false): Told {
  const ids: RawIdentifier[] = []
  const add = (kind: IdentifierKind, value: string | undefined, more: Partial<RawIdentifier> = {}) => {
    for (const v of value?.split(' / ') ?? []) ids.push({ kind, value: v, ...more })
  }
  add('phone', f.phone, { verified })
  add('mail', f.mail, { verified })
  add('nationalId', f.dni)
  add('loyalty', f.card)
  add('order', f.order, { scope: 'shop' })
  add('visitor', f.visitor, { scope: 'site' })
  if (f.ref) {
    const [scope, value] = f.ref.split('/') as [string, string]
    ids.push({ kind: 'system', scope, value })
  }
  if (f.born) add('birthDate', f.born)
  const full = f.name ?? [f.given, f.family].filter(Boolean).join(' ')
  return {
    at,
    who,
    ids,
    record: {
      kind: f.kind,
      ...(full ? { name: { full, given: f.given, family: f.family } } : {}),
      address: { postalCode: f.post, locality: f.town, street: f.street },
    },
  }
}

const settings = { country: 'ES', ownDomains: ['tienda.example'], ownValues: ['+34910000111'] }
export const found = (t: Told): FoundRecord => {
  const [system, id] = t.at.split('/') as [string, string]
  return foundRecord({ id: system }, { ...t.record, id, identifiers: t.ids }, [], settings)
}

export function run(c: Case, order: readonly Told[] = c.records): Resolution {
  const { read } = readHints(
    Object.entries(c.hints).map(([kind, value]) => ({
      kind: kind as IdentifierKind,
      value,
      ...(kind === 'order' ? { scope: 'shop' } : kind === 'visitor' ? { scope: 'site' } : {}),
    })),
    settings,
  )
  return resolve({
    hints: read,
    records: order.map(found),
    links: (c.links ?? []).map((l, i) => ({ ...l, id: String(i), by: 'agent' })),
    generic: (id) => c.generic?.includes(id.value) ?? false,
    shared: (id) => c.shared?.includes(id.value) ?? false,
    ...(c.excluded ? { excluded: new Set(c.excluded) } : {}),
    duplicatesAllowed: (s) => c.duplicates?.includes(s) ?? false,
    country: 'ES',
  })
}
/** People of the answer that mix two true people: the one thing that must never be. */
export const mixed = (c: Case, r: Resolution): string[] =>
  [...(r.person ? [r.person] : []), ...r.candidates]
    .filter((p) => new Set(p.records.map((k) => c.records.find((t) => t.at === k)?.who)).size > 1)
    .map((p) => p.records.join('+'))
