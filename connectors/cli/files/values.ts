/** Signs nobody sees: marks of order, of direction and of no width. Joiners belong to some scripts. */
const unseen = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g

/** What a cell means: without what spreadsheets put around a text to keep it one (`'0034…`, `="0034…"`). */
export const cleaned = (text: string): string =>
  text
    .replace(unseen, '')
    .trim()
    .replace(/^=\s*"([^"]*)"$/, '$1')
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
