import { type CountryCode, type MetadataJson, parsePhoneNumberFromString } from 'libphonenumber-js/core'
import { expect, test } from 'vitest'
import { readNumber } from './numbering.ts'
import metadata from './phone-metadata.json' with { type: 'json' }

const plans = metadata as unknown as Record<string, string[]>
const set = {
  version: 4,
  country_calling_codes: Object.fromEntries(
    Object.entries(plans).map(([country, plan]) => [plan[0], [country]]),
  ),
  countries: plans,
} as unknown as MetadataJson
/** Repeatable digits. */
let seed = 7
const digit = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * 10)
}
test('reads as libphonenumber does, in every plan: national, with its prefix, international', () => {
  let valid = 0
  for (const country of Object.keys(plans) as CountryCode[]) {
    const idd = plans[country]![1]!
    const code = plans[country]![0]!
    for (let n = 0; n < 1_500; n++) {
      const bare = Array.from({ length: 7 + (n % 5) }, digit).join('')
      for (const plain of [bare, `0${bare}`, `+${code}${bare}`, `+${code}0${bare}`]) {
        const theirs = parsePhoneNumberFromString(plain, { defaultCountry: country, extract: false }, set)
        const wanted = theirs?.isValid() ? theirs.number : null
        if (wanted) valid++
        // theirs reads 00… as dialled abroad; ours has done so before it comes here
        if (new RegExp(`^(?:${idd})`).test(plain)) continue
        const got =
          (readNumber(plain, country) ?? readNumber(`+${plain.replace('+', '')}`, country))?.value ?? null
        if (wanted !== null) expect(got, `${country} ${plain}`).toBe(wanted)
      }
    }
  }
  expect(valid).toBeGreaterThan(5_000)
})
