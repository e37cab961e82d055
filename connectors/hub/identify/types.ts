import type { Grade, Identifier, IdentifierKind, Reason, Sureness, SystemRecord } from '../../contract/index.ts'
import type { Link } from '../ports.ts'

/** `connector/id`: how a record is named inside the hub. */
export type RecordKey = string

/** A record a connector answered, its identifiers parsed and graded, and by which keys it was found (re-checked). */
export interface FoundRecord {
  key: RecordKey
  connector: string
  record: SystemRecord
  identifiers: readonly Identifier[]
  foundBy: readonly Identifier[]
}

/** Records that are one person. `records` sorted; the first is the primary record. */
export interface Person {
  records: readonly RecordKey[]
  kind: 'person' | 'company' | 'household' | 'prospect'
  /** Best weight against the hints, in bits; and the weights that joined its records. */
  bits: number
  by: IdentifierKind | 'agent' | 'several-keys'
  level: Sureness['level']
  reasons: readonly Reason[]
}

/** Pure result of resolving a set of records: the same set gives the same resolution whatever the order of arrival. */
export interface Resolution {
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
  /** Set for identified, and for possible (the preselected one, not yet confirmed). */
  person?: Person | undefined
  candidates: readonly Person[]
  conflicts: readonly { code: 'duplicate-in-system' | 'conflict'; records: readonly RecordKey[]; says: string }[]
  /** Keys worth asking next: unique and joined strong ones of the joined records, not asked before. */
  expand: readonly Identifier[]
}
export interface ResolveInput { hints: readonly Identifier[]; records: readonly FoundRecord[]; links: readonly Link[]; /** grade after the tenant's counts, frozen for this resolution */ generic: (id: Identifier) => boolean; duplicatesAllowed: (connector: string) => boolean; locale: string }
export type { Grade }
