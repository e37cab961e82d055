import type { Rehearsing } from '../../../contract/index.ts'
import type { HubPorts } from '../../ports.ts'
import { declaredOf } from './declared.ts'

/** The company without its systems: what they declare, and the settings a card depends on. */
export type House = Rehearsing

export const houseOf = (
  {
    connectors,
    settings: { country, currency, timeZone, owners, patience },
  }: Pick<HubPorts, 'connectors' | 'settings'>,
  claims: House['claims'],
): House => ({ declared: connectors.map(declaredOf), country, currency, timeZone, owners, patience, claims })
