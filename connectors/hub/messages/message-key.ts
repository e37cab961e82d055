import type { es } from './es.ts'

/**
 * The keys of the back end's texts. Spanish is their source: a key that is missing or unknown in another
 * language does not compile.
 */
export type MessageKey = keyof typeof es

/** The texts of one language. */
export type Messages = Readonly<Record<MessageKey, string>>

/** The rest of the keys with a prefix: `KeyUnder<'stage'>` is `'buying' | 'lapsed' | …`. */
export type KeyUnder<Prefix extends string> = {
  [Key in MessageKey]: Key extends `${Prefix}.${infer Name}` ? Name : never
}[MessageKey]
