import { signal } from '@preact/signals-core'
import type { Language } from '../../connectors/contract/index.ts'
import type { es } from './es.ts'
import type { esMore } from './es-more.ts'

type Plain<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : { readonly one: string; readonly other: string }
}
/** Every language has exactly the keys of Spanish, and plurals where it has them; a missing one does not compile. */
export type Words = Plain<typeof es>
export type MoreWords = Plain<typeof esMore>
export type Key = keyof Words | keyof MoreWords
export type Params = Readonly<Record<string, string | number>>

type Book = Readonly<Partial<Record<Key, string | { readonly one: string; readonly other: string }>>>
const books: Record<Language, () => Promise<{ book: { first: Book; more(): Promise<Book> } }>> = {
  es: () => import('./es.ts'),
  en: () => import('./en.ts'),
  pt: () => import('./pt.ts'),
}

const book = signal<Book>({})
const spoken = signal<Language>('es')
let wanted: Language = 'es'
let here: Language | undefined
let wantsMore = false

/** The language of the words on screen. Follows `speak` once its words are here. */
export const language = (): Language => spoken.value

async function load(next: Language): Promise<void> {
  const {
    book: { first, more },
  } = await books[next]()
  const all = wantsMore ? { ...first, ...(await more()) } : first
  if (next !== wanted) return
  book.value = all
  spoken.value = here = next
}

/** Loads the words of a language; until they have come, the former ones stay. Rejects when they cannot be fetched. */
export function speak(next: Language): Promise<void> {
  wanted = next
  return next === here ? Promise.resolve() : load(next)
}

/** The words of a part that is loaded on use. */
export async function speakMore(): Promise<void> {
  if (wantsMore && book.peek()['more.title'] !== undefined) return
  wantsMore = true
  await load(wanted)
}

/** The words for a key in the language on screen; `n` chooses the plural. Reading it inside a component follows the language. */
export function t(key: Key, params: Params = {}): string {
  const words = book.value[key] ?? ''
  const text =
    typeof words === 'string'
      ? words
      : new Intl.PluralRules(spoken.value).select(Number(params.n)) === 'one'
        ? words.one
        : words.other
  // Most words have no hole, and a card says hundreds.
  return !text.includes('{')
    ? text
    : text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
