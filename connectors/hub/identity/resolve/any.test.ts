import { expect, test } from 'vitest'
import { readAny } from './any.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
const read = (text: string) => readAny(text, settings).map((id) => `${id.kind} ${id.value} ${id.grade}`)

test('a mail is also looked for under its mailbox, but a desk is no more a person there', () => {
  expect(read('Ana.Ruiz+shop@gmail.com')).toEqual([
    'mail ana.ruiz+shop@gmail.com strong',
    'mail anaruiz@gmail.com weak',
  ])
  expect(read('info+web@gmail.com')).toEqual(['mail info+web@gmail.com blocked'])
})

test('a number with the check digit of a card is first a card, then all else it may be', () => {
  expect(read('4006381333931')[0]).toBe('loyalty 4006381333931 unique')
  expect(read('612 345 678')[0]).toBe('phone +34612345678 strong')
})

test('a name with a date or a postcode behind it gives both', () => {
  expect(read('Ana Ruiz 12/05/1980')).toEqual(['name ana ruiz weak', 'birthDate 1980-05-12 weak'])
  expect(read('Ana Ruiz, 28001')).toEqual(['name ana ruiz weak', 'postcode 28001 weak'])
})

test('a name with eight figures behind it gives a date of birth; wide letters are read like plain ones', () => {
  expect(read('Ana Ruiz 19800512')).toEqual(['name ana ruiz weak', 'birthDate 1980-05-12 weak'])
  expect(read('６１２３４５６７８')[0]).toBe('phone +34612345678 strong')
})

test('an account number that is written with stars is one all the same', () => {
  expect(read('ES91 **** **** 1332').map((r) => r.split(' ')[0])).toContain('iban')
})
