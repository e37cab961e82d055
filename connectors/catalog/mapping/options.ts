import type { Access, Block, FieldDef, FieldName, IdentifierKind, Question, Status, Text } from '../../contract/index.ts'

/**
 * How a stranger's JSON (or SQL row) becomes the vocabulary, as data: what `rest` and `sql` have in common.
 * A pointer walks a value: `customer.addresses.0.city`, `lines.*.sku` (every one), `orders.-1.at` (the last), `''` (the value itself).
 * A key that holds a dot is quoted: `data."first.name"`.
 */
export type Pointer = string

/** A pointer alone, or a pointer with what the value means. The wanted type comes from the vocabulary, never from here. */
export type FieldMap = Pointer | FieldRule
export interface FieldRule {
  /** The first pointer that finds something wins. Default: the field's own name. */
  from?: Pointer | readonly Pointer[]
  /** The same for everybody: `{ value: { code: 'email' } }`. */
  value?: unknown
  /** Values that mean "nothing": `['1970-01-01T00:00:00Z', 'N/D']`. null and '' always do. */
  empty?: readonly unknown[]
  /** money: digits of the minor unit when the system counts cents (2: 9498 is 94.98). Without it the number is in major units. */
  minor?: number
  /** money: ISO 4217, or where it stands. Default: the options' `currency`. */
  currency?: string | { from: Pointer }
  /** status: what the system's word means. A word that is not here keeps its spelling and has no tone. */
  map?: Readonly<Record<string, Status | string>>
  /** boolean: the values that mean yes (default true, 1, 'true', 'yes', 'sí', 'y', 's', 't', '1'). Everything else is no. */
  yes?: readonly unknown[]
  /** number, percent: multiply (0.01, 100). duration: what one unit is. date, datetime: `s` or `ms` since 1970, or the order of the figures. */
  times?: number
  unit?: 's' | 'm' | 'h' | 'd' | 'ms'
  order?: 'dmy' | 'mdy'
  /** text: several pointers glued with this, instead of the first that finds something. */
  join?: string
  /** list: a text cut at this (`'a, b'`). */
  split?: string
  /** Parts of an address (`street`, `locality`, `postalCode`, `region`, `country`, `text`), a name (`full`, `given`, `family`) or a line (`product`, `quantity`, …), relative to `from`. */
  of?: Readonly<Record<string, FieldMap>>
}

/** What holds for every field of one system. */
export interface Locale {
  /** ISO 4217 of amounts that carry none. */
  currency?: string | undefined
  /** IANA zone of times that carry none (default UTC). */
  timeZone?: string | undefined
  /** Country prefix of phones that carry none: `'+34'`. */
  phonePrefix?: string | undefined
}

/** One customer as the system has them. `identifiers`: everything it knows them by, so that the hub can check and join. */
export interface RecordMap {
  id: Pointer
  kind?: FieldMap
  identifiers: readonly { kind: IdentifierKind; from: Pointer; scope?: string; verified?: Pointer | true }[]
  name?: FieldMap
  birthDate?: FieldMap
  address?: FieldMap
  observedAt?: FieldMap
  /** A link with the record's values in braces, encoded: `https://shop.example/admin/customers/{id}`. */
  url?: string
}

/**
 * One call. `{…}` in `path` and `query` is filled with percent-encoded values; in `body` with JSON values, so no value can change the request's shape.
 * A text that is only `{limit}` becomes the number itself. Known names: `value` `raw` `kind` (the identifier asked by), `record` (the record's id),
 * `mail` `phone` `loyalty` … (that identifier of the record), `limit` `cursor` `page` `offset` `fields` `locale`, `text` (search),
 * `key` `row` `input.<name>` (actions). A query entry whose names are all empty is left out.
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
  /** `{page}` counts from `first` (default 1). Goes on while `total` (rows) or `pages` says so, else while pages come full. */
  | { by: 'page'; first?: 0 | 1; total?: Pointer; pages?: Pointer; max?: number }
  /** `{offset}` counts rows from 0. Goes on while `total` says so, else while pages come full. */
  | { by: 'offset'; total?: Pointer; max?: number }

/** What one answer is made of, whatever brought the rows. */
export interface AnswerMap<F extends string> {
  /** Names of the row: its id in its system (default `id`), and where the system shows it (`https://…/{id}`). */
  id?: Pointer
  url?: string
  fields: { readonly [K in F]?: FieldMap }
  /** Where a row says whose it is. A row of somebody else is dropped and the answer is not complete. Compared with the record's id, or the identifier asked by. */
  owner?: Pointer
  /** Seconds an answer stays fresh; extra tries (0 or 1). */
  freshFor?: number
  retry?: 0 | 1
}

export interface RestAnswer<F extends string> extends AnswerMap<F> {
  /** Default `'record'`. A list of kinds asks by an identifier the system does not echo: shown as "not confirmed", never joined. */
  from?: 'record' | readonly IdentifierKind[]
  call: Call
  /** Where the rows are (an array; for `person`, `preferences` and `loyalty` one object, or an array of at most one). Default: the whole body. */
  rows?: Pointer
  paging?: Paging
  totals?: { count?: Pointer; sum?: FieldMap }
}

export interface RestAction {
  title: Text
  confirm: Text
  input: Readonly<Record<string, FieldDef & { required?: true; options?: readonly { value: string; label: Text }[]; maxLength?: number }>>
  /** `{key}` must be sent where the system recognises a repetition (header `Idempotency-Key: {key}` unless `headers` names another). */
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
  /** `https://api.shop.example/v2`. Its origin is the only place called (with `oauth2` and `login`: and that of the token). */
  base: string
  access?: Exclude<Access, { kind: 'sql' }>
  /** Sent with every call. Never a secret: those are named in `access`. */
  headers?: Readonly<Record<string, string>>
  mayHoldDuplicates?: boolean
  find?: {
    /** One call per kind of identifier; `rows` and `record` may differ by kind. A 404 on a path that names the identifier is "nobody". */
    by: { readonly [K in IdentifierKind]?: Call & { rows?: Pointer; record?: RecordMap } }
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

/**
 * Any SQL database (SQLite, PostgreSQL, MySQL, MariaDB) through declared SELECTs. `:name` in the text becomes a bound parameter, whatever the database:
 * `:value` `:raw` `:record` `:limit` `:offset` `:locale` `:text`, and `:mail` `:phone` `:loyalty` … of the record. No value ever becomes SQL text.
 * A list orders and limits by itself: `… ORDER BY bought_at DESC LIMIT :limit OFFSET :offset`; one row more than wanted is asked, to know whether there is more.
 */
export interface SqlAnswer<F extends string> extends AnswerMap<F> {
  from?: 'record' | readonly IdentifierKind[]
  select: string
  /** A SELECT of one row with `count` and, if it makes sense, `sum`. */
  totals?: { select: string; sum?: FieldMap }
  /** Rows inside a row (the lines of an order): `:ids` is the list of row ids; `of` names the column that says which row each belongs to. Goes to `field`. */
  lines?: { field: F; select: string; of: string }
}
export interface SqlOptions extends Locale {
  id: string
  title: Text
  /** The name of a connection in the gateway's configuration. */
  database: string
  mayHoldDuplicates?: boolean
  find?: { by: { readonly [K in IdentifierKind]?: string }; record: RecordMap; /** Several rows of one record (one per phone, say) are folded by `record.id`. */ limit?: number }
  answers?: { readonly [Q in Question]?: SqlAnswer<FieldName<Q>> }
  own?: { fields: Readonly<Record<string, FieldDef>>; blocks?: readonly Block[]; answer: SqlAnswer<string> }
  search?: string
}
