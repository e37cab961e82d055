import { describe, expect, it } from 'vitest'
import { toAddress, toDate, toDateTime, toMoney, toName, toNumber, toText } from './coerce.ts'

describe('a stranger’s values', () => {
  it('become money without passing through a binary fraction', () => {
    const eur = (raw: unknown, minor?: number) => toMoney(raw, { currency: 'EUR', minor })?.amount
    expect([eur(9498, 2), eur('5', 2), eur(-105, 2), eur(0, 2), eur(1234, 3), eur(1234, 0)]).toEqual([
      '94.98',
      '0.05',
      '-1.05',
      '0.00',
      '1.234',
      '1234',
    ])
    expect([eur(12.5), eur('12.500000000'), eur(0.1 + 0.2), eur(1240), eur('99.99')]).toEqual([
      '12.50',
      '12.50',
      '0.30',
      '1240',
      '99.99',
    ])
    expect([
      eur('gratis'),
      eur('1.234,50'),
      eur(12.5, 2),
      eur(Number.NaN),
      eur(1e21),
      eur(null),
      toMoney(1, { currency: 'euros' }),
    ]).toEqual(Array(7).fill(undefined))
  })
  it('become moments with their offset: winter, summer, and the hour that does not exist', () => {
    const madrid = (t: string) => toDateTime(t, { timeZone: 'Europe/Madrid' })
    expect([
      madrid('2026-01-10 09:30'),
      madrid('2026-07-10T09:30:15'),
      madrid('2026-03-29 03:00:00'),
      madrid('2026-07-10'),
    ]).toEqual([
      '2026-01-10T09:30:00+01:00',
      '2026-07-10T09:30:15+02:00',
      '2026-03-29T03:00:00+02:00',
      '2026-07-10T00:00:00+02:00',
    ])
    expect([
      toDateTime('2026-01-10T09:30:00Z'),
      toDateTime('2026-01-10 09:30:00+02'),
      toDateTime('2026-01-10T09:30:00+0130'),
      toDateTime(1780500000, { unit: 's' }),
      toDateTime('31/12/2026 10:00', { order: 'dmy' }),
    ]).toEqual([
      '2026-01-10T09:30:00Z',
      '2026-01-10T09:30:00+02:00',
      '2026-01-10T09:30:00+01:30',
      '2026-06-03T15:20:00.000Z',
      '2026-12-31T10:00:00Z',
    ])
    expect([
      toDateTime('2026-02-30'),
      toDateTime('ayer'),
      toDateTime(1780500000),
      toDate('31/13/2026', { order: 'dmy' }),
      toDate('12/03/1984', { order: 'dmy' }),
      toDate('12/03/1984'),
    ]).toEqual([undefined, undefined, undefined, undefined, '1984-03-12', undefined])
  })
  it('become numbers, texts, names and addresses without anything guessed', () => {
    expect([7, 7n, ' -12.5 ', '1e3', '12,5', '', Number.NaN, true].map(toNumber)).toEqual([
      7,
      7,
      -12.5,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect([0, 7n, false, 'x', null, {}].map(toText)).toEqual(['0', '7', 'false', 'x', undefined, undefined])
    expect(toText('x'.repeat(10_001))).toHaveLength(10_000)
    expect(toName({ given: 'Ana', family: 'Ruiz' })).toEqual({
      full: 'Ana Ruiz',
      given: 'Ana',
      family: 'Ruiz',
    })
    expect([toName({ full: ' Ana ' }), toName({ full: ' ' }), toName({})]).toEqual([
      { full: 'Ana' },
      undefined,
      undefined,
    ])
    expect([
      toAddress({ street: 'Mayor 1', locality: ' ', region: null }),
      toAddress({ street: '' }),
    ]).toEqual([{ street: 'Mayor 1' }, undefined])
  })
})
