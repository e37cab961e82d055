import type { Connector, Identifier, IdentifierKind, Question, SystemRecord } from '../contract/index.ts'

/** The runner's test function: `test` of vitest, jest or node:test. */
export type TestFn = (name: string, run: () => void | Promise<void>) => unknown

/** What the kit cannot know by itself: whom the recorded system holds, and whom it does not. */
export interface ConformanceCases {
  /** Keys that lead to a record, with its id. One per kind the connector finds by is best. */
  known: readonly { key: Identifier; record: string }[]
  /** Keys nobody bears, of kinds it finds by. */
  unknown?: readonly Identifier[]
  /**
   * Whom each answer is asked about, when the first known record or key is not the one; `rows`: how many
   * there must be at least.
   */
  answers?: {
    readonly [Q in Question | 'own' | 'cards']?: { record?: SystemRecord; key?: Identifier; rows?: number }
  }
  /** A text that finds somebody as one types. */
  search?: string
  /**
   * `effects` counts what the recorded system has really done, so that "twice with one key" can be told from
   * "twice".
   */
  actions?: Readonly<
    Record<
      string,
      {
        input: Record<string, unknown>
        row?: string
        /** How often the recorded system has acted so far. */
        effects: () => number | Promise<number>
      }
    >
  >
  /** Options that must be refused, each with a word of the message that helps. */
  options?: {
    /** The connector module's default export. */
    factory: (options: never) => Connector
    wrong: readonly { options: unknown; says: RegExp }[]
  }
  /**
   * Every address called must look like this (origin aside): a value that climbs out of its place is seen.
   */
  paths?: RegExp
  /** More odd strings than the kit's own handful. */
  oddStrings?: readonly string[]
}

/** Where the kit finds the recorded system, and what it may assume. */
export interface ConformanceOptions {
  /** The network's edge (default: the global `fetch`, which MSW answers). */
  fetch?: typeof fetch
  /** The database, for connectors with `access: sql`. */
  query?: (text: string, params: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>
  /** What "now" is for the connector. */
  now?: Date
  /** What the secret is here; it must appear nowhere. */
  secret?: string
  /** Milliseconds a run may still take after it was called off. */
  patience?: number
}

/** A key as the hub would hand it over: normalised value, raw spelling. */
export const key = (kind: IdentifierKind, value: string, more: Partial<Identifier> = {}): Identifier => ({
  kind,
  value,
  raw: value,
  grade: 'strong',
  ...more,
})
