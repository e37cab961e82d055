import type {
  ActAnswer,
  ActRequest,
  AskRequest,
  Candidate,
  CardEvent,
  CardRequest,
  ChangesAnswer,
  ChangesRequest,
  Connector,
  ConnectorContext,
  ConnectorErrorCode,
  DecideAnswer,
  DecideRequest,
  JourneyAnswer,
  JourneyRequest,
  LearntWeights,
  NumberPlans,
  Outcome,
  Policy,
  Problem,
  RevealAnswer,
  RevealRequest,
  RolePreviewAnswer,
  RolePreviewRequest,
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
  previewAsRole(request: RolePreviewRequest, agent: Agent, signal: AbortSignal): Promise<RolePreviewAnswer>
}

/** Who is asking, as the gateway verified it. Never built from anything a browser said. */
export interface Agent {
  /** Whose customers they may ask for. */
  tenant: string
  /** The agent's id in the host, behind the prefix of its issuer. */
  id: string
  /** Pseudonym of one agent in one session of the host: handles and the browser's cache are bound to it. */
  session: string
  /** Names of roles in the policy. */
  roles: readonly string[]
  /** Further claims of the host, by which a policy may filter rows. */
  claims: Readonly<Record<string, string>>
  /** The host's name in the configuration, for templates that are for one host only. */
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
  /** Told each time a connector failed, or a record that it found was not counted: for the operator's log. */
  failed?: ((failure: ConnectorFailure) => void) | undefined
  notices: Notices
  clock: Clock
  settings: HubSettings
}
/** What went wrong with a connector. Holds no address, value or text of an answer. */
export interface ConnectorFailure {
  connector: string
  /** What was asked: a question, `find by mail`, `search`, `action`. */
  what: string
  /**
   * `stranger`: a record came that does not bear what it was asked by, and was left out. `unread`: a value of
   * an answer could not be read, and was left out.
   */
  code: ConnectorErrorCode | 'stranger' | 'unread'
  says: string
  /** RFC 3339: when the system said it may be asked again. */
  retryAt?: string | undefined
  /** Where a connector of one's own threw; without the words of a message that may quote an answer. */
  stack?: string | undefined
}

/** What the hub is told of the company whose customers it shows. */
export interface HubSettings {
  /** Country of telephones without a prefix (ISO 3166-1 alpha-2). Default: `ES`. */
  country: string
  /** Currency of totals (ISO 4217). Default: `EUR`. */
  currency: string
  /** Time zone in which days begin (IANA). Default: `Europe/Madrid`. */
  timeZone: string
  /** Mail domains of the company itself: no customer is identified by them. */
  ownDomains: readonly string[]
  /** Addresses and numbers of the company itself: no customer is identified by them. */
  ownValues: readonly string[]
  /**
   * How telephones are read. Default: the plans of thirteen countries; the gateway gives those of every
   * country.
   */
  numberPlans?: NumberPlans | undefined
  /** A value seen on more distinct people than this identifies nobody. */
  genericAbove: number
  /** Milliseconds until a question is shown as slow, and until it is given up. A panel's `patience` wins. */
  patience: { soft: number; hard: number }
  /** Records of one customer that are asked at most. */
  maxRecords: number
  /** Lookups of one identification at most. */
  maxFinds: number
  /** How many times an identifier found in a record may lead to further lookups. */
  expandDepth: number
  /** Whose value of a field wins (survivorship), best first: `{ 'person.address': ['crm', 'shop'] }`. */
  owners: Readonly<Record<string, readonly string[]>>
  /** What `ficha weigh` learnt on the tenant's own records. Default: the shipped weights. */
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
 * Opens the one way out for a connector. The gateway adds secrets and refusals; in a page it is plain fetch.
 */
export interface Egress {
  /**
   * What one run asks by.
   *
   * @param connector Whose origins and credentials hold.
   * @param run The tenant asked for, and the signal that ends everything asked in this run.
   */
  open(connector: Connector, run: { tenant: string; signal: AbortSignal }): ConnectorContext
}

/** Seals what the browser may hold but not read or forge: bound to tenant, agent session and expiry. */
export interface Handles {
  /**
   * Seals a payload.
   *
   * @param ttlSeconds Seconds that it opens. Default: a shift.
   */
  seal(payload: unknown, agent: Agent, kind: HandleKind, ttlSeconds?: number): Promise<string>
  /** What was sealed. Refuses `expired-handle` for another agent, session or kind, or once it has expired. */
  open(handle: string, agent: Agent, kind: HandleKind): Promise<unknown>
}
/** What a handle stands for. */
export type HandleKind = 'card' | 'candidate' | 'row' | 'cursor' | 'advice' | 'question'

/**
 * A short-lived store that may lose anything. Values are JSON. Keys already hold tenant, connector and
 * options, record, question, fields and purpose.
 */
export interface Cache {
  /** The value, or undefined when it was not set, has expired or was dropped. */
  get(key: string): Promise<unknown | undefined>
  /**
   * Stores a value.
   *
   * @param ttlMs Milliseconds until it expires.
   */
  set(key: string, value: unknown, ttlMs: number): Promise<void>
  /** Drops every key that begins with the prefix. */
  drop(prefix: string): Promise<void>
}

/**
 * An agent's decision that two records are, or are not, of one person. A *different* beats everything but a
 * later decision of a person.
 */
export interface Link {
  /** Names the decision, for its undoing. */
  id: string
  /** One record key, `connector/id`. */
  a: string
  /** The other record key. `a` and `b` are in order. */
  b: string
  /** Whether they are of one person. */
  decision: 'same' | 'different'
  /** When it was decided (RFC 3339). */
  at: string
  /** The agent who decided. */
  by: string
  /**
   * Which of the traits that were asked about each side had when it was decided. Absent where none of them
   * did, and of decisions kept without.
   */
  meets?: Sides | undefined
}
/** What tells each side's person without their record: keys, words of the name. */
export interface Sides {
  /** Of the person of record `a`. */
  a: readonly string[]
  /** Of the person of record `b`. */
  b: readonly string[]
}
/** The decisions of a tenant's agents. One that was undone is not found again. */
export interface Links {
  /**
   * Those that name one of these records, and those between two people of whom one had one of these traits.
   */
  of(tenant: string, records: readonly string[], traits?: readonly string[]): Promise<readonly Link[]>
  /** `traits` are hashed by the implementation under a key of the tenant's: none stands in clear. */
  add(tenant: string, link: Omit<Link, 'id' | 'meets'>, traits?: Sides): Promise<Link>
  /** False when the tenant has no such decision, or it was undone before. */
  undo(tenant: string, id: string, by: string, at: string): Promise<boolean>
}

/** One line for each access. It holds no value of a person. */
export interface AuditLine {
  /** When (RFC 3339). */
  at: string
  /** Whose customers. */
  tenant: string
  /** Who: the agent's id. */
  agent: string
  /** The host's name for the conversation or the sale, where it gave one. */
  interaction?: string | undefined
  /** What for: a purpose of the policy. */
  purpose: string
  /** What was done. */
  act: 'open' | 'ask' | 'search' | 'reveal' | 'act' | 'link' | 'unlink' | 'publish' | 'preview' | 'confirm'
  /** About whom: an HMAC of the record keys. */
  subject?: string | undefined
  /** Names of what was asked, shown or changed: questions, fields, templates. */
  what: readonly string[]
  /** Why, in the agent's words, where a reason is asked for. */
  reason?: string | undefined
  /** Whether it was carried out. */
  outcome: 'allowed' | 'refused'
}
/** Where accesses are written down. */
export interface Audit {
  /** Resolves once the line is durable. Rejects when it is not: nothing is then answered. */
  write(line: AuditLine): Promise<void>
}

/** What one record said when it was last seen: its values, and of which person each was. */
export interface SeenRecord {
  /** `connector/id`. */
  record: string
  /** Mails, telephones and the like, normalised; `person` names whose they were taken for. */
  values: readonly { kind: string; value: string; person: string }[]
}
/** For how many days a value counts that no system has shown again. */
export const sharedValueDays = 180

/**
 * On how many distinct people a value was seen, counted under HMAC keys. What a record no longer says is
 * forgotten when it is seen again, and all is forgotten 180 days after it was last seen: one bad
 * answer does not lower a telephone for ever.
 */
export interface SharedValueCounts {
  /** Notes what these records say, in place of what they said before. */
  seen(tenant: string, records: readonly SeenRecord[]): Promise<void>
  /** For each value, in the same order, the number of distinct people. */
  count(tenant: string, values: readonly { kind: string; value: string }[]): Promise<readonly number[]>
}

/** Expiring flags that hold no personal data: an advice declined, a question asked, a gesture counted. */
export interface Flags {
  /**
   * Sets a flag, or prolongs it.
   *
   * @param subject A record key; the implementation hashes it.
   * @param mark Name of the flag.
   * @param ttlMs Milliseconds until it expires.
   */
  put(tenant: string, subject: string, mark: string, ttlMs: number): Promise<void>
  /** The flags in force of any of these subjects, each once, in no order. */
  of(tenant: string, subjects: readonly string[]): Promise<readonly string[]>
}

/** Takes what happened at cards. */
export interface OutcomeSink {
  /**
   * Stores them.
   *
   * @param at When they were received (RFC 3339).
   */
  record(tenant: string, at: string, outcomes: readonly (RecordedOutcome & { role: string })[]): Promise<void>
}
/**
 * What the widget reports, or what the hub itself counts of a card that settled. `sample`: made up for a
 * demonstration.
 */
export type RecordedOutcome = (Omit<Outcome, 'ref' | 'card'> | CardNote) & { sample?: true | undefined }
/** What the hub counts of a card that settled. Nothing tells whose card it was. */
export interface CardNote {
  /** Tells it from what the widget reports. */
  kind: 'card'
  /** When it settled (RFC 3339). */
  at: string
  /** Id of the card's template. */
  template: string
  /** Whom it found. */
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
  /** How each system answered; `age` of its oldest answer in seconds, where it gave one. */
  systems: readonly {
    connector: string
    state: 'answered' | 'late' | 'down'
    complete: boolean
    age?: number | undefined
  }[]
  /** Paths of the facts that were asked at once. */
  asked: readonly string[]
  /** Those of them that had a value. */
  held: readonly string[]
}

/**
 * What cards saw of a customer, so that a later card of the same one tells what became of it. Bands, days and
 * hashes only: no value of a person.
 */
export interface Observations {
  /**
   * Notes what was seen. The customer's record keys (`subjects`) are hashed by the implementation and lead to
   * one random pseudonym; both are swept with the observations.
   */
  note(tenant: string, seen: readonly NewObservation[]): Promise<void>
}
/** One look at a customer. */
export interface NewObservation {
  /**
   * When. It is cut to the hour, so that no line of the audit can be laid beside it; a second look in the
   * same hour replaces the first.
   */
  at: string
  /** The customer's record keys. */
  subjects: readonly string[]
  /** What was seen. */
  what: Observation
}
/** What was seen: a contact, or that a gesture was made. `sample`: made up for a demonstration. */
export type Observation = (Contact | { saw: 'gesture' }) & { sample?: true | undefined }
/** What the systems said when a card was opened. Days are `YYYY-MM-DD`, keys are hashes. */
export interface Contact {
  /** Tells it from a gesture. */
  saw: 'contact'
  /** The last score the customer gave, in fifths from 1 to 5, and its day. */
  score?: { band: number; on: string } | undefined
  /** When the customer came to us, and about which matter. */
  contacts: readonly { matter: string; on: string }[]
  /** What was promised for which day, and whether it was kept. */
  promises: readonly { key: string; due: string; kept: boolean }[]
  /** Day of the last purchase. */
  bought?: string | undefined
  /** Whether a rule says that they may leave. */
  risk?: 'yes' | 'no' | undefined
  /** Whether a rule says that they have left. */
  left?: 'yes' | 'no' | undefined
}

/** What was published, now. `revision` changes with every publication. */
export interface Fichas {
  current(
    tenant: string,
  ): Promise<{ revision: string; templates: readonly Template[]; rules: readonly Rule[]; policy: Policy }>
}

/** Tells cards that wait what changed. A topic is the published fichas, a record's customer or a system. */
export interface Notices {
  /** Says that a topic changed. */
  publish(tenant: string, topic: string): Promise<void>
  /** The present moment, for a later `wait`. It is opaque, and of this kind of store only. */
  cursor(tenant: string): Promise<string>
  /**
   * Resolves with the topics that changed since the cursor, as soon as there is one; with none when the
   * signal or the time says so. An unknown or very old cursor hears that all of them did.
   *
   * @param timeoutMs Milliseconds to wait at most.
   */
  wait(
    tenant: string,
    topics: readonly string[],
    since: string,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<{ cursor: string; moved: readonly string[] }>
}

/** What time it is, and timers: tests run under a clock of their own. */
export interface Clock {
  /** The present moment. */
  now(): Date
  /**
   * Runs something later.
   *
   * @param ms Milliseconds from now.
   * @returns What cancels it.
   */
  after(ms: number, run: () => void): () => void
}
/** The clock of the runtime. */
export const realClock: Clock = {
  now: () => new Date(),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}
