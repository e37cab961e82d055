import type { Access, Text } from '../../contract/index.ts'

/**
 * Vendure 3 over its admin API. Money comes in minor units, a telephone is free text, nothing found is an
 * empty list, and a failure may be HTTP 200.
 */
export interface VendureOptions {
  id: string
  title: Text
  /** `https://shop.example.com`: what stands before `/admin-api`. */
  base: string
  /** An API key (`header`, `bearer`), or `login` as an administrator: see `vendureLogin`. */
  access: Extract<Access, { kind: 'bearer' | 'header' | 'login' }>
  /**
   * Where staff open a customer or an order: `https://shop.example.com/dashboard`. Links are made only when
   * given.
   */
  pages?: string
  /** `vendure-token` of a channel. */
  channel?: string
  /** The number of decimals of Vendure's MoneyStrategy (default 2, whatever the currency). */
  precision?: number
  /** ISO 4217 of amounts that carry none. */
  currency?: string
  /** Calling code of telephones that carry none: `'+34'`. */
  phonePrefix?: string
}
