/**
 * Identity: who is on screen, out of many systems' records. Pure but for `identify`, which asks through the
 * ports it is given.
 */

export { identifierKey, parseIdentifier, parseIdentifiers, sameIdentifier } from './identifiers.ts'
export { identify } from './identify.ts'
export { commonNumberPlans, createNumberPlans, type PlanSet } from './normalise/number-plans.ts'
export { readAny } from './resolve/any.ts'
export { bearsKey, foundRecord, readHints } from './resolve/found.ts'
export { rank } from './resolve/rank.ts'
export { resolve } from './resolve/resolve.ts'
export type { IdentifierSettings } from './settings.ts'
export type * from './types.ts'
