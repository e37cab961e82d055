import type { HubSettings } from '../ports.ts'

/** What parsing and grading must know of the tenant. `country`: of phones, dates and postcodes written without one (ISO 3166). */
export type IdentifierSettings = Pick<HubSettings, 'country' | 'ownDomains' | 'ownValues'>
