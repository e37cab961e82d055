import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { age, date, duration, moment, money, phone } from './format.ts'
import { language, later, loadTexts, type Part, setLanguage, t, tOr } from './index.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
beforeAll(() => setLanguage('es'))
afterEach(() => setLanguage('es'))

describe('texts', () => {
  it('plurals follow the language, and a change of language keeps the former words until the new ones are here', async () => {
    expect([t('live.several', { n: 1 }), t('live.several', { n: 3 })]).toEqual([
      'Hay 1 persona posible.',
      'Hay 3 personas posibles.',
    ])
    const coming = setLanguage('en')
    expect(language()).toBe('es')
    await coming
    expect([language(), t('live.several', { n: 3 })]).toEqual(['en', 'There are 3 possible people.'])
  })
  it('what opens later has its texts once they are loaded, and they follow the language', async () => {
    expect(t('search.busy')).toBe('')
    await loadTexts(later)
    expect([t('search.busy'), t('advice')]).toEqual(['Buscando…', 'Consejo'])
    await setLanguage('pt')
    expect([t('search.busy'), t('advice')]).toEqual(['A procurar…', 'Conselho'])
  })
  it('of two languages asked for one after the other, the last one stays, however late the first comes', async () => {
    const first = setLanguage('pt')
    await Promise.all([first, setLanguage('en')])
    expect([language(), t('live.several', { n: 3 })]).toEqual(['en', 'There are 3 possible people.'])
    let give: (file: { texts: Record<string, string> }) => void = () => {}
    const coming = new Promise<{ texts: Record<string, string> }>((come) => {
      give = come
    })
    const slow: Part = {
      es: async () => ({ texts: { planted2: 'aquí' } }),
      en: async () => ({ texts: { planted2: 'here' } }),
      pt: () => coming,
    }
    await loadTexts(slow)
    const late = setLanguage('pt')
    await setLanguage('es')
    give({ texts: { planted2: 'cá' } })
    await late
    expect([language(), tOr('planted2', '')]).toEqual(['es', 'aquí'])
  })
  it('a part that is there is not fetched again, one that only another language has is', async () => {
    const asked: string[] = []
    const of = (lang: string) => async () => {
      asked.push(lang)
      return { texts: { [`planted-${lang}`]: lang, ...(lang === 'es' && { 'planted-only': 'solo' }) } }
    }
    const part: Part = { es: of('es'), en: of('en'), pt: of('pt') }
    await loadTexts(part)
    await loadTexts(part)
    expect([asked, tOr('planted-only', '')]).toEqual([['es'], 'solo'])
    await setLanguage('en')
    await loadTexts(part)
    expect([asked, tOr('planted-en', ''), tOr('planted-only', 'none')]).toEqual([['es', 'en'], 'en', 'none'])
  })
  it('a placeholder without a value stays as it is; one from a value is not looked into', () => {
    expect(tOr('nobody has it', '{a} y {b}', { a: '{b}' })).toBe('{b} y {b}')
    expect(tOr('nobody has it', '{a} {a}', { a: 0 })).toBe('0 0')
  })
  it('texts that do not come leave what is there, and can be asked for again', async () => {
    let away = true
    const come = async () => {
      if (away) throw new Error('offline')
      return { texts: { planted: 'aquí' } }
    }
    const part: Part = { es: come, en: come, pt: come }
    await expect(loadTexts(part)).rejects.toThrow('offline')
    expect([t('advice'), tOr('planted', 'nada')]).toEqual(['Consejo', 'nada'])
    away = false
    await loadTexts(part)
    expect([t('advice'), tOr('planted', 'nada')]).toEqual(['Consejo', 'aquí'])
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
    await setLanguage('pt')
    expect(age('2026-11-21T11:59:52Z', now)).toMatch(/^há 5/)
  })
  it('durations and phones', () => {
    expect(duration('PT4M20S')).toBe('4 min 20 s')
    expect(phone('+34600123456')).toBe('600 12 34 56')
    expect(moment('2026-11-12T10:00:00Z', now)).toBe('el 12 nov')
  })
})
