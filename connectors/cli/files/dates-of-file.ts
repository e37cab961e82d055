import { parseBirthDate } from '../../hub/identity/normalise/dates.ts'

/** How a file writes its dates, where its values say so. */
export interface DateStyle {
  /** Only that order makes days of them: 13 to 31 stand second, never first. */
  isMonthFirst?: boolean
  /** Most are five digits: days since the end of 1899, as spreadsheets count. */
  isSerial?: boolean
}

const dayAndMonth = /^(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(?:\d{4}|\d{2})(?!\d)/
const serial = /^\d{5}(?:[.,]\d+)?$/

export function dateStyleOf(dates: readonly string[], country: string): DateStyle {
  let [first, second, serials] = [0, 0, 0]
  for (const text of dates) {
    const parts = dayAndMonth.exec(text)
    if (parts && Number(parts[1]) > 12) first++
    if (parts && Number(parts[2]) > 12) second++
    if (serial.test(text) && isDayNumber(text)) serials++
  }
  const isOther =
    country === 'US' || country === 'PH'
      ? first > 0 && second <= first / 20
      : second > 0 && first <= second / 20
  const usual = country === 'US' || country === 'PH'
  return {
    ...(isOther ? { isMonthFirst: !usual } : {}),
    ...(serials * 2 > dates.length ? { isSerial: true } : {}),
  }
}

const isDayNumber = (text: string): boolean =>
  Number.parseInt(text, 10) >= 3 && Number.parseInt(text, 10) < 73_051

/** A date of such a file as one that reads the same everywhere. */
export function dayIn(text: string, { isMonthFirst, isSerial }: DateStyle): string {
  if (isSerial && /^\d{1,5}(?:[.,]\d+)?$/.test(text) && isDayNumber(text)) {
    const days = Number.parseInt(text, 10)
    // Spreadsheets count a 29 February 1900 that never was.
    const at = new Date(Date.UTC(1899, 11, days < 61 ? 31 : 30) + days * 86_400_000)
    return at.toISOString().slice(0, 10)
  }
  if (isMonthFirst === undefined || !dayAndMonth.test(text)) return text
  return parseBirthDate(text, '', isMonthFirst)?.value ?? text
}
