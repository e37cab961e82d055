import { texts as first } from '../../widget/i18n/es/first.ts'
import { texts as laterTexts } from '../../widget/i18n/es/later.ts'

/**
 * The card's Spanish words without the signal that lets the card change language: built in place of
 * `widget/i18n/index.ts`.
 */
const book: Record<string, string | { one: string; other: string }> = { ...first, ...laterTexts }
const plural = new Intl.PluralRules('es')
export const language = () => 'es'
/** Here every text is part of the page: nothing is loaded later. */
export const later = async () => ({ texts: {} })
export const loadTexts = async (): Promise<void> => {}
export const t = (key: string, params?: Record<string, string | number>): string => tOr(key, '', params)
export function tOr(key: string, otherwise: string, params: Record<string, string | number> = {}): string {
  const words = book[key] ?? otherwise
  const text =
    typeof words === 'string' ? words : plural.select(Number(params.n)) === 'one' ? words.one : words.other
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
