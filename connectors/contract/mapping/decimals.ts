/** A number written with these signs: `1.234,50` is 1234.50 where the decimal sign is a comma. */
export function withDecimal(text: string, decimal: ',' | '.'): string | undefined {
  const [point, group] = decimal === ',' ? [',', '.'] : ['\\.', ',']
  const plain = text.normalize('NFKC').replace(/^\s*\p{Sc}?\s*|\s*\p{Sc}?\s*$/gu, '')
  const grouped = new RegExp(
    `^-?\\d{1,3}(?:[${group}\\s'’]\\d{3})+(?:${point}\\d+)?$|^-?\\d+(?:${point}\\d+)?$`,
  )
  return grouped.test(plain)
    ? plain.replace(new RegExp(`[${group}\\s'’]`, 'g'), '').replace(decimal, '.')
    : undefined
}

/**
 * `1.234` is a thousand and some in half of Europe, and a little more than one in the rest. In a currency of
 * three decimals it is a decimal.
 */
export const isAmbiguous = (text: string, currency: string): boolean =>
  /^\s*-?[1-9]\d{0,2}\.\d{3}\s*$/.test(text) && decimalsOf(currency) < 3

/** How many decimals a currency has: 2 in euros, none in yen. */
export function decimalsOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    )
  } catch {
    return 2
  }
}
