import type {
  AnyRow,
  Asked,
  Because,
  Connector,
  ConnectorErrorCode,
  From,
  Question,
} from '../../contract/index.ts'
import { localize, question as vocabularyOf } from '../../contract/index.ts'
import { message } from '../messages/index.ts'
import type { FetchedAnswer } from './fetcher.ts'
import type { Target } from './inquiry.ts'
import { type Claim, survivor } from './survivor.ts'

/**
 * One question to one system about one target. What we know (`answer`) and what we are asking (`asking`) vary
 * independently.
 */
export interface SourceAnswer {
  target: Target
  name: string
  asking:
    | { now: 'waiting'; since: string }
    | { now: 'late'; after: number }
    | { now: 'failed'; code: ConnectorErrorCode; since: string; retryAt?: string | undefined }
    | { now: 'idle' }
  answer?: FetchedAnswer | undefined
  /** The rows of `answer`, each with its source. */
  rows: readonly SourcedRow[]
  stop: AbortController
}
/** A row with its source, before release. */
export interface SourcedRow {
  row: AnyRow
  from: From
  connector: Connector
  /** Fields of its answer that could not be read. */
  unread?: readonly string[] | undefined
}

/** Whether the system is known to hold this person. Only then may an empty answer mean "none". */
export type LookupStatus =
  | 'waiting'
  | 'none'
  | 'held'
  | 'not-asked'
  | { failed: ConnectorErrorCode; since: string; retryAt?: string | undefined }

export function becauseOf(
  connector: Connector,
  standing: LookupStatus,
  sources: readonly SourceAnswer[],
  locale: string,
): readonly Because[] {
  const because = (code: 'down' | 'late' | 'waiting' | 'incomplete' | 'not-asked'): Because => ({
    connector: connector.id,
    code,
    says: message(`because.${code}`, locale, { system: localize(connector.title, locale) }),
  })
  const unreadable: Because = {
    connector: connector.id,
    code: 'incomplete',
    says: message('because.unreadable', locale, { system: localize(connector.title, locale) }),
  }
  const failure = (code: ConnectorErrorCode) => because(code === 'late' ? 'late' : 'down')
  const all: Because[] = []
  if (standing === 'waiting') all.push(because('waiting'))
  else if (typeof standing === 'object') all.push(failure(standing.failed))
  else if (standing === 'not-asked') all.push(because('not-asked'))
  for (const s of sources) {
    if (s.asking.now === 'waiting' || s.asking.now === 'late') all.push(because('waiting'))
    else if (s.asking.now === 'failed') all.push(failure(s.asking.code))
    else if (s.answer && !s.answer.complete) all.push(because('incomplete'))
    else if (s.answer?.unreadRows) all.push(unreadable)
  }
  return [...new Map(all.map((b) => [b.code, b])).values()]
}

export const isOne = (asked: Asked): asked is Question =>
  asked !== 'own' && asked !== 'cards' && vocabularyOf(asked).rows === 'one'

/**
 * Which row of a single-valued question gives each field, and what the others said. Balances have one owner
 * and are never merged.
 */
export function mergeOne(
  asked: Question,
  held: readonly SourcedRow[],
  owners: Readonly<Record<string, readonly string[]>>,
  admit: (held: SourcedRow, field: string) => boolean = () => true,
): ReadonlyMap<string, { winner: Claim; losers: readonly Claim[] }> {
  const merged = new Map<string, { winner: Claim; losers: readonly Claim[] }>()
  if (vocabularyOf(asked).ownerOnly) return merged
  for (const field of Object.keys(vocabularyOf(asked).fields)) {
    const claims = held
      .filter((h) => h.row[field] !== undefined && admit(h, field))
      .map(
        (h): Claim => ({
          value: h.row[field],
          from: h.from,
          connector: h.connector.id,
          verified: h.row.verified === true,
          observedAt: h.from.observedAt,
        }),
      )
    const one = survivor(claims, owners[`${asked}.${field}`] ?? owners[asked])
    if (one) merged.set(field, one)
  }
  return merged
}
