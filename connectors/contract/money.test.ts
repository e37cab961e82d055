import { expect, test } from 'vitest'
import fc from '../../e2e/support/properties.ts'
import { sumByCurrency } from './money.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })

test('amounts are added as decimals, and written with two decimals at least', () => {
  expect(sumByCurrency([eur('0.10'), eur('0.20'), eur('-1.005')])).toEqual([eur('-0.705')])
  expect(sumByCurrency([eur('0.1'), eur('0.2')])).toEqual([eur('0.30')])
  expect(sumByCurrency([eur('-0.5'), eur('0.5')])).toEqual([eur('0.00')])
  expect(sumByCurrency([eur('-0.4'), eur('-0.000001')])).toEqual([eur('-0.400001')])
  expect(sumByCurrency([eur('999999999999999.99'), eur('0.01')])).toEqual([eur('1000000000000000.00')])
  expect(sumByCurrency([])).toEqual([])
})

test('each currency is a sum of its own', () =>
  expect(sumByCurrency([{ amount: '1', currency: 'USD' }, eur('2'), eur('3')])).toEqual([
    eur('5.00'),
    { amount: '1.00', currency: 'USD' },
  ]))

test.each([
  ['a word', eur('x')],
  ['a number', { amount: 1, currency: 'EUR' }],
  ['an amount with a comma', eur('1,50')],
  ['an amount with seven decimals', eur('0.0000001')],
  ['an amount without its currency', { amount: '1' }],
  ['nothing', undefined],
  ['null', null],
])('%s is no amount, and not taken for nothing', (_name, one) => {
  expect(sumByCurrency([one])).toBeUndefined()
  expect(sumByCurrency([eur('1'), one])).toBeUndefined()
})

test('a sum is the same in any order and in any grouping', () => {
  const written = (millionths: bigint) => {
    const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, '0')
    return eur(`${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`)
  }
  const amounts = fc.array(fc.bigInt(-(10n ** 17n), 10n ** 17n).map(written), { maxLength: 20 })
  fc.assert(
    fc.property(amounts, amounts, (some, others) => {
      const sum = sumByCurrency([...some, ...others])
      expect(sumByCurrency([...others, ...some].reverse())).toEqual(sum)
      expect(sumByCurrency([...sumByCurrency(some)!, ...sumByCurrency(others)!])).toEqual(sum)
    }),
  )
})
