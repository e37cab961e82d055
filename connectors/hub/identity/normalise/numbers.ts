import type { Grade } from '../../../contract/index.ts'
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

const nobody =
  /^(0+|9{4,}|1{6,}|1234567?8?9?0?|NULL|NONE|NA|UNDEFINED|TEST|ANONYMOUS|ANON|GUEST|INVITADO|WALKIN|CLIENTECONTADO|CONTADO|MOSTRADOR|GENERICO|DEFAULT|SINNUMERO|N|X+|-?1)$/

/**
 * Order, ticket, loyalty, visitor and system numbers: unique within their scope; what stands for nobody is
 * blocked.
 */
export function parseNumber(raw: string): { value: string; grade: Grade } | null {
  const value = code(
    raw
      .trim()
      .replace(/^#/, '')
      .replace(/^(n[ºo°]|num(ero)?|order|pedido|ticket|tarjeta|card)[.:#\s]+/i, ''),
  )
  if (value === '') return null
  return { value, grade: nobody.test(value) ? 'blocked' : 'unique' }
}

/** Ids that machines wrote (visitor, system): kept exactly, since case may matter there. */
export function parseId(raw: string): { value: string; grade: Grade } | null {
  const value = raw.trim()
  return value === '' ? null : { value, grade: nobody.test(code(value)) ? 'blocked' : 'unique' }
}
