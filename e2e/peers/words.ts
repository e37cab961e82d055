import { es } from '../../widget/i18n/es.ts'
import { esMore } from '../../widget/i18n/es-more.ts'

/** The card's Spanish words without the signal that lets the card change language: built in place of `widget/i18n/index.ts`. */
const book: Record<string, string | { one: string; other: string }> = { ...es, ...esMore }
const plural = new Intl.PluralRules('es')
export const language = () => 'es'
export function t(key: string, params: Record<string, string | number> = {}): string {
  const words = book[key] ?? ''
  const text =
    typeof words === 'string' ? words : plural.select(Number(params.n)) === 'one' ? words.one : words.other
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
