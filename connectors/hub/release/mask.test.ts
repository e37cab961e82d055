import { expect, test } from 'vitest'
import type { FieldDef } from '../../contract/index.ts'
import { mask } from './mask.ts'

const of = (type: FieldDef['type'], value: unknown, more: Partial<FieldDef> = {}) =>
  mask({ type, ...more }, value, 'en')

test('a number shows its last figures only where enough of it stays hidden', () => {
  expect(['1234567', '123456'].map((phone) => of('phone', phone))).toEqual(['••• 67', '••• ••'])
  expect(['12345678', '1234567'].map((id) => of('id', id))).toEqual(['••• 678', '••• ••'])
})

test('an account number shows its last four figures, however it is spaced; another text shows nothing', () => {
  expect(
    [
      'ES9121000418450200051332',
      'ES91 2100 0418 4502 0005 1332',
      '4111 1111 1111 1234',
      'A note of 1332',
    ].map((text) => of('text', text)),
  ).toEqual(['••• 1332', '••• 1332', '••• 1234', '•••'])
})

test('an amount shows its range, a debt like a balance; a bound belongs to the range above it', () => {
  const ranges = ['0', '49.99', '50', '-73.20', '100', '999999.99', '1000000'].map((amount) =>
    of('money', { amount, currency: 'EUR' }),
  )
  expect(ranges).toEqual([
    '€0–€50',
    '€0–€50',
    '€50–€100',
    '€50–€100',
    '€100–€500',
    '€100,000–€1,000,000',
    '> €1,000,000',
  ])
})

test('a date shows its year, a name its initials, an address its country, a status nothing', () => {
  expect(of('datetime', '2026-03-10T10:00:00Z')).toBe('2026-••-••')
  expect(of('personName', { full: ' ana  Pérez Soto' })).toBe('A. P. S.')
  expect(of('address', { country: 'ES', locality: 'Getxo', street: 'Mayor 1' })).toBe('ES')
  expect(of('address', { locality: 'Getxo' })).toBe('•••')
  expect(of('status', { code: 'blocked', label: 'Blocked' })).toBe('•••')
})

test('of a list the first three are hinted at, of lines and texts none', () => {
  const phones = ['+34600000001', '+34600000002', '+34600000003', '+34600000004']
  expect(of('phone', phones, { list: true })).toBe('••• 01 · ••• 02 · ••• 03')
  expect(of('text', ['ES9121000418450200051332'], { list: true })).toBe('•••')
  expect(of('text', [{ product: 'Boots' }], { list: true, of: { product: { type: 'text' } } } as never)).toBe(
    '•••',
  )
  expect(of('phone', [], { list: true })).toBe('•••')
})
