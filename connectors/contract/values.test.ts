import * as v from 'valibot'
import { expect, test } from 'vitest'
import { fieldSchema, rowSchema } from './field.ts'
import { localize, textSchema, type ValueType, valueSchemas } from './values.ts'

const long = (n: number) => 'x'.repeat(n)
const taken: { [T in ValueType]: [yes: readonly unknown[], no: readonly unknown[]] } = {
  text: [
    ['', long(10_000)],
    [long(10_001), 7],
  ],
  id: [
    ['7', long(300)],
    ['', long(301), 7],
  ],
  number: [
    [0, -1.5],
    [Infinity, '7', Number.NaN],
  ],
  percent: [
    [0.125, 1.5],
    [Infinity, '0.1'],
  ],
  boolean: [
    [true, false],
    ['true', 1],
  ],
  date: [
    ['2026-02-28', '2024-02-29'],
    ['2026-02-29', '2026-13-01', '2026-1-1', '2026-03-01T00:00:00Z', ' 2026-03-01'],
  ],
  datetime: [
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.123+02:00'],
    ['2026-03-01T10:00:00', '2026-03-01 10:00:00Z', '2026-03-01', '2026-03-01T10:00Z'],
  ],
  duration: [
    ['PT4H', 'P1Y2M3W4D', 'P1DT2H3M4.5S', 'PT0S'],
    ['P', 'PT', '4H', 'PT4', 'P4H', '-PT4H'],
  ],
  money: [
    [
      { amount: '94.98', currency: 'EUR' },
      { amount: '-0.000001', currency: 'USD' },
      { amount: '999999999999999', currency: 'EUR' },
    ],
    [
      { amount: '94,98', currency: 'EUR' },
      { amount: '0.0000001', currency: 'EUR' },
      { amount: '1000000000000000', currency: 'EUR' },
      { amount: 94.98, currency: 'EUR' },
      { amount: '1', currency: 'eur' },
      { amount: '1', currency: 'EURO' },
      { amount: '1' },
    ],
  ],
  mail: [['a@b.example'], ['a@', '@b', 'a b@c.example', 'a@b@c', `${long(320)}@b.example`]],
  phone: [
    ['+34600112233', '+12345'],
    ['600112233', '+0600112233', '+1234', '+1234567890123456', '+34 600 112 233'],
  ],
  url: [
    ['https://x.example/1', 'http://localhost:80/1'],
    ['http://x.example', 'javascript:alert(1)', 'mailto:a@b.example', `https://x.example/${long(2_048)}`],
  ],
  country: [['ES'], ['es', 'ESP', '']],
  language: [
    ['es', 'pt-BR', 'ast'],
    ['ES', 'español', 'e', 'pt_BR'],
  ],
  personName: [
    [{ full: 'Ana Ruiz' }, { full: 'Ana', given: 'Ana', family: 'Ruiz' }],
    [{ given: 'Ana' }, 'Ana'],
  ],
  address: [
    [{}, { street: 'Mayor 1', country: 'ES' }],
    ['Mayor 1', { street: 1 }],
  ],
  status: [
    [{ code: 'open' }, { code: long(100), label: 'x', tone: 'warn' }],
    [{ code: long(101) }, { code: 'x', tone: 'red' }, { label: 'x' }, 'open'],
  ],
  series: [
    [[], Array(1_000).fill(1)],
    [Array(1_001).fill(1), [Infinity], ['1'], 1],
  ],
}
test.each(Object.entries(taken))('a %s is what it says, and nothing else', (type, [yes, no]) => {
  const schema = valueSchemas[type as ValueType]
  for (const value of yes) expect(v.is(schema, value), JSON.stringify(value)).toBe(true)
  for (const value of no) expect(v.is(schema, value), JSON.stringify(value)).toBe(false)
})

test('a text is read in the reader’s language whatever the region, and in Spanish where it is not written in it', () => {
  const text = { es: 'hola', en: 'hello' }
  expect(['es', 'en', 'en-GB', 'pt', 'pt-BR', 'xx'].map((l) => localize(text, l))).toEqual([
    'hola',
    'hello',
    'hello',
    'hola',
    'hola',
    'hola',
  ])
  expect(localize('Vendure', 'pt')).toBe('Vendure')
  expect([v.is(textSchema, { en: 'x' }), v.is(textSchema, long(2_001)), v.is(textSchema, text)]).toEqual([
    false,
    false,
    true,
  ])
})

test('a list holds five hundred values at most, and what nobody declared inside a value goes no further', () => {
  const many = fieldSchema({ type: 'text', sensitivity: 'none', list: true })
  expect([500, 501].map((n) => v.is(many, Array(n).fill('x')))).toEqual([true, false])
  const line = fieldSchema({ type: 'text', sensitivity: 'none', of: { product: { type: 'text' } } })
  expect(v.parse(line, { product: 'Casco', margin: 3 })).toEqual({ product: 'Casco' })
})

test('a row has an id, perhaps a link, and the declared fields: one more is an error', () => {
  const row = rowSchema({ total: { type: 'money', sensitivity: 'financial' } })
  const total = { amount: '1', currency: 'EUR' }
  expect(v.is(row, { id: '1', url: 'https://x.example', total })).toBe(true)
  for (const wrong of [{ total }, { id: '1', profit: 3 }, { id: '1', total: '1' }, { id: '1', url: 'x' }])
    expect(v.is(row, wrong), JSON.stringify(wrong)).toBe(false)
})
