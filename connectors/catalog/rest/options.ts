import type {
  Access,
  Block,
  FieldDef,
  FieldName,
  IdentifierKind,
  Question,
  Text,
} from '../../contract/index.ts'
import type { AnswerMap, FieldMap, Locale, Pointer, RecordMap } from '../../contract/mapping/types.ts'

/**
 * One call. `{name}` in `path` and `query` is filled with a percent-encoded value; in `body` with a JSON value,
 * so that no value can change the request's shape. A text that is only `{limit}` becomes the number itself.
 *
 * | name | value |
 * |---|---|
 * | `value`, `raw`, `kind` | the identifier asked by |
 * | `record` | the record's id |
 * | `mail`, `phone`, `loyalty` … | that identifier of the record |
 * | `limit`, `cursor`, `page`, `offset`, `fields`, `locale` | what is wanted |
 * | `text` | what was typed (search) |
 * | `key`, `row`, `input.<name>` | of an action |
 *
 * A name that is not in this list is refused at start, wherever it stands. In a GraphQL document the names
 * within arguments and texts are filled; `shop{name}` selects a field.
 *
 * A query entry whose names are all empty is left out. A call that lacks the value it identifies somebody by
 * (`{mail}` of a record without mail) is never made, and the answer is then unknown (`unsupported`), not
 * "none": without its filter it would answer with everybody.
 *
 * An answer that says that it failed is a failure whatever its status: `errors`, `error`, `ok: false`,
 * `success: false`.
 */
export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Under `base`: `/customers/{record}/orders`. */
  path: string
  query?: Readonly<Record<string, string>>
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

/** What of an answer means that there is nothing, beside an empty list. */
export interface Nothing {
  /**
   * `'none'`: what is not there (404, 410, null where the rows are) means that there is nothing. Without it an
   * answer fails with a 404, since a path that is misspelt gives one for everybody, and with a null in place of
   * what a record that was just found has.
   */
  missing?: 'none'
  /** Errors, by their code or word, that mean the same: `['users_not_found']`. */
  none?: readonly (string | number)[]
}

/** How a long list is paged. Without it the system gives the whole list at once, and it is paged here. */
export type Paging =
  /** `next` is where the cursor of the next page is found; `{cursor}` sends it. */
  | { by: 'cursor'; next: Pointer }
  /**
   * `{page}` counts from `first` (default 1). It continues while `total` (rows) or `pages` says so, else
   * while pages are full.
   */
  | { by: 'page'; first?: 0 | 1; total?: Pointer; pages?: Pointer; max?: number }
  /** `{offset}` counts rows from 0. It continues while `total` says so, else while pages are full. */
  | { by: 'offset'; total?: Pointer; max?: number }

/** How one question is answered: the call, and where each field is in its answer. */
export interface RestAnswer<F extends string> extends AnswerMap<F>, Nothing {
  /**
   * Default `'record'`. A list of kinds asks by an identifier the system does not echo: shown as "not
   * confirmed", never joined.
   */
  from?: 'record' | readonly IdentifierKind[]
  /** It says about whom it asks, or `owner` says of each row whose it is: one of them is demanded. */
  call: Call
  /**
   * Where the rows are (an array; for `person`, `preferences` and `loyalty` one object, or an array of at
   * most one). Default: the whole body.
   */
  rows?: Pointer
  paging?: Paging
  /** Where the system gives its totals: how many rows there are, and their sum. */
  totals?: { count?: Pointer; sum?: FieldMap }
}

/** An action in the owning system, as one call. */
export interface RestAction {
  title: Text
  /** The words the agent confirms; `{field}` is filled with the input. */
  confirm: Text
  input: Readonly<
    Record<
      string,
      FieldDef & { required?: true; options?: readonly { value: string; label: Text }[]; maxLength?: number }
    >
  >
  /**
   * `{key}` must be sent where the system recognises a repetition (the header `Idempotency-Key: {key}` goes
   * with every action; name another in `headers`, or put it in the body).
   */
  call: Call
  /** What the agent reads when it is done. */
  message?: Text
  /** Questions whose answers it changes: they are asked again. */
  refresh?: readonly Question[]
}

/** Any JSON API as a connector, by mapping: its address, and what its values mean. */
export interface RestOptions extends Locale {
  id: string
  title: Text
  /**
   * `https://api.shop.example/v2`. Only its origin is called, and with `oauth2` and `login` also that of the
   * token.
   */
  base: string
  access?: Exclude<Access, { kind: 'sql' }>
  /** Sent with every call. Never a secret: those are named in `access`. */
  headers?: Readonly<Record<string, string>>
  /** The system is known to have several records for one person: two of its records may be joined. */
  mayHoldDuplicates?: boolean
  find?: {
    /**
     * One call per kind of identifier; `rows` and `record` may differ by kind. A 404 on a path that names the
     * identifier is "nobody", and so is null in the record's place. Records none of which bears what was asked
     * mean that the system ignores the filter (`malformed`), unless `total` says that they are all there are.
     */
    by: {
      readonly [K in IdentifierKind]?: Call &
        Nothing & {
          rows?: Pointer
          record?: RecordMap
          /** How many there are, when the system gives fewer. */
          total?: Pointer
        }
    }
    rows?: Pointer
    record: RecordMap
  }
  /** What it answers, by question of the vocabulary. */
  answers?: { readonly [Q in Question]?: RestAnswer<FieldName<Q>> }
  /** Fields beyond the vocabulary, one value per record. */
  own?: { fields: Readonly<Record<string, FieldDef>>; blocks?: readonly Block[]; answer: RestAnswer<string> }
  /** Type-ahead: `{text}` and `{limit}`. Uses `find.record` unless told otherwise. */
  search?: Call & { rows?: Pointer; record?: RecordMap }
  /** What an agent may do in it, by name. */
  actions?: Readonly<Record<string, RestAction>>
}
