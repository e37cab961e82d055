import type { Random } from './random.ts'

export const plain = (s: string): string => s.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
/** Nine national digits of a Spanish number. */
const national = (e164: string) => e164.replace('+34', '')
const groups = (d: string, by: readonly number[], sep: string) => {
  let i = 0
  return by.map((n) => d.slice(i, (i += n))).join(sep)
}

/** How people and systems write one and the same number. */
export const phoneSpellings: readonly ((e164: string) => string)[] = [
  (p) => groups(national(p), [3, 2, 2, 2], ' '),
  (p) => p,
  (p) => national(p),
  (p) => groups(national(p), [3, 3, 3], ' '),
  (p) => `+34 ${groups(national(p), [3, 2, 2, 2], ' ')}`,
  (p) => groups(national(p), [3, 2, 2, 2], '-'),
  (p) => `0034${national(p)}`,
  (p) => `(+34) ${groups(national(p), [3, 3, 3], ' ')}`,
  (p) => groups(national(p), [3, 3, 3], '.'),
  (p) => `34${national(p)}`,
  (p) => `Mov. ${national(p)}`,
  (p) => `tel: ${groups(national(p), [3, 3, 3], ' ')}`,
  (p) => `${national(p)} (tardes)`,
]
/**
 * The last three hold words, and no machine takes words for a number: the crowd has them, the people with
 * names are reached by theirs.
 */
export const spellPhone = (r: Random, e164: string, readable: boolean): string =>
  e164.startsWith('+34') ? r.pick(readable ? phoneSpellings.slice(0, -3) : phoneSpellings)(e164) : e164
export const isCrowd = (key: string): boolean => /^(c|walk)\d+$/.test(key)

/** One slip of the finger: two letters swapped, or one left out. */
export function slip(r: Random, s: string): string {
  if (s.length < 4) return s
  const i = r.int(1, s.length - 3)
  return r.chance(0.5) ? s.slice(0, i) + s[i + 1] + s[i] + s.slice(i + 2) : s.slice(0, i) + s.slice(i + 1)
}

/** A till writes names its own way: capitals, no accents, surnames first, initials. */
export function tillName(r: Random, given: string, family: string): string {
  const [first = '', second = ''] = family.split(' ')
  switch (r.int(0, 9)) {
    case 0:
    case 1:
    case 2:
      return plain(`${given} ${family}`).toUpperCase()
    case 3:
      return `${plain(family).toUpperCase()}, ${plain(given).toUpperCase()}`
    case 4:
      return `${given} ${first}`
    case 5:
      return `${given[0]}. ${first} ${second}`.trim()
    case 6:
      return `${given} ${slip(r, first)} ${second}`.trim()
    default:
      return `${given} ${family}`
  }
}

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'
export const taxId = (n: number): string => `${String(n).padStart(8, '0')}${letters[n % 23]}`
export const mailName = (s: string): string =>
  plain(s)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
