import { beforeAll, expect, it } from 'vitest'
import {
  address,
  age,
  date,
  duration,
  moment,
  nameOfCode,
  number,
  percent,
  phone,
  seconds,
  waited,
} from './format.ts'
import { setLanguage } from './index.ts'

beforeAll(() => setLanguage('es'))
const now = Date.parse('2026-03-10T12:00:00Z')
const ago = (s: number) => age(new Date(now - s * 1_000).toISOString(), now)

it('an age is now under five seconds, then in steps of five, then in whole minutes, hours and days', () => {
  expect([ago(-60), ago(0), ago(4)]).toEqual(['', '', ''])
  expect([ago(5), ago(9), ago(59)]).toEqual(['hace 5 s', 'hace 5 s', 'hace 55 s'])
  expect([ago(60), ago(119), ago(3_599)]).toEqual(['hace 1 min', 'hace 1 min', 'hace 59 min'])
  expect([ago(3_600), ago(86_399), ago(86_400), ago(3 * 86_400 - 1)]).toEqual([
    'hace 1 h',
    'hace 23 h',
    'hace 1 d',
    'hace 2 d',
  ])
  expect(age('never', now)).toBe('')
})

it('a year is written where the day alone would be taken for another: ten months back, three ahead', () => {
  const day = (offset: number) => date(new Date(now + offset * 86_400_000).toISOString().slice(0, 10), now)
  expect([day(0), day(-299), day(89)]).toEqual(['10 mar', '15 may', '7 jun'])
  expect([day(-301), day(91)]).toEqual(['13 may 2025', '9 jun 2026'])
  expect(date('soon', now)).toBe('soon')
})

it('a calendar date is that day everywhere, a moment its day here, whichever was written first', () => {
  const of = (value: string) => date(value, now)
  expect(['2026-03-05', '2026-03-04T23:30:00Z', '2026-03-05'].map(of)).toEqual(['5 mar', '5 mar', '5 mar'])
  expect(['2024-03-04T23:30:00Z', '2024-03-05', '2024-03-04T22:30:00Z'].map(of)).toEqual([
    '5 mar 2024',
    '5 mar 2024',
    '4 mar 2024',
  ])
})

it('a moment is a time within twelve hours and a date before', () => {
  const of = (hours: number) => moment(new Date(now - hours * 3_600_000).toISOString(), now)
  expect(of(11.9)).toMatch(/\d{1,2}:\d{2}/)
  expect(of(12)).not.toMatch(/:/)
  expect(of(48)).toContain('8 mar')
  expect(moment('soon', now)).toBe('soon')
})

it('a duration says its two greatest parts, a wait in seconds, minutes or hours', () => {
  expect([duration('PT4M20S'), duration('P1DT2H3M'), duration('P1M'), duration('PT1M')]).toEqual([
    '4 min 20 s',
    '1 d 2 h',
    '1 m.',
    '1 min',
  ])
  expect([duration('PT0S'), duration('soon'), duration('P0DT5M')]).toEqual(['PT0S', 'soon', '5 min'])
  expect([59, 60, 3_599, 3_600, 5_430].map(waited)).toEqual(['59 s', '1 min', '60 min', '1 h', '1 h 31 min'])
})

it('a telephone is grouped as its country reads it, and its digits never change', () => {
  expect([
    phone('+34600123456'),
    phone('+351912345678'),
    phone('+442079460000'),
    phone('+3460012345'),
  ]).toEqual(['600 12 34 56', '+351 912 345 678', '+442079460000', '+3460012345'])
})

it('an address is its own text, or its parts without the empty ones', () => {
  expect(address({ text: 'Mayor 1, Getxo', street: 'otra' })).toBe('Mayor 1, Getxo')
  expect(address({ street: 'Mayor 1', postalCode: '48992', locality: 'Getxo', country: 'ES' })).toBe(
    'Mayor 1, 48992 Getxo, ES',
  )
  expect(address({ locality: 'Getxo' })).toBe('Getxo')
})

it('numbers are rounded and grouped as they are read; a code nobody knows stays as it is', () => {
  expect([number(1_234.567), number(1_234.567, 0), number(-0.5)]).toEqual(['1.234,57', '1.235', '-0,5'])
  expect([percent(12.34), percent(100)].map((s) => s.replace(/\s/u, ' '))).toEqual(['12,3 %', '100 %'])
  expect([seconds(1_249), seconds(90)]).toEqual(['1,2 s', '0,1 s'])
  expect([nameOfCode('region', 'PT'), nameOfCode('language', 'pt'), nameOfCode('region', '??')]).toEqual([
    'Portugal',
    'portugués',
    '??',
  ])
})
