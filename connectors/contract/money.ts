import type { Money } from './values.ts'

/** Decimals of an amount: as many as the contract's `money` has. */
const decimals = 6

/**
 * The sum of each currency, by currency code. Decimal texts are added as whole millionths, never as floating
 * numbers. Undefined where one of them is no amount: a sum that leaves something out is said to do so by
 * whoever makes it.
 *
 * @example sumByCurrency([{ amount: '0.10', currency: 'EUR' }, { amount: '0.2', currency: 'EUR' }])
 * // [{ amount: '0.30', currency: 'EUR' }]
 */
export function sumByCurrency(amounts: readonly unknown[]): readonly Money[] | undefined {
  const sums = new Map<string, bigint>()
  for (const one of amounts) {
    const { amount, currency } = (typeof one === 'object' && one !== null ? one : {}) as Partial<Money>
    const parts = typeof amount === 'string' && /^(-?\d{1,15})(?:\.(\d{1,6}))?$/.exec(amount)
    if (!parts || typeof currency !== 'string') return undefined
    const millionths = BigInt(`${parts[1]}${(parts[2] ?? '').padEnd(decimals, '0')}`)
    sums.set(currency, (sums.get(currency) ?? 0n) + millionths)
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: decimal(sum), currency }))
}

/** Two decimals at least, as prices are written. */
function decimal(sum: bigint): string {
  const digits = (sum < 0n ? -sum : sum).toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(-decimals).replace(/0{1,4}$/, '')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${fraction}`
}
