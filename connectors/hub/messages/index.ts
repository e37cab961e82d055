import type { Language } from '../../contract/index.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import type { MessageKey, Messages } from './message-key.ts'
import { pt } from './pt.ts'

export type { KeyUnder, MessageKey, Messages } from './message-key.ts'

/** The names in `{braces}` of a text. */
type Placeholder<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never
type Values = Readonly<Record<string, string | number>>
/** The values that the texts of these keys need; nothing where they need none. */
type ValuesOf<Key extends MessageKey> = [Placeholder<(typeof es)[Key]>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<(typeof es)[Key]>, string | number>>]

const catalogue: Readonly<Record<Language, Messages>> = { es, en, pt }

/**
 * A text in the reader's language.
 *
 * @param key which text; `es.ts` lists them.
 * @param locale a BCP 47 tag: `pt-BR` reads `pt`; a language we do not have reads Spanish.
 * @param values one for each `{placeholder}` of the text; a missing one does not compile.
 * @example message('because.late', 'en', { system: 'Shop' }) // "Shop did not answer in time"
 */
export const message = <Key extends MessageKey>(
  key: Key,
  locale: string,
  ...[values]: ValuesOf<Key>
): string => fillIn(textOf(key, locale), values)

/** A text whose key is built from data (`stage.${name}`), or `otherwise` where the catalogue has none. */
export const messageOr = (key: string, locale: string, otherwise: string, values?: Values): string =>
  isMessageKey(key) ? fillIn(textOf(key, locale), values) : otherwise

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(es, key)

const textOf = (key: MessageKey, locale: string): string =>
  (catalogue[locale.slice(0, 2) as Language] ?? es)[key]

/**
 * Replaces `{placeholders}` with their values. One without a value stays as written, so that the mistake is
 * visible.
 */
const fillIn = (text: string, values: Values = {}): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : hole,
  )
