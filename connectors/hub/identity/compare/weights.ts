import { type ComparedField, comparedFields, type LearntWeights } from '../../../contract/learnt-weights.ts'

export { comparedFields as fields } from '../../../contract/learnt-weights.ts'

/** Index of each compared field in `Levels.at` and in `Weights`: the order of `fields`. */
export const Field = {
  given: 0,
  family: 1,
  birthDate: 2,
  nationalId: 3,
  mail: 4,
  phone: 5,
  postcode: 6,
  locality: 7,
  street: 8,
  region: 9,
  order: 10,
} as const satisfies Record<ComparedField, number>

/** How far a field agrees, from full agreement to plain difference. */
export const Level = {
  /** `variant`: a nickname, or part of the name. */
  given: { same: 0, variant: 1, initial: 2, slip: 3, like: 4, other: 5 },
  family: { same: 0, oneOfTwo: 1, slip: 2, like: 3, other: 4 },
  /** `swapped`: day and month. `near`: two parts of three agree, or the dates are weeks apart. */
  birthDate: { same: 0, swapped: 1, slip: 2, near: 3, twoSlips: 4, other: 5 },
  nationalId: { same: 0, slip: 1, twoSlips: 2, other: 3 },
  /** `sameMailbox`: written otherwise, or with a slip. `sameLocalPart`: at another domain. */
  mail: { same: 0, sameMailbox: 1, sameLocalPart: 2, like: 3, other: 4 },
  /** `slip`: one digit. */
  phone: { same: 0, slip: 1, other: 2 },
  postcode: { same: 0, slip: 1, other: 2 },
  locality: { same: 0, like: 1, other: 2 },
  /** `near`: alike, at the same number. `part`: the same street, or part of its name. */
  street: { same: 0, near: 1, part: 2, other: 3 },
  region: { same: 0, slip: 1, other: 2 },
  /** Whether given and family name stand in each other's place. */
  order: { givenFirst: 0, exchanged: 1, halfExchanged: 2 },
} as const satisfies Record<ComparedField, Record<string, number>>

/** Level of a field that one side lacks: no evidence either way. */
export const missing = -1

/**
 * Fellegi-Sunter probabilities of each level: `m` among records of one person, `u` among strangers. `u[0]` is
 * of a value nothing is known about.
 */
export interface Weights {
  m: readonly (readonly number[])[]
  u: readonly (readonly number[])[]
}

/**
 * Shipped: set by what each field is, not learnt from any test set. `ficha weigh` re-estimates them on a
 * tenant's own records.
 */
export const shipped: Weights = {
  m: [
    /* given: same · called otherwise or part · initial · slip · like · other */ [
      0.78, 0.08, 0.02, 0.07, 0.02, 0.03,
    ],
    /* family: same · one of two · slip · like · other */ [0.78, 0.08, 0.07, 0.02, 0.05],
    /* birth date: same · day and month swapped · one slip · two parts of three, or weeks apart · two slips · other */ [
      0.86, 0.015, 0.06, 0.025, 0.02, 0.02,
    ],
    /* national id: same · one slip · two · other */ [0.92, 0.04, 0.01, 0.03],
    /* mail: same · same mailbox or slip · same name elsewhere · like · other */ [
      0.6, 0.08, 0.05, 0.04, 0.23,
    ],
    /* phone: same · one digit · other */ [0.6, 0.04, 0.36],
    /* postcode */ [0.8, 0.05, 0.15],
    /* locality: same · like or part · other */ [0.8, 0.08, 0.12],
    /* street: same · like, same number · same street or part · other */ [0.55, 0.18, 0.08, 0.19],
    /* region */ [0.92, 0.04, 0.04],
    /* order: given then family · exchanged · one half exchanged */ [0.96, 0.03, 0.01],
  ],
  u: [
    [5e-4, 0.008, 0.04, 0.004, 0.02, 0.92],
    [2e-4, 0.004, 0.003, 0.02, 0.97],
    [5e-5, 1e-4, 0.0015, 0.006, 0.03, 0.962],
    [1e-6, 5e-5, 1e-3, 0.999],
    [1e-6, 5e-6, 5e-4, 0.003, 0.996],
    [1e-6, 5e-5, 0.9999],
    [1e-3, 0.01, 0.98],
    [5e-3, 0.012, 0.98],
    [2e-5, 3e-4, 0.005, 0.99],
    [0.1, 0.05, 0.8],
    [0.96, 0.96, 0.96],
  ],
}

export const weightsOf = (learnt: LearntWeights): Weights => ({
  m: comparedFields.map((f) => learnt.fields[f].m),
  u: comparedFields.map((f) => learnt.fields[f].u),
})

/** Even odds for two strangers of a house with this many customers, in bits. */
export const priorFor = (people: number): number => -Math.log2(Math.max(people, 500))
/** A live hub does not know how many customers its systems hold. */
export const hubPrior = priorFor(150_000)
/** Joins by likelihood alone need this much, and this much more than the runner-up. */
export const auto = { bits: 7, margin: 3.3 }
