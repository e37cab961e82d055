import { mailbox } from '../hub/identify/mail.ts'
import type { Profile } from '../hub/identify/profile.ts'

/** How many ways a record may be met by another. Each is a pass over all the records. */
export const passes = 45

/** Passes that many strangers share: a name and a month, a town and initials, half a mail. */
export const loose: ReadonlySet<number> = new Set([16, 21, 22, 33, 34, 37, 38, 39, 44])

/** Skeleton of a word by sound, in Spanish, Portuguese and English spellings: first letter, then consonants that matter. */
export function sound(word: string): string {
  const s = word.replace(/^h/, '').replace(/ph/g, 'f').replace(/ll/g, 'y').replace(/[vw]/g, 'b').replace(/qu|k|c(?=[aourl])/g, 'k').replace(/[czç]/g, 's').replace(/g(?=[ei])|j|x/g, 'j').replace(/ñ|nh|gn/g, 'n').replace(/h/g, '').replace(/(.)\1+/g, '$1')
  return (s.slice(0, 1) + s.slice(1).replace(/[aeiouy]/g, '')).slice(0, 5)
}

/** 32-bit FNV-1a; never 0, which means no key. */
export function hash(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0 || 1
}
/** The letters of a word in order: finds it garbled. */
const letters = (word: string): string => [...word].sort().join('')
const pair = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** Fills `out[at…at+passes]` with the record's keys; 0 where it lacks what the key needs. Collisions only cost a comparison. */
export function keysOf(p: Profile, out: Uint32Array, at: number): void {
  const cut = p.name?.cuts[0]
  const given = cut?.given[0] ?? ''
  const family = cut?.family[0] ?? ''
  const last = cut && cut.family.length > 1 ? (cut.family.at(-1) as string) : ''
  const g = given && sound(given)
  const f = family && sound(family)
  const l = last && sound(last)
  const words = p.name && p.name.cuts.length > 1 ? [...(cut?.given ?? []), ...(cut?.family ?? [])] : []
  const [year, month, day] = p.birthDate === '' ? ['', '', ''] : p.birthDate.split('-') as [string, string, string]
  const number = p.street?.number ?? ''
  const way = p.street ? sound([...p.street.words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] ?? '') : ''
  const initials = given && family ? pair(given[0] as string, family[0] as string) : ''
  const id = p.ids[0]?.value ?? ''
  const mail = p.mails[0] ?? ''
  const place = p.locality && sound(p.locality.replace(/ /g, ''))
  const texts: (string | false)[] = [
    id, mail && mailbox(mail), p.mails[1] ? mailbox(p.mails[1]) : '', (p.phones[0] ?? '').slice(-9), (p.phones[1] ?? '').slice(-9),
    g && f && pair(g, f),
    p.birthDate && f && p.birthDate + f, p.birthDate && g && p.birthDate + g, p.birthDate && p.postcode && p.birthDate + p.postcode,
    p.postcode && f && p.postcode + f, p.postcode && g && p.postcode + g,
    place && f && place + f, place && g && place + given.slice(0, 4),
    way && number && `${way} ${number}`, p.postcode && number && `${p.postcode} ${number}`,
    mail && mail.slice(0, mail.lastIndexOf('@')).length > 4 && mail.slice(0, mail.lastIndexOf('@')),
    given && family && pair(given.slice(0, 3), family.slice(0, 3)),
    year && family.length > 3 && given && year + family.slice(-3) + given.slice(0, 1),
    month && day && initials && `${month}${day}${initials}`, year && month && initials && `${year}${month}${initials}`, year && day && initials && `${year}d${day}${initials}`,
    id.length > 5 && id.slice(0, 5), id.length > 5 && id.slice(-5),
    l && g && pair(l, g), f && number && f + number, g && number && way && g + number + way.slice(0, 1),
    words[0] && words[1] ? pair(sound(words[0]), sound(words[1])) : '', words.length > 2 ? pair(sound(words[0] as string), sound(words.at(-1) as string)) : '', words.length > 2 ? pair(sound(words[1] as string), sound(words[2] as string)) : '',
    place && p.postcode && initials && place + p.postcode + initials,
    p.birthDate && place && p.birthDate + place,
    p.postcode && way && initials && p.postcode + way + initials,
    p.birthDate, year && f && year + f, year && g && year + g, month && f && `${month}${day}${f}`, month && g && `${month}${day}${g}`,
    month && f && `m${month}${f}`, month && g && `m${month}${g}`,
    mail && mail.slice(0, 6), mail && place && mail.slice(mail.lastIndexOf('@') + 1) + place, mail && g && mail.slice(mail.lastIndexOf('@') + 1) + g,
    year && given.length > 3 && year + letters(given), given.length + family.length > 8 && letters(given + family), year && place && initials && year + place + initials,
  ]
  for (let i = 0; i < passes; i++) {
    const text = texts[i]
    out[at + i] = text ? hash(text, i) : 0
  }
}

/** What splits a block that is too big: the most telling thing the record has besides. */
export const finer = (p: Profile): string => p.birthDate || p.postcode + p.street?.number || p.locality || p.mails[0] || p.phones[0] || ''
