import type { PreviewMaterial } from '../../../contract/index.ts'
import type { HubPorts } from '../../ports.ts'
import { declaredOf } from './declared.ts'

/** The company without its systems: what they declare, and the settings a card depends on. */
export type CompanySetup = PreviewMaterial

export const companySetupOf = (
  {
    connectors,
    settings: { country, currency, timeZone, owners, patience },
  }: Pick<HubPorts, 'connectors' | 'settings'>,
  claims: CompanySetup['claims'],
): CompanySetup => ({
  declared: connectors.map(declaredOf),
  country,
  currency,
  timeZone,
  owners,
  patience,
  claims,
})
