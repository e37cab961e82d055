/** Signs nobody sees: marks of order, of direction and of no width. Joiners belong to some scripts. */
const unseen = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g

/** `&ntilde;`, `&#039;`: what shops keep as HTML. */
const entity = /&(#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8});/gi
const named: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
}
const marks: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
  ring: '\u030a',
}
function signOf(name: string): string | undefined {
  if (name.startsWith('#')) {
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 31 && code < 0xd800 ? String.fromCodePoint(code) : undefined
  }
  if (Object.hasOwn(named, name.toLowerCase())) return named[name.toLowerCase()]
  const mark = name.slice(1).toLowerCase()
  return Object.hasOwn(marks, mark) ? `${name[0]}${marks[mark]}`.normalize('NFC') : undefined
}

/** What a cell means: without what spreadsheets put around a text to keep it one (`'0034…`, `="0034…"`). */
export const cleaned = (text: string): string =>
  text
    .replace(unseen, '')
    .trim()
    .replace(/^=\s*"([^"]*)"$/, '$1')
    .replace(/^=\s*(?:HYPERLINK|HIPERV[IÍ]NCULO|HIPERLIGA\S*|LIEN_HYPERTEXTE)\(.*"([^"]*)"\s*\)$/i, '$1')
    .replace(/^(?:'([^']*)'|“([^”]*)”|«([^»]*)»|„([^“”]*)[“”])$/, '$1$2$3$4')
    .replace(entity, (written, name: string) => signOf(name) ?? written)
    .replace(/^'(?=[\d+=@(-])/, '')
    .trim()

/**
 * A number that a spreadsheet wrote as 3.46E+10: as it was where all its digits are there, else undefined
 * and its digits are lost.
 */
export function unscientific(text: string): string | undefined {
  const [, whole, rest = '', exponent] = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/i.exec(text) ?? []
  if (whole === undefined) return text
  if (rest === '' && !text.includes('+')) return text
  const digits = rest.replace(/0+$/, '')
  return Number(exponent) < 21 && rest.length >= Number(exponent) && digits.length <= Number(exponent)
    ? whole + rest.slice(0, Number(exponent))
    : undefined
}

/** 612345678.0: a number that a program took for a measure. */
export const withoutDecimals = (text: string): string => text.replace(/^(\d+)[.,]0+$/, '$1')
