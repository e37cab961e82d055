import { existsSync, readFileSync } from 'node:fs'
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { toPhone } from '../contract/index.ts'
import { parseIdentifier } from '../hub/identity/index.ts'
import { allNumberPlans } from './number-plans.ts'

const read = (value: string, country: string) =>
  parseIdentifier(
    { kind: 'phone', value },
    { country, ownDomains: [], ownValues: [], numberPlans: allNumberPlans },
  )

describe("every country's telephones", () => {
  /** Of libphonenumber-js, the reference: whether it is a number, which, and whether a person carries it. */
  const reference = (dialled: string, country: CountryCode) => {
    const number = parsePhoneNumberFromString(dialled, { defaultCountry: country, extract: false })
    return number?.isValid() ? { value: number.number, type: number.getType() } : undefined
  }
  it.each(getCountries().map((country) => [country, getCountryCallingCode(country)] as const))(
    '%s: what libphonenumber reads is read the same: national, with its prefix, international',
    (country, code) => {
      for (const digits of drawn(200, `${country}`)) {
        for (const dialled of [
          digits,
          `0${digits}`,
          `8${digits}`,
          `+${code}${digits}`,
          `+${code}0${digits}`,
        ]) {
          const wanted = reference(dialled, country)
          if (!wanted) continue
          const got =
            allNumberPlans.read(dialled, country) ??
            allNumberPlans.read(`+${dialled.replace('+', '')}`, undefined)
          expect(got?.value, dialled).toBe(wanted.value)
          expect([dialled, got?.personal]).toEqual([
            dialled,
            wanted.type === 'MOBILE' || wanted.type === 'FIXED_LINE_OR_MOBILE',
          ])
        }
      }
    },
  )
  it('a number that begins like a call abroad is one of its own country first', () => {
    expect(read('0113 496 0000', 'GB')?.value).toBe('+441134960000')
    expect(read('011 44 113 496 0000', 'US')?.value).toBe('+441134960000')
    expect(read('0011 44 113 496 0000', 'AU')?.value).toBe('+441134960000')
    expect(read('8 10 44 113 496 0000', 'RU')?.value).toBe('+441134960000')
  })
  it('a field of an answer is read by the plan of the prefix that its system is of', () => {
    expect(toPhone('06 30 123 4567', '+36', allNumberPlans)).toBe('+36301234567')
    expect(toPhone('06 1234 5678', '+39', allNumberPlans)).toBe('+390612345678')
    expect(toPhone('8 912 345-67-89', '+7', allNumberPlans)).toBe('+79123456789')
    expect(toPhone('0195123456', '+229', allNumberPlans)).toBe('+2290195123456')
  })
})

const examples = process.env.FICHA_DATA ? `${process.env.FICHA_DATA}/phone/examples.mobile.json` : ''
describe.skipIf(!existsSync(examples))("every country's example mobile (needs FICHA_DATA)", () => {
  const all = existsSync(examples)
    ? Object.entries(JSON.parse(readFileSync(examples, 'utf8')) as Record<CountryCode, string>)
    : []
  it('there are 245', () => expect(all).toHaveLength(245))
  it.each(all)('%s %s is E.164, however it is written', (country, national) => {
    const code = getCountryCallingCode(country as CountryCode)
    const spellings = [
      national,
      `+${code}${national}`,
      `00${code}${national}`,
      `+${code} ${national.replace(/(\d{3})(?=\d{2})/g, '$1 ')}`,
      `tel:+${code}-${national.replace(/(\d{2})(?=\d{2})/g, '$1-')}`,
      `(+${code}) ${national}`,
    ]
    const value = `+${code}${national}`
    for (const spelling of spellings) {
      const got = read(spelling, country)
      expect(got?.value, spelling).toBe(value)
      // some examples look invented (201234567): they are read, and not used
      expect(['strong', 'blocked'], spelling).toContain(got?.grade)
    }
    expect(toPhone(national, `+${code}`, allNumberPlans), 'as a field').toBe(value)
    // asked elsewhere, the international form says whose it is
    expect(read(`+${code}${national}`, 'ES')?.value).toBe(value)
    expect(read(`00${code}${national}`, 'ES')?.value).toBe(value)
  })
})

/** Repeatable digits, four to twelve of them, others for each name. */
function* drawn(count: number, name: string): Generator<string> {
  let seed = [...name].reduce((n, c) => n * 31 + c.charCodeAt(0), 7) % 2_147_483_648
  const digit = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * 10)
  }
  for (let n = 0; n < count; n++) yield Array.from({ length: 4 + (n % 9) }, digit).join('')
}
