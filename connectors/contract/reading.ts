import type { Totals } from './connector.ts'
import type { ConnectorErrorCode } from './errors.ts'
import type { RollUp } from './roll-up.ts'
import type { Question } from './vocabulary.ts'

/** What can be asked: the vocabulary, a connector's own fields, foreign cards. */
export type Asked = Question | 'own' | 'cards'

/** Stamped by the hub, never by the connector. Times are RFC 3339. `record` is opaque outside the hub. */
export interface From {
  connector: string
  record: string
  url?: string | undefined
  fetchedAt: string
  observedAt?: string | undefined
  /** false: asked by an identifier the system does not echo ("asked by mail x, not confirmed by the system"). */
  confirmed: boolean
  askedBy?: string | undefined
}

/** What we know and what we are asking are two axes. Before release (hub) `T` is rows; after it, released rows. */
export type Known<T> =
  | { known: 'nothing' }
  | { known: 'none'; from: From }
  | { known: 'value'; value: T; from: From; freshUntil: string }
  | { known: 'incomplete'; value: T; from: From; missing: 'truncated' | 'filtered' }
  /** Decided from template and role before asking: says nothing about whether data exists. */
  | { known: 'withheld' }

export type Asking =
  | { asking: 'idle' }
  | { asking: 'waiting'; since: string }
  /** Soft deadline passed; still waiting. `after` in milliseconds. */
  | { asking: 'late'; after: number }
  | { asking: 'failed'; code: ConnectorErrorCode; since: string; retryAt?: string | undefined }

/** One field after release. `masked` never carries the value, only a hint (`••• 56`). */
export type Field<T = unknown> =
  | {
      shown: 'clear'
      value: T
      losers?: readonly { value: T; from: From }[] | undefined
      from?: From | undefined
    }
  | { shown: 'masked'; hint: string; revealable: boolean; ref?: string | undefined }
  | { shown: 'withheld' }

/** One row on the wire. `ref` is a sealed handle (actions, reveal); `fields` holds only what the template asked for. */
export interface ReleasedRow {
  ref: string
  from: From
  fields: Record<string, Field>
}

/** Question × connector, after release. `next`: sealed cursor for the next page. */
export interface Reading {
  question: Asked
  connector: string
  state: Known<readonly ReleasedRow[]>
  asking: Asking
  totals?: Totals | undefined
  next?: string | undefined
  /** Only in the answer to an ask with `rollUp`, which reads `relations`. */
  rollUp?: RollUp | undefined
}
