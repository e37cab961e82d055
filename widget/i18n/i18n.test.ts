import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { enMore } from './en-more.ts'
import { es } from './es.ts'
import { esMore } from './es-more.ts'
import { age, date, duration, moment, money, phone } from './format.ts'
import { language, speak, t } from './index.ts'
import { pt } from './pt.ts'
import { ptMore } from './pt-more.ts'

type Book = Record<string, string | { one: string; other: string }>
const holes = (words: string | { one: string; other: string }): string =>
  [...JSON.stringify(words).matchAll(/\{(\w+)\}/g)]
    .map((m) => m[1])
    .filter((v, i, all) => all.indexOf(v) === i)
    .sort()
    .join()
const now = Date.parse('2026-11-21T12:00:00Z')
beforeAll(() => speak('es'))
afterEach(() => speak('es'))

describe('words', () => {
  it('every language fills the same holes as Spanish', () => {
    const spanish: Book = { ...es, ...esMore }
    for (const other of [
      { ...en, ...enMore },
      { ...pt, ...ptMore },
    ] as Book[]) {
      expect(Object.keys(other).sort()).toEqual(Object.keys(spanish).sort())
      for (const [key, words] of Object.entries(spanish))
        expect(`${key}: ${holes(other[key] ?? '')}`).toBe(`${key}: ${holes(words)}`)
    }
  })
  it('no word is empty and none is Spanish left in English', () => {
    for (const book of [es, esMore, en, enMore, pt, ptMore] as Book[])
      for (const words of Object.values(book)) expect(JSON.stringify(words)).not.toMatch(/^""$/)
    expect(
      Object.entries({ ...en, ...enMore }).filter(
        ([key, words]) =>
          typeof words === 'string' &&
          words === ({ ...es, ...esMore } as Book)[key] &&
          /[áéíóúñ¿¡]/.test(words),
      ),
    ).toEqual([])
  })
  it('plurals follow the language, and a change of language keeps the former words until the new ones are here', async () => {
    expect([t('live.several', { n: 1 }), t('live.several', { n: 3 })]).toEqual([
      'Hay 1 persona posible.',
      'Hay 3 personas posibles.',
    ])
    const coming = speak('en')
    expect(language()).toBe('es')
    await coming
    expect([language(), t('live.several', { n: 3 })]).toEqual(['en', 'There are 3 possible people.'])
  })
})

describe('values', () => {
  it('money is exact to the last digit and never passes through a float', () => {
    expect(money({ amount: '9007199254740993.10', currency: 'EUR' }).replace(/\s/g, ' ')).toBe(
      '9.007.199.254.740.993,10 €',
    )
  })
  it('a calendar date is the same day everywhere', () => {
    expect(date('2026-11-12', now)).toBe('12 nov')
  })
  it('ages', () => {
    expect(age('2026-11-21T11:59:58Z', now)).toBe('')
    expect(age('2026-11-21T11:59:52Z', now)).toBe('hace 5 s')
    expect(age('2026-11-21T11:57:00Z', now)).toBe('hace 3 min')
  })
  it('ages in Portuguese are words, not minus signs', async () => {
    await speak('pt')
    expect(age('2026-11-21T11:59:52Z', now)).toMatch(/^há 5/)
  })
  it('durations and phones', () => {
    expect(duration('PT4M20S')).toBe('4 min 20 s')
    expect(phone('+34600123456')).toBe('600 12 34 56')
    expect(moment('2026-11-12T10:00:00Z', now)).toBe('el 12 nov')
  })
})
