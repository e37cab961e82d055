import type { Identifier, RawIdentifier } from '../../contract/index.ts'
import { mailbox } from '../../contract/mail.ts'
import { parseBirthDate } from './normalise/dates.ts'
import { code } from './normalise/fold.ts'
import { parseMails } from './normalise/mail.ts'
import { isNobody, parseName } from './normalise/names.ts'
import { parseIban, parseNationalId } from './normalise/national-id.ts'
import { parseId, parseNumber } from './normalise/numbers.ts'
import { parsePhones } from './normalise/phone.ts'
import type { IdentifierSettings } from './settings.ts'

type Parsed = { value: string; grade: Identifier['grade']; shown?: string }

/**
 * An identifier as somebody wrote it, normalised and graded; null when it cannot be one of its kind.
 * `country`: of the record, when it says.
 */
export const parseIdentifier = (
  raw: RawIdentifier,
  settings: IdentifierSettings,
  country?: string,
): Identifier | null => parseIdentifiers(raw, settings, country)[0] ?? null

/** All that a text holds: of telephones and mails there may be several in one field, and each is a key. */
export function parseIdentifiers(
  raw: RawIdentifier,
  settings: IdentifierSettings,
  country?: string,
): Identifier[] {
  const text = raw.value.normalize('NFC').trim()
  if (text === '' || text.length > 500) return []
  const own = settings.ownValues.some((v) => v.trim().toLowerCase() === text.toLowerCase())
  return parsed(raw, text, settings, country ?? settings.country).map((read) => ({
    kind: raw.kind,
    value: read.value,
    raw: read.shown ?? text,
    grade: own ? 'blocked' : read.grade,
    ...(raw.scope !== undefined && raw.scope !== '' ? { scope: raw.scope } : {}),
    ...(raw.verified ? { verified: true } : {}),
  }))
}

function parsed(raw: RawIdentifier, text: string, settings: IdentifierSettings, country: string): Parsed[] {
  if (raw.kind === 'phone') return parsePhones(text, settings, country)
  if (raw.kind === 'mail') return parseMails(text, settings)
  const one = parsedAlone(raw.kind, text, country)
  return one ? [one] : []
}

function parsedAlone(
  kind: Exclude<RawIdentifier['kind'], 'phone' | 'mail'>,
  text: string,
  country: string,
): Parsed | null {
  switch (kind) {
    case 'nationalId': {
      const id = parseNationalId(text, country)
      return id && { value: id.value, grade: id.grade }
    }
    case 'iban':
      return parseIban(text)
    case 'birthDate':
      return parseBirthDate(text, country)
    case 'postcode':
      return parsePostcode(text, country)
    case 'name': {
      if (isNobody(text)) return { value: text.toLowerCase(), grade: 'blocked' }
      const name = parseName({ full: text })
      return name && { value: name.text, grade: 'weak' }
    }
    case 'order':
    case 'ticket':
      return parseNumber(text, true)
    case 'loyalty':
      return parseNumber(text)
    case 'visitor':
    case 'system':
      return parseId(text)
  }
}

const fiveDigits = new Set(['ES', 'DE', 'FR', 'IT', 'MX', 'US'])
/** Spaces and dashes away; a leading zero that a spreadsheet ate put back where codes have five digits. */
export function parsePostcode(
  text: string,
  country: string,
): { value: string; grade: Identifier['grade'] } | null {
  let value = code(text)
  if (value.length < 3 || value.length > 10 || !/\d/.test(value)) return null
  if (country === 'US' && /^\d{9}$/.test(value)) value = value.slice(0, 5)
  if (/^\d{4}$/.test(value) && fiveDigits.has(country)) value = `0${value}`
  return { value, grade: /^(0+|9{5,}|12345)$/.test(value) ? 'blocked' : 'weak' }
}

/**
 * Whether two identifiers name the same thing. Numbers without a scope only when long enough not to meet by
 * chance.
 */
export function sameIdentifier(a: Identifier, b: Identifier): boolean {
  if (a.kind !== b.kind || a.value !== b.value) return false
  if (a.scope === b.scope)
    return a.scope !== undefined || a.kind === 'loyalty' || !scoped.has(a.kind) || a.value.length >= 5
  return (
    (a.scope === undefined || b.scope === undefined) &&
    scoped.has(a.kind) &&
    a.kind !== 'system' &&
    (a.kind === 'loyalty' || a.value.length >= 5)
  )
}
/** A number too short to be nobody else's in another system, without a scope to say which system it is of. */
export const isShortNumber = (id: Identifier): boolean =>
  (id.kind === 'order' || id.kind === 'ticket') && id.scope === undefined && id.value.length < 5

/**
 * Whether a record's identifier is what was asked for. The system was asked by this very value, so that also a
 * short number counts; how much it proves is the grade of the hint.
 */
export const answers = (id: Identifier, hint: Identifier): boolean =>
  sameIdentifier(id, hint) || (isShortNumber(hint) && id.kind === hint.kind && id.value === hint.value)

/** Two spellings of a mail that its provider delivers to one box: found by it, but not certain. */
export const isSameMailbox = (id: Identifier, hint: Identifier): boolean =>
  id.kind === 'mail' && hint.kind === 'mail' && mailbox(id.value) === mailbox(hint.value)

const scoped: ReadonlySet<string> = new Set(['order', 'ticket', 'loyalty', 'system', 'visitor'])

/** A text that compares with `===` exactly when kind, scope and value do. */
export const identifierKey = (id: Identifier): string => `${id.kind}|${id.scope ?? ''}|${id.value}`
