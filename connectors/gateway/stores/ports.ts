import type { FichaRevision, FichaSet } from '../../contract/index.ts'
import type { Observed } from '../../hub/index.ts'
import type {
  Audit,
  AuditLine,
  Cache,
  Flags,
  Links,
  Noted,
  Notices,
  Observations,
  OutcomeSink,
  SharedValueCounts,
} from '../../hub/ports.ts'

/**
 * What instances of a gateway must share, behind small ports. Embedded default: a SQLite file; memory for
 * tests.
 */
export interface Stores {
  audit: AuditLog
  links: Links
  sharedValues: SharedValueCounts
  flags: Flags
  outcomes: OutcomeStore
  observations: ObservationStore
  fichas: FichaStore
  nonces: NonceStore
  rates: RateStore
  cache: Cache
  notices: Notices
  /** Removes what retention says is too old. */
  sweep(
    now: Date,
    keepDays: { outcomes: number /** default: as long as outcomes */; observations?: number | undefined },
  ): Promise<void>
  /** Throws when the store cannot be written: readiness. */
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * Append-only. Each line's hash covers the one before, so an edit, a swap or a removal in the middle shows.
 */
export interface AuditLog extends Audit {
  read(from: number, limit: number): Promise<readonly ChainedLine[]>
  /** Hash of the last line: written elsewhere from time to time, it shows a cut tail too. */
  head(): Promise<{ seq: number; hash: string }>
}
export interface ChainedLine {
  seq: number
  line: AuditLine
  before: string
  hash: string
}

/** True the first time, false ever after (until `until`). Refuses when it cannot know. */
export interface NonceStore {
  once(nonce: string, until: Date): Promise<boolean>
}

/**
 * Counts distinct members under a key in a sliding window. Says no, and adds nothing, when they would be more
 * than `most`. Keys and members are hashes: the store learns nobody's name.
 */
export interface RateStore {
  admit(
    key: string,
    members: readonly string[],
    windowMs: number,
    most: number,
    now: Date,
  ): Promise<{ admitted: true } | { admitted: false; retryAfter: number }>
}

export type StoredOutcome = Noted & { role: string; received: string }
export interface OutcomeStore extends OutcomeSink {
  between(tenant: string, from: string, to: string): Promise<readonly StoredOutcome[]>
}

/** Pseudonyms in, pseudonyms out: nothing here leads back to a record. Oldest first. */
export interface ObservationStore extends Observations {
  between(tenant: string, from: string, to: string): Promise<readonly Observed[]>
}

/** Published revisions are only ever added. */
export interface FichaStore {
  published(tenant: string, revision?: string): Promise<{ revision: string; set: FichaSet } | undefined>
  history(tenant: string): Promise<readonly FichaRevision[]>
  /** False when the latest revision is no longer `base` (undefined: none yet). */
  publish(tenant: string, revision: FichaRevision, set: FichaSet, base: string | undefined): Promise<boolean>
  draft(tenant: string): Promise<{ set: FichaSet; base: string; at: string } | undefined>
  saveDraft(tenant: string, draft: { set: FichaSet; base: string; at: string } | undefined): Promise<void>
}
