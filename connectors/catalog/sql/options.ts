import type { Block, FieldDef, FieldName, IdentifierKind, Question, Text } from '../../contract/index.ts'
import type { AnswerMap, FieldMap, Locale, RecordMap } from '../../contract/mapping/types.ts'

/**
 * Any SQL database (SQLite, PostgreSQL, MySQL, MariaDB) through declared SELECTs. `:name` in the text becomes
 * a bound parameter, whatever the database: `:value` `:raw` `:record` `:limit` `:offset` `:locale` `:text`,
 * and `:mail` `:phone` `:loyalty` … of the record. No value ever becomes SQL text. A list orders and limits
 * by itself: `… ORDER BY bought_at DESC LIMIT :limit OFFSET :offset`; one row more than wanted is asked, to
 * know whether there is more.
 */
export interface SqlAnswer<F extends string> extends AnswerMap<F> {
  from?: 'record' | readonly IdentifierKind[]
  select: string
  /** A SELECT of one row with `count` and, if it makes sense, `sum`. */
  totals?: { select: string; sum?: FieldMap }
  /**
   * Rows inside a row (the lines of an order): `:ids` is the list of row ids; `of` names the column that says
   * which row each belongs to. Goes to `field`.
   */
  lines?: { field: F; select: string; of: string }
}
export interface SqlOptions extends Locale {
  id: string
  title: Text
  /** The name of a connection in the gateway's configuration. */
  database: string
  mayHoldDuplicates?: boolean
  find?: {
    by: { readonly [K in IdentifierKind]?: string }
    record: RecordMap /** Several rows of one record (one per phone, say) are folded by `record.id`. */
    limit?: number
  }
  answers?: { readonly [Q in Question]?: SqlAnswer<FieldName<Q>> }
  own?: { fields: Readonly<Record<string, FieldDef>>; blocks?: readonly Block[]; answer: SqlAnswer<string> }
  search?: string
}
