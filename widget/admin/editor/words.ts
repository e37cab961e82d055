import { signal } from '@preact/signals'
import type { Language } from '../../../connectors/contract/index.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { pt } from './words/pt.ts'

export type Key = keyof typeof es
const books: Record<Language, Record<Key, string>> = { es, en, pt }
export const language = signal<Language>('es')

/** The words for a key in the language on screen; reading it in a component follows the language. */
export const t = (key: Key, params: Readonly<Record<string, string | number>> = {}): string =>
  books[language.value][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  )
