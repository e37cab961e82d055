/** Identity: who is on screen, out of many systems' records. Pure but for `identify`, which asks through the ports it is given. */
export { identify } from './identify.ts'
export { resolve } from './resolve.ts'
export { parseIdentifier, sameIdentifier, identifierKey } from './identifiers.ts'
export { readAny } from './any.ts'
export { readHints, foundRecord, bearsKey } from './found.ts'
export { rank } from './rank.ts'
export type { IdentifierSettings } from './settings.ts'
export type * from './types.ts'
