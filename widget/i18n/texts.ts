/** One text, or one for each number where the language tells one from many. */
export type Text = string | { readonly one: string; readonly other: string }
export type Texts = Readonly<Record<string, Text>>

/**
 * Exactly the keys of Spanish, with plurals where it has them: one that is missing or unknown does not
 * compile.
 */
export type TranslationOf<Source extends Texts> = {
  readonly [Key in keyof Source]: Source[Key] extends string
    ? string
    : { readonly one: string; readonly other: string }
}
