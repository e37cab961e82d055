import { describe, expect, it } from 'vitest'
import { type NumberPlans, phoneSpellings, readPhone, toPhone } from './phone.ts'

/** Of one country, whose numbers are nine digits and begin with 6; a trunk 8 is dialled before them. */
const plans: NumberPlans = {
  countryOf: (code) => (code === '99' ? 'XX' : undefined),
  read(dialled, country, loosely) {
    const national = dialled.startsWith('+99')
      ? dialled.slice(3)
      : dialled.startsWith('+') || country !== 'XX'
        ? ''
        : dialled.replace(/^8(?=6)/, '')
    return /^6\d{8}$/.test(national) || (loosely && /^\d{9}$/.test(national))
      ? { value: `+99${national}`, national, country: 'XX', personal: true }
      : undefined
  },
}

describe('a telephone for a field of an answer', () => {
  it('is E.164 or nothing', () => {
    expect(
      [
        '600 12 34 56',
        '0034 600-123-456',
        '+34.600.123.456',
        '(0034) 600123456',
        600123456,
        'tel:+34600123456',
      ].map((t) => toPhone(t, '+34')),
    ).toEqual(Array(6).fill('+34600123456'))
    expect([
      toPhone('020 7946 0001', '+44'),
      toPhone('600123456'),
      toPhone('600 12 34 56 ext. 3', '+34'),
      toPhone('no tiene', '+34'),
    ]).toEqual(['+442079460001', undefined, undefined, undefined])
  })
  it('is read by the plan of its country, where the plans are known', () => {
    expect(
      ['8 600 123 456', '600 123 456', '99600123456', '+99 600 123 456', '0099600123456'].map((t) =>
        toPhone(t, '+99', plans),
      ),
    ).toEqual(Array(5).fill('+99600123456'))
    // without the plan nobody knows that the 8 is not of the number
    expect(toPhone('8 600 123 456', '+99')).toBe('+998600123456')
  })
  it('says nothing where words or a second number leave it open', () => {
    for (const text of [
      'casa: 600 123 456',
      '600 123 456 (tardes)',
      '600 123 456 ext 2',
      '12',
      'x',
      '',
      null,
      {},
    ])
      expect(toPhone(text, '+99', plans), String(text)).toBeUndefined()
  })
})

describe('a telephone as somebody wrote it', () => {
  const read = (text: string) => {
    const reading = readPhone(text, { countries: ['XX'], plans })
    return reading && [reading.value, reading.words, reading.doubtful]
  }
  it.each([
    ['600 123 456', ['+99600123456', false, false]],
    ['8-600-123-456', ['+99600123456', false, false]],
    ['tel:+99-600-123-456;ext=12', ['+99600123456', false, true]],
    ['Mov. 600 123 456 (tardes)', ['+99600123456', true, false]],
    ['600 123 456 o 611 222 333', ['+99600123456', true, true]],
    ['011 99 600 123 456', ['+99600123456', false, false]],
    ['+81 90-1234-5678', ['+819012345678', false, false]],
    ['0712 34 56', ['7123456', false, false]],
    ['pedido 1234567', undefined],
    ['1234', undefined],
  ])('%s', (text, want) => expect(read(text)).toEqual(want))
  it('is searched for as people write its last nine digits', () =>
    expect(phoneSpellings({ value: '+34600123456' })).toEqual(['600123456', '600 12 34 56', '600 123 456']))
})

describe('what is no telephone, and what is one in spite of its looks', () => {
  const value = (text: string) => readPhone(text, { countries: ['XX'], plans })?.value
  it('has five to fifteen digits where no plan explains it', () => {
    expect([readPhone('12345', {})?.value, readPhone('1'.repeat(15), {})?.value]).toEqual([
      '12345',
      '1'.repeat(15),
    ])
    expect([readPhone('1234', {}), readPhone('1'.repeat(16), {}), readPhone('123', { plans })]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
  it('begins with what dials abroad only where a whole number follows', () => {
    expect(readPhone('0034600123456', {})?.value).toBe('+34600123456')
    // without a plan nobody knows whether 011 dials abroad there, or is Leeds
    expect(readPhone('011 34 600 123 456', {})?.value).toBe('1134600123456')
    expect(readPhone('00 123 45', {})?.value).toBe('12345')
  })
  it('is without the (0) that some write behind the country', () =>
    expect(toPhone('+44 (0) 20 7946 0001')).toBe('+442079460001'))
  it('is no day that stands among words', () => {
    expect(value('llamar 2026-06-15')).toBeUndefined()
    expect(value('desde 15-06-2026: 600 123 456')).toBe('+99600123456')
  })
  it('written twice is one, and sure', () =>
    expect(readPhone('casa 600 123 456 o 600-123-456', { countries: ['XX'], plans })).toMatchObject({
      value: '+99600123456',
      doubtful: false,
    }))
  it('whose + was lost is still found, and a possible one is better than none', () => {
    expect(value('99600123456')).toBe('+99600123456')
    expect(value('700 123 456')).toBe('+99700123456')
  })
  it('of fewer than nine digits is searched as it is', () =>
    expect([phoneSpellings({ value: '+12345' }), phoneSpellings({ value: 'x' })]).toEqual([['12345'], ['x']]))
})
