import type { Grade } from '../../../contract/index.ts'
import { isLost, isNothing } from '../../../contract/nothing.ts'
import { code } from './fold.ts'

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
const typed = /^(-?1|9{4,}|1{6,}|1234567?8?9?0?)$/
/** `Pedido nº`, `Order No.`, `Commande n°`: words before a number say what it is a number of. */
const label =
  /^(?:(?:\p{L}{4,}|su|mi|el|la|my|the|ref)[\s.:]+(?:(?:es|is|de|d[oau]|of)[\s.:]+)*)*(?:n\s*\.?\s*[ºo°]\s*\.?|num(?:ero|ber)?|nr|n)?[\s.:#]*(?=\S*\d)/iu

/** The text of a number without the words before it; what remains has a digit, or is all there was. */
const withoutLabel = (raw: string): string => {
  const text = raw
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
  const rest = text.replace(label, '')
  return /\d/.test(rest) ? rest : text
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
  const isNobodys = isNoNumber(raw) || isNoNumber(text) || (!counted && typed.test(value))
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
