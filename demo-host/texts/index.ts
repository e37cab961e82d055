import type { Language } from '../../connectors/contract/values.ts'
import { en } from './en.ts'
import { es, type PageText, type PageTexts } from './es.ts'
import { pt } from './pt.ts'

export type { PageText } from './es.ts'
export type T = (key: PageText) => string

const catalogue: Readonly<Record<Language, PageTexts>> = { es, en, pt }

/** The texts in one language: a page is painted in one, and loaded anew for another. */
export const textsIn =
  (language: Language): T =>
  (key) =>
    catalogue[language][key]

export const isPageText = (key: string): key is PageText => Object.hasOwn(es, key)
