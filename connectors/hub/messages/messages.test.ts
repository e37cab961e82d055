import { describe, expect, test } from 'vitest'
import { system } from '../testing/test-hub.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { isMessageKey, type MessageKey, message, messageOr } from './index.ts'
import { factLabel, keyLabel, keyName, questionLabel, reasonLabel } from './labels.ts'
import { pt } from './pt.ts'

const keys = Object.keys(es) as MessageKey[]
const languages = { es, en, pt }

describe('a text', () => {
  test('is in the reader’s language, wherever they live, and in Spanish for a language we do not have', () => {
    const said = (locale: string) => message('because.late', locale, { system: 'Shop' })
    expect(said('en')).toBe('Shop did not answer in time')
    expect(said('en-GB')).toBe(said('en'))
    expect(said('pt-BR')).toBe(said('pt'))
    expect(new Set([said('es'), said('en'), said('pt')]).size).toBe(3)
    expect(said('fr')).toBe(said('es'))
  })
  test('keeps a hole nobody filled, so that the mistake is seen, and takes no value for a pattern', () => {
    expect(messageOr('who.by', 'en', '', { level: '$& {key}' })).toBe('$& {key}, by {key}')
    expect(messageOr('who.by', 'en', '', { level: 0, key: 'mail' })).toBe('0, by mail')
  })
  test('made of data that has none is said otherwise, and a name of every object is no key', () => {
    expect(messageOr('stage.unheard-of', 'es', 'unheard-of')).toBe('unheard-of')
    expect(isMessageKey('toString')).toBe(false)
    expect(messageOr('key.mail', 'en', 'otherwise')).toBe('email')
  })
})

describe('the three catalogues', () => {
  test('say something in each language under every key, with the same figures', () => {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
    for (const key of keys)
      for (const [language, texts] of Object.entries(languages)) {
        expect(texts[key].trim(), `${language} ${key}`).not.toBe('')
        expect(texts[key], `${language} ${key}`).toBe(texts[key].trim())
        expect(holes(texts[key]), `${language} ${key}`).toEqual(holes(es[key]))
      }
  })
  test.each(Object.entries(languages))(
    'in %s a label before a value is the word of a sentence',
    (_, texts) => {
      const labelOf = (text: string) => {
        const bare = text.replace(/^(el|la|los|las|o|a|os|as) /, '')
        return bare.charAt(0).toUpperCase() + bare.slice(1)
      }
      const kinds = keys.filter((k) => k.startsWith('key.') && k !== 'key.system')
      const labels = kinds.map((k) => texts[k.replace('key.', 'key-label.') as MessageKey])
      expect(labels).toEqual(kinds.map((k) => labelOf(texts[k])))
    },
  )
})

describe('a fact is called', () => {
  const shop = system(
    'shop',
    {
      extra: {
        own: {
          fields: {
            credit: { type: 'money', sensitivity: 'financial', label: { es: 'Crédito', en: 'Credit' } },
            total: { type: 'money', sensitivity: 'financial' },
            colour: { type: 'text', sensitivity: 'none' },
          },
          answer: { from: 'record', get: async () => ({ value: null, complete: true }) },
        },
      },
    },
    [],
  )
  const label = (path: string) => factLabel(path, 'en', new Map([['shop', shop]]))
  test('by its definition, else by its name in the vocabulary, else by the name itself', () => {
    expect(label('own.shop.credit')).toBe('Credit')
    expect(label('own.shop.total')).toBe(label('orders.total'))
    expect(label('own.shop.colour')).toBe('colour')
    expect(label('own.gone.colour')).toBe('colour')
  })
  test('by its whole path where two questions mean two things by one name', () => {
    const own = keys.filter((k) => /^fact\.\w+\.\w+$/.test(k))
    expect(own.length).toBeGreaterThan(0)
    for (const key of own) expect(label(key.slice('fact.'.length)), key).toBe(en[key])
  })
  test('by its question alone, and foreign cards by the system they are of', () => {
    expect(label('orders')).toBe(questionLabel('orders', 'en'))
    expect(label('cards.shop')).toBe('SHOP')
    expect(label('cards.gone')).toBe('gone')
  })
})

test('a kind of key has a name within a sentence and one before a value; a reason nobody wrote says nothing', () => {
  expect([keyName('mail', 'en'), keyLabel('mail', 'en')]).toEqual(['email', 'Email'])
  expect([keyName('fax', 'en'), keyLabel('fax', 'en')]).toEqual(['fax', 'fax'])
  expect([reasonLabel('given.0', 'en'), reasonLabel('given.9', 'en')]).toEqual(['Same first name', ''])
})
