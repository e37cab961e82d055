import type { Language } from '../../connectors/contract/values.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { pt } from './pt.ts'

/**
 * The catalogue of the demonstration's pages: Spanish is the source of keys; a missing or unknown one does
 * not compile.
 */
export type PageText = keyof typeof es
export type PageTexts = Readonly<Record<PageText, string>>
export type T = (key: PageText) => string

const catalogue: Readonly<Record<Language, PageTexts>> = { es, en, pt }

/** The texts in one language: a page is painted in one, and loaded anew for another. */
export const textsIn =
  (language: Language): T =>
  (key) =>
    catalogue[language][key]

export const isPageText = (key: string): key is PageText => Object.hasOwn(es, key)
