import type {
  ActAnswer,
  ActRequest,
  Ask,
  AskRequest,
  Candidate,
  CardEvent,
  CardRequest,
  ChangesAnswer,
  ChangesRequest,
  Connector,
  DecideAnswer,
  DecideRequest,
  JourneyAnswer,
  JourneyRequest,
  LearntWeights,
  MirrorAnswer,
  MirrorRequest,
  NumberPlans,
  Outcome,
  Policy,
  Problem,
  RevealAnswer,
  RevealRequest,
  Rule,
  SearchRequest,
  Template,
  TimelineAnswer,
  TimelineRequest,
} from '../contract/index.ts'

/**
 * The hub as the gateway and the in-page source see it. Every method refuses with `Refusal`; streams end with
 * `settled`.
 */
export interface Hub {
  open(request: CardRequest, agent: Agent, signal: AbortSignal): AsyncIterable<CardEvent>
  ask(request: AskRequest, agent: Agent, signal: AbortSignal): AsyncIterable<CardEvent>
  search(request: SearchRequest, agent: Agent, signal: AbortSignal): Promise<readonly Candidate[]>
  decide(request: DecideRequest, agent: Agent): Promise<DecideAnswer>
  reveal(request: RevealRequest, agent: Agent, signal: AbortSignal): Promise<RevealAnswer>
  act(request: ActRequest, agent: Agent, signal: AbortSignal): Promise<ActAnswer>
  changes(request: ChangesRequest, agent: Agent, signal: AbortSignal): Promise<ChangesAnswer>
  outcomes(outcomes: readonly Outcome[], agent: Agent): Promise<void>
  timeline(request: TimelineRequest, agent: Agent, signal: AbortSignal): Promise<TimelineAnswer>
  journey(request: JourneyRequest, agent: Agent, signal: AbortSignal): Promise<JourneyAnswer>
  mirror(request: MirrorRequest, agent: Agent, signal: AbortSignal): Promise<MirrorAnswer>
}

/** Who is asking, as the gateway verified it. Never built from anything a browser said. */
export interface Agent {
  tenant: string
  id: string
  session: string
  roles: readonly string[]
  claims: Readonly<Record<string, string>>
  host?: string | undefined
}

/** An error the caller can act on; becomes problem+json at the gateway. */
export class Refusal extends Error {
  readonly code: Problem['code']
  readonly retryAfter: number | undefined
  constructor(code: Problem['code'], detail: string, retryAfter?: number) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.retryAfter = retryAfter
  }
}

/**
 * Everything the hub needs from outside. Nothing here is Node's: the same hub runs in Node, a browser and
 * workerd.
 */
export interface HubPorts {
  connectors: readonly Connector[]
  fichas: Fichas
  egress: Egress
  handles: Handles
  cache: Cache
  links: Links
  audit: Audit
  sharedValues: SharedValueCounts
  flags: Flags
  outcomes: OutcomeSink
  /** Without it nothing is known of what became of a customer. */
  observations?: Observations | undefined
  /** Told when a system is left alone for a while, tried again, or back. */
  breaker?: ((connector: string, state: 'open' | 'half-open' | 'closed') => void) | undefined
  notices: Notices
  clock: Clock
  settings: HubSettings
}

export interface HubSettings {
  /** Default country of phones without prefix (ISO 3166). */
  country: string
  currency: string
  timeZone: string
  /** Own mails, domains and numbers of the company: blocked as identifiers. */
  ownDomains: readonly string[]
  ownValues: readonly string[]
  /**
   * How telephones are read. Default: the plans of thirteen countries; the gateway gives those of every
   * country.
   */
  numberPlans?: NumberPlans | undefined
  /** A value seen on more distinct people than this becomes generic. */
  genericAbove: number
  /** Milliseconds; a panel's `patience` wins. */
  patience: { soft: number; hard: number }
  maxRecords: number
  maxFinds: number
  expandDepth: number
  /** Per-field order of systems that wins (survivorship): `person.address` → ['crm', 'shop']. */
  owners: Readonly<Record<string, readonly string[]>>
  /** What `ficha weigh` learnt on the tenant's own records; without it the shipped weights hold. */
  weights?: LearntWeights | undefined
  /**
   * Secret under which subjects, topics and record refs are hashed (HMAC-SHA-256). Shared by all instances;
   * without it each process takes a random one.
   */
  subjectKey?: string | undefined
  /** The rules that say a customer may leave, or has left. Default: `at-risk`, `lapsed`. */
  observe?: { risk: string; left: string } | undefined
}

/**
 * Opens the one way out for a connector. The gateway adds secrets and refusals; the in-page door is plain
 * fetch.
 */
export interface Egress {
  open(connector: Connector, run: { tenant: string; signal: AbortSignal }): Ask
}

/**
 * Seals what the browser may hold but not read or forge: bound to tenant, agent session and expiry. `open`
 * refuses with `expired-handle`.
 */
export interface Handles {
  seal(payload: unknown, agent: Agent, kind: HandleKind, ttlSeconds?: number): Promise<string>
  open(handle: string, agent: Agent, kind: HandleKind): Promise<unknown>
}
export type HandleKind = 'card' | 'candidate' | 'row' | 'cursor' | 'advice' | 'question'

/**
 * Short-lived convenience that may vanish. Values are JSON. Keys already hold tenant, connector+options,
 * record, question, fields, purpose.
 */
export interface Cache {
  get(key: string): Promise<unknown | undefined>
  set(key: string, value: unknown, ttlMs: number): Promise<void>
  /** Drops every key under the prefix. */
  drop(prefix: string): Promise<void>
}

/**
 * `a` and `b` are record keys (`connector/id`), ordered. An anti-link beats everything but a later human
 * link. `meets`: which of the traits that were asked about each side had when it was decided. Absent where
 * none of them did, and of decisions kept without.
 */
export interface Link {
  id: string
  a: string
  b: string
  decision: 'same' | 'different'
  at: string
  by: string
  meets?: Sides | undefined
}
/** What tells each side's person without their record: keys, words of the name. */
export interface Sides {
  a: readonly string[]
  b: readonly string[]
}
export interface Links {
  /**
   * Those that name one of these records, and those between two people of whom one had one of these traits.
   */
  of(tenant: string, records: readonly string[], traits?: readonly string[]): Promise<readonly Link[]>
  /** `traits` are hashed by the implementation under a key of the tenant's: none stands in clear. */
  add(tenant: string, link: Omit<Link, 'id' | 'meets'>, traits?: Sides): Promise<Link>
  undo(tenant: string, id: string, by: string, at: string): Promise<boolean>
}

/**
 * One line per access; holds no personal value. `subject` is an HMAC of the record keys. Resolves only when
 * durable.
 */
export interface AuditLine {
  at: string
  tenant: string
  agent: string
  interaction?: string | undefined
  purpose: string
  act: 'open' | 'ask' | 'search' | 'reveal' | 'act' | 'link' | 'unlink' | 'publish' | 'preview' | 'confirm'
  subject?: string | undefined
  what: readonly string[]
  reason?: string | undefined
  outcome: 'allowed' | 'refused'
}
export interface Audit {
  write(line: AuditLine): Promise<void>
}

/** How many distinct people a value was seen on, counted under HMAC keys. */
export interface SharedValueCounts {
  seen(tenant: string, values: readonly { kind: string; value: string; person: string }[]): Promise<void>
  count(tenant: string, values: readonly { kind: string; value: string }[]): Promise<readonly number[]>
}

/**
 * Keyed, expiring marks that hold no personal data: advice declined, question asked, gesture counted.
 * `subject` is hashed by the implementation.
 */
export interface Flags {
  put(tenant: string, subject: string, mark: string, ttlMs: number): Promise<void>
  of(tenant: string, subjects: readonly string[]): Promise<readonly string[]>
}

export interface OutcomeSink {
  record(tenant: string, at: string, outcomes: readonly (Noted & { role: string })[]): Promise<void>
}
/**
 * What the widget reports, or what the hub itself counts of a card that settled. `sample`: made up for a
 * demonstration.
 */
export type Noted = (Omit<Outcome, 'ref' | 'card'> | CardNote) & { sample?: true | undefined }
/**
 * Nothing of whose card it was. `asked` and `held`: fact paths asked at once, and those of them that had a
 * value. `age` in seconds.
 */
export interface CardNote {
  kind: 'card'
  at: string
  template: string
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
  systems: readonly {
    connector: string
    state: 'answered' | 'late' | 'down'
    complete: boolean
    age?: number | undefined
  }[]
  asked: readonly string[]
  held: readonly string[]
}

/**
 * What cards saw of a customer, so that a later card of the same one tells what became of it. `subjects` (the
 * customer's record keys) are hashed by the implementation and lead to one random pseudonym; both are swept
 * with the observations. Bands, days and hashes only: no value of a person.
 */
export interface Observations {
  note(tenant: string, seen: readonly Seen[]): Promise<void>
}
/**
 * `at` is cut to the hour: no line of the audit can be laid beside it. A second look in the same hour
 * replaces the first.
 */
export interface Seen {
  at: string
  subjects: readonly string[]
  what: Observation
}
export type Observation = (Contact | { saw: 'gesture' }) & { sample?: true | undefined }
/**
 * Days are `YYYY-MM-DD`, keys are hashes. `score`: the last one, in fifths from 1 to 5. `contacts`: when the
 * customer came to us about what.
 */
export interface Contact {
  saw: 'contact'
  score?: { band: number; on: string } | undefined
  contacts: readonly { matter: string; on: string }[]
  promises: readonly { key: string; due: string; kept: boolean }[]
  bought?: string | undefined
  risk?: 'yes' | 'no' | undefined
  left?: 'yes' | 'no' | undefined
}

/** What was published, now. `revision` changes with every publication. */
export interface Fichas {
  current(
    tenant: string,
  ): Promise<{ revision: string; templates: readonly Template[]; rules: readonly Rule[]; policy: Policy }>
}

/**
 * Change notices. `wait` resolves with the topics that moved since the cursor, or with none when the signal
 * or the time says so.
 */
export interface Notices {
  publish(tenant: string, topic: string): Promise<void>
  cursor(tenant: string): Promise<string>
  wait(
    tenant: string,
    topics: readonly string[],
    since: string,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<{ cursor: string; moved: readonly string[] }>
}

/** So that soak tests run under a virtual clock. `after` returns what cancels it. */
export interface Clock {
  now(): Date
  after(ms: number, run: () => void): () => void
}
export const realClock: Clock = {
  now: () => new Date(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}
