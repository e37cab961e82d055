import { sameIdentifier } from '../identifiers.ts'
import { parseName } from '../normalise/names.ts'
import { formsOf } from '../normalise/nicknames.ts'
import type { FoundRecord } from '../types.ts'

/** Of one person so many entries are kept, those that name records first. */
const maxEntries = 60

/**
 * What identifies a person besides the records that a decision names, so that the decision still holds when
 * the system of such a record is down. Entries are plain text: the store that keeps them hashes them.
 */
export function personFingerprint(records: readonly FoundRecord[]): readonly string[] {
  const rank = (entry: string) => order.findIndex((head) => entry.startsWith(head))
  return [...new Set(records.flatMap(fingerprintOf))]
    .sort((x, y) => rank(x) - rank(y) || (x < y ? -1 : 1))
    .slice(0, maxEntries)
}

/** The entries to look up in the store so that `matchStrength` can judge these records. */
export const fingerprintLookups = (records: readonly FoundRecord[]): readonly string[] => [
  ...new Set([...records.flatMap(fingerprintOf), 'words|2', 'words|3', 'words|4', 'words|5']),
]
/** The beginnings of entries, in the order in which they are kept. */
const order = ['record|', 'nationalId', 'number|', 'strong|', 'born', 'given', 'initial|', 'word']

function fingerprintOf({ key, record, identifiers }: FoundRecord): string[] {
  const entries = [`record|${key}`]
  for (const id of identifiers) {
    if (id.kind === 'nationalId' && id.grade === 'unique')
      entries.push(`nationalId|${id.value}`, 'nationalId?')
    else if (id.kind === 'system' && id.scope) entries.push(`record|${id.scope}/${id.value}`)
    // A short number without a scope identifies nobody.
    else if (id.grade === 'unique' && sameIdentifier(id, id))
      entries.push(`number|${id.kind}|${id.kind === 'loyalty' ? '' : (id.scope ?? '')}|${id.value}`)
    else if (id.grade === 'strong') entries.push(`strong|${id.kind}|${id.value}`)
  }
  if (record.birthDate) entries.push(`born|${record.birthDate}`, 'born?')
  const name = record.name && parseName(record.name)
  const cut = name?.cuts[0]
  if (!name || !cut) return entries
  const first = cut.given[0]
  if (first) {
    entries.push('given?', `initial|${first[0]}`)
    if (first.length > 1) entries.push('given!', ...formsOf(first).map((f) => `given|${f}|${name.suffix}`))
  }
  const words = [...cut.given, ...cut.family]
  return [
    ...entries,
    `words|${words.length}`,
    ...words.flatMap((w) => [w, ...formsOf(w)]).map((w) => `word|${w}`),
  ]
}

/**
 * How sure it is that a record belongs to the person a decision was about, weakest first. The middle three are
 * the match grades of HL7 FHIR (https://hl7.org/fhir/valueset-match-grade.html): a number of theirs; a key or
 * birth date with their name; a key alone, which others may share.
 */
export const matchStrengths = ['none', 'possible', 'probable', 'certain', 'same-record'] as const
export type MatchStrength = (typeof matchStrengths)[number]

/** Negative when `a` is the weaker one, 0 when they are equal: an order for `sort`. */
export const compareStrengths = (a: MatchStrength, b: MatchStrength): number =>
  matchStrengths.indexOf(a) - matchStrengths.indexOf(b)

/** Whether a decision about the person holds for the record: a key alone is not enough. */
export const isSamePerson = (strength: MatchStrength): boolean => compareStrengths(strength, 'probable') >= 0

/** @param fingerprint `personFingerprint` of the side of the decision that the record may belong to */
export function matchStrength(found: FoundRecord, fingerprint: ReadonlySet<string>): MatchStrength {
  if (fingerprint.size === 0) return 'none'
  const own = fingerprintOf(found)
  const agrees = (head: string) => own.some((entry) => entry.startsWith(head) && fingerprint.has(entry))
  const has = (head: string) => own.some((entry) => entry.startsWith(head))
  if (fingerprint.has(`record|${found.key}`)) return 'same-record'
  const otherBirthDate = has('born|') && fingerprint.has('born?') && !agrees('born|')
  const otherNationalId = has('nationalId|') && fingerprint.has('nationalId?') && !agrees('nationalId|')
  if (!otherBirthDate && (agrees('nationalId|') || agrees('record|'))) return 'certain'
  // Where one side has an initial only, initials are all that can be compared.
  const initialOnly = !has('given|') || !fingerprint.has('given!')
  const otherGivenName =
    own.includes('given?') && fingerprint.has('given?') && !agrees(initialOnly ? 'initial|' : 'given|')
  if (!otherBirthDate && !otherNationalId && !otherGivenName && agrees('number|')) return 'certain'
  const sameName = !initialOnly && agrees('given|') && sameWords(found, fingerprint)
  if (!otherBirthDate && !otherNationalId && sameName && (agrees('strong|') || agrees('born|')))
    return 'probable'
  return agrees('number|') || agrees('strong|') || agrees('record|') || agrees('nationalId|')
    ? 'possible'
    : 'none'
}

/** Every word of the one name is in the other: a second surname may be missing, never another. */
function sameWords({ record }: FoundRecord, fingerprint: ReadonlySet<string>): boolean {
  const cut = record.name && parseName(record.name)?.cuts[0]
  if (!cut) return false
  const words = [...cut.given, ...cut.family]
  const agreed = words.filter((w) => [w, ...formsOf(w)].some((f) => fingerprint.has(`word|${f}`))).length
  return agreed >= 2 && (agreed === words.length || fingerprint.has(`words|${agreed}`))
}
