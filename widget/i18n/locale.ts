import type { Language } from '../../connectors/contract/values.ts'

/** Whose dates and figures a language writes: Spain's, Britain's, Portugal's. */
export const localeOf = (language: Language): string =>
  language === 'pt' ? 'pt-PT' : language === 'en' ? 'en-GB' : 'es-ES'
