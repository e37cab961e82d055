import type { Connector, Hint, Identifier, SystemRecord } from '../../../contract/index.ts'
import { mailbox } from '../../../contract/mail.ts'
import { compareNames } from '../compare/compare-names.ts'
import { isSameMailbox, parseIdentifiers } from '../identifiers.ts'
import { parseName } from '../normalise/names.ts'
import type { IdentifierSettings } from '../settings.ts'
import type { FoundRecord } from '../types.ts'
import { readAny } from './any.ts'
import { bears } from './outcome.ts'

/**
 * A record as a connector answered it, its identifiers parsed, graded and scoped. What cannot be parsed is
 * left out.
 */
export function foundRecord(
  connector: Pick<Connector, 'id'>,
  record: SystemRecord,
  foundBy: readonly Identifier[],
  settings: IdentifierSettings,
): FoundRecord {
  const country = record.address?.country
  const identifiers: Identifier[] = []
  for (const raw of record.identifiers) {
    const scoped = raw.kind === 'system' && raw.scope === undefined ? { ...raw, scope: connector.id } : raw
    identifiers.push(...parseIdentifiers(scoped, settings, country))
  }
  return { key: `${connector.id}/${record.id}`, connector: connector.id, record, identifiers, foundBy }
}

/**
 * Some systems ignore a filter they do not know and return everybody: only a record that bears what it was
 * asked by counts.
 */
export function bearsKey(found: FoundRecord, key: Identifier): boolean {
  if (bears(found, key) || found.identifiers.some((id) => isSameMailbox(id, key))) return true
  const { record } = found
  switch (key.kind) {
    case 'birthDate':
      return record.birthDate === key.value
    case 'postcode':
      return (
        record.address?.postalCode?.replace(/[\s-]/g, '').toUpperCase().replace(/^0/, '') ===
        key.value.replace(/^0/, '')
      )
    case 'name': {
      const written =
        record.name ?? found.identifiers.filter((id) => id.kind === 'name').map((id) => ({ full: id.raw }))[0]
      const names = compareNames(written ? parseName(written) : null, parseName({ full: key.raw }))
      return names !== null && names.given !== 5 && names.family !== 4
    }
    default:
      return false
  }
}

/**
 * The host's hints as identifiers; a typed text gives all its readings. What nobody understands is said, not
 * lost.
 */
export function readHints(
  hints: readonly Hint[],
  settings: IdentifierSettings,
): { read: Identifier[]; bad: { hint: Hint }[] } {
  const read: Identifier[] = []
  const bad: { hint: Hint }[] = []
  const add = (id: Identifier) => {
    if (!read.some((r) => r.kind === id.kind && r.value === id.value && r.scope === id.scope)) read.push(id)
  }
  for (const hint of hints) {
    const { kind, value, scope } = hint
    const readings =
      kind === 'any' ? readAny(value, settings) : parseIdentifiers({ kind, value, scope }, settings)
    if (readings.length === 0) bad.push({ hint })
    for (const id of readings) {
      add(id)
      if (id.kind === 'mail' && id.grade === 'strong' && mailbox(id.value) !== id.value)
        add({ ...id, value: mailbox(id.value), grade: 'weak' })
    }
  }
  return { read, bad }
}
