import type { Block, FieldDef, FieldName, IdentifierKind, Question, Text } from '../../contract/index.ts'
import type { AnswerMap, FieldMap, Locale, RecordMap } from '../../contract/mapping/types.ts'

/**
 * How one question is answered: a SELECT, and which column is which field. `:name` becomes a bound parameter,
 * whatever the database; no value ever becomes SQL text.
 *
 * | parameter | value |
 * |---|---|
 * | `:value`, `:raw` | the identifier asked by |
 * | `:record` | the record's id |
 * | `:mail`, `:phone`, `:loyalty` … | that identifier of the record |
 * | `:limit`, `:offset`, `:locale` | what is wanted |
 * | `:text` | what was typed (search) |
 *
 * A name that is not in this list is refused at start. Where the record lacks the identifier that a SELECT asks
 * by, the answer is unknown (`unsupported`), not "none".
 *
 * A list orders and limits by itself: `… ORDER BY bought_at DESC LIMIT :limit OFFSET :offset`. One row more
 * than wanted is asked, to know whether there is more.
 */
export interface SqlAnswer<F extends string> extends AnswerMap<F> {
  /** Default `'record'`. A list of kinds asks by an identifier that the system does not echo: never joined. */
  from?: 'record' | readonly IdentifierKind[]
  select: string
  /** A SELECT of one row with `count` and, if it makes sense, `sum`. */
  totals?: { select: string; sum?: FieldMap }
  /**
   * Rows inside a row (the lines of an order). `:ids` is the list of row ids, `of` the column that says which
   * row each belongs to, and `field` where they go.
   */
  lines?: { field: F; select: string; of: string }
}
/** Any SQL database (SQLite, PostgreSQL, MySQL, MariaDB) as a connector, through declared SELECTs. */
export interface SqlOptions extends Locale {
  id: string
  title: Text
  /** The name of a connection in the gateway's configuration. */
  database: string
  /** The database is known to have several records for one person: two of its records may be joined. */
  mayHoldDuplicates?: boolean
  /** How a customer is found. */
  find?: {
    /** One SELECT for each kind of identifier. */
    by: { readonly [K in IdentifierKind]?: string }
    /** Several rows of one record (one for each phone, say) are merged by `record.id`. */
    record: RecordMap
    limit?: number
  }
  /** What it answers, by question of the vocabulary. */
  answers?: { readonly [Q in Question]?: SqlAnswer<FieldName<Q>> }
  /** Fields beyond the vocabulary, one value per record. */
  own?: { fields: Readonly<Record<string, FieldDef>>; blocks?: readonly Block[]; answer: SqlAnswer<string> }
  /** Type-ahead: a SELECT with `:text` and `:limit`; its rows are read by `find.record`. */
  search?: string
}
