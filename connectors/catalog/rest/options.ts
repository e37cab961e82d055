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
 * One call. `{…}` in `path` and `query` is filled with percent-encoded values; in `body` with JSON values, so
 * no value can change the request's shape. A text that is only `{limit}` becomes the number itself. Known
 * names: `value` `raw` `kind` (the identifier asked by), `record` (the record's id), `mail` `phone` `loyalty`
 * … (that identifier of the record), `limit` `cursor` `page` `offset` `fields` `locale`, `text` (search),
 * `key` `row` `input.<name>` (actions). A query entry whose names are all empty is left out, but a call that
 * lacks the value it identifies somebody by (`{mail}` of a record without mail) is never made: a filter that
 * falls away would answer with everybody.
 */
export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Under `base`: `/customers/{record}/orders`. */
  path: string
  query?: Readonly<Record<string, string>>
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

/** How a long list goes on. Without it the system gives the whole list at once, and it is paged here. */
export type Paging =
  /** `next` points at the cursor of the next page; `{cursor}` sends it. */
  | { by: 'cursor'; next: Pointer }
  /**
   * `{page}` counts from `first` (default 1). Goes on while `total` (rows) or `pages` says so, else while
   * pages come full.
   */
  | { by: 'page'; first?: 0 | 1; total?: Pointer; pages?: Pointer; max?: number }
  /** `{offset}` counts rows from 0. Goes on while `total` says so, else while pages come full. */
  | { by: 'offset'; total?: Pointer; max?: number }

export interface RestAnswer<F extends string> extends AnswerMap<F> {
  /**
   * Default `'record'`. A list of kinds asks by an identifier the system does not echo: shown as "not
   * confirmed", never joined.
   */
  from?: 'record' | readonly IdentifierKind[]
  call: Call
  /**
   * Where the rows are (an array; for `person`, `preferences` and `loyalty` one object, or an array of at
   * most one). Default: the whole body.
   */
  rows?: Pointer
  paging?: Paging
  totals?: { count?: Pointer; sum?: FieldMap }
}

export interface RestAction {
  title: Text
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
  message?: Text
  refresh?: readonly Question[]
}

/**
 * Any JSON API as a connector, by mapping. Example: a shop that finds by mail and gives orders in cents.
 * ```ts
 * rest({ id: 'shop', title: 'Tienda', base: 'https://api.shop.example/v2', access: { kind: 'bearer', secret: 'SHOP_TOKEN' }, currency: 'EUR', phonePrefix: '+34',
 *   find: { by: { mail: { path: '/customers', query: { email: '{value}' } }, order: { path: '/orders/{value}/customer' } }, rows: 'data',
 *     record: { id: 'id', identifiers: [{ kind: 'mail', from: 'email', verified: 'emailVerified' }, { kind: 'phone', from: 'phones.*' }, { kind: 'order', from: 'orderNumbers.*', scope: 'shop' }], name: { of: { given: 'firstName', family: 'lastName' } } } },
 *   answers: { orders: { call: { path: '/customers/{record}/orders', query: { limit: '{limit}', after: '{cursor}' } }, rows: 'data', paging: { by: 'cursor', next: 'meta.next' }, totals: { count: 'meta.total' },
 *     fields: { orderNumber: 'number', orderDate: 'placedAt', total: { from: 'totalCents', minor: 2 }, status: { from: 'state', map: { shipped: { code: 'shipped', tone: 'good' } } } } } } })
 * ```
 */
export interface RestOptions extends Locale {
  id: string
  title: Text
  /**
   * `https://api.shop.example/v2`. Its origin is the only place called (with `oauth2` and `login`: and that
   * of the token).
   */
  base: string
  access?: Exclude<Access, { kind: 'sql' }>
  /** Sent with every call. Never a secret: those are named in `access`. */
  headers?: Readonly<Record<string, string>>
  mayHoldDuplicates?: boolean
  find?: {
    /**
     * One call per kind of identifier; `rows` and `record` may differ by kind. A 404 on a path that names the
     * identifier is "nobody".
     */
    by: {
      readonly [K in IdentifierKind]?: Call & {
        rows?: Pointer
        record?: RecordMap /** How many there are, when the system gives fewer. */
        total?: Pointer
      }
    }
    rows?: Pointer
    record: RecordMap
  }
  answers?: { readonly [Q in Question]?: RestAnswer<FieldName<Q>> }
  /** Fields beyond the vocabulary, one value per record. */
  own?: { fields: Readonly<Record<string, FieldDef>>; blocks?: readonly Block[]; answer: RestAnswer<string> }
  /** Type-ahead: `{text}` and `{limit}`. Uses `find.record` unless told otherwise. */
  search?: Call & { rows?: Pointer; record?: RecordMap }
  actions?: Readonly<Record<string, RestAction>>
}
