import { beforeAll, expect, it } from 'vitest'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { type Input, parseInput } from './act-field.tsx'

const read = (type: Input['type'], text: string, more: Partial<Input> = {}) => {
  const parsed = parseInput({ name: 'x', label: 'X', type, required: false, ...more }, text)
  return 'wrong' in parsed ? 'wrong' : parsed.value
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})

it('a number may have a comma, and nothing after it', () => {
  expect(['3', '3,5', '3.5', '-2', '3 pares', 'tres'].map((text) => read('number', text))).toEqual([
    3,
    3.5,
    3.5,
    -2,
    'wrong',
    'wrong',
  ])
})
it('money is an exact amount: a comma or a point before the cents, and no guess at thousands', () => {
  expect(['10', '10,50 €', '10.5'].map((text) => read('money', text))).toEqual(
    ['10', '10.50', '10.5'].map((amount) => ({ amount, currency: 'EUR' })),
  )
  expect(['1.234', '1.234,50', 'diez', '10,505'].map((text) => read('money', text))).toEqual(
    Array.from({ length: 4 }, () => 'wrong'),
  )
})
it('what is required must be there; a box that is not ticked is an answer', () => {
  expect([
    read('text', ' ', { required: true }),
    read('text', ' '),
    read('boolean', '', { required: true }),
  ]).toEqual(['wrong', undefined, false])
  expect([read('boolean', 'true'), read('boolean', 'false')]).toEqual([true, false])
})
it('a text may be as long as its action says, and no longer', () => {
  expect([read('text', 'abcde', { maxLength: 5 }), read('text', 'abcdef', { maxLength: 5 })]).toEqual([
    'abcde',
    'wrong',
  ])
})
it('a telephone has its prefix, a mail its sign, a day its form', () => {
  expect([read('phone', '+34 600 12-34 56'), read('phone', '600123456')]).toEqual(['+34600123456', 'wrong'])
  expect([read('mail', 'a@b.c'), read('mail', 'a b@c')]).toEqual(['a@b.c', 'wrong'])
  expect([read('date', '2026-03-10'), read('date', '10.3.2026')]).toEqual(['2026-03-10', 'wrong'])
})
