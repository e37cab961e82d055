import { mailbox } from '../../../contract/mail.ts'
import { compareNames, type NameLevels } from './compare-names.ts'
import type { Profile, Street } from './profile.ts'
import { alike, typos } from './similarity.ts'
import { Field, fields, Level, missing } from './weights.ts'

/**
 * Levels of every field for one pair. Reused by the caller: comparing millions of pairs allocates next to
 * nothing.
 */
export interface Levels {
  at: Int8Array
  name: NameLevels | null
  /** By field: the value that agreed, where one did. */
  by: string[]
}
export const newLevels = (): Levels => ({
  at: new Int8Array(fields.length),
  name: null,
  by: fields.map(() => ''),
})

export function compareProfiles(a: Profile, b: Profile, out: Levels): Levels {
  const { at, by } = out
  const name = (out.name = compareNames(a.name, b.name))
  at[Field.given] = name ? name.given : missing
  at[Field.family] = name ? name.family : missing
  at[Field.order] =
    name && name.given !== missing && name.family !== missing
      ? name.order
      : name && name.order === Level.order.halfExchanged
        ? name.order
        : missing
  at[Field.birthDate] = birthDates(a.birthDate, b.birthDate)
  by[Field.birthDate] = a.birthDate
  at[Field.nationalId] = best(
    a.ids,
    b.ids,
    out,
    Field.nationalId,
    (x, y) => nationalIds(x.value, y.value),
    3,
    (x) => x.value,
  )
  at[Field.mail] = best(a.mails, b.mails, out, Field.mail, mails, 4, (x) => x)
  at[Field.phone] = best(a.phones, b.phones, out, Field.phone, phones, 2, (x) => x)
  at[Field.postcode] =
    a.postcode === '' || b.postcode === ''
      ? missing
      : a.postcode === b.postcode
        ? 0
        : a.postcode.length > 3 && typos(a.postcode, b.postcode, 1) <= 1
          ? 1
          : 2
  by[Field.postcode] = a.postcode
  at[Field.locality] = words(a.locality, b.locality)
  by[Field.locality] = a.locality
  at[Field.street] = streets(a.street, b.street)
  by[Field.street] = a.street?.text ?? ''
  at[Field.region] =
    a.region === '' || b.region === ''
      ? missing
      : a.region === b.region
        ? 0
        : typos(a.region, b.region, 1) <= 1
          ? 1
          : 2
  by[Field.region] = a.region
  return out
}

function best<X>(
  a: readonly X[],
  b: readonly X[],
  out: Levels,
  field: number,
  level: (x: X, y: X) => number,
  worst: number,
  text: (x: X) => string,
): number {
  if (a.length === 0 || b.length === 0) return missing
  let top = worst
  for (const x of a) {
    for (const y of b) {
      const l = level(x, y)
      if (l < top) {
        top = l
        out.by[field] = text(x)
      }
      if (top === 0) return 0
    }
  }
  return top
}

const dayNumber = (date: string): number =>
  Number(date.slice(0, 4)) * 365.25 + Number(date.slice(5, 7)) * 30.4 + Number(date.slice(8))
const swapped = (date: string): string => `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`
function birthDates(a: string, b: string): number {
  if (a === '' || b === '') return missing
  // One of them has the year only: at best it weighs like a slip, never like a whole date.
  if (a.length + b.length < 20) return [2, 4][Math.abs(+a.slice(0, 4) - +b.slice(0, 4))] ?? 5
  if (a === b) return 0
  if (swapped(a) === b) return 1
  const slips = typos(a, b, 2)
  if (slips <= 1) return 2
  const parts =
    Number(a.slice(0, 4) === b.slice(0, 4)) +
    Number(a.slice(5, 7) === b.slice(5, 7)) +
    Number(a.slice(8) === b.slice(8))
  if (parts >= 2 || Math.abs(dayNumber(a) - dayNumber(b)) <= 45) return 3
  return slips === 2 ? 4 : 5
}

function nationalIds(a: string, b: string): number {
  if (a === b) return 0
  const slips = typos(a, b, 2)
  return slips === 1 ? 1 : slips === 2 && Math.min(a.length, b.length) >= 7 ? 2 : 3
}

function mails(a: string, b: string): number {
  if (a === b) return 0
  if (mailbox(a) === mailbox(b)) return 1
  const ca = a.lastIndexOf('@')
  const cb = b.lastIndexOf('@')
  const la = a.slice(0, ca)
  const lb = b.slice(0, cb)
  if (a.length > 8 && typos(a, b, 2) <= 2 && digitsOf(la) === digitsOf(lb)) return 1
  if (la === lb) return la.length >= 5 ? 2 : 3
  return la.length > 3 && lb.length > 3 && alike(la, lb, 0.85) >= (a.slice(ca) === b.slice(cb) ? 0.85 : 0.9)
    ? 3
    : 4
}
/** ana1@ and ana2@ are two mailboxes, not a slip. */
const digitsOf = (text: string): string => text.replace(/\D/g, '')

function phones(a: string, b: string): number {
  if (a === b) return 0
  const x = a.replace(/^\+/, '')
  const y = b.replace(/^\+/, '')
  if (x.length !== y.length && Math.min(x.length, y.length) >= 8 && (x.endsWith(y) || y.endsWith(x))) return 0
  return typos(x, y, 1) <= 1 ? 1 : 2
}

function words(a: string, b: string): number {
  if (a === '' || b === '') return missing
  if (a === b) return 0
  if (typos(a, b, 2) <= (Math.min(a.length, b.length) >= 7 ? 2 : 1) || alike(a, b, 0.92) >= 0.92) return 1
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 4 && (long.startsWith(`${short} `) || long.endsWith(` ${short}`)) ? 1 : 2
}

function streets(a: Street | null, b: Street | null): number {
  if (!a || !b) return missing
  if (a.text === b.text) return 0
  const [short, long] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words]
  let met = 0
  let close = 0
  for (const w of short) {
    if (long.includes(w)) met++
    else if (w.length >= 4 && long.some((x) => typos(w, x, 1) <= 1 || alike(w, x, 0.9) >= 0.9)) close++
  }
  const part = short.length === 0 ? 0 : (met + close * 0.9) / short.length
  const numbers =
    a.number === '' || b.number === ''
      ? 'unknown'
      : a.number === b.number
        ? 'same'
        : typos(a.number, b.number, 1) <= 1 && Math.max(a.number.length, b.number.length) > 1
          ? 'near'
          : 'other'
  if (part === 1 && close === 0 && numbers === 'same' && long.length === short.length) return 0
  if (part >= 0.6 && (numbers === 'same' || numbers === 'near')) return 1
  if (part >= 0.6 || (numbers === 'same' && part >= 0.4)) return 2
  return 3
}
