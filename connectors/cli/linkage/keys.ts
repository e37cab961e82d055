import { mailbox } from '../../contract/mail.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'

/** How many ways a record may be met by another. Each is a pass over all the records. */
export const passes = 45

/** Passes that many strangers share: a name and a month, a town and initials, half a mail. */
export const loose: ReadonlySet<number> = new Set([16, 21, 22, 33, 34, 37, 38, 39, 44])

/**
 * Skeleton of a word by sound, in Spanish, Portuguese and English spellings: first letter, then consonants
 * that matter. Names repeat: each is worked out once.
 */
export function sound(word: string): string {
  if (word === '') return ''
  const known = sounds.get(word)
  if (known !== undefined) return known
  const s = word
    .replace(/^h/, '')
    .replace(/ph/g, 'f')
    .replace(/ll/g, 'y')
    .replace(/[vw]/g, 'b')
    .replace(/qu|k|c(?=[aourl])/g, 'k')
    .replace(/[czç]/g, 's')
    .replace(/g(?=[ei])|j|x/g, 'j')
    .replace(/ñ|nh|gn/g, 'n')
    .replace(/h/g, '')
    .replace(/(.)\1+/g, '$1')
  const skeleton = (s.slice(0, 1) + s.slice(1).replace(/[aeiouy]/g, '')).slice(0, 5)
  if (sounds.size >= maxSounds) sounds.clear()
  sounds.set(word, skeleton)
  return skeleton
}
const sounds = new Map<string, string>()
const maxSounds = 200_000

/** 32-bit FNV-1a; never 0, which means no key. */
export function hash(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0 || 1
}
/** The letters of a word in order: finds it garbled. */
export const letters = (word: string): string => [...word].sort().join('')
const pair = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** A record cut into what keys are made of. */
interface Parts {
  p: Profile
  given: string
  family: string
  last: string
  g: string
  f: string
  l: string
  words: readonly string[]
  year: string
  month: string
  day: string
  number: string
  way: string
  initials: string
  id: string
  mail: string
  name: string
  host: string
  place: string
}
const none: readonly string[] = []
export function partsOf(p: Profile): Parts {
  const cut = p.name?.cuts[0]
  const given = cut?.given[0] ?? ''
  const family = cut?.family[0] ?? ''
  const last = cut && cut.family.length > 1 ? (cut.family.at(-1) as string) : ''
  const mail = p.mails[0] ?? ''
  const split = mail.lastIndexOf('@')
  return {
    p,
    given,
    family,
    last,
    g: sound(given),
    f: sound(family),
    l: sound(last),
    words:
      cut && cut.given.length + cut.family.length > 2
        ? [...cut.given, ...cut.family].map(sound).sort()
        : none,
    year: p.birthDate.slice(0, 4),
    month: p.birthDate.slice(5, 7),
    day: p.birthDate.slice(8),
    number: p.street?.number ?? '',
    way: p.street
      ? sound([...p.street.words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] ?? '')
      : '',
    initials: given && family ? pair(given[0] as string, family[0] as string) : '',
    id: p.ids[0]?.value ?? '',
    mail,
    name: mail.slice(0, split),
    host: mail.slice(split + 1),
    place: sound(p.locality.replace(/ /g, '')),
  }
}

/**
 * The record's key of one pass; 0 where it lacks what the key needs. Only the key asked for is made.
 * Collisions only cost a comparison.
 */
export function keyOf(x: Parts, pass: number): number {
  const text = textOf(x, pass)
  return text ? hash(text, pass) : 0
}

/** Fills `out[at…at+passes]` with the record's keys. */
export function keysOf(p: Profile, out: Uint32Array, at: number): void {
  const x = partsOf(p)
  for (let pass = 0; pass < passes; pass++) out[at + pass] = keyOf(x, pass)
}

function textOf(x: Parts, pass: number): string | false | undefined {
  const { p, given, family, g, f, l, words, year, month, day, number, way, initials, id, mail, place } = x
  const born = p.birthDate
  switch (pass) {
    case 0:
      return id
    case 1:
      return mail && mailbox(mail)
    case 2:
      return p.mails[1] ? mailbox(p.mails[1]) : ''
    case 3:
      return (p.phones[0] ?? '').slice(-9)
    case 4:
      return (p.phones[1] ?? '').slice(-9)
    case 5:
      return g && f && pair(g, f)
    case 6:
      return born && f && born + f
    case 7:
      return born && g && born + g
    case 8:
      return born && p.postcode && born + p.postcode
    case 9:
      return p.postcode && f && p.postcode + f
    case 10:
      return p.postcode && g && p.postcode + g
    case 11:
      return place && f && place + f
    case 12:
      return place && g && place + given.slice(0, 4)
    case 13:
      return way && number && `${way} ${number}`
    case 14:
      return p.postcode && number && `${p.postcode} ${number}`
    case 15:
      return mail && x.name.length > 4 && x.name
    case 16:
      return given && family && pair(given.slice(0, 3), family.slice(0, 3))
    case 17:
      return year && family.length > 3 && given && year + family.slice(-3) + given.slice(0, 1)
    case 18:
      return month && day && initials && `${month}${day}${initials}`
    case 19:
      return year && month && initials && `${year}${month}${initials}`
    case 20:
      return year && day && initials && `${year}d${day}${initials}`
    case 21:
      return id.length > 5 && id.slice(0, 5)
    case 22:
      return id.length > 5 && id.slice(-5)
    case 23:
      return g && (l ? pair(l, g) : f && pair(f, g))
    case 24:
      return f && number && f + number
    case 25:
      return g && number && way && g + number + way.slice(0, 1)
    // three words or more, whatever order they were written in and wherever they were cut
    case 26:
      return words[0] && words[1] ? `${words[0]} ${words[1]}` : ''
    case 27:
      return words[0] ? `${words[0]} ${words.at(-1)}` : ''
    case 28:
      return words[1] ? `${words[1]} ${words[2]}` : ''
    case 29:
      return place && p.postcode && initials && place + p.postcode + initials
    case 30:
      return born && place && born + place
    case 31:
      return p.postcode && way && initials && p.postcode + way + initials
    case 32:
      return born.length > 4 && born
    case 33:
      return year && f && year + f
    case 34:
      return year && g && year + g
    case 35:
      return month && f && `${month}${day}${f}`
    case 36:
      return month && g && `${month}${day}${g}`
    case 37:
      return month && f && `m${month}${f}`
    case 38:
      return month && g && `m${month}${g}`
    case 39:
      return mail?.slice(0, 6)
    case 40:
      return mail && place && x.host + place
    case 41:
      return mail && g && x.host + g
    case 42:
      return year && given.length > 3 && year + letters(given)
    case 43:
      return given.length + family.length > 8 && letters(given + family)
    case 44:
      return year && place && initials && year + place + initials
  }
  return ''
}

/**
 * Every value by which one record alone is found (mails by their box, the ends of telephones, national ids):
 * the passes know the first two of them only.
 */
export const valuesOf = (p: Profile): string[] => [
  ...new Set([
    ...p.mails.map((mail) => `m${mailbox(mail)}`),
    ...p.phones.map((phone) => `p${phone.slice(-9)}`),
    ...p.ids.map(({ value }) => `i${value}`),
  ]),
]

/** What splits a block that is too big: the most telling thing the record has besides. */
export const finer = (p: Profile): string =>
  p.birthDate || p.postcode + (p.street?.number ?? '') || p.locality || p.mails[0] || p.phones[0] || ''
