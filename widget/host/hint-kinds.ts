import type { Context, Hint } from '../../connectors/contract/index.ts'

/** Every kind of hint of the contract: one that is missing here does not compile. */
export const hintKinds: Record<Hint['kind'], true> = {
  mail: true,
  phone: true,
  order: true,
  ticket: true,
  loyalty: true,
  system: true,
  visitor: true,
  nationalId: true,
  name: true,
  birthDate: true,
  postcode: true,
  iban: true,
  any: true,
}

/** Every channel of the contract. */
export const channels: Record<NonNullable<Context['channel']>, true> = {
  phone: true,
  chat: true,
  mail: true,
  store: true,
  web: true,
  social: true,
}
