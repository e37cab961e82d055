import { Duration } from '@marcbachmann/cel-js/evaluator'
import { expect, test } from 'vitest'
import { Series } from './cel/lists.ts'
import { Span } from './cel/span.ts'
import { MoneyValue, NameValue, StatusValue } from './cel/value.ts'
import { fill, holesOf, saysNothing, type Writing, write } from './format.ts'

const es: Writing = { locale: 'es', timeZone: 'America/New_York', currency: 'EUR' }
const en: Writing = { ...es, locale: 'en' }
/** Some spaces of a figure do not break. */
const plain = (text: string) => text.replace(/\s/gu, ' ')
const says = (value: unknown, w = en) => plain(write(value, w))

test('an amount is in its own currency, a sum in that of the house, with cents only where there are any', () => {
  expect(says(new MoneyValue(1_234, 'EUR'))).toBe('€1,234')
  expect(says(new MoneyValue(1_234.5, 'EUR'))).toBe('€1,234.50')
  expect(says(new MoneyValue(1_234, 'USD'))).toBe('$1,234')
  expect(says(new Span(90, 90, 'money'))).toBe('€90')
  expect(says(new Span(90, 90, 'money'), { ...en, currency: 'GBP' })).toBe('£90')
  expect(says(new MoneyValue(90, 'EUR'), { ...en, currency: 'GBP' })).toBe('€90')
})

test('a share is written in hundredths, a figure with one decimal at most, thousands apart', () => {
  expect(says(new Span(0.256, 0.256, 'percent'))).toBe('26%')
  expect(says(4.1234)).toBe('4.1')
  expect(says(1_234, es)).toBe('1.234')
})

test('a figure that is not settled says from where, up to where, or both; from nothing it says nothing', () => {
  expect(says(new Span(2, Infinity))).toBe('at least 2')
  expect(says(new Span(-Infinity, 7))).toBe('at most 7')
  expect(says(new Span(2, 7))).toMatch(/2.*7/)
  expect(saysNothing(new Span(0, Infinity))).toBe(true)
  expect(saysNothing(new Span(1, Infinity))).toBe(false)
  expect(saysNothing(new Span(0, 3))).toBe(false)
  const vague = says(new Span(0, Infinity))
  expect(vague).not.toMatch(/\d/)
  expect(says(new Span(0, Infinity, 'days'))).toBe(vague)
  expect(says(new Span(0, Infinity, 'money'))).not.toBe(vague)
})

test('a day of the calendar is that day everywhere; a moment is in the time of the house', () => {
  expect(says(new Date('1984-05-06T00:00:00Z'))).toBe('6 May 1984')
  expect(says(new Date('1984-05-06T02:30:00Z'))).toBe('5 May 1984')
})

test('a wait is written in minutes, from one hour in hours, from two days in days', () => {
  const wait = (minutes: number) => says(Duration.fromMilliseconds(minutes * 60_000))
  expect([wait(59), wait(60), wait(47 * 60), wait(48 * 60)]).toEqual(['59 min', '1 hr', '47 hr', '2 days'])
})

test('a status is written by its label, else by its code, a channel by its name; a list as people say it', () => {
  expect(says(Object.assign(new StatusValue(), { code: 'x1', label: 'Open' }))).toBe('Open')
  expect(says(Object.assign(new StatusValue(), { code: 'x1' }))).toBe('x1')
  expect(says(Object.assign(new StatusValue(), { code: 'store' }))).not.toBe('store')
  expect(says(new StatusValue())).toBe('—')
  expect(says(Object.assign(new NameValue(), { full: 'Ana Mora' }))).toBe('Ana Mora')
  expect(says(['a', 'b', 'c'], es)).toBe('a, b y c')
  expect(says(new Series([1, 2.5]))).toBe('1 · 2.5')
  expect([says(true), says(false)]).not.toContain('—')
  expect(says(true)).not.toBe(says(false))
  expect(says(undefined)).toBe('—')
})

test('the word beside a figure is singular for one alone, for at least one, and not for one to three', () => {
  const times = (n: unknown) => plain(fill('{n|time|times}', new Map([['n', n]]), en))
  expect(times(new Span(1, 1))).toBe('1 time')
  expect(times(new Span(2, 2))).toBe('2 times')
  expect(times(new Span(1, Infinity))).toBe('at least 1 time')
  expect(times(new Span(1, 3))).toMatch(/ times$/)
  expect(times(1)).toBe('1 time')
  expect(fill('{a} and {b}', new Map([['a', 'x']]), en)).toBe('x and —')
  expect(holesOf('{a} {n|time|times} {a b}')).toEqual(['a', 'n'])
})
