import type { NumberPlans, PlannedNumber } from '../../../contract/index.ts'
import common from './common-number-plans.json' with { type: 'json' }

/** One country in libphonenumber's metadata, version 4. A 0 stands for what it does not have. */
type Plan = readonly [
  callingCode: string,
  dialsAbroad: string,
  pattern: string,
  lengths: readonly number[],
  formats: unknown,
  prefix?: string | 0,
  prefixWritten?: unknown,
  prefixRead?: string | 0,
  prefixReplaced?: string | 0,
  prefixOptional?: unknown,
  leadingDigits?: string | 0,
  kinds?: readonly (readonly [pattern: string, lengths?: readonly number[]] | 0)[],
]
export interface PlanSet {
  /** The main country of a calling code first. */
  country_calling_codes: Readonly<Record<string, readonly string[]>>
  countries: Readonly<Record<string, Plan>>
}

/** A plan with its patterns made. */
interface Country {
  id: string
  callingCode: string
  dialsAbroad: RegExp
  isNumber(national: string): boolean
  isPersonal(national: string): boolean
  isGiven(national: string): boolean
  prefix?: { pattern: RegExp; replacedBy: string | undefined } | undefined
  leading?: RegExp | undefined
  lengths: readonly number[]
}

/**
 * Reads numbers by libphonenumber's own plans. Its engine also formats, guesses and searches, at four times
 * the bytes that identity may take of a browser and many times the time a number may take of a file of a
 * million; a test holds this reader against it, in every country.
 */
export function createNumberPlans({ country_calling_codes: codes, countries }: PlanSet): NumberPlans {
  const made = new Map<string, Country>()
  const countryOf = (id: string): Country | undefined => {
    const plan = countries[id]
    const known = made.get(id) ?? (plan && withPatterns(id, plan))
    if (known) made.set(id, known)
    return known
  }
  /** The countries of a calling code, the one that is asked for before the others. */
  const groups = new Map<string, readonly Country[]>()
  const groupOf = (code: string, first = ''): readonly Country[] => {
    const known = groups.get(code + first)
    if (known) return known
    const all = [first, ...(codes[code] ?? []).filter((id) => id !== first)]
    const group = all.map(countryOf).filter((country) => country !== undefined)
    groups.set(code + first, group)
    return group
  }

  const international = (digits: string, loosely: boolean): PlannedNumber | undefined => {
    const code = [3, 2, 1].map((n) => digits.slice(0, n)).find((code) => Object.hasOwn(codes, code))
    return code === undefined ? undefined : explained(digits.slice(code.length), groupOf(code), loosely)
  }
  return {
    read(dialled, id, loosely = false) {
      if (dialled.startsWith('+')) return international(dialled.slice(1), loosely)
      const home = id === undefined ? undefined : countryOf(id)
      if (!home) return undefined
      const abroad = loosely ? null : home.dialsAbroad.exec(dialled)
      return (
        (abroad ? international(dialled.slice(abroad[0].length), false) : undefined) ??
        explained(dialled, groupOf(home.callingCode, home.id), loosely)
      )
    },
    countryOf: (callingCode) => codes[callingCode]?.[0],
  }
}

/** As dialled in the first of these countries; the number may be of any. */
function explained(dialled: string, group: readonly Country[], loosely: boolean): PlannedNumber | undefined {
  const national = withoutPrefix(dialled, group)
  for (const country of group) {
    if (country.leading && !country.leading.test(national)) continue
    if (!(loosely ? country.lengths.includes(national.length) : country.isGiven(national))) continue
    return {
      value: `+${country.callingCode}${national}`,
      national,
      country: country.id,
      personal: country.isPersonal(national),
    }
  }
  return undefined
}

function withoutPrefix(dialled: string, group: readonly Country[]): string {
  const [home] = group
  const found = home?.prefix?.pattern.exec(dialled)
  if (!home?.prefix || !found || found[0] === '') return dialled
  const { pattern, replacedBy } = home.prefix
  const captured = found.length > 1 && found.at(-1) !== undefined
  const rest = replacedBy && captured ? dialled.replace(pattern, replacedBy) : dialled.slice(found[0].length)
  // a prefix is no prefix when the number is whole with it and is not without it, or is too short without it
  const isWhole = home.isNumber(dialled) && !home.isNumber(rest)
  return isWhole || group.every(({ lengths }) => rest.length < Math.min(...lengths)) ? dialled : rest
}

function withPatterns(id: string, plan: Plan): Country {
  const [callingCode, dialsAbroad, general, lengths, , prefix, , prefixRead, replaced, , leading, kinds] =
    plan
  const begins = (source: string | 0 | undefined) => (source ? new RegExp(`^(?:${source})`) : undefined)
  const whole = (source: string | 0 | undefined) => (source ? new RegExp(`^(?:${source})$`) : undefined)
  const number = new RegExp(`^(?:${general})$`)
  const isNumber = (national: string) => number.test(national)
  const [fixed, ...others] = (kinds ?? []).map((kind) => (kind ? whole(kind[0]) : undefined))
  // mobiles without a pattern of their own look like fixed lines
  const personal = others[0] ?? fixed
  const pattern = begins(prefixRead || prefix)
  return {
    id,
    callingCode,
    dialsAbroad: begins(dialsAbroad) ?? /^(?!)/,
    isNumber,
    isPersonal: (national) => personal?.test(national) ?? false,
    // some plans list fixed lines, mobiles and the rest; what is in no list is not given to anybody
    isGiven: (national) =>
      isNumber(national) && (!fixed || fixed.test(national) || others.some((kind) => kind?.test(national))),
    prefix: pattern && { pattern, replacedBy: replaced || undefined },
    leading: begins(leading),
    lengths,
  }
}

/** Of thirteen countries: what a browser is given. */
export const commonNumberPlans: NumberPlans = createNumberPlans(common as unknown as PlanSet)
