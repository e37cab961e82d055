import type { Connector, Identifier, IdentifierKind, Question, SystemRecord } from '../contract/index.ts'

/** The runner's test function: `test` of vitest, jest or node:test. */
export type TestFn = (name: string, run: () => void | Promise<void>) => unknown

/** What the kit cannot know by itself: who is in the recorded system, and who is not. */
export interface ConformanceCases {
  /** Keys that lead to a record, with its id. One per kind the connector finds by is best. */
  known: readonly { key: Identifier; record: string }[]
  /** Identifiers that nobody has, of the kinds it finds by. */
  unknown?: readonly Identifier[]
  /**
   * About whom each question is asked, when that is not the first known record or key. `rows`: the least
   * number of rows that must come.
   */
  answers?: {
    readonly [Q in Question | 'own' | 'cards']?: { record?: SystemRecord; key?: Identifier; rows?: number }
  }
  /** A text that finds somebody while it is being typed. */
  search?: string
  /** `effects` counts what the recorded system has really done, to tell one effect from two. */
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
  /** Options that must be refused, each with a pattern that its message must match. */
  options?: {
    /** The connector module's default export. */
    factory: (options: never) => Connector
    wrong: readonly { options: unknown; says: RegExp }[]
  }
  /**
   * The pattern that the path of every call must match. It catches a value that escapes from its place in the
   * path.
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
  /** The current time for the connector. */
  now?: Date
  /** The value of the secret; it must not appear anywhere. */
  secret?: string
  /**
   * Takes one line about values that came and were only partly read, fields that no row has, and values that
   * look wrong. Only a field of which no value could be read is a fault. Default: `console.warn`.
   */
  report?: (line: string) => void
  /** How many milliseconds a run may still take after it was aborted. */
  patience?: number
}

/** An identifier as the hub passes it: with its normalised value and its original spelling. */
export const key = (kind: IdentifierKind, value: string, more: Partial<Identifier> = {}): Identifier => ({
  kind,
  value,
  raw: value,
  grade: 'strong',
  ...more,
})
