import * as v from 'valibot'
import { countryOf } from '../countries.ts'
import { plannedCountries } from '../number-plans.ts'

/** A text that `right` takes; another is told with what was probably meant, where that is known. */
const known = (
  right: (text: string) => boolean,
  what: (example: string) => string,
  example: string,
  meant: (text: string) => string | undefined,
): v.GenericSchema<unknown, string> =>
  v.pipe(
    v.string(what(example)),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || right(dataset.value)) return
      const instead = meant(dataset.value.trim())
      addIssue({
        message: instead === undefined ? what(example) : `'${instead}': ${what(instead)}`,
      })
    }),
  )

/** Country by which telephones without a prefix are read: one that has a numbering plan. */
export const country = known(
  (text) => plannedCountries.includes(text),
  (example) => `a country as two capital letters of ISO 3166-1, such as '${example}'`,
  'ES',
  countryOf,
)

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
/** `euro`, `EUR` in small letters, `dólar estadounidense`. */
function currencyOf(text: string): string | undefined {
  const all = Intl.supportedValuesOf('currency')
  const code = text.toUpperCase()
  if (all.includes(code)) return code
  for (const language of ['es', 'en', 'pt']) {
    const names = new Intl.DisplayNames(language, { type: 'currency' })
    const found = all.find((one) => plain(names.of(one) ?? '') === plain(text).replace(/(?<=euro)s$/, ''))
    if (found) return found
  }
  return undefined
}
/** Currency of totals. */
export const currency = known(
  (text) => Intl.supportedValuesOf('currency').includes(text),
  (example) => `a currency as three capital letters of ISO 4217, such as '${example}'`,
  'EUR',
  currencyOf,
)

/** `+01:00` is no zone: it has no summer. */
function isZone(text: string): boolean {
  try {
    return /^[a-z]/i.test(text) && Boolean(new Intl.DateTimeFormat('en', { timeZone: text }))
  } catch {
    return false
  }
}
/** Time zone in which days begin. */
export const timeZone = known(
  isZone,
  (example) => `a time zone of IANA, such as '${example}'`,
  'Europe/Madrid',
  (text) =>
    Intl.supportedValuesOf('timeZone').find((zone) =>
      plain(zone).endsWith(`/${plain(text).replace(/\s+/g, '_')}`),
    ),
)
