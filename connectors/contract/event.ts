import type { ConnectorErrorCode } from './errors.ts'
import type { IdentifierKind } from './identifier.ts'
import type { Asked, Field, Reading } from './reading.ts'
import type { PersonName, Tone } from './values.ts'

/**
 * What the hub says about one subject, in the order it happens. On the wire: NDJSON, one event a line.
 * `epoch` is the host's subject, `revision` the set of records within it, `seq` counts from 0 without gaps inside one stream.
 * All texts are already in the reader's language and already released.
 */
interface Stamp {
  v: 1
  epoch: number
  seq: number
  revision: number
}
export type CardEvent = Stamp & EventBody
export type EventBody =
  | Who
  | ReadingEvent
  | Retract
  | SignalEvent
  | AdviceEvent
  | SystemEvent
  | Fault
  | Settled

/** First event of every stream, and again with each revision. */
export interface Who {
  event: 'who'
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
  /** Sealed handle of this card: ask, search, decide, reveal and act quote it. */
  card: string
  person?: PersonFields | undefined
  /** Opaque marks of the person's records, the same for this agent and these hints whenever asked: a stream opened again speaks of the same person when one of them returns. */
  about?: readonly string[] | undefined
  sure?: Sureness | undefined
  /** The keys the host gave, as this role may see them. */
  keys: readonly { kind: IdentifierKind | 'any'; value: Field<string>; found: boolean }[]
  candidates?: readonly Candidate[] | undefined
  /** A late answer would change the primary person: not applied, asked. */
  question?: { candidate: Candidate } | undefined
  /** True while the role's policy waits for a confirmed question before showing the account. */
  locked?: { words: string } | undefined
  ficha: FichaView
}
export interface PersonFields {
  name: Field<PersonName>
  formOfAddress?: Field<string> | undefined
  kind: 'person' | 'company' | 'household' | 'prospect'
  /** The template's marks under the name, in order. */
  marks: readonly { fact: string; label: string; field: Field }[]
}
export interface Sureness {
  level: 'sure' | 'probable' | 'possible'
  by: IdentifierKind | 'agent' | 'several-keys'
  /** One sentence, then the reasons with their weights in bits. */
  says: string
  reasons: readonly Reason[]
}
/** Why two records are one person. */
export interface Reason {
  field: string
  says: string
  bits: number
  systems: readonly string[]
}
export interface Candidate {
  ref: string
  name: Field<PersonName>
  kind: 'person' | 'company' | 'household' | 'prospect'
  /** Just enough to ask the customer the right question, released for the role. */
  facts: readonly { kind: string; label: string; field: Field<string> }[]
  systems: readonly string[]
  says: string
  bits: number
  preselected: boolean
}
export interface FichaView {
  id: string
  title: string
  layout: 'compact' | 'touch'
  glance: readonly { rule: string; title: string }[]
  panels: readonly PanelView[]
  /** `panel`: how its answer is laid out, when the hub says so. */
  mayAsk: readonly { question: Asked; title: string; panel?: PanelView | undefined }[]
  timeline: boolean
  others: readonly { id: string; title: string }[]
  actions: readonly ActionView[]
  purpose: string
}
/** Words of a policy beside what it governs; with `where`, only beside rows whose field is one of these. */
export interface PolicyView {
  id: string
  title: string
  text: string
  where?: { field: string; is: readonly string[] } | undefined
}
export interface PanelView {
  id: string
  question: Asked
  title: string
  ask: 'at-once' | 'on-opening' | 'on-request'
  state: 'open' | 'withheld'
  fields: readonly { name: string; label: string; type: string; list?: boolean | undefined }[]
  systems: readonly { connector: string; title: string }[]
  blocks?: readonly { connector: string; blocks: readonly unknown[] }[] | undefined
  /** Of relations: add up the totals of these below the parent that names them. */
  rollUp?: 'household' | 'company' | undefined
  policies?: readonly PolicyView[] | undefined
}
export interface ActionView {
  connector: string
  name: string
  title: string
  confirm: string
  input: readonly {
    name: string
    label: string
    type: string
    required: boolean
    maxLength?: number | undefined
    options?: readonly { value: string; label: string }[] | undefined
  }[]
}

export interface ReadingEvent {
  event: 'reading'
  reading: Reading
}
/** These records are not this person after all: everything `from` them goes in the same commit. */
export interface Retract {
  event: 'retract'
  records: readonly string[]
  says: string
}

/** yes / no / unknown; a rule whose source did not answer is unknown because of it, never no. */
export type Answer3 = { is: 'yes' } | { is: 'no' } | { is: 'unknown'; because: readonly Because[] }
export interface Because {
  connector?: string | undefined
  code: 'down' | 'late' | 'incomplete' | 'waiting' | 'not-asked' | 'withheld' | 'no-system' | 'stopped'
  says: string
}
export interface SignalEvent {
  event: 'signal'
  rule: string
  kind: 'glance' | 'signal' | 'stage' | 'margin' | 'promise'
  title: string
  answer: Field<Answer3>
  text: Field<string>
  tone: Tone
  /** Glance extra: a small series (satisfaction). */
  spark?: readonly number[] | undefined
  reasons: readonly FactUsed[]
  policies?: readonly PolicyView[] | undefined
}
/** A fact a rule read; one the role may not see says only "another fact you may not see". */
export interface FactUsed {
  fact: string
  label: string
  field: Field
  from?: { connector: string; fetchedAt: string; url?: string | undefined } | undefined
}

/** The whole ranked list, at most three: replaces the one before. */
export interface AdviceEvent {
  event: 'advice'
  items: readonly AdviceItem[]
  ask?: QuestionToAsk | undefined
}
export interface AdviceItem {
  id: string
  ref: string
  rank: 'repair' | 'promise' | 'help' | 'thanks' | 'offer'
  text: string
  reasons: readonly FactUsed[]
  action?: { connector: string; name: string } | undefined
  link?: string | undefined
  policies?: readonly PolicyView[] | undefined
}
/** The one question worth asking the customer now. */
export interface QuestionToAsk {
  id: string
  ref: string
  words: string
  why: string
  action?: { connector: string; name: string } | undefined
  options: readonly { value: string; label: string }[] /** Without options the answer is written: as what. */
  type?: string | undefined
}

/** One line of the systems strip. */
export interface SystemEvent {
  event: 'system'
  connector: string
  title: string
  state: 'asking' | 'answered' | 'late' | 'down' | 'not-asked'
  code?: ConnectorErrorCode | undefined
  since?: string | undefined
  retryAt?: string | undefined
}
/** Something the person who can act should know: a dropped stranger's record, a rule that stopped, a field that was not what it says. */
export interface Fault {
  event: 'fault'
  code:
    | 'stranger-dropped'
    | 'rule-stopped'
    | 'too-many-records'
    | 'duplicate-in-system'
    | 'conflict'
    | 'bad-hint'
    | 'card-missing'
    | 'malformed'
    | 'hub'
  says: string
  connector?: string | undefined
}
/** Nothing more will come by itself. A stream that ends before it: connection lost, retry. */
export interface Settled {
  event: 'settled'
  answered: number
  failed: number /** cursor for /v1/changes */
  changes: string
}
