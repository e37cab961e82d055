import type { SystemRecord } from '../connector.ts'
import { hasIdentifier } from '../has-identifier.ts'
import type { Identifier } from '../identifier.ts'

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/**
 * A record that a search of the system may have given for this key although it does not bear it: searches look
 * for a part (`ana@…` within `diana@…`, the last figures of a telephone) and, by name, for what is alike. A
 * record that is nothing of that came because the system did not look for the key at all.
 */
export function resembles(record: SystemRecord, key: Identifier): boolean {
  if (key.kind === 'name') return true
  if (hasIdentifier(record, { ...key, scope: undefined })) return true
  const wanted = [key.value, key.raw].map(bare).filter((text) => text !== '')
  return record.identifiers.some(({ kind, value }) => {
    if (kind !== key.kind) return false
    const mine = bare(value)
    if (mine === '') return false
    if (kind === 'phone') {
      const end = (text: string) => text.replace(/\D/g, '').slice(-6)
      return end(mine) !== '' && wanted.some((text) => end(text) === end(mine))
    }
    return wanted.some((text) => mine.includes(text) || text.includes(mine))
  })
}
