import type { FieldDef, FieldDefs, FieldValues, Sensitivity } from './field.ts'
import type { Identifier, IdentifierKind, RawIdentifier } from './identifier.ts'
import type { NumberPlans } from './phone.ts'
import type { StandardSchema } from './standard-schema.ts'
import type { Address, Money, PersonName, Text } from './values.ts'
import type { Question, Row, vocabulary } from './vocabulary.ts'

/**
 * A connector module's default export. `schema` is beside it so that forms and checks come from the same
 * definition. `Checked`: the options with what the schema fills in.
 */
export type ConnectorFactory<Options, Checked = Options> = ((options: Options) => Connector) & {
  options?: StandardSchema<unknown, Checked>
}

/** A system the card may ask. Capability is presence: no flags that can lie. */
export interface Connector {
  id: string
  title: Text
  /**
   * Exact origins (`https://api.shop.example`), from the options: the only places it may call. Empty for
   * `sql` and `memory`.
   */
  origins: readonly string[]
  access: Access
  find?: Find
  answers: Answers
  /**
   * Its own fields, beyond the vocabulary; `own` answers them; `blocks` say how to lay them out and only
   * point at them.
   */
  own?: Own
  /** Foreign cards (Plain): opaque, with one sensitivity for the whole. */
  cards?: ForeignCards
  actions?: Record<string, Action>
  /** Type-ahead: records whose name, number or mail starts like the text; at most `limit`. */
  search?: {
    /** Throws `ConnectorError`. */
    run(text: string, limit: number, context: ConnectorContext): Promise<readonly SystemRecord[]>
  }
  /**
   * This system is known to hold one person several times: two of its records may join. Default: two records
   * of one system are two people.
   */
  mayHoldDuplicates?: boolean
}

/** How `context.fetch` authenticates. Secrets are names in the gateway's environment, never values. */
export type Access =
  | { kind: 'open' }
  | { kind: 'bearer'; secret: string }
  | { kind: 'header'; header: string; secret: string }
  | { kind: 'basic'; user: string; secret: string }
  | { kind: 'hmac-body'; header: string; secret: string }
  /** Client credentials; the gateway fetches and renews the token at `tokenUrl`, whose origin must be listed. */
  | { kind: 'oauth2'; tokenUrl: string; clientId: string; secret: string; scope?: string }
  /**
   * A login call whose answer holds the token: `header` of the response (or JSON `path`), sent as bearer
   * afterwards.
   */
  | { kind: 'login'; url: string; body: string; secret: string; tokenHeader: string }
  /** `database`: the name of a connection in the gateway's configuration. Gives `context.query`. */
  | { kind: 'sql'; database: string }

/**
 * What a connector is given with every question, and its only way out. Retries, caches, timeouts,
 * credentials and logs are the hub's and the gateway's, never a connector's.
 */
export interface ConnectorContext {
  /** The network. It adds the credential, and refuses every origin that the connector does not list. */
  fetch: typeof fetch
  /** Only with `access: sql`: read-only, `?` placeholders whatever the database, rows as plain objects. */
  query?(text: string, params?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>
  /** Aborted when nobody waits for the answer any more. Pass it on; `fetchJson` does. */
  signal: AbortSignal
  /** The time of the gateway's clock. */
  now(): Date
  /** How telephones are read here, for `toPhone` and `hasIdentifier`. */
  numberPlans?: NumberPlans | undefined
  /**
   * Tell it each value of an answer that could not be read and was left out: the operator's log says so.
   *
   * @param what The question, or `find`.
   * @param value As the system wrote it. It is shown to whoever tries the connector, and never logged.
   */
  unread?(what: string, field: string, value: unknown): void
}

/** One customer as one system has them. `id` is that system's; it never reaches a browser. */
export interface SystemRecord {
  id: string
  kind?: 'person' | 'company' | 'household' | 'prospect' | undefined
  identifiers: readonly RawIdentifier[]
  name?: PersonName | undefined
  birthDate?: string | undefined
  address?: Address | undefined
  url?: string | undefined
  /** When the system last changed it (RFC 3339). */
  observedAt?: string | undefined
}

/** Whom `find` found. "Nobody" is an answer, not a failure. `complete: false`: there are more than these. */
export type Match =
  | { match: 'none' }
  | { match: 'one'; record: SystemRecord }
  | { match: 'many'; records: readonly SystemRecord[]; complete: boolean }
/**
 * A `Match` of none, one or many records.
 *
 * @example
 * ```ts
 * run: async (key, context) => matched((await customersOf(key, context)).filter((one) => hasIdentifier(one, key)))
 * ```
 */
export const matched = (records: readonly SystemRecord[], complete = true): Match =>
  records.length === 0
    ? { match: 'none' }
    : records.length === 1 && complete
      ? { match: 'one', record: records[0] as SystemRecord }
      : { match: 'many', records, complete }

/** How a system finds a customer: by which kinds of identifier, and every record that has the given one. */
export interface Find {
  /** Kinds it can look for. */
  by: readonly IdentifierKind[]
  /** Every record that has the identifier, or nobody. Throws `ConnectorError`. */
  run(key: Identifier, context: ConnectorContext): Promise<Match>
}

/** What is wanted of an answer. */
export interface Want<F extends string = string> {
  /** Only these fields may be fetched and returned. A field that was not asked for is never fetched. */
  fields: readonly F[]
  /** Rows at most. */
  limit: number
  /** Where the page before ended: the `next` it gave. */
  cursor?: string | undefined
  /** The reader's language: BCP 47. */
  locale: string
}
/** Totals as the system gives them: never added up from one page. */
export interface Totals {
  count?: number | undefined
  sum?: Money | undefined
}
/**
 * Many rows. `complete: false` when the system has more than it gave. `next` is its cursor for the next
 * page. `freshFor` in seconds.
 */
export interface Rows<R> {
  rows: readonly R[]
  complete: boolean
  next?: string | undefined
  totals?: Totals | undefined
  freshFor?: number | undefined
  /** Fields that stood in some row and could not be read. Rules then take their absence for unknown. */
  unread?: readonly string[] | undefined
  /** How many rows came that could not be read at all: without an id. Rules then take the list for open. */
  unreadRows?: number | undefined
}
/** One row, or `null` when the system has none. `complete: false` when the system has more than it gave. */
export interface One<R> {
  value: R | null
  complete: boolean
  freshFor?: number | undefined
  /** Fields that stood there and could not be read. */
  unread?: readonly string[] | undefined
  /** How many rows came that could not be read at all. */
  unreadRows?: number | undefined
}
/** What a question is answered with: `Rows` where a customer may have many, else `One`. */
export type Answer<Q extends Question> = (typeof vocabulary)[Q]['rows'] extends 'many'
  ? Rows<Row<Q>>
  : One<Row<Q>>

/** How long an answer stays fresh, and whether a failure is tried again. */
export interface AnswererTiming {
  /** Seconds an answer stays fresh (default: the hub's own). */
  freshFor?: number
  /** Extra tries on `unavailable` and `late` (default 1). */
  retry?: 0 | 1
  /**
   * The fields it can fill (default: all of its question). Of a field that is not here, nobody knows whether it
   * has a value: a rule that reads it is unknown, and never says that something did not happen.
   */
  fields?: readonly string[]
}
/**
 * How a question is answered: from the customer's record, or from an identifier. `get` throws
 * `ConnectorError`.
 */
export type Answerer<A, F extends string = string> =
  | (AnswererTiming & {
      from: 'record'
      /** Answers for one record. */
      get(record: SystemRecord, want: Want<F>, context: ConnectorContext): Promise<A>
    })
  /**
   * Answered by an identifier the system does not echo: shown as "asked by mail x, not confirmed"; never
   * joins, never expands.
   */
  | (AnswererTiming & {
      from: readonly IdentifierKind[]
      /** Answers for one identifier. */
      get(key: Identifier, want: Want<F>, context: ConnectorContext): Promise<A>
    })
/** The questions of the vocabulary that a system answers. One that is not here is never asked. */
export type Answers = {
  [Q in Question]?: Answerer<Answer<Q>, keyof (typeof vocabulary)[Q]['fields'] & string>
}

type AnswerIn<A> = A extends { get: (...args: never[]) => Promise<infer X> } ? X : never
type RowIn<X> = X extends { rows: readonly (infer R)[] }
  ? R
  : X extends { value: infer V }
    ? NonNullable<V>
    : never
type Undeclared<Q extends Question, R> = R extends unknown
  ? 0 extends 1 & R
    ? never
    : Exclude<keyof R, keyof Row<Q>>
  : never
/**
 * Wraps `answers` so that a field the vocabulary does not have does not compile: TypeScript lets extra
 * properties of a returned object pass otherwise.
 *
 * @example
 * ```ts
 * answers: answers({ orders: { from: 'record', get: async (record, want, context) => ({ rows, complete: true }) } })
 * ```
 */
export const answers = <const A extends Answers>(
  all: A & {
    [Q in keyof A]: Q extends Question
      ? [Undeclared<Q, RowIn<AnswerIn<A[Q]>>>] extends [never]
        ? A[Q]
        : { error: `${Q} has no field ${Undeclared<Q, RowIn<AnswerIn<A[Q]>>> & string}` }
      : never
  },
): Answers => all

/**
 * A connector's own fields. Use `own({...})` so that blocks may only point at declared fields and values have
 * their types.
 */
export interface Own<F extends FieldDefs = FieldDefs> {
  fields: F
  blocks?: readonly Block[]
  answer: Answerer<One<{ id: string; url?: string | undefined } & FieldValues<F>>>
}
/** How own fields are laid out: a list of facts, one figure (with a small series beside it), or badges. */
export type Block<F extends string = string> =
  | { block: 'facts'; title?: Text; fields: readonly F[] }
  | { block: 'metric'; field: F; spark?: F }
  | { block: 'badges'; fields: readonly F[] }
/**
 * Declares a connector's own fields, so that blocks may only point at declared fields and values have their
 * types.
 *
 * @example
 * ```ts
 * own: own({
 *   fields: { credit: { type: 'money', sensitivity: 'financial', label: { es: 'Crédito' } } },
 *   blocks: [{ block: 'metric', field: 'credit' }],
 *   answer: { from: 'record', get: async (record, want, context) => ({ value, complete: true }) },
 * })
 * ```
 */
export const own = <const F extends FieldDefs>(o: {
  fields: F
  blocks?: readonly Block<keyof F & string>[]
  answer: Answerer<One<{ id: string; url?: string | undefined } & FieldValues<F>>>
}): Own => o as unknown as Own

/** How a foreign text is coloured. */
export type ForeignTone = 'normal' | 'muted' | Exclude<import('./values.ts').Tone, 'calm'>
/** Foreign components after parsing: text only, no markup, links checked. */
export type ForeignBlock =
  | { is: 'text'; text: string; tone: ForeignTone; size: 's' | 'm' | 'l' }
  | { is: 'badge'; text: string; tone: ForeignTone }
  | { is: 'copy'; value: string; label?: string | undefined }
  | { is: 'link'; label: string; url: string }
  | { is: 'datetime'; at: string }
  | { is: 'divider' }
  | { is: 'spacer' }
  | { is: 'row'; main: readonly ForeignBlock[]; aside: readonly ForeignBlock[] }
  | { is: 'box'; content: readonly ForeignBlock[] }
/** `state`: loaded · nothing (the system said null) · missing (asked for, did not come). */
export interface ForeignCard {
  key: string
  title: Text
  state: 'loaded' | 'nothing' | 'missing'
  blocks: readonly ForeignBlock[]
}
/** Cards that a system writes by itself (Plain customer cards): opaque to the hub. */
export interface ForeignCards {
  /** One for the whole, denied by default: roles need `cards.<connector>` in their policy. */
  sensitivity: Sensitivity
  keys: readonly { key: string; title: Text }[]
  answer: Answerer<Rows<ForeignCard>>
}

/**
 * What an agent may do in the owning system. `run` is idempotent under `key`: the same key never acts twice.
 */
export interface Action {
  title: Text
  /** The text that the agent confirms; `{field}` is replaced with the input. */
  confirm: Text
  input: Record<
    string,
    FieldDef & { required?: true; options?: readonly { value: string; label: Text }[]; maxLength?: number }
  >
  /** Carries it out, once for each `key`. `refresh` names the questions whose answers it changed. */
  run(
    input: Record<string, unknown>,
    on: { record: SystemRecord; row?: string | undefined; key: string },
    context: ConnectorContext,
  ): Promise<{ done: boolean; message?: Text; refresh?: readonly Question[] }>
}
