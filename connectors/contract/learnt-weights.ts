/**
 * What is compared, in the order of the levels array. Each level list goes from full agreement to plain
 * difference.
 */
export const comparedFields = [
  'given',
  'family',
  'birthDate',
  'nationalId',
  'mail',
  'phone',
  'postcode',
  'locality',
  'street',
  'region',
  'order',
] as const
/** One of `comparedFields`. */
export type ComparedField = (typeof comparedFields)[number]

/**
 * What `ficha weigh` learnt of a tenant's own records: the same, by name, with the odds and whether relatives
 * at one address were seen.
 */
export interface LearntWeights {
  prior: number
  households: boolean
  fields: Readonly<Record<ComparedField, { m: readonly number[]; u: readonly number[] }>>
}
