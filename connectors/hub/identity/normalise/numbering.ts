import metadata from './phone-metadata.json' with { type: 'json' }

/**
 * Reads numbers by libphonenumber's own plans (`phone-metadata.json`). Its engine also formats, types and searches numbers,
 * at four times the bytes that identity may take of a browser; a test holds this reading against it.
 */
export interface Read {
  value: string
  national: string
  country: string
}
type Plan = readonly [
  code: string,
  idd: string,
  pattern: string,
  lengths: readonly number[],
  formats: 0,
  prefix: string | 0 | undefined,
  x: unknown,
  parsing: string | 0 | undefined,
  transform: string | 0 | undefined,
]

const plans = metadata as unknown as Record<string, Plan>
const byCode = new Map(Object.entries(plans).map(([country, plan]) => [plan[0], country]))
const patterns = new Map<string, RegExp>()
const whole = (pattern: string): RegExp => {
  const known = patterns.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  patterns.set(pattern, known)
  return known
}

/** `plain`: digits, with `+` when international. Null when no plan here explains it; `loosely` asks only for a possible length. */
export function readNumber(plain: string, home: string, loosely = false): Read | null {
  if (plain.startsWith('+')) {
    for (let n = 3; n >= 1; n--) {
      const country = byCode.get(plain.slice(1, 1 + n))
      if (country) return within(plain.slice(1 + n), country, loosely)
    }
    return null
  }
  return plans[home] ? within(plain, home, loosely) : null
}

function within(digits: string, country: string, loosely: boolean): Read | null {
  const plan = plans[country] as Plan
  const [code, , pattern, lengths, , prefix, , parsing, transform] = plan
  const fits = (n: string) => (loosely ? lengths.includes(n.length) : whole(pattern).test(n))
  let national = digits
  const strip = parsing || prefix
  if (strip) {
    const found = new RegExp(`^(?:${strip})`).exec(digits)
    if (found && found[0] !== '') {
      const captured = found.length > 1 && found.at(-1) !== undefined
      const stripped =
        transform && captured
          ? digits.replace(new RegExp(`^(?:${strip})`), transform)
          : digits.slice(found[0].length)
      // a prefix is no prefix when the number is whole with it and is not without it
      if (!whole(pattern).test(digits) || whole(pattern).test(stripped)) national = stripped
    }
  }
  return fits(national) ? { value: `+${code}${national}`, national, country } : null
}
