import type { Identifier, IdentifierKind } from '../../../contract/index.ts'
import { mailbox } from '../../../contract/mail.ts'
import { parseIdentifier } from '../identifiers.ts'
import { isDay } from '../normalise/dates.ts'
import { gs1, luhn } from '../normalise/numbers.ts'
import type { IdentifierSettings } from '../settings.ts'

/**
 * Everything a typed text may mean, likeliest first: an order is also digits, a card is also a phone. All
 * readings are tried; none is thrown away by guessing. A name with a postcode or a birth date behind it gives
 * both.
 */
export function readAny(text: string, settings: IdentifierSettings): Identifier[] {
  const said = text.normalize('NFKC').trim()
  const out: Identifier[] = []
  const add = (kind: IdentifierKind, value = said): Identifier | null => {
    const id = parseIdentifier({ kind, value }, settings)
    if (id && !out.some((o) => o.kind === kind && o.value === id.value)) out.push(id)
    return id
  }
  if (said.includes('@')) {
    const mail = add('mail')
    if (mail) {
      const box = mailbox(mail.value)
      if (box !== mail.value && mail.grade === 'strong') out.push({ ...mail, value: box, grade: 'weak' })
      return out
    }
  }
  const digits = said.replace(/[\s.\-/()+#]/g, '')
  if (/\d/.test(said)) numbers(said, digits, add)
  if (/\p{L}{2}/u.test(said) && !/^\S*\d\S*$/.test(said)) words(said, add)
  return out
}

function numbers(
  said: string,
  digits: string,
  add: (kind: IdentifierKind, value?: string) => Identifier | null,
): void {
  const compact = /^[\d\s.\-/()+#]+$/.test(said)
  const date = /^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}$|^(19|20)\d{6}$/.test(said)
  const readsAsDate = () => {
    const day = date ? add('birthDate') : null
    return day !== null && isDay(day.value)
  }
  if (date && /[-/.]/.test(said) && readsAsDate()) return
  const national = /^[A-Za-z]{0,3}[-.\s]?[\d.\s]{6,11}[-.\s]?[A-Za-z]?$/.test(said)
  if (national && /[a-z]/i.test(said)) add('nationalId')
  const card = gs1(digits) || luhn(digits)
  if (compact && card) add('loyalty')
  if (compact && digits.length >= 7 && digits.length <= 15) add('phone')
  if (/^[A-Za-z]{2}\d{2}[\sA-Za-z\d]{10,}$/.test(said) || /\*{2,}|•{2,}/.test(said)) add('iban')
  const oneWord = /^[#\p{L}\d][\p{L}\d\-_/.#]*$/u.test(said) || (compact && !said.startsWith('+'))
  if (!compact && !oneWord) add('phone')
  if (oneWord) {
    add('order')
    add('loyalty')
    add('ticket')
  }
  if (national && !/[a-z]/i.test(said)) add('nationalId')
  readsAsDate()
  if (/^\d{4,5}$|^\d{4}-\d{3}$|^[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}$/.test(said)) add('postcode')
  if (oneWord && /^[\w-]{8,}$/.test(said)) add('visitor')
}

function words(said: string, add: (kind: IdentifierKind, value?: string) => Identifier | null): void {
  const tail = /^(.*\p{L}[^\d]*?)[\s,]+(\d[\d\-/.]{3,})$/u.exec(said)
  if (!tail) {
    if (!/\d{3}/.test(said)) add('name')
    return
  }
  const [, name, number] = tail as unknown as [string, string, string]
  add('name', name)
  const day = /[-/.]/.test(number) || number.length === 8 ? add('birthDate', number) : null
  if (!day) add(/^\d{4,5}$|^\d{4}-\d{3}$/.test(number) ? 'postcode' : 'phone', number)
}
