import type { SystemRecord } from './connector.ts'
import type { Identifier, RawIdentifier } from './identifier.ts'
import { mailbox, readMails } from './mail.ts'
import { e164, type NumberPlans, phoneAlternatives, readPhones, toPhones } from './phone.ts'

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
      sameIdentifier(mine, key, phonePrefix, plans, record.address?.country),
  )
}

/** One identifier as a system wrote it against one as the hub parsed it. */
export function sameIdentifier(
  mine: RawIdentifier,
  key: Identifier,
  phonePrefix?: string,
  plans?: NumberPlans,
  country?: string,
): boolean {
  if (mine.kind === 'mail') {
    const asked = [queryValue(key), ...readMails(key.value), ...readMails(key.raw)]
    return readMails(mine.value).some((mail) => asked.some((one) => mailbox(one) === mailbox(mail)))
  }
  if (mine.kind === 'phone') {
    return sameLine(mine.value, key, { prefix: phonePrefix, plans, country })
  }
  const [a, b] = [bare(mine.value), bare(key.value)]
  if (mine.kind === 'iban') return a !== '' && b.length >= 4 && (a.endsWith(b) || b.endsWith(a))
  return a !== '' && (a === b || a === bare(key.raw))
}

/**
 * How to write the identifier in a question to a system: a mail keeps its dots and tags (the hub's own key
 * may not), all else is the normalised value.
 */
export function queryValue(key: Identifier): string {
  if (key.kind !== 'mail') return key.value
  const written = readMails(key.raw)
  return (
    written.find((mail) => mail === key.value) ??
    written.find((mail) => mailbox(mail) === mailbox(key.value)) ??
    key.value
  )
}

/**
 * The end of the number is the same, and what can be read of both is not of two countries. Extensions, second
 * numbers and renumbered lines are the hub's to judge.
 */
function sameLine(
  mine: string,
  key: Identifier,
  at: { prefix: string | undefined; plans: NumberPlans | undefined; country: string | undefined },
): boolean {
  const end = (text: string): string => text.replace(/\D/g, '').slice(-8)
  const home = at.prefix && at.plans?.countryOf(at.prefix.slice(1))
  const read = (text: string): string[] => [
    ...toPhones(text, at.prefix, at.plans),
    ...[at.country, home].flatMap((country) =>
      country
        ? readPhones(text, { countries: [country.toUpperCase()], plans: at.plans }).map((r) => r.value)
        : [],
    ),
  ]
  const [ours, asked] = [read(mine), [key.value, ...read(key.value)]]
  const ends = new Set([...asked, key.raw].map(end))
  const alike = [mine, ...ours].some((text) => end(text) !== '' && ends.has(end(text)))
  if (!alike || ours.length === 0) return alike
  const lines = new Set(asked.flatMap((value) => [value, ...phoneAlternatives(value)]))
  return (
    ours.some((value) => lines.has(value)) || !ours.some((value) => e164.test(value)) || !e164.test(key.value)
  )
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
