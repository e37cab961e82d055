import { sameIdentifier } from '../identifiers.ts'
import { parseName } from '../normalise/names.ts'
import { formsOf } from '../normalise/nicknames.ts'
import type { FoundRecord } from '../types.ts'

/** As many are kept of a person; those that name records first. */
const most = 60

/**
 * What tells a person beside the records a decision names: so that who was set apart stays apart when the
 * system that holds that record is down. Plain words: whoever keeps them hashes them.
 */
export function personFingerprint(records: readonly FoundRecord[]): readonly string[] {
  const rank = (t: string) => order.findIndex((o) => t.startsWith(o))
  return [...new Set(records.flatMap(ofRecord))]
    .sort((x, y) => rank(x) - rank(y) || (x < y ? -1 : 1))
    .slice(0, most)
}
/** What must be known of each side to tell how like these records it was. */
export const fingerprintLookups = (records: readonly FoundRecord[]): readonly string[] => [
  ...new Set([...records.flatMap(ofRecord), 'words|2', 'words|3', 'words|4', 'words|5']),
]
const order = ['record|', 'nationalId', 'number|', 'strong|', 'born', 'given', 'initial|', 'word']

function ofRecord({ key, record, identifiers }: FoundRecord): string[] {
  const out = [`record|${key}`]
  for (const id of identifiers) {
    if (id.kind === 'nationalId' && id.grade === 'unique') out.push(`nationalId|${id.value}`, 'nationalId?')
    else if (id.kind === 'system' && id.scope) out.push(`record|${id.scope}/${id.value}`)
    // those too short to be one of their kind without saying whose number they are tell nobody
    else if (id.grade === 'unique' && sameIdentifier(id, id))
      out.push(`number|${id.kind}|${id.kind === 'loyalty' ? '' : (id.scope ?? '')}|${id.value}`)
    else if (id.grade === 'strong') out.push(`strong|${id.kind}|${id.value}`)
  }
  if (record.birthDate) out.push(`born|${record.birthDate}`, 'born?')
  const name = record.name && parseName(record.name)
  const cut = name?.cuts[0]
  if (!name || !cut) return out
  const first = cut.given[0]
  if (first) {
    out.push('given?', `initial|${first[0]}`)
    if (first.length > 1) out.push('given!', ...formsOf(first).map((f) => `given|${f}|${name.suffix}`))
  }
  const words = [...cut.given, ...cut.family]
  return [
    ...out,
    `words|${words.length}`,
    ...words.flatMap((w) => [w, ...formsOf(w)]).map((w) => `word|${w}`),
  ]
}

/**
 * How sure a record is of the person a side was: the very record · a number of theirs · a key or birth date
 * with their name · only a key they share · nothing.
 */
export type MatchStrength = 4 | 3 | 2 | 1 | 0

/** `met`: traits of the record (and of others) that stood on that side. */
export function matchStrength(found: FoundRecord, met: ReadonlySet<string>): MatchStrength {
  if (met.size === 0) return 0
  const mine = ofRecord(found)
  const has = (head: string) => mine.some((t) => t.startsWith(head) && met.has(t))
  const bears = (head: string) => mine.some((t) => t.startsWith(head))
  if (met.has(`record|${found.key}`)) return 4
  const otherBorn = bears('born|') && met.has('born?') && !has('born|')
  const otherId = bears('nationalId|') && met.has('nationalId?') && !has('nationalId|')
  if (!otherBorn && (has('nationalId|') || has('record|'))) return 3
  // an initial on either side is all there is to compare
  const initial = !bears('given|') || !met.has('given!')
  const otherGiven = mine.includes('given?') && met.has('given?') && !has(initial ? 'initial|' : 'given|')
  if (!otherBorn && !otherId && !otherGiven && has('number|')) return 3
  const named = !initial && has('given|') && sameWords(found, met)
  if (!otherBorn && !otherId && named && (has('strong|') || has('born|'))) return 2
  return has('number|') || has('strong|') || has('record|') || has('nationalId|') ? 1 : 0
}

/** Every word of the one name is in the other: a second surname may be missing, never another. */
function sameWords({ record }: FoundRecord, met: ReadonlySet<string>): boolean {
  const cut = record.name && parseName(record.name)?.cuts[0]
  if (!cut) return false
  const words = [...cut.given, ...cut.family]
  const agreed = words.filter((w) => [w, ...formsOf(w)].some((f) => met.has(`word|${f}`))).length
  return agreed >= 2 && (agreed === words.length || met.has(`words|${agreed}`))
}
