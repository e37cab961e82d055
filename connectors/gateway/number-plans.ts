import metadata from 'libphonenumber-js/metadata.max'
import type { NumberPlans } from '../contract/index.ts'
import { createNumberPlans, type PlanSet } from '../hub/identity/index.ts'

const {
  country_calling_codes,
  countries,
  nonGeographic = {},
} = metadata as unknown as PlanSet & {
  nonGeographic?: PlanSet['countries']
}

/**
 * Of every country, and of what belongs to none (+800, satellites): for the gateway and the commands, where
 * bytes do not count.
 */
export const allNumberPlans: NumberPlans = createNumberPlans({
  country_calling_codes: {
    ...country_calling_codes,
    ...Object.fromEntries(Object.keys(nonGeographic).map((code) => [code, [code]])),
  },
  countries: { ...countries, ...nonGeographic },
})

/** Every country that has a numbering plan, as two letters of ISO 3166-1, in alphabetical order. */
export const plannedCountries: readonly string[] = Object.keys(countries).sort()
