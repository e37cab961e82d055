import type { Grade } from '../../../contract/index.ts'
import { isNothing } from '../../../contract/nothing.ts'
import { readPhones } from '../../../contract/phone.ts'
import type { IdentifierSettings } from '../settings.ts'
import { fold } from './fold.ts'
import { commonNumberPlans } from './number-plans.ts'

/**
 * Words that stand for a withheld number. Networks and providers send them typed on a keypad: `+7378742833` is
 * RESTRICTED. Shorter words could be an extension or a local number.
 */
const withheldOnKeypad = new Set(
  'anonymous restricted unavailable unknown unidentified private blocked withheld hidden suppressed nocallerid outofarea anonimo privado restringido desconocido restrito desconhecido anonyme inconnu unbekannt'
    .split(' ')
    .map((word) =>
      word.replace(/[a-z]/g, (l) => '22233344455566677778889999'[l.charCodeAt(0) - 97] as string),
    ),
)
const sequences = /^0?1234567(89?0?)?$|^9876543(210?)?$/

/** Whether a caller's number was withheld: by such a text, or by the digits on which a word is typed. */
function isWithheld(raw: string, settings: IdentifierSettings, country: string | undefined): boolean {
  const user = raw
    .normalize('NFKC')
    .replace(/^.*<([^<>]*)>.*$/, '$1')
    .replace(/^[a-z]+:/i, '')
    .replace(/[@;].*$/, '')
  // What has no letter at all is no telephone, and nobody withheld one.
  if ([raw, user].some((text) => /\p{L}/u.test(text) && isNothing(text, 'phone'))) return true
  const digits = user.replace(/\D/g, '').replace(/^00/, '')
  // 737 874 2833 is somebody's in Texas: a number as dialled at home stays one.
  const plans = settings.numberPlans ?? commonNumberPlans
  const homes = countriesOf(settings, country)
  const isHome = () => homes.some((home) => plans.read(digits, home))
  if (withheldOnKeypad.has(digits)) return /^\D*(\+|00)/.test(user) || !isHome()
  // 1-266-696-687, +34 266 696 687: what dials abroad, or the own calling code, that a provider put before it
  const isBehind = [1, 2, 3].some(
    (n) =>
      withheldOnKeypad.has(digits.slice(n)) &&
      (/^(0|1|011)$/.test(digits.slice(0, n)) || homes.includes(plans.countryOf(digits.slice(0, n)) ?? '')),
  )
  return isBehind && !plans.read(`+${digits}`, undefined) && !isHome()
}

const countriesOf = (settings: IdentifierSettings, country: string | undefined): readonly string[] => [
  ...new Set([country, settings.country].flatMap((c) => c?.toUpperCase() ?? [])),
]

/**
 * A telephone graded: strong where one person carries it, weak where several may answer or no numbering plan
 * explains it (then its bare digits), blocked where nobody is meant by it. Of several numbers in one text each
 * counts, and none is certain. Empty: no telephone at all.
 */
export function parsePhones(
  raw: string,
  settings: IdentifierSettings,
  country?: string,
): { value: string; grade: Grade }[] {
  if (isWithheld(raw, settings, country))
    return [{ value: fold(raw.normalize('NFKC').trim()), grade: 'blocked' }]
  return readPhones(raw, {
    countries: countriesOf(settings, country),
    plans: settings.numberPlans ?? commonNumberPlans,
  }).map(({ value, plan, digits, doubtful }) => {
    if (invented(plan?.national ?? digits) || isOwn(value, settings.ownValues))
      return { value, grade: 'blocked' }
    const sure = plan ? plan.personal : value.startsWith('+') && digits.length >= 9
    return { value: oneSpelling(value), grade: sure && !doubtful ? 'strong' : 'weak' }
  })
}

/** A line that a country writes in two ways has one key: in Argentina with the 9 of mobiles. */
const oneSpelling = (value: string): string => value.replace(/^\+54(\d{10})$/, '+549$1')

const isOwn = (value: string, ownValues: readonly string[]): boolean =>
  ownValues.some((own) => {
    const digits = own.replace(/\D/g, '').replace(/^00/, '')
    return digits !== '' && value.endsWith(digits)
  })

/** 600000000, 666666666, 123456789: typed to get past a form. */
const invented = (national: string): boolean =>
  /^\d{0,3}(\d)\1{5,}$/.test(national) || sequences.test(national) || /^(\d\d?)\1{3,}\1?$/.test(national)
