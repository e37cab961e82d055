import * as v from 'valibot'
import { e164 } from './phone.ts'
import { webAddress } from './safe-link.ts'

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/
const calendarDate = (s: string) => {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(s)
  if (!m) return false
  const day = new Date(`${s}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(s)
}

/** How a status or a signal is coloured: `good`, `calm` (neutral), `warn`, `bad`. */
export const tones = ['good', 'calm', 'warn', 'bad'] as const
/** One of `tones`. */
export type Tone = (typeof tones)[number]

const text = v.pipe(v.string(), v.maxLength(10_000))
const link = v.pipe(v.string(), v.maxLength(2_048), v.regex(webAddress, 'a link is https'))

/**
 * The types a field may have, each with the schema of its values. Encodings follow schema.org, RFC 3339, ISO
 * 4217, E.164 and ISO 8601:
 *
 * - `text` up to 10,000 characters · `id` 1 to 300 · `boolean` · `number` finite · `percent` a
 *   share: 0.125 is 12.5 %
 * - `date` `2026-03-01` · `datetime` RFC 3339 with its offset · `duration` ISO 8601 (`PT4H`)
 * - `money` `{ amount: '94.98', currency: 'EUR' }`: a decimal string of at most 6 decimals, and ISO 4217
 * - `mail` · `phone` E.164 (`+34600112233`) · `url` https · `country` ISO 3166 (`ES`) · `language` BCP 47
 * - `personName` `{ full, given?, family? }` · `address` in parts, or as `text`
 * - `status` `{ code, label?, tone? }` · `series` up to 1,000 numbers, oldest first
 */
export const valueSchemas = {
  text,
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  number: v.pipe(v.number(), v.finite()),
  percent: v.pipe(v.number(), v.finite()),
  boolean: v.boolean(),
  date: v.pipe(v.string(), v.check(calendarDate, 'a date is YYYY-MM-DD')),
  datetime: v.pipe(v.string(), v.regex(rfc3339, 'a date and time is RFC 3339 with its offset')),
  duration: v.pipe(
    v.string(),
    v.regex(
      /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
      'a duration is ISO 8601',
    ),
  ),
  money: v.object({
    amount: v.pipe(v.string(), v.regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'an amount is a decimal string')),
    currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  }),
  mail: v.pipe(v.string(), v.maxLength(320), v.regex(/^[^\s@]+@[^\s@]+$/)),
  phone: v.pipe(v.string(), v.regex(e164, 'a phone is E.164')),
  url: link,
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  language: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)),
  personName: v.object({ full: text, given: v.optional(text), family: v.optional(text) }),
  address: v.object({
    text: v.optional(text),
    street: v.optional(text),
    locality: v.optional(text),
    postalCode: v.optional(text),
    region: v.optional(text),
    country: v.optional(text),
  }),
  status: v.object({
    code: v.pipe(v.string(), v.maxLength(100)),
    label: v.optional(text),
    tone: v.optional(v.picklist(tones)),
  }),
  series: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(1_000)),
} as const

/** The name of a type of field: a key of `valueSchemas`. */
export type ValueType = keyof typeof valueSchemas
/** All types of field. */
export const valueTypes = Object.keys(valueSchemas) as ValueType[]
/** What a value of that type looks like in TypeScript: `ValueOf<'money'>` is `Money`. */
export type ValueOf<T extends ValueType> = v.InferOutput<(typeof valueSchemas)[T]>
/**
 * An amount: `{ amount: '94.98', currency: 'EUR' }`. The amount is a decimal string, so that no cent is
 * lost.
 * @interface
 */
export type Money = ValueOf<'money'>
/**
 * A person's name: `full` as it is shown, and its parts where the system has them.
 * @interface
 */
export type PersonName = ValueOf<'personName'>
/**
 * A postal address, in parts or as one `text`; `country` is ISO 3166 (`ES`).
 * @interface
 */
export type Address = ValueOf<'address'>
/**
 * A word of the system's own list: its `code`, how it reads, and its tone.
 * @interface
 */
export type Status = ValueOf<'status'>

/**
 * A text in the languages of the product. A plain string is for text that needs no translation (a brand, a
 * system's title).
 */
export const textSchema = v.union([
  v.pipe(v.string(), v.maxLength(2_000)),
  v.object({ es: v.string(), en: v.optional(v.string()), pt: v.optional(v.string()) }),
])
/** Either one text for everybody, or one a language: `{ es, en?, pt? }`. */
export type Text = v.InferOutput<typeof textSchema>

/** The languages of the product. Spanish is the source of all texts. */
export const languages = ['es', 'en', 'pt'] as const
/** One of `languages`. */
export type Language = (typeof languages)[number]
/**
 * The text in the reader's language, else Spanish (the source of all texts). `locale` is a BCP 47 tag:
 * `pt-BR` reads `pt`.
 */
export const localize = (text: Text, locale: string): string =>
  typeof text === 'string' ? text : (text[locale.slice(0, 2) as Language] ?? text.es)
