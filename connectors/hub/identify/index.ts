/** Identity: who is on screen, out of many systems' records. Pure but for `identify`, which asks through the ports it is given. */

export { readAny } from './any.ts'
export { bearsKey, foundRecord, readHints } from './found.ts'
export { identifierKey, parseIdentifier, sameIdentifier } from './identifiers.ts'
export { identify } from './identify.ts'
export { rank } from './rank.ts'
export { resolve } from './resolve.ts'
export type { IdentifierSettings } from './settings.ts'
export type * from './types.ts'
export type { LearntWeights } from './weights.ts'
