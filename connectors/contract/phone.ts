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
/** Where a text comes from: what tells of which country its numbers are. */
export interface PhoneContext {
  /** ISO 3166, of numbers without a calling code: the likeliest first. */
  countries?: readonly string[]
  /** How numbers are read there: `context.numberPlans`. */
  plans?: NumberPlans | undefined
}

/**
 * Any spelling of a telephone: spaces, dashes, slashes, a scheme (`tel:`, `sip:`, `whatsapp:`), `(0)`, `00` or
 * what else dials abroad there, a missing `+`, an extension, words around it. Whoever needs a number from a
 * text reads it here.
 *
 * @returns Of several numbers the first, `doubtful`. Undefined where there is no number, or only words and
 *   digits that no plan explains.
 */
export const readPhone = (raw: string, context: PhoneContext): PhoneReading | undefined =>
  readPhones(raw, context)[0]

/** All numbers of a text, in its order: `612 34 81 07 / 954 12 34 56`, `casa 954… móvil 612…`. */
export function readPhones(raw: string, context: PhoneContext): PhoneReading[] {
  // Nobody writes so much into a field for telephones; what is so long is somebody's text.
  if (raw.length > 500) return []
  const { text, extension } = withoutAddress(raw)
  const words = /\p{L}/u.test(text)
  const whole = words ? undefined : strictly(text, context, !listSigns.test(text))
  if (whole) return [{ ...whole, words, doubtful: extension }]
  const parts = partsOf(text, context)
  const found = parts.found.flatMap((part, i) =>
    parts.found.findIndex((other) => other.value === part.value) === i ? [part] : [],
  )
  if (found.length > 0) {
    const doubtful = found.length > 1 || extension || parts.rest
    return found.map((part) => ({ ...part, words, doubtful }))
  }
  const loose = words ? undefined : loosely(text, context)
  return loose ? [{ ...loose, words, doubtful: extension }] : []
}

/** Without what is around a number: its scheme and host, parameters, a display name, signs nobody sees. */
function withoutAddress(raw: string): { text: string; extension: boolean } {
  const seen = raw
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .trim()
  const bracketed = /<([^<>]*\d[^<>]*)>/.exec(seen)?.[1] ?? seen
  const number = bracketed
    .replace(/^[a-z][a-z0-9+.-]*:\/{0,2}(?=[+\d(])/i, '')
    .replace(/(\d)@.*$/, '$1')
    .replace(/;(?!ext=)[a-z][a-z0-9-]*=[^;]*/gi, '')
    // what hides or shows the own number, dialled before another's: `#31#`, `*67`
    .replace(/^(?:[*#]{1,2}\d{2}[*#]|\*(?:67|82)(?=[\s\d().-]{7}))\s*/, '')
    // a number that a program took for a measure: `612348107.0`, `612,348,107`
    .replace(/^(\+?\d{7,15})[.,]0$/, '$1')
    .replace(/^\+?\d{1,3}(?:,\d{3}){2,}$/, (measure) => measure.replaceAll(',', ''))
  const text = number.replace(extensionAtEnd, '')
  return { text, extension: text !== number }
}
const extensionWord = 'ext(?:ension)?|extensi[oó]n|anexo|interno|int|ramal|poste|durchwahl|dw|x'
const extensionAtEnd = new RegExp(
  String.raw`(?:;ext=|[;,]|#|(?<=[\d\s)])(?:${extensionWord})\b\.?)\s*:?\s*\d{1,6}\s*\)?$`,
  'i',
)

type BareReading = Pick<PhoneReading, 'value' | 'digits' | 'plan'>

/** Between two numbers. The slash and the dash stand inside one as well. */
const listSigns = /[/\\|;,&\n\r\t]|\s\+\s/
const betweenNumbers = [
  /[,;|&\\\n\r\t]+|\s\+\s+(?=[\d(])|[\p{L}:·•]+\.?/u,
  /\s+\/+\s+/,
  /\/+/,
  /\s+-+\s+/,
] as const

/**
 * What a country's plan says of the text as one number.
 *
 * @param mayLackPlus Whether it may be another country's, its + lost: of a text that may be two numbers, that
 *   would be a guess.
 */
function strictly(
  text: string,
  { countries = [], plans }: PhoneContext,
  mayLackPlus = true,
): BareReading | undefined {
  const dialled = dialledOf(text)
  const abroad = abroadOf(dialled, countries, plans)
  const digits = abroad.replace(/\D/g, '')
  if (!plans || digits.length < 4 || digits.length > 18) return undefined
  const given = (plan: PlannedNumber | undefined) => plan && { value: plan.value, digits, plan }
  for (const country of countries) {
    const plan = plans.read(dialled, country) ?? plans.read(today(dialled, country), country)
    if (plan) return given(withoutPlus(dialled, plan, plans) ?? plan)
  }
  return given(
    plans.read(today(abroad), countries[0]) ??
      // a calling code that a program put before one: +34 34 612…
      plans.read(today(abroad.replace(/^\+([1-9]\d{0,2})\1(?=\d{6})/, '+$1')), undefined) ??
      (mayLackPlus ? plans.read(today(`+${digits.replace(/^0+/, '')}`), undefined) : undefined),
  )
}

/**
 * 491713920021 in Germany: with the country's own calling code, its + lost, though it could also be a number
 * of Leer that lacks its 0. Undefined where it must be what was dialled.
 */
function withoutPlus(dialled: string, home: PlannedNumber, plans: NumberPlans): PlannedNumber | undefined {
  const callingCode = home.value.slice(1, home.value.length - home.national.length)
  if (!dialled.startsWith(callingCode)) return undefined
  const abroad = plans.read(`+${dialled}`, undefined)
  return abroad?.country === home.country && (abroad.personal || !home.personal) ? abroad : undefined
}

/** The text as one number of a possible length; without a plan its digits. */
function loosely(text: string, { countries = [], plans }: PhoneContext): BareReading | undefined {
  const abroad = abroadOf(dialledOf(text), countries, plans)
  const digits = abroad.replace(/\D/g, '')
  // no country's numbers are longer
  if (digits.length < 5 || digits.length > 15) return undefined
  // a possible number of the own country, its + lost; of any other it would be a guess
  const own = plans?.read(`+${digits}`, undefined, true)
  const plan =
    plans?.read(abroad, countries[0], true) ?? (own && countries.includes(own.country) ? own : undefined)
  return {
    value: plan?.value ?? (abroad.startsWith('+') ? abroad : digits.replace(/^0+(?=\d)/, '')),
    digits,
    plan,
  }
}

/**
 * The numbers among words, separators and spaces. Only what a plan explains counts, where plans are known.
 * `rest`: an extension stood in the middle, or something that was to be another number and is none.
 */
function partsOf(text: string, context: PhoneContext): { found: BareReading[]; rest: boolean } {
  const words = /\p{L}/u.test(text.replace(new RegExp(`\\b(?:${extensionWord})\\b`, 'gi'), ''))
  const parts: Parts = {
    found: [],
    rest: new RegExp(String.raw`\d\s*(?:${extensionWord})\b\.?\s*\d`, 'i').test(text),
    words,
    context,
  }
  const clean = text.replace(
    new RegExp(String.raw`(?<=\d)\s*(?:${extensionWord})\b\.?\s*:?\s*\d{1,6}(?!\d)`, 'gi'),
    ' / ',
  )
  for (const part of clean.split(betweenNumbers[0])) readPart(part, 1, parts)
  // Without a plan a text is taken apart only where each part could be a number.
  return !context.plans && (parts.rest || words) ? { found: [], rest: parts.rest } : parts
}

interface Parts {
  found: BareReading[]
  rest: boolean
  words: boolean
  context: PhoneContext
}

/** One number where a plan says so, else those between the next signs: `0171/3920021 / 0172/3920022`. */
function readPart(part: string, level: number, parts: Parts): void {
  const run = part.replace(/^[^+\d(]+|[^\d]+$/g, '')
  const digits = run.replace(/\D/g, '')
  if (digits === '') return
  // 12-03-1980 is a day beside a number, `de 9 a 14` an hour; the 5 of `612 34 81 07/5` is another line
  const isDay = /^\d{1,4}[-.]\d{1,2}[-.]\d{1,4}$/.test(run)
  if (digits.length < 7 || isDay) {
    parts.rest ||= !parts.words && !isDay
    return
  }
  const deeper = betweenNumbers.findIndex((sign, at) => at >= level && sign.test(run))
  const one = strictly(run, parts.context, deeper < 0)
  if (one) parts.found.push(one)
  else if (deeper >= 0)
    for (const each of run.split(betweenNumbers[deeper] as RegExp)) readPart(each, deeper + 1, parts)
  else readRow(run, parts)
}

/** Several numbers with nothing but spaces between them, or one that no plan explains. */
function readRow(run: string, parts: Parts): void {
  const { context, found } = parts
  const all = context.plans ? run.split(/\s+|-(?=\d{7})|(?=\+)/) : []
  // `1) 612…`: what counts the numbers is none
  const tokens = all.filter((token) => !/^\d{1,2}[.)]-?$/.test(token))
  const before = found.length
  let from = 0
  while (from < tokens.length) {
    let to = from + 1
    let number: BareReading | undefined
    for (; to <= tokens.length && !number; to++) number = strictly(tokens.slice(from, to).join(' '), context)
    if (!number) break
    found.push(number)
    from = to - 1
  }
  parts.rest ||= tokens.length < all.length || from < tokens.length
  if (found.length > before) return
  // among words only what was written to be dialled: `07700 900126 (work)`
  const isDialled = /^(\+|0)[\d\s().-]{9,}$/.test(run)
  const loose = context.plans && parts.words && !isDialled ? undefined : loosely(run, context)
  if (loose && (!context.plans || loose.plan)) found.push(loose)
  else parts.rest = true
}

/** Digits as dialled: without `(0)` behind a calling code, and without signs. */
const dialledOf = (text: string): string =>
  text
    .replace(/(?<=^\s*(?:\+|00)[\d\s]*)\(0\)/, '')
    .replace(/[^\d+]/g, '')
    .replace(/(?!^)\+/g, '')

/**
 * `00` dials abroad nearly everywhere. `011` does so in North America; it is an area code in Leeds, Turin and
 * Buenos Aires, and dials abroad only where it can be nothing else.
 */
function abroadOf(dialled: string, countries: readonly string[], plans: NumberPlans | undefined): string {
  const abroad = dialled.replace(/^00(?=[1-9]\d{7})/, '+')
  const isHome = !plans || countries.some((country) => plans.read(dialled, country, true))
  return isHome ? abroad : abroad.replace(/^011(?=[1-9]\d{7})/, '+')
}

/** As the line is written today: Brazil's mobiles have a ninth digit, Mexico's have lost their 1, Chile's their 0. */
function today(dialled: string, country?: string): string {
  if (country === 'BR') return dialled.replace(/^(0?[1-9]\d)([6-9]\d{7})$/, '$19$2')
  if (country === 'CL') return dialled.replace(/^0(9\d{8})$/, '$1')
  if (country === 'MX') return dialled.replace(/^(?:04[45]|01|1)(\d{10})$/, '$1')
  return dialled.replace(/^\+55([1-9]\d)([6-9]\d{7})$/, '+55$19$2').replace(/^\+521(\d{10})$/, '+52$1')
}

/**
 * Other ways in which systems hold the same line: Brazil without the ninth digit, Mexico with the 1 of former
 * times, Argentina with and without the 9 of mobiles.
 *
 * @param value E.164.
 */
export function phoneAlternatives(value: string): readonly string[] {
  const brazil = /^\+55(\d\d)9([6-9]\d{7})$/.exec(value)
  if (brazil) return [`+55${brazil[1]}${brazil[2]}`]
  const mexico = /^\+52(\d{10})$/.exec(value)
  if (mexico) return [`+521${mexico[1]}`]
  const argentina = /^\+54(9?)(\d{10})$/.exec(value)
  if (argentina) return [`+54${argentina[1] ? '' : '9'}${argentina[2]}`]
  return []
}

/**
 * A telephone in E.164 for a field of an answer. Extensions and words are not guessed.
 *
 * @param prefix Calling code of numbers that carry none: `'+34'`.
 * @param plans `context.numberPlans`. Without them a number is the prefix and its digits without a leading 0.
 * @example toPhone('600 12 34 56', '+34') // '+34600123456'
 */
export function toPhone(raw: unknown, prefix?: string, plans?: NumberPlans): string | undefined {
  const [read, another] = phonesIn(raw, prefix, plans)
  return read && !another && !read.doubtful && !read.words ? e164Of(read, prefix) : undefined
}

/**
 * All telephones of a value, in E.164: for a field that is a list. An extension cannot be written in E.164:
 * its number is left out.
 */
export function toPhones(raw: unknown, prefix?: string, plans?: NumberPlans): string[] {
  return phonesIn(raw, prefix, plans).flatMap((read) => e164Of(read, prefix) ?? [])
}

function phonesIn(raw: unknown, prefix: string | undefined, plans: NumberPlans | undefined): PhoneReading[] {
  if (typeof raw !== 'string' && typeof raw !== 'number') return []
  const country = prefix && plans?.countryOf(prefix.slice(1))
  const text = prefix === '+1' && !plans ? String(raw).replace(/^\s*011(?=[\s-]*[1-9])/, '+') : String(raw)
  return readPhones(text, { countries: country ? [country] : [], plans })
}

function e164Of(read: PhoneReading, prefix: string | undefined): string | undefined {
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
