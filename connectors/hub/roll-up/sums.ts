import type { Money } from '../../contract/index.ts'

/** Decimal texts added as whole ten-thousandths, never as floating numbers; each currency by itself. Undefined where one is no amount. */
export function addUp(amounts: readonly unknown[]): readonly Money[] | undefined {
  const sums = new Map<string, bigint>()
  for (const one of amounts) {
    const { amount, currency } = (typeof one === 'object' && one !== null ? one : {}) as Partial<Money>
    const parts = typeof currency === 'string' && /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/.exec(amount ?? '')
    if (!parts) return undefined
    sums.set(
      currency,
      (sums.get(currency) ?? 0n) + BigInt(`${parts[1]}${parts[2]}${(parts[3] ?? '').padEnd(4, '0')}`),
    )
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: decimal(sum), currency }))
}

const decimal = (sum: bigint): string => {
  const digits = (sum < 0n ? -sum : sum).toString().padStart(5, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4).replace(/0{1,2}$/, '')}`
}
