import type {
  Connector,
  ConnectorErrorCode,
  Context,
  Grade,
  Hint,
  Identifier,
  IdentifierKind,
  Match,
  Sureness,
  SystemRecord,
} from '../../contract/index.ts'
import type { HubSettings, Link, SharedValueCounts } from '../ports.ts'

/** `connector/id`: how a record is named inside the hub. */
export type RecordKey = string

/**
 * A record a connector answered, its identifiers parsed and graded, and by which keys it was found
 * (re-checked).
 */
export interface FoundRecord {
  key: RecordKey
  connector: string
  record: SystemRecord
  identifiers: readonly Identifier[]
  foundBy: readonly Identifier[]
}

/**
 * Evidence for or against two records being one person. `reason` names it among the catalogue's `reason.…`:
 * the field and how far it agrees.
 */
export interface Evidence {
  field: string
  reason: string
  bits: number
  systems: readonly string[]
}

/** Records that are one person. `records` sorted; the first is the primary record. */
export interface Person {
  records: readonly RecordKey[]
  kind: 'person' | 'company' | 'household' | 'prospect'
  /** Best weight against the hints, in bits; and the weights that joined its records. */
  bits: number
  by: IdentifierKind | 'agent' | 'several-keys'
  level: Sureness['level']
  reasons: readonly Evidence[]
}

/** Reasons why two records are not one person that an agent is shown. */
export const reportedVetoes = ['national-id', 'birth-date', 'full-name', 'system'] as const
export type ReportedVeto = (typeof reportedVetoes)[number]

/**
 * Pure result of resolving a set of records: the same set gives the same resolution whatever the order of
 * arrival.
 */
export interface Resolution {
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
  /** Set for identified, and for possible (the preselected one, not yet confirmed). */
  person?: Person | undefined
  candidates: readonly Person[]
  conflicts: readonly {
    code: 'duplicate-in-system' | 'conflict'
    records: readonly RecordKey[]
    why: ReportedVeto
  }[]
  /** Keys worth asking next: unique and joined strong ones of the joined records, not asked before. */
  expand: readonly Identifier[]
}
export interface ResolveInput {
  hints: readonly Identifier[]
  records: readonly FoundRecord[]
  links: readonly Link[]
  /** Held by so many people that it identifies none of them; the answer stays the same within a resolution. */
  generic: (id: Identifier) => boolean
  /** Known to be several people's, though few: alone it preselects a person, it never identifies one. */
  shared?: ((id: Identifier) => boolean) | undefined
  duplicatesAllowed: (connector: string) => boolean
}

/**
 * What humans decided, applied to the known records: `links` between them, same or different; `excluded`, the
 * records of people whom this interaction is not about; `shared`, the mails and phones (`kind|value`) of those
 * people.
 */
export interface LinkDecisions {
  links: readonly Link[]
  excluded: ReadonlySet<RecordKey>
  shared: ReadonlySet<string>
}

/** What one `find` came to: deadlines, breaker, sharing and cache were applied by the hub. Never throws. */
export type FindOutcome =
  | { ok: true; match: Match }
  | { ok: false; code: ConnectorErrorCode; retryAt?: string | undefined }

/** What `identify(input)` needs; it never calls a connector itself. */
export interface IdentifyInput {
  tenant: string
  hints: readonly Hint[]
  context: Context
  /** Records a human (or a reloaded card) already chose: the person holds them unless vetoed. */
  chosen?: readonly RecordKey[] | undefined
  connectors: readonly Connector[]
  find: (connector: Connector, key: Identifier) => Promise<FindOutcome>
  /** What humans decided about these records; a failure ends the run: nobody is shown against a decision. */
  readDecisions: (records: readonly FoundRecord[]) => Promise<LinkDecisions>
  /** Told of each record that does not bear the key it was found by, and was left out. */
  dropped?: ((connector: string, kind: Identifier['kind']) => void) | undefined
  generics: SharedValueCounts
  settings: HubSettings
  signal: AbortSignal
}

/**
 * `identify(input): AsyncIterable<Identification>` yields each time the resolution changes, and a last time
 * with `done`.
 */
export interface Identification {
  /** Counts from 0; grows when the person's set of records or the candidates change. */
  revision: number
  resolution: Resolution
  /** Every record heard of so far, candidates included. */
  records: ReadonlyMap<RecordKey, FoundRecord>
  /** The host's hints, parsed; those not understood are in `bad`. */
  hints: readonly Identifier[]
  bad: readonly { hint: Hint }[]
  /** Records an earlier revision gave to the person and this one takes away. */
  retracted: readonly RecordKey[]
  /** Records that do not bear the key they were asked by. */
  dropped: readonly { connector: string }[]
  /** Finds still out. */
  pending: number
  done: boolean
  /** A late answer would change the primary person: not applied, asked. */
  question?: Person | undefined
}
export type { Grade }
