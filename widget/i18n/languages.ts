import type { Language } from '../../connectors/contract/index.ts'

/** Each language by its own name: whoever looks for theirs reads it there. */
export const languageNames: Readonly<Record<Language, string>> = {
  es: 'Español',
  en: 'English',
  pt: 'Português',
}
