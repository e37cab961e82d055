import type { SystemRecord } from './connector.ts'
import type { Identifier, RawIdentifier } from './identifier.ts'
import { type NumberPlans, phoneTail, toPhone } from './phone.ts'

/**
 * Does this record bear the identifier it was asked by? Some systems ignore a filter they do not know and
 * return everybody: a connector drops what does not bear the key, and the hub looks again. Loose in spelling
 * only, never in substance.
 *
 * @param phonePrefix Calling code of telephones that carry none: `'+34'`.
 * @param plans `context.numberPlans`.
 */
export function hasIdentifier(
  record: SystemRecord,
  key: Identifier,
  phonePrefix?: string,
  plans?: NumberPlans,
): boolean {
  if (key.kind === 'name') return sharesAWord(record.name?.full, key.value)
  if (key.kind === 'birthDate') return record.birthDate === key.value
  if (
    key.kind === 'postcode' &&
    record.address?.postalCode &&
    bare(record.address.postalCode) === bare(key.value)
  )
    return true
  // A number means nothing outside its system: 17 of the till is not 17 of the shop.
  return record.identifiers.some(
    (mine) =>
      mine.kind === key.kind &&
      (!mine.scope || !key.scope || mine.scope === key.scope) &&
      sameIdentifier(mine, key, phonePrefix, plans),
  )
}

/** One identifier as a system wrote it against one as the hub parsed it. */
export function sameIdentifier(
  mine: RawIdentifier,
  key: Identifier,
  phonePrefix?: string,
  plans?: NumberPlans,
): boolean {
  if (mine.kind === 'mail')
    return (
      mailOf(mine.value) !== '' &&
      (mailOf(mine.value) === queryValue(key) ||
        loose(mine.value) === loose(key.value) ||
        loose(mine.value) === loose(key.raw))
    )
  if (mine.kind === 'phone') {
    const [a, b] = [toPhone(mine.value, phonePrefix, plans), toPhone(key.value, phonePrefix, plans)]
    if (a && b) return a === b
    return phoneTail(mine.value) === phoneTail(key.value) && phoneTail(key.value).length >= 8
  }
  const [a, b] = [bare(mine.value), bare(key.value)]
  if (mine.kind === 'iban') return a !== '' && b.length >= 4 && (a.endsWith(b) || b.endsWith(a))
  return a !== '' && (a === b || a === bare(key.raw))
}

/**
 * How to write the identifier in a question to a system: a mail keeps its dots and tags (the hub's own key
 * may not), all else is the normalised value.
 */
export const queryValue = (key: Identifier): string =>
  key.kind === 'mail' ? mailOf(key.raw) || key.value : key.value

const mailOf = (text: string) => (/[^\s<>",;:]+@[^\s<>",;]+/.exec(text)?.[0] ?? '').toLowerCase()
/** Without what the great providers ignore. */
const loose = (text: string) => {
  const [name = '', domain = ''] = mailOf(text).split('@')
  return `${name.replace(/\+.*$/, '').replaceAll(/^(gmail|googlemail)\.com$/.test(domain) ? '.' : '\u0000', '')}@${domain}`
}
const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
const words = (text: string) =>
  new Set(
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  )
const sharesAWord = (mine: string | undefined, asked: string) => {
  const wanted = words(asked)
  return mine !== undefined && [...words(mine)].some((word) => wanted.has(word))
}
