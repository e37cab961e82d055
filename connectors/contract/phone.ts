import type { Identifier } from './identifier.ts'

/**
 * What the numbering plans of countries say of a number. The gateway's know every country, the hub's own a
 * dozen.
 */
export interface NumberPlans {
  /**
   * @param dialled Digits as dialled in `country`, or `+` and the international number.
   * @param country ISO 3166, of numbers without a calling code.
   * @param loosely Asks for a possible length only.
   * @returns Undefined where no plan explains the number.
   */
  read(dialled: string, country: string | undefined, loosely?: boolean): PlannedNumber | undefined
  /** The main country of a calling code (`34`), if its plan is known. */
  countryOf(callingCode: string): string | undefined
}
/** A telephone as a numbering plan explains it. */
export interface PlannedNumber {
  /** E.164. */
  value: string
  /** The digits behind the calling code. */
  national: string
  /** ISO 3166. */
  country: string
  /**
   * Belongs to one person, as far as the numbering plan tells: a mobile, or any number where mobiles and
   * fixed lines look alike.
   */
  personal: boolean
}

/** A telephone as somebody wrote it, read. */
export interface PhoneReading {
  /** E.164; digits only where neither the spelling nor a plan gives the country. */
  value: string
  /** All digits that were written, without what dials abroad. */
  digits: string
  plan?: PlannedNumber | undefined
  /** Words stood around it (`casa: 954…`). */
  words: boolean
  /** An extension, or another number beside it: whose it is, is not certain. */
  doubtful: boolean
}

/**
 * Any spelling of a telephone: spaces, dashes, `tel:`, `(0)`, `00` and `011`, a missing `+`, an extension,
 * words around it. Whoever needs a number from a text reads it here.
 *
 * @param countries ISO 3166, of numbers without a calling code: the likeliest first.
 * @returns Undefined where there is no number, or only words and digits that no plan explains.
 */
export function readPhone(
  raw: string,
  { countries = [], plans }: { countries?: readonly string[]; plans?: NumberPlans | undefined },
): PhoneReading | undefined {
  const number = withoutWords(raw.normalize('NFKC').trim())
  if (number === undefined) return undefined
  const { dialled, extension } = withoutSigns(number.text)
  const abroad = dialled.replace(/^(00|011)(?=[1-9]\d{7})/, '+')
  const digits = abroad.replace(/\D/g, '')
  if (digits.length < 4 || digits.length > 18) return undefined
  const plan = plans && explained(plans, dialled, abroad, countries)
  if (!plan && (number.words || digits.length < 5)) return undefined
  return {
    value: plan?.value ?? (abroad.startsWith('+') ? abroad : digits.replace(/^0+(?=\d)/, '')),
    digits,
    plan,
    words: number.words,
    doubtful: number.another || extension,
  }
}

function explained(
  plans: NumberPlans,
  dialled: string,
  abroad: string,
  countries: readonly string[],
): PlannedNumber | undefined {
  for (const country of countries) {
    const read = plans.read(dialled, country)
    if (read) return read
  }
  const digits = abroad.replace(/\D/g, '')
  return (
    plans.read(abroad, countries[0]) ??
    // a number whose + was lost
    plans.read(`+${digits.replace(/^0+/, '')}`, undefined) ??
    (digits.length > 4 ? plans.read(abroad, countries[0], true) : undefined)
  )
}

/**
 * The number among what shops write beside it: `600 12 34 56 (tardes)`, `casa: 954…`, `Mov. 600…`. Of two
 * numbers the first. Undefined: words and no number.
 */
function withoutWords(text: string): { text: string; words: boolean; another: boolean } | undefined {
  const rest = text
    .replace(/^(tel|phone|movil|sip|callto):/i, '')
    .replace(extensionAtEnd, '')
    .replace(/[;@].*$/, '')
  if (!/\p{L}/u.test(rest)) return { text, words: false, another: false }
  const runs = (rest.match(/\+?\(?\d[\d\s().-]{5,}\d/g) ?? []).filter(
    (run) => run.replace(/\D/g, '').length >= 7 && !/^\d{1,4}[-.]\d{1,2}[-.]\d{1,4}$/.test(run),
  )
  const first = runs[0]
  return first === undefined
    ? undefined
    : {
        text: first,
        words: true,
        another:
          new Set(runs.map((r) => r.replace(/\D/g, ''))).size > 1 ||
          extensionAtEnd.test(text) ||
          /\b(ext|extensi[oó]n|extension|anexo|ramal)\b/i.test(text),
      }
}
const extensionAtEnd = /(;ext=|;|\s*(?:ext(?:ension)?|extensi[oó]n|anexo|ramal|x|#)\.?:?\s*)\d{1,6}\s*$/i

/** Digits as dialled: without schemes, `(0)`, signs and extensions. */
function withoutSigns(text: string): { dialled: string; extension: boolean } {
  const number = text.replace(/^(tel|phone|sip|callto|movil):/i, '').replace(/@.*$/, '')
  const cut = number.replace(extensionAtEnd, '')
  return {
    extension: cut !== number,
    dialled: cut
      .replace(/;.*$/, '')
      .replace(/\(0\)/g, '')
      .replace(/[^\d+]/g, '')
      .replace(/(?!^)\+/g, ''),
  }
}

/**
 * A telephone in E.164 for a field of an answer. Extensions and words are not guessed.
 *
 * @param prefix Calling code of numbers that carry none: `'+34'`.
 * @param plans `context.numberPlans`. Without them a number is the prefix and its digits without a leading 0.
 * @example toPhone('600 12 34 56', '+34') // '+34600123456'
 */
export function toPhone(raw: unknown, prefix?: string, plans?: NumberPlans): string | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined
  const country = prefix && plans?.countryOf(prefix.slice(1))
  const read = readPhone(String(raw), { countries: country ? [country] : [], plans })
  if (!read || read.words || read.doubtful) return undefined
  const value =
    read.plan || read.value.startsWith('+')
      ? read.value
      : prefix && /^\d{6,14}$/.test(read.digits)
        ? prefix + read.digits.replace(/^0/, '')
        : ''
  return isE164(value) ? value : undefined
}
/** A telephone in E.164: `+` and 5 to 15 digits. */
export const e164: RegExp = /^\+[1-9]\d{4,14}$/
const isE164 = (value: string): boolean => e164.test(value)

/** The last nine digits: what two spellings of one number share when their country is unknown. */
export const phoneTail = (text: string): string => text.replace(/\D/g, '').slice(-9)

/**
 * How a telephone may be spelled in a system that stores it as typed, for a search by its last nine digits.
 */
export function phoneSpellings({ value }: Pick<Identifier, 'value'>): readonly string[] {
  const d = phoneTail(value)
  return d.length === 9
    ? [
        d,
        `${d.slice(0, 3)} ${d.slice(3, 5)} ${d.slice(5, 7)} ${d.slice(7)}`,
        `${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6)}`,
      ]
    : [d || value]
}
