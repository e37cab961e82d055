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
  for (const date of ['1900-01-01', '01/01/1901', '11.11.1111', '9999-12-31'])
    expect(parseBirthDate(date, 'ES')?.grade, date).toBe('blocked')
  expect(parseBirthDate('00/00/0000', 'ES')).toBeNull()
})

test('a date is read in the order of its country, and in the other where only that makes a day', () => {
  const read = (text: string, country: string) => parseBirthDate(text, country)?.value
  expect([read('03/04/1980', 'ES'), read('03/04/1980', 'US')]).toEqual(['1980-04-03', '1980-03-04'])
  expect([read('04/13/1980', 'ES'), read('13/04/1980', 'US')]).toEqual(['1980-04-13', '1980-04-13'])
  expect([read('19800413', 'ES'), read('13041980', 'ES')]).toEqual(['1980-04-13', '1980-04-13'])
})

test('two digits are a year of the past', () => {
  vi.setSystemTime('2026-06-01')
  const year = (two: string) => parseBirthDate(`12/05/${two}`, 'ES')?.value.slice(0, 4)
  expect(['26', '27', '80', '05'].map(year)).toEqual(['2026', '1927', '1980', '2005'])
})
afterEach(() => void vi.useRealTimers())
