import type { FichaRevision, FichaSet } from '../../contract/index.ts'
import type { Observed } from '../../hub/index.ts'
import type {
  Audit,
  AuditLine,
  Cache,
  Flags,
  Links,
  Notices,
  Observations,
  OutcomeSink,
  RecordedOutcome,
  SharedValueCounts,
} from '../../hub/ports.ts'

/**
 * What the instances of a gateway share, behind small ports. {@link memoryStores} holds everything in the
 * process, `sqliteStores` in one file, `postgresStores` in a database that several gateways share. Times are
 * RFC 3339 in UTC, so that they compare as text.
 *
 * A store of your own implements these ports and is given to {@link createGateway} as `stores`. A method that
 * cannot do its work rejects: the gateway then answers with an error, never with half of an answer.
 */
export interface Stores {
  /** Who saw what, when and why. Without it nothing is answered (`audit-unavailable`). */
  audit: AuditLog
  /** Which records are, or are not, of one person, as agents decided. */
  links: Links
  /** On how many people a value was seen: a shared telephone identifies nobody. */
  sharedValues: SharedValueCounts
  /** Expiring flags of a customer: an advice declined, a question asked. */
  flags: Flags
  /** What happened at cards. */
  outcomes: OutcomeStore
  /** What cards saw of pseudonymous customers. */
  observations: ObservationStore
  /** Published templates, rules and policies, and the draft. */
  fichas: FichaStore
  /** Host tokens that were used. */
  nonces: NonceStore
  /** What counts against limits. */
  rates: RateStore
  /** Answers of systems, for a short while. It may lose anything at any time. */
  cache: Cache
  /** What changed, for cards that wait for it. */
  notices: Notices
  /**
   * Removes what is too old. Node calls it when it starts and once an hour.
   *
   * @param now The present moment.
   * @param keepDays Days that outcomes are stored, and observations (default: as outcomes).
   */
  sweep(now: Date, keepDays: { outcomes: number; observations?: number | undefined }): Promise<void>
  /** Resolves when the store answers; rejects when it does not, and `/readyz` then says 503. */
  ping(): Promise<void>
  /** Lets go of files and connections. Nothing may be asked afterwards. */
  close(): Promise<void>
}

/**
 * An append-only audit. Each line's hash covers the line before it, so that an edit, a swap or a removal in
 * the middle shows: {@link verifyAudit} walks the chain.
 */
export interface AuditLog extends Audit {
  /**
   * Lines in order of `seq`.
   *
   * @param from The first `seq` wanted; the first line of all is 1.
   * @param limit Lines at most.
   */
  read(from: number, limit: number): Promise<readonly ChainedLine[]>
  /**
   * The last line's number and hash; `seq` is 0 when there is none. Noted elsewhere from time to time, it
   * shows a tail that was cut off.
   */
  head(): Promise<{ seq: number; hash: string }>
}

/** One line of the audit, with its place in the chain. */
export interface ChainedLine {
  /** Its number, from 1, without gaps. */
  seq: number
  /** What was written. */
  line: AuditLine
  /** Hash of the line before; 64 zeros for the first. */
  before: string
  /** SHA-256, in hex, over `before`, `seq` and the line. */
  hash: string
}

/** Remembers what may be used once: the `jti` of a host token. */
export interface NonceStore {
  /**
   * True the first time, false from then on. Of several that ask at once, one hears true.
   *
   * @param nonce Any text.
   * @param until When it may be forgotten.
   * @throws When the store cannot know: the token is then refused.
   */
  once(nonce: string, until: Date): Promise<boolean>
}

/** Counts distinct members under a key in a sliding window. Keys and members are hashes, never a name. */
export interface RateStore {
  /**
   * Adds `members`, unless there would be more than `most` in the window; then it adds none. A member that is
   * already in the window is not counted again, and stays as long as it would have stayed.
   *
   * @param key What is limited: one agent, one address.
   * @param members What is counted; an empty list only asks.
   * @param windowMs Length of the window in milliseconds.
   * @param most Distinct members at most.
   * @param now The present moment.
   * @returns Whether they were admitted; if not, the seconds until the oldest member leaves the window.
   */
  admit(
    key: string,
    members: readonly string[],
    windowMs: number,
    most: number,
    now: Date,
  ): Promise<{ admitted: true } | { admitted: false; retryAfter: number }>
}

/** An outcome as it is stored: with the `role` of the agent it came from and the moment it was `received`. */
export type StoredOutcome = RecordedOutcome & { role: string; received: string }

/** What happened at cards. It holds nothing of whose card it was. */
export interface OutcomeStore extends OutcomeSink {
  /** Outcomes of a tenant received from `from` (included) to `to` (excluded), in the order they came. */
  between(tenant: string, from: string, to: string): Promise<readonly StoredOutcome[]>
}

/** What cards saw of customers, under random pseudonyms: nothing here leads back to a record. */
export interface ObservationStore extends Observations {
  /** Observations of a tenant from `from` (included) to `to` (excluded), oldest first. */
  between(tenant: string, from: string, to: string): Promise<readonly Observed[]>
}

/** Published templates, rules and policies. Revisions are only ever added. */
export interface FichaStore {
  /**
   * The set published under `revision`, or the latest one.
   *
   * @returns Undefined when there is none: the configuration's own set is then in force.
   */
  published(tenant: string, revision?: string): Promise<{ revision: string; set: FichaSet } | undefined>
  /** All publications, newest first. */
  history(tenant: string): Promise<readonly FichaRevision[]>
  /**
   * Adds a publication. Of two that start from the same `base`, one succeeds.
   *
   * @param base The revision it was made from; undefined when none was published yet.
   * @returns False when the latest revision is no longer `base`.
   */
  publish(tenant: string, revision: FichaRevision, set: FichaSet, base: string | undefined): Promise<boolean>
  /** The one draft of a tenant, the revision it was made from, and when it was saved. */
  draft(tenant: string): Promise<{ set: FichaSet; base: string; at: string } | undefined>
  /** Replaces the draft, or removes it. */
  saveDraft(tenant: string, draft: { set: FichaSet; base: string; at: string } | undefined): Promise<void>
}
