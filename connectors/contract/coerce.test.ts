import { describe, expect, it } from 'vitest'
import { toAddress, toDate, toDateTime, toKey, toMoney, toName, toNumber, toText } from './coerce.ts'

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
  it('become a number of something only where they are exact and not what programs write for nothing', () => {
    expect([' A-1 ', 1042, 12.5, 7n, '12345678901234567890', 0, '0', 'Nan 7', 'FALSET'].map(toKey)).toEqual([
      'A-1',
      '1042',
      '12.5',
      '7',
      '12345678901234567890',
      '0',
      '0',
      'Nan 7',
      'FALSET',
    ])
    for (const nothing of [
      false,
      true,
      null,
      undefined,
      {},
      [],
      Number.NaN,
      Infinity,
      2 ** 53,
      1e21,
      '',
      ' ',
    ])
      expect(toKey(nothing), String(nothing)).toBeUndefined()
    for (const nothing of ['FALSE', 'true', 'NaN', 'null', 'undefined', '[object Object]', 'Luc\ufffda'])
      expect(toKey(nothing), nothing).toBeUndefined()
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

describe('what is at the edge of a value', () => {
  it('of money: six decimals are one, a seventh that is no zero is none', () => {
    const eur = (raw: unknown) => toMoney(raw, { currency: 'EUR' })?.amount
    expect([eur('0.000001'), eur('0.0000010'), eur('0.0000001'), eur('-0.5'), eur(12n), eur(' 7 ')]).toEqual([
      '0.000001',
      '0.000001',
      undefined,
      '-0.50',
      '12',
      '7',
    ])
    const cents = (raw: unknown, minor = 2) => toMoney(raw, { currency: 'EUR', minor })?.amount
    expect([cents('5.00'), cents('5.5'), cents(100n), cents('-5'), cents('1e3'), cents(7, 1)]).toEqual([
      '0.05',
      undefined,
      '1.00',
      '-0.05',
      undefined,
      '0.7',
    ])
  })
  it('of a time: the hour before and the hour after each change of the clock, east and west', () => {
    const at = (timeZone: string, t: string) => toDateTime(t, { timeZone })?.slice(16)
    expect(
      ['2026-03-29 01:30', '2026-03-29 03:30', '2026-10-25 01:30', '2026-10-25 04:30'].map((t) =>
        at('Europe/Madrid', t),
      ),
    ).toEqual([':00+01:00', ':00+02:00', ':00+02:00', ':00+01:00'])
    expect(['2026-03-08 01:30', '2026-03-08 03:30'].map((t) => at('America/New_York', t))).toEqual([
      ':00-05:00',
      ':00-04:00',
    ])
    expect([at('Asia/Kolkata', '2026-01-01'), at('UTC', '2026-01-01')]).toEqual([':00+05:30', ':00Z'])
  })
  it('of a time since 1970: seconds and milliseconds, written as text too, and nothing without its unit', () => {
    expect([
      toDateTime('1780500000', { unit: 's' }),
      toDateTime(1780500000000, { unit: 'ms' }),
      toDateTime(-1, { unit: 's' }),
      toDateTime(9e15, { unit: 's' }),
      toDateTime(new Date(Number.NaN)),
      toDateTime(new Date(0)),
    ]).toEqual([
      '2026-06-03T15:20:00.000Z',
      '2026-06-03T15:20:00.000Z',
      '1969-12-31T23:59:59.000Z',
      undefined,
      undefined,
      '1970-01-01T00:00:00.000Z',
    ])
  })
  it('of a day: its own spelling, or that of the moment in its zone', () => {
    const lateEvening = Date.parse('2026-06-15T23:30:00Z') / 1_000
    expect([
      toDate(lateEvening, { unit: 's' }),
      toDate(lateEvening, { unit: 's', timeZone: 'Europe/Madrid' }),
      toDate('2026-06-15T23:30:00Z', { timeZone: 'Europe/Madrid' }),
      toDate('2026-02-30'),
      toDate('04.03.2026 10:00', { order: 'mdy' }),
      toDate('4/3/2026', { order: 'dmy' }),
    ]).toEqual(['2026-06-15', '2026-06-16', '2026-06-15', undefined, '2026-04-03', '2026-03-04'])
  })
})
