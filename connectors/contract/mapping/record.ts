import { toText } from '../coerce.ts'
import type { SystemRecord } from '../connector.ts'
import type { RawIdentifier } from '../identifier.ts'
import type { Address, PersonName, Status, ValueType } from '../values.ts'
import { mapField } from './fields.ts'
import { look } from './pointer.ts'
import { fillUrl } from './template.ts'
import type { FieldMap, Locale, RecordMap } from './types.ts'

/**
 * One customer as the system has them; nothing when the row has no id (it cannot be asked about, or is not a
 * customer).
 */
export function mapRecord(map: RecordMap, row: unknown, locale: Locale): SystemRecord | undefined {
  const id = toText(look(row, map.id))
  if (!id) return undefined
  const value = <T>(name: string, type: ValueType, how: FieldMap | undefined) =>
    how === undefined
      ? undefined
      : (mapField(name, { type }, how, { row, root: row, locale, unread: () => {} }) as T | undefined)
  const kind = value<Status>('kind', 'status', map.kind)?.code
  return {
    id,
    kind:
      kind === 'company' || kind === 'household' || kind === 'prospect' || kind === 'person'
        ? kind
        : undefined,
    identifiers: map.identifiers.flatMap((one) => identifiers(one, row)),
    name: value<PersonName>('name', 'personName', map.name),
    birthDate: value<string>('birthDate', 'date', map.birthDate),
    address: value<Address>('address', 'address', map.address),
    observedAt: value<string>('observedAt', 'datetime', map.observedAt),
    url: map.url === undefined ? undefined : fillUrl(map.url, row),
  }
}

function identifiers(one: RecordMap['identifiers'][number], row: unknown): RawIdentifier[] {
  const [found, proof] = [
    look(row, one.from),
    one.verified === true ? true : one.verified === undefined ? undefined : look(row, one.verified),
  ]
  const list = Array.isArray(found) ? found : [found]
  return list.flatMap((raw, i) => {
    const value = toText(raw)?.trim()
    if (!value) return []
    const proved = Array.isArray(proof) ? proof[i] : proof
    return [
      {
        kind: one.kind,
        value,
        ...(one.scope === undefined ? {} : { scope: one.scope }),
        ...(proved === undefined ? {} : { verified: proved === true || proved === 1 || proved === 'true' }),
      },
    ]
  })
}

/** Rows of one record (a JOIN gives one per phone) to one record with all identifiers. */
export function fold(records: readonly SystemRecord[]): SystemRecord[] {
  const byId = new Map<string, SystemRecord>()
  for (const record of records) {
    const before = byId.get(record.id)
    if (!before) {
      byId.set(record.id, record)
      continue
    }
    const fresh = record.identifiers.filter(
      (b) => !before.identifiers.some((a) => a.kind === b.kind && a.value === b.value && a.scope === b.scope),
    )
    byId.set(record.id, { ...before, identifiers: [...before.identifiers, ...fresh] })
  }
  return [...byId.values()]
}
