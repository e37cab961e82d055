import type { IdentifierKind } from '../identifier.ts'
import type { NumberPlans } from '../phone.ts'
import type { Status, Text } from '../values.ts'

/**
 * A way into a JSON value (or a SQL row): `customer.addresses.0.city`, `lines.*.sku` (every one),
 * `orders.-1.at` (the last), `''` (the value itself). A name leads nowhere in a list: `lines.sku` is refused. A key that holds a dot is quoted: `data."first.name"`.
 */
export type Pointer = string

/**
 * A pointer alone, or a pointer with what the value means. The wanted type comes from the vocabulary, never
 * from here.
 */
export type FieldMap = Pointer | FieldRule
/** Where a field's value is, and what it means. */
export interface FieldRule {
  /**
   * The first pointer that finds something wins. Default: the field's own name. Where several values are found
   * for a field of one, it is not read.
   */
  from?: Pointer | readonly Pointer[]
  /** The same for everybody: `{ value: { code: 'email' } }`. */
  value?: unknown
  /**
   * Values that mean "nothing": `['pending', -1]`. null and '' always do, and false where no yes or no belongs;
   * in a date, an amount, a number, a telephone so do the words of `isNothing()`: `N/D`, `0000-00-00`.
   */
  empty?: readonly unknown[]
  /**
   * money: digits of the minor unit when the system counts cents (2: 9498 is 94.98); `'currency'`: as many as
   * the amount's currency has (none in yen). Without it the number is in major units.
   */
  minor?: number | 'currency'
  /**
   * money, number, percent: the decimal sign of numbers that are texts (`','`: `1.234,50`). Without it a text
   * is read with a point, and an amount like `1.234`, which may be a thousand, is not read.
   */
  decimal?: ',' | '.'
  /** For money: ISO 4217, or where the currency is found. Default: the options' `currency`. */
  currency?: string | { from: Pointer }
  /**
   * For a status: what the system's term means, in each language where the label gives it. A term that is not
   * here keeps its spelling and has no tone.
   */
  map?: Readonly<Record<string, Meaning | string>>
  /**
   * boolean: the values that mean yes (default true, 1, 'true', 'yes', 'sí', 'y', 's', 't', '1'). Everything
   * else is no.
   */
  yes?: readonly unknown[]
  /**
   * number, percent: multiply (0.01, 100). duration: what one unit is. date, datetime: `s` or `ms` since
   * 1970, or the order of the figures.
   */
  times?: number
  unit?: 's' | 'm' | 'h' | 'd' | 'ms'
  order?: 'dmy' | 'mdy'
  /** text: several pointers glued with this, instead of the first that finds something. */
  join?: string
  /** list: a text cut at this (`'a, b'`). */
  split?: string
  /**
   * Parts of an address (`street`, `locality`, `postalCode`, `region`, `country`, `text`), a name (`full`,
   * `given`, `family`) or a line (`product`, `quantity`, …), relative to `from`.
   */
  of?: Readonly<Record<string, FieldMap>>
}

/** What a system's word means; a bare label is the same in every language. */
export type Meaning = Omit<Status, 'label'> & { label?: Text | undefined }

/** What holds for every field of one system. */
export interface Locale {
  /** The reader's language: BCP 47. Default: Spanish, the source of all texts. */
  language?: string | undefined
  /** ISO 4217 of amounts that carry none. */
  currency?: string | undefined
  /** IANA zone of times that carry none (default UTC). */
  timeZone?: string | undefined
  /** The decimal sign of amounts that are texts, where the field does not say its own. */
  decimal?: ',' | '.' | undefined
  /** Country prefix of phones that carry none: `'+34'`. */
  phonePrefix?: string | undefined
  /** `context.numberPlans`. */
  numberPlans?: NumberPlans | undefined
  /** Told of each value that could not be read, and was left out. */
  unread?: ((field: string, value: unknown) => void) | undefined
}

/**
 * One customer as the system has them. `identifiers`: everything it knows them by, so that the hub can check
 * and join.
 */
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

/** What one answer is made of, whatever brought the rows. */
export interface AnswerMap<F extends string> {
  /**
   * Names of the row: its id in its system (default `id`), and where the system shows it (`https://…/{id}`).
   */
  id?: Pointer
  url?: string
  fields: { readonly [K in F]?: FieldMap }
  /**
   * Where a row says whose it is. A row of somebody else is left out; one that does not say whose it is could not be read. Compared
   * with the record's id, or the identifier asked by.
   */
  owner?: Pointer
  /** Seconds an answer stays fresh; extra tries (0 or 1). */
  freshFor?: number
  retry?: 0 | 1
}
