import type { RawIdentifier } from './identifier.ts'
import { phoneTail } from './phone.ts'
import type { PersonName } from './values.ts'

/** Whom an answer is about, as far as the checker of a link knows. */
export interface LinkSubject {
  identifiers: readonly Pick<RawIdentifier, 'kind' | 'value'>[]
  name?: PersonName | undefined
  birthDate?: string | undefined
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 2)

/**
 * What of a person a link spells, or nothing: a link goes to everybody who sees its row, whatever release
 * hides of the row. A mail address is one whosever it is; the rest is compared with whom the answer is about.
 * Numbers of orders, tickets, cards and records are what links are made of.
 */
export function personInLink(url: string, about: LinkSubject): string | undefined {
  let plain = url
  try {
    plain = decodeURIComponent(url.replaceAll('+', ' '))
  } catch {
    /* as it is */
  }
  // The host is the system's own.
  const said = fold(plain).replace(/^[a-z]+:\/\/[^/?#]*/, '')
  if (/[\w.+-]+@[\w-]+\.[a-z]{2,}/.test(said)) return 'a mail address'
  const tight = said.replace(/[\s().-]/g, '')
  const named = new Set(wordsOf(said))
  for (const { kind, value } of about.identifiers) {
    const bare = fold(value).replace(/[\s().-]/g, '')
    if (kind === 'mail' && said.includes(fold(value))) return 'a mail address'
    if (kind === 'phone') {
      const digits = phoneTail(bare)
      if (digits.length === 9 && tight.includes(digits)) return 'a telephone'
    }
    if ((kind === 'nationalId' || kind === 'iban') && bare.length > 6 && tight.includes(bare))
      return kind === 'iban' ? 'an IBAN' : 'a national id'
    if (kind === 'name' && wordsOf(value).some((word) => named.has(word))) return 'a name'
  }
  const { name, birthDate } = about
  if (
    name &&
    [name.full, name.given, name.family]
      .flatMap((part) => wordsOf(part ?? ''))
      .some((word) => named.has(word))
  )
    return 'a name'
  return birthDate !== undefined && tight.includes(birthDate.replaceAll('-', '')) ? 'a birth date' : undefined
}
