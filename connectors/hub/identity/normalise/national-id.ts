import type { Grade } from '../../../contract/index.ts'
import { isLost, isNothing } from '../../../contract/nothing.ts'
import { code } from './fold.ts'

/**
 * `scheme`: ids of one scheme are one per person, so two valid ones are two people. Empty: a scheme without a
 * check we know.
 */
export interface NationalId {
  value: string
  scheme: '' | 'es' | 'es-company' | 'pt'
  grade: Grade
}

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'
const dniLetter = (digits: string): string => letters[Number(digits) % 23] as string

/**
 * DNI, NIE, CIF, Portuguese NIF (where the country says so), or any other id as written. A wrong check makes
 * it weak: a typo, not a proof. Null: a text without a digit is no id.
 */
export function parseNationalId(raw: string, country: string): NationalId | null {
  let value = code(raw)
  if (isNothing(raw) || isLost(raw, 'number')) return { value, scheme: '', grade: 'blocked' }
  if (value.length < 4 || value.length > 20 || !/\d/.test(value)) return null
  const said = /^(ES|PT)(?=[A-Z]?\d{7,8}[A-Z0-9]$)/.exec(value)?.[1]
  if (said) value = value.slice(2)
  if (/^0*[A-Z]?$|^[A-Z]?0+[A-Z]?$|^(\d)\1+[A-Z]?$|^X+$|^1234567(89?0?)?$/.test(value))
    return { value, scheme: '', grade: 'blocked' }
  if (/^\d{6,8}[A-Z]$/.test(value)) {
    value = value.padStart(9, '0')
    return dniLetter(value.slice(0, 8)) === value[8]
      ? { value, scheme: 'es', grade: 'unique' }
      : { value, scheme: '', grade: 'weak' }
  }
  if (/^[XYZ]\d{7}[A-Z]$/.test(value)) {
    const valid = dniLetter('XYZ'.indexOf(value[0] as string) + value.slice(1, 8)) === value[8]
    return { value, scheme: valid ? 'es' : '', grade: valid ? 'unique' : 'weak' }
  }
  if (/^[ABCDEFGHJNPQRSUVW]\d{7}[0-9A-J]$/.test(value)) {
    const valid = cif(value)
    return { value, scheme: valid ? 'es-company' : '', grade: valid ? 'unique' : 'weak' }
  }
  if (/^\d{9}$/.test(value) && (said ?? country) === 'PT') {
    const valid = nif(value)
    return { value, scheme: valid ? 'pt' : '', grade: valid ? 'unique' : 'weak' }
  }
  return { value, scheme: '', grade: 'weak' }
}

function cif(value: string): boolean {
  let sum = 0
  for (let i = 1; i <= 7; i++) {
    const d = Number(value[i]) * (i % 2 === 1 ? 2 : 1)
    sum += d > 9 ? d - 9 : d
  }
  const check = (10 - (sum % 10)) % 10
  return value[8] === String(check) || value[8] === 'JABCDEFGHI'[check]
}

function nif(value: string): boolean {
  let sum = 0
  for (let i = 0; i < 8; i++) sum += Number(value[i]) * (9 - i)
  const check = 11 - (sum % 11)
  return Number(value[8]) === (check >= 10 ? 0 : check)
}

/** Of an IBAN only the country and the last four are ever kept, even where a whole one was given. */
export function parseIban(raw: string): { value: string; shown: string; grade: Grade } | null {
  const text = code(raw.replace(/[*•·xX…]+(?=[\s\d*•·xX…])/g, '*'))
  const tail = /(\d{4})$/.exec(text)?.[1]
  const country = /^[A-Z]{2}/.exec(text)?.[0]
  if (!tail || (country && text.length > 14 && !mod97(text))) return null
  return {
    value: `${country ?? ''}${tail}`,
    shown: `${country ?? ''}•••• ${tail}`,
    grade: /^0+$/.test(tail) ? 'blocked' : 'weak',
  }
}

/** The IBAN check (ISO 13616): only complete numbers have one. */
export function mod97(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false
  let rest = 0
  for (const c of iban.slice(4) + iban.slice(0, 4)) {
    const n = c >= 'A' ? c.charCodeAt(0) - 55 : Number(c)
    rest = (rest * (n > 9 ? 100 : 10) + n) % 97
  }
  return rest === 1
}
