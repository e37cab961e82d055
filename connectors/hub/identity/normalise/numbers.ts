import type { Grade } from '../../../contract/index.ts'
import { isLost, isNothing } from '../../../contract/nothing.ts'
import { code, fold } from './fold.ts'

/** GS1 (EAN-8, UPC, EAN-13, GTIN-14) check digit. */
export function gs1(digits: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length - 1; i++)
    sum += Number(digits[digits.length - 2 - i]) * (i % 2 === 0 ? 3 : 1)
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1))
}

/** Luhn check digit, of cards of twelve digits or more. */
export function luhn(digits: string): boolean {
  if (!/^\d{12,19}$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1)
    sum += d > 9 ? d - 9 : d
  }
  return sum % 10 === 0
}

/** No number of anything: a word for nothing, or what a program left of a number that it lost. */
export const isNoNumber = (raw: string): boolean => isNothing(raw, 'number') || isLost(raw, 'number')
/** Typed at a till to get past the question. Of orders these are real: shops count. */
const typed = /^(1|9{4,}|1{6,}|1234567?8?9?0?)$/
/** A word before a number, its `º`, and what is between. */
const wordBefore = /^[\s#.:"'*([]*(\p{L}+)(\s*\.?\s*[o°](?![\p{L}\d]))?([\s.:#=_/-]*)(?=.*\d|[a-z]{9}$)/iu
/** Written onto their number: `nº100234`, `No.100234`. */
const numero = /^(n|no|nr|num|numero|number)$/
/** Whatever stands between them and the number: `order_id=100234`, `Bestell-Nr. 100234`. */
const what =
  /^(order|pedido|ticket|case|caso|commande|bestell(ung)?|auftrags?|rechnungs?|vorgangs?|encomenda|invoice|factura|ordine|ref)$/
const before = /^(su|mi|el|la|le|my|the|our|ped|cmd)$/
/** Only between such words: `ES 10045` is a number of its own. */
const between = /^(id|es|is|de|del|des|do|da|du|of)$/

/** What shops count has a digit, or is one word of some length: no `sin pedido`, `%order%`, `ns/nc`; and no `-1`. */
const uncounted = /^(?!\p{L}{6,}$)\P{N}+$|^-1$/u

/**
 * The text of a number without the words around it (`Pedido nº 100234 (web)`, `Re: [Ticket #100234]`), and of
 * an address its last part. PrestaShop's are nine letters (`Pedido XKBKNABJK`).
 */
const withoutLabel = (raw: string): string => {
  const text = raw
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
  const link = /^(?:[a-z]+:\/\/|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/)\S*\/([^\s/?#]*\d[^\s/?#]*)/i.exec(text)?.[1]
  const start = link ?? /\[[^\]]*#\s*([\w-]*\d[\w-]*)\]/.exec(text)?.[1] ?? text
  let rest = start
  for (let found = wordBefore.exec(rest); found; found = wordBefore.exec(rest)) {
    const [whole, word = '', degree, sign = ''] = found
    const plain = fold(word)
    const isOnto = degree === undefined && sign === ''
    const isLabel =
      numero.test(plain) ||
      (!isOnto && (what.test(plain) || (rest !== start && between.test(plain)))) ||
      (!isOnto && (word.length > 3 || before.test(plain) || sign.includes(':')) && !/[=_/-]/.test(sign))
    if (!isLabel) break
    rest = rest.slice(whole.length)
  }
  rest = rest
    .replace(/^[\s#.:"'*([]+|[\])"']+$/g, '')
    .replace(/^(\S*\d\S*)\s+(?:\(|[-–—]\s|\p{L}{2}).*$/u, '$1')
    .replace(/^(\d{3,})\.0$/, '$1')
  return rest || text
}

/**
 * Order, ticket and loyalty numbers: unique within their scope; what stands for nobody is blocked.
 *
 * @param counted numbers that a shop counts up, of which 9999 is as real as 9998: orders and tickets
 */
export function parseNumber(raw: string, counted = false): { value: string; grade: Grade } | null {
  const text = withoutLabel(raw)
  const value = code(text)
  if (value === '') return isLost(raw, 'number') ? { value: raw.trim(), grade: 'blocked' } : null
  const isNobodys =
    isNoNumber(raw) || isNoNumber(text) || (counted ? uncounted.test(text) : typed.test(value))
  return { value, grade: isNobodys ? 'blocked' : 'unique' }
}

/** A number with its signs: dashes count in some systems. */
export const numberAsWritten = (raw: string): string => withoutLabel(raw)

/** Ids that machines wrote (visitor, system): kept exactly, since case may matter there. */
export function parseId(raw: string): { value: string; grade: Grade } | null {
  const value = raw.trim()
  if (value === '') return null
  const isNobodys = isNoNumber(value) || typed.test(code(value))
  return { value, grade: isNobodys ? 'blocked' : 'unique' }
}
