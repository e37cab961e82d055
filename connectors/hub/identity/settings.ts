import type { HubSettings } from '../ports.ts'

/**
 * What parsing and grading must know of the tenant. `country`: of phones, dates and postcodes written without
 * one (ISO 3166). `numberPlans`: without them, those of thirteen countries.
 */
export type IdentifierSettings = Pick<HubSettings, 'country' | 'ownDomains' | 'ownValues' | 'numberPlans'>
