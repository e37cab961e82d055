import { fold } from '../hub/identity/normalise/fold.ts'
import { plannedCountries } from './number-plans.ts'

/** What people write besides the name that a country has. */
const alsoCalled: Readonly<Record<string, string>> = {
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  inglaterra: 'GB',
  angleterre: 'GB',
  'great britain': 'GB',
  'gran bretana': 'GB',
  gbr: 'GB',
  usa: 'US',
  eeuu: 'US',
  'ee uu': 'US',
  'united states of america': 'US',
  eua: 'US',
  esp: 'ES',
  'espana peninsula': 'ES',
  prt: 'PT',
  aus: 'AU',
  fra: 'FR',
  deu: 'DE',
  ger: 'DE',
  ita: 'IT',
  bra: 'BR',
  mex: 'MX',
  holanda: 'NL',
  holland: 'NL',
}
const languages = ['es', 'en', 'pt', 'fr', 'de', 'it']
const plain = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
let named: Map<string, string> | undefined

/** Two letters of ISO 3166-1 for a country's name in six languages or what else it is called. */
export function countryOf(written: string): string | undefined {
  const text = plain(written)
  const code = text.toUpperCase()
  if (plannedCountries.includes(code)) return code
  named ??= new Map(
    languages.flatMap((language) => {
      const names = new Intl.DisplayNames(language, { type: 'region' })
      return plannedCountries.map((country) => [plain(names.of(country) ?? country), country] as const)
    }),
  )
  return Object.hasOwn(alsoCalled, text) ? alsoCalled[text] : named.get(text)
}
