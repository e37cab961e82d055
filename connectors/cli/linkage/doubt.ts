import type { Profile } from '../../hub/identity/compare/profile.ts'

/** What a record has to tell two people apart by; what of it could not be read, as it was written. */
export interface Tellable {
  profile: Pick<Profile, 'birthDate' | 'birthDateReal' | 'ids'>
  unread?: { birthdate?: string; nationalid?: string } | undefined
}

/**
 * What keeps two records from being joined though all that was read agrees: both have a birth date, or a
 * national id, and one of them could not be read. Read, it might say that they are two people. Null: nothing.
 */
export function doubtOf(a: Tellable, b: Tellable): 'birthdate' | 'nationalid' | null {
  if (!a.unread && !b.unread) return null
  const [x, y] = [a.profile, b.profile]
  if (x.ids.some(({ value, scheme }) => scheme !== '' && y.ids.some((id) => id.value === value))) return null
  if (isInDoubt(a.unread?.birthdate, b.unread?.birthdate, x.birthDate, y.birthDate)) return 'birthdate'
  const isOneDay = x.birthDateReal && x.birthDate === y.birthDate
  const [id, other] = [x.ids[0]?.value ?? '', y.ids[0]?.value ?? '']
  return !isOneDay && isInDoubt(a.unread?.nationalid, b.unread?.nationalid, id, other) ? 'nationalid' : null
}

function isInDoubt(
  unread: string | undefined,
  otherUnread: string | undefined,
  read: string,
  otherRead: string,
): boolean {
  if (unread !== undefined && otherUnread !== undefined) return unread !== otherUnread
  if (unread !== undefined) return otherRead !== '' && !isDayOf(unread, otherRead)
  return otherUnread !== undefined && read !== '' && !isDayOf(otherUnread, read)
}

/** `03/11` and 1984-11-03: a birthday without its year, in either order. */
function isDayOf(unread: string, date: string): boolean {
  const parts = /^(?:--)?(\d{1,2})[-/.](\d{1,2})\.?$/.exec(unread)
  if (!parts || date.length !== 10) return false
  const [first, second] = [parts[1] as string, parts[2] as string].map((part) => part.padStart(2, '0'))
  return date.slice(5) === `${first}-${second}` || date.slice(5) === `${second}-${first}`
}
