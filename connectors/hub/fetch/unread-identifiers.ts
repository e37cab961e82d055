import type { IdentifierKind, Match } from '../../contract/index.ts'
import { isNothing, type NothingOf } from '../../contract/nothing.ts'
import { type IdentifierSettings, parseIdentifiers } from '../identity/index.ts'

const nothingOf: { readonly [K in IdentifierKind]?: NothingOf } = {
  phone: 'phone',
  mail: 'mail',
  name: 'name',
  birthDate: 'date',
}

/**
 * The kinds of the identifiers that nobody can read in these records, once for each: `6OO 12` for a telephone,
 * `ana@` for a mail. What says that there is none (`-`, `sin correo`) is no loss.
 */
export function unreadIdentifiers(match: Match, settings: IdentifierSettings): IdentifierKind[] {
  const records = match.match === 'none' ? [] : match.match === 'one' ? [match.record] : match.records
  return records.flatMap((record) =>
    record.identifiers
      .filter(
        (raw) =>
          !/^[0\s\p{P}]*$/u.test(raw.value) &&
          !isNothing(raw.value, nothingOf[raw.kind] ?? 'number') &&
          parseIdentifiers(raw, settings, record.address?.country).length === 0,
      )
      .map((raw) => raw.kind),
  )
}
