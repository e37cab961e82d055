import type { texts as editor } from './es/editor.ts'
import type { texts as first } from './es/first.ts'
import type { texts as history } from './es/history.ts'
import type { texts as later } from './es/later.ts'
import type { texts as quality } from './es/quality.ts'

/** The texts of the card, the editor and the quality page. Spanish is the source of keys. */
type Spanish = typeof first & typeof later & typeof history & typeof editor & typeof quality
export type TextKey = keyof Spanish

type PlaceholderIn<Words> = Words extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholderIn<Rest>
  : never
/** The names in `{braces}` of a text; whoever has a plural needs the number. */
type Placeholder<Words> = Words extends { readonly one: infer One; readonly other: infer Other }
  ? 'n' | PlaceholderIn<One | Other>
  : PlaceholderIn<Words>
export type Values = Readonly<Record<string, string | number>>
/** The values that the texts of these keys need; nothing where they need none. */
export type ValuesOf<Key extends TextKey> = [Placeholder<Spanish[Key]>] extends [never]
  ? [values?: Values]
  : [values: Readonly<Record<Placeholder<Spanish[Key]>, string | number>>]
