import type { Identifier, SystemRecord } from '../../contract/index.ts'
import { answererOf, type Target } from '../fetch/inquiry.ts'
import type { RecordKey } from '../identity/types.ts'
import type { PlannedQuery } from './queries.ts'

/** A person as the plan needs them: their records, and the identifiers those bear. */
export interface SubjectRecords {
  records: readonly { key: RecordKey; connector: string; record: SystemRecord }[]
  identifiers: readonly Identifier[]
}

const maxIdentifiers = 2

/**
 * The records or identifiers by which a system is asked about this person. Identifiers: only unique and
 * strong ones of records that were joined.
 */
export function targetsOf(
  query: Pick<PlannedQuery, 'question' | 'connector'>,
  records: SubjectRecords,
): readonly Target[] {
  const answerer = answererOf(query.connector, query.question)
  if (!answerer) return []
  if (answerer.from === 'record')
    return records.records
      .filter((r) => r.connector === query.connector.id)
      .map((r) => ({ by: 'record', key: r.key, record: r.record }))
  for (const kind of answerer.from) {
    const usable = records.identifiers.filter(
      (i) => i.kind === kind && (i.grade === 'unique' || i.grade === 'strong'),
    )
    const distinct = [...new Map(usable.map((i) => [`${i.scope ?? ''}\n${i.value}`, i])).values()].sort(
      (a, b) => Number(b.verified ?? false) - Number(a.verified ?? false) || (a.value < b.value ? -1 : 1),
    )
    if (distinct.length > 0)
      return distinct.slice(0, maxIdentifiers).map((identifier) => ({ by: 'identifier', identifier }))
  }
  return []
}
