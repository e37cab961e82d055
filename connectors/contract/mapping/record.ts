import { toKey, toText } from '../coerce.ts'
import type { SystemRecord } from '../connector.ts'
import { ConnectorError } from '../errors.ts'
import type { Identifier, RawIdentifier } from '../identifier.ts'
import { isNothing } from '../nothing.ts'
import type { Address, PersonName, Status, ValueType } from '../values.ts'
import { mapField } from './fields.ts'
import { intoList, look } from './pointer.ts'
import { fillUrl } from './template.ts'
import type { FieldMap, Locale, RecordMap } from './types.ts'

/**
 * One customer as the system has them; nothing when the row has no id (it cannot be asked about, or is not a
 * customer).
 */
export function mapRecord(
  map: RecordMap,
  row: unknown,
  locale: Locale,
  who = 'a record',
): SystemRecord | undefined {
  const id = toKey(look(row, map.id))
  if (!id) {
    refuseList(row, map.id, `${who}: record.id`)
    return undefined
  }
  const value = <T>(name: string, type: ValueType, how: FieldMap | undefined) =>
    how === undefined
      ? undefined
      : (mapField(name, { type }, how, {
          row,
          root: row,
          locale,
          unread: (field, value) => locale.unread?.(field, value),
        }) as T | undefined)
  const kind = value<Status>('kind', 'status', map.kind)?.code
  return {
    id,
    kind:
      kind === 'company' || kind === 'household' || kind === 'prospect' || kind === 'person'
        ? kind
        : undefined,
    identifiers: map.identifiers.flatMap((one) => identifiers(one, row, who, locale)),
    name: value<PersonName>('name', 'personName', map.name),
    birthDate: value<string>('birthDate', 'date', map.birthDate),
    address: value<Address>('address', 'address', map.address),
    observedAt: value<string>('observedAt', 'datetime', map.observedAt),
    url: map.url === undefined ? undefined : fillUrl(map.url, row),
  }
}

/** A key over a list has no one value: the first would be somebody's other number, and nothing says whose. */
function refuseList(row: unknown, pointer: string, what: string): void {
  const step = intoList(row, pointer)
  if (step !== undefined)
    throw new ConnectorError(
      'malformed',
      `${what}: \`${pointer}\` goes by name into a list; write \`${step}\` for every one, or the place of one (\`.0\`)`,
    )
}

function identifiers(
  one: RecordMap['identifiers'][number],
  row: unknown,
  who: string,
  locale: Locale,
): RawIdentifier[] {
  const [found, proof] = [
    look(row, one.from),
    one.verified === true ? true : one.verified === undefined ? undefined : look(row, one.verified),
  ]
  if (found === undefined) refuseList(row, one.from, `${who}: record.identifiers (${one.kind})`)
  const list = Array.isArray(found) ? found : [found]
  return list.flatMap((raw, i) => {
    // Somebody may be called Null or True; no number is.
    const value = one.kind === 'name' && typeof raw === 'string' ? toText(raw)?.trim() : toKey(raw)
    if (!value) {
      if (isMisread(raw)) locale.unread?.(`identifiers.${one.kind}`, raw)
      return []
    }
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

/** Whether there was something where no identifier could be read: an object, a rounded number, a lost value. */
const isMisread = (raw: unknown): boolean =>
  typeof raw === 'object'
    ? raw !== null
    : typeof raw === 'string'
      ? !isNothing(raw, 'key')
      : typeof raw === 'number'

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

/** An order of nobody: shops write customer 0 for their guests, and asked about it they answer with all of them. */
export const isGuest = (record: SystemRecord, key: Identifier): boolean =>
  record.id === '0' && (key.kind === 'order' || key.kind === 'ticket')
