import { signal } from '@preact/signals-core'
import type { Language } from '../../connectors/contract/index.ts'
import type { TextKey, Values, ValuesOf } from './text-keys.ts'
import type { Text, Texts } from './texts.ts'

export type { TextKey } from './text-keys.ts'

/** The texts of one part of the product, a file for each language. */
export type Part = Readonly<Record<Language, () => Promise<{ readonly texts: Texts }>>>

const first: Part = {
  es: () => import('./es/first.ts'),
  en: () => import('./en/first.ts'),
  pt: () => import('./pt/first.ts'),
}
/** What opens later has its texts in a file of its own. */
export const later: Part = {
  es: () => import('./es/later.ts'),
  en: () => import('./en/later.ts'),
  pt: () => import('./pt/later.ts'),
}

const texts = signal<Texts>({})
const current = signal<Language>('es')
let wanted: Language = 'es'
const wantedParts = new Set([first])
/** The parts that are here in the current language. */
const here = new Set<Part>()

/** The language of the texts on screen. Follows `setLanguage` once its texts are here. */
export const language = (): Language => current.value

async function load(next: Language): Promise<void> {
  const parts = [...wantedParts]
  const files = await Promise.all(parts.map((part) => part[next]()))
  if (next !== wanted) return
  if (next !== current.peek()) here.clear()
  texts.value = Object.assign({}, here.size > 0 && texts.peek(), ...files.map((file) => file.texts)) as Texts
  for (const part of parts) here.add(part)
  current.value = next
}

/**
 * Loads the texts of a language; until they have come, the former ones stay. Rejects when they cannot be
 * fetched.
 */
export function setLanguage(next: Language): Promise<void> {
  wanted = next
  return next === current.peek() && here.size > 0 ? Promise.resolve() : load(next)
}

/** Loads the texts of a part; from then on they follow the language. Rejects when they cannot be fetched. */
export function loadTexts(part: Part): Promise<void> {
  wantedParts.add(part)
  return here.has(part) ? Promise.resolve() : load(wanted)
}

/**
 * A text in the language on screen. Reading it inside a component follows the language.
 *
 * @param values one for each `{placeholder}` of the text; `n` chooses the plural.
 */
export const t = <Key extends TextKey>(key: Key, ...[values]: ValuesOf<Key>): string => tOr(key, '', values)

/** A text whose key is put together from data (`code.${code}`), or `otherwise` where there is none. */
export function tOr(key: string, otherwise: string, values: Values = {}): string {
  const text: Text = texts.value[key] ?? otherwise
  const words =
    typeof text === 'string'
      ? text
      : new Intl.PluralRules(current.value).select(Number(values.n)) === 'one'
        ? text.one
        : text.other
  // Most texts have no placeholder, and a card says hundreds.
  return !words.includes('{')
    ? words
    : words.replace(/\{(\w+)\}/g, (hole, name: string) => (name in values ? String(values[name]) : hole))
}
