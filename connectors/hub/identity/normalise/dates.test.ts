import { afterEach, expect, test, vi } from 'vitest'
import { generation, isDay, parseBirthDate } from './dates.ts'

test('a day is one that the calendar has', () => {
  for (const day of ['1980-02-29', '2000-02-29', '1981-02-28', '1999-12-31', '1850-01-01'])
    expect(isDay(day), day).toBe(true)
  for (const none of [
    '1981-02-29',
    '1900-02-29',
    '1981-04-31',
    '1981-13-01',
    '1981-00-10',
    '1849-01-01',
    '1981',
  ])
    expect(isDay(none), none).toBe(false)
})

test('a year is not miswritten by a generation: 15 to 60 years', () => {
  const after = (years: number) => generation('1950-05-12', `${1950 + years}-05-12`)
  expect([14, 15, 60, 61].map(after)).toEqual([false, true, true, false])
  expect(generation('1980-05-12', '1950-05-12')).toBe(true)
})

test('dates that only fill a form are blocked', () => {
  for (const date of [
    '1900-01-01',
    '1970-01-01',
    '01/01/1901',
    '11.11.1111',
    '9999-12-31',
    '30/12/1899 0:00:00',
    '1604-05-12',
  ])
    expect(parseBirthDate(date, 'ES')?.grade, date).toBe('blocked')
  expect(parseBirthDate('00/00/0000', 'ES')).toBeNull()
})

test('a date is read in the order of its country, and in the other where only that makes a day', () => {
  const read = (text: string, country: string) => parseBirthDate(text, country)?.value
  expect([read('03/04/1980', 'ES'), read('03/04/1980', 'US')]).toEqual(['1980-04-03', '1980-03-04'])
  expect([read('04/13/1980', 'ES'), read('13/04/1980', 'US')]).toEqual(['1980-04-13', '1980-04-13'])
  expect([read('19800413', 'ES'), read('13041980', 'ES')]).toEqual(['1980-04-13', '1980-04-13'])
})

test('an hour behind a day is left out, however it is written', () => {
  for (const text of [
    '03/11/1984 0:00:00',
    '03/11/1984 00:00',
    '03/11/1984, 12:00 a. m.',
    '03/11/1984 00h00',
    '03/11/84 0:00',
    '1984-11-03 00:00:00.000 +0100',
    '1984-11-03T00:00:00.000Z',
    '1984-11-03T00:00:00+01:00[Europe/Madrid]',
    '1984-11-03Z',
    '19841103T000000Z',
    '19841103000000',
    '1984/11/03 00:00:00',
    '03.11.1984 00:00 Uhr',
    '03NOV1984:00:00:00',
    '03-NOV-84 12.00.00.000000 AM',
    'Nov 3 1984 12:00AM',
    'Nov  3 1984 12:00:00:000AM',
    'Sat Nov 03 1984 00:00:00 GMT+0100 (Central European Standard Time)',
    'Sat Nov  3 00:00:00 CET 1984',
  ])
    expect(parseBirthDate(text, 'ES')?.value, text).toBe('1984-11-03')
  // a day of two-digit parts is no hour
  expect(parseBirthDate('03.11.84', 'ES')?.value).toBe('1984-11-03')
})

test.each([
  [
    'ES',
    '3 de enero de 1984|3-feb-84|3 mar. 1984|3 abr 1984|3 de mayo de 1984|3 jun 1984|3 jul 1984|3 ago 1984|3 sept. 1984|3 octubre 1984|3 nov 1984|sábado, 3 de diciembre de 1984',
  ],
  [
    'US',
    'January 3, 1984|Feb 3, 1984|March 3rd, 1984|Apr 3 1984|May 3, 1984|3rd of June 1984|3 July 1984|03-Aug-1984|1984 Sep 3|Oct 3 84|03nov1984|Sat, 03 Dec 1984',
  ],
  [
    'PT',
    '3 de janeiro de 1984|3 fev. 1984|3 de março de 1984|3/abr/1984|3 mai 1984|3 de junho de 1984|3 jul 84|3 agosto 1984|3 set 1984|3 out 1984|3 de novembro de 1984|3 dez 1984',
  ],
  [
    'FR',
    '3 janvier 1984|3 févr. 1984|mardi 3 mars 1984|3 avril 1984|3 mai 1984|3 juin 1984|3 juil. 1984|3 août 1984|3 septembre 1984|3 oct. 1984|mar. 3 nov. 1984|3 déc. 1984',
  ],
  [
    'DE',
    '3. Januar 1984|3. Feb. 1984|3. März 1984|3. April 1984|3. Mai 1984|3. Juni 1984|3. Juli 1984|3. Aug 1984|3. September 1984|3. Okt. 1984|3. November 1984|3. Dez 84',
  ],
  [
    'IT',
    '3 gennaio 1984|3 feb 1984|martedì 3 marzo 1984|3 aprile 1984|3 mag 1984|3 giugno 1984|3 luglio 1984|3 ago 1984|3 set 1984|3 ott 1984|3 novembre 1984|3 dic 1984',
  ],
])('months are read by their names, as %s writes them', (country, written) => {
  for (const [i, text] of written.split('|').entries())
    expect(parseBirthDate(text, country)?.value, text).toBe(`1984-${String(i + 1).padStart(2, '0')}-03`)
})

test('what is no whole day is not read: no day, no year, a number of days or seconds, another word', () => {
  for (const text of [
    'mayo 1984',
    '3 de noviembre',
    '--11-03',
    '11-03',
    '30989',
    '468288000',
    'hoy',
    '3 Brumaire 1984',
  ])
    expect(parseBirthDate(text, 'ES'), text).toBeNull()
})

test('a year or a day that a program wrote as a decimal is read', () => {
  expect(['1984.0', '19841103,0'].map((text) => parseBirthDate(text, 'ES')?.value)).toEqual([
    '1984',
    '1984-11-03',
  ])
})

test('whoever knows the order of day and month says so', () => {
  expect(parseBirthDate('03/04/1980 0:00', 'ES', true)?.value).toBe('1980-03-04')
})

test('two digits are a year of the past', () => {
  vi.setSystemTime('2026-06-01')
  const year = (two: string) => parseBirthDate(`12/05/${two}`, 'ES')?.value.slice(0, 4)
  expect(['26', '27', '80', '05'].map(year)).toEqual(['2026', '1927', '1980', '2005'])
  // where no order makes a day of it, what cannot be a day is the year
  expect(parseBirthDate('84-11-03', 'ES')?.value).toBe('1984-11-03')
})
afterEach(() => void vi.useRealTimers())

test.each([
  '(03/11/1984)',
  '03/11/1984 (40 años)',
  '03–11–1984',
  '03\u221211\u22121984',
  '03\\11\\1984',
  '03,11,1984',
  '03_11_1984',
  '1984-11-03 (Saturday)',
  '/Date(468288000000)/',
  // midnight in Madrid, written in UTC: a day too early
  '1984-11-02T23:00:00.000Z',
  '1984-11-02 23:00:00Z',
  '/Date(468284400000+0100)/',
])('%s is the third of November', (text) => expect(parseBirthDate(text, 'ES')?.value).toBe('1984-11-03'))

test('what only looks like a day is none: seconds since 1970', () => {
  expect(parseBirthDate('468288000000', 'ES')).toBeNull()
  expect(parseBirthDate('1984-11-03T12:00:00Z', 'ES')?.value).toBe('1984-11-03')
})
