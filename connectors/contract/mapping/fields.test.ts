import { expect, it } from 'vitest'
import { validValue } from '../coerce.ts'
import type { ValueType } from '../values.ts'
import { mapField } from './fields.ts'

const status = (raw: unknown, language?: string) =>
  mapField(
    'status',
    { type: 'status' },
    {
      from: 'state',
      map: {
        late: { code: 'late', label: { es: 'retrasado', en: 'late', pt: 'atrasado' }, tone: 'bad' },
        web: { code: 'web', label: 'web' },
      },
    },
    { row: { state: raw }, root: {}, locale: { language }, unread: () => {} },
  )

it('what a system’s word means is said in the language of whoever reads; a bare label, and a word nobody mapped, are the same for all', () => {
  expect(['es', 'en-GB', 'pt', undefined].map((l) => (status('late', l) as { label: string }).label)).toEqual(
    ['retrasado', 'late', 'atrasado', 'retrasado'],
  )
  expect(status('late', 'pt')).toEqual({ code: 'late', label: 'atrasado', tone: 'bad' })
  expect([status('web', 'pt'), status('odd', 'pt')]).toEqual([{ code: 'web', label: 'web' }, { code: 'odd' }])
  expect(
    mapField(
      'channel',
      { type: 'status' },
      { value: { code: 'store', label: { es: 'tienda', en: 'shop' } } },
      { row: {}, root: {}, locale: { language: 'en' }, unread: () => {} },
    ),
  ).toEqual({ code: 'store', label: 'shop' })
})

it('a duration is written in the units a person says', () => {
  const of = (raw: unknown, unit: 's' | 'ms' | 'm' | 'h' | 'd' = 's') =>
    mapField(
      'waited',
      { type: 'duration' },
      { from: 'n', unit },
      { row: { n: raw }, root: {}, locale: {}, unread: () => {} },
    )
  expect([of(20), of(410), of(3_600), of(7_325), of(1_500, 'ms'), of(90, 'm'), of(0)]).toEqual([
    'PT20S',
    'PT6M50S',
    'PT1H',
    'PT2H2M5S',
    'PT1.5S',
    'PT90M',
    'PT0S',
  ])
  expect([of(3, 'h'), of(3, 'd')]).toEqual(['PT3H', 'P3D'])
})

it('a duration in fractions of an hour or a day is one that the vocabulary takes', () => {
  const read = (raw: unknown, unit: 's' | 'm' | 'h' | 'd') =>
    mapField(
      'waited',
      { type: 'duration' },
      { from: 'n', unit },
      { row: { n: raw }, root: {}, locale: {}, unread: () => {} },
    )
  const all = [read('1.5', 'h'), read(2.25, 'm'), read(0.5, 'd')]
  expect(all).toEqual(['PT1H30M', 'PT2M15S', 'PT12H'])
  expect(all.filter((one) => validValue('duration', one) === undefined)).toEqual([])
  expect([read(-1, 's'), read(1e21, 'd')]).toEqual([undefined, undefined])
})

it('each type is read in its own way', () => {
  const of = (type: ValueType, raw: unknown, rule: object = {}, locale: object = {}) => {
    const unread: string[] = []
    const value = mapField(
      'f',
      { type },
      { from: 'n', ...rule },
      { row: { n: raw }, root: {}, locale, unread: (f) => unread.push(f) },
    )
    return unread.length > 0 ? 'unread' : value
  }
  expect([of('country', 'es'), of('country', 'España')]).toEqual(['ES', 'unread'])
  expect([of('mail', ' a@b.example '), of('mail', 'a b')]).toEqual(['a@b.example', 'unread'])
  expect([of('id', 7), of('id', 'x'.repeat(301))]).toEqual(['7', 'unread'])
  expect([of('address', 'Mayor 1'), of('address', { locality: 'Vigo' }), of('address', 7)]).toEqual([
    { text: 'Mayor 1' },
    { locality: 'Vigo' },
    'unread',
  ])
  expect([
    of('personName', ' Ana '),
    of('personName', { full: 'Ana', given: 'Ana' }),
    of('personName', 7),
  ]).toEqual([{ full: 'Ana' }, { full: 'Ana', given: 'Ana' }, 'unread'])
  expect([of('series', ['1', 2]), of('series', ['x'])]).toEqual([[1, 2], 'unread'])
  expect([of('number', '2', { times: 3 }), of('number', 'x')]).toEqual([6, 'unread'])
  expect([of('language', 'pt-BR'), of('url', 'http://x.example')]).toEqual(['pt-BR', 'unread'])
  const late = { timeZone: 'Europe/Madrid' }
  const evening = Date.parse('2026-06-15T23:30:00Z')
  expect([
    of('date', evening, { unit: 'ms' }, late),
    of('date', evening / 1_000, { unit: 's' }),
    of('date', '04/03/2026', { order: 'mdy' }),
    of('datetime', evening / 1_000, { unit: 's' }),
    of('datetime', '2026-06-15 23:30', {}, late),
    of('datetime', '04/03/2026', { order: 'dmy' }),
  ]).toEqual([
    '2026-06-16',
    '2026-06-15',
    '2026-04-03',
    '2026-06-15T23:30:00.000Z',
    '2026-06-15T23:30:00+02:00',
    '2026-03-04T00:00:00Z',
  ])
  expect([
    of('money', { amount: '5', currency: 'EUR' }),
    of('money', 5, { currency: { from: 'c' } }, { currency: 'EUR' }),
  ]).toEqual([{ amount: '5', currency: 'EUR' }, 'unread'])
  expect([of('duration', 'PT4H'), of('duration', 'x')]).toEqual(['PT4H', 'unread'])
  expect([
    of('boolean', 'NO', { yes: ['no'] }),
    of('boolean', 1n),
    of('boolean', 'x', { yes: ['x'] }),
  ]).toEqual([true, true, true])
})

it('a text for nothing where it cannot be a value is nothing; what a program lost is not read', () => {
  const of = (type: ValueType, raw: unknown, rule: object = {}) => {
    const unread: string[] = []
    const locale = { currency: 'EUR', phonePrefix: '+34' }
    const value = mapField(
      'f',
      { type },
      { from: 'n', ...rule },
      { row: { n: raw }, root: {}, locale, unread: (f) => unread.push(f) },
    )
    return unread.length > 0 ? 'unread' : value
  }
  const noDay = [
    '0000-00-00',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
    '1900-01-01 00:00:00.000',
    'N/D',
  ]
  for (const type of ['date', 'datetime'] as const)
    expect(
      noDay.map((raw) => of(type, raw)),
      type,
    ).toEqual(noDay.map(() => undefined))
  expect([of('date', '01/01/1900', { order: 'dmy' }), of('date', '00/00/0000', { order: 'dmy' })]).toEqual([
    undefined,
    undefined,
  ])
  for (const [raw, rule] of [
    ['1970-01-01T00:00:00Z', {}],
    ['1970-01-01 00:00:00', {}],
    [0, { unit: 's' }],
    ['0', { unit: 'ms' }],
  ] as const)
    expect(of('datetime', raw, rule), String(raw)).toBeUndefined()
  expect([of('date', 0, { unit: 's' }), of('date', '1970-01-01')]).toEqual([undefined, '1970-01-01'])
  expect(of('datetime', '1970-01-01T09:00:00Z')).toBe('1970-01-01T09:00:00Z')
  for (const type of ['number', 'money', 'percent', 'duration', 'mail', 'phone', 'url', 'country'] as const) {
    expect(
      ['N/D', '-', 'NULL', 'sin datos', '#N/A'].map((raw) => of(type, raw)),
      type,
    ).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(
      ['[object Object]', '{{value}}', '#REF!', 'abc'].map((raw) => of(type, raw)),
      type,
    ).toEqual(['unread', 'unread', 'unread', 'unread'])
  }
  expect([of('phone', 'Anonymous'), of('country', 'NA'), of('text', 'N/D'), of('number', 0)]).toEqual([
    undefined,
    'NA',
    'N/D',
    0,
  ])
})

it('a number that is a text is read by its decimal sign; without one, what may be a thousand is not read', () => {
  const of = (raw: unknown, rule: object = {}, currency = 'EUR', locale: object = {}) => {
    const unread: string[] = []
    const value = mapField(
      'f',
      { type: 'money' },
      { from: 'n', currency, ...rule },
      { row: { n: raw }, root: {}, locale, unread: (f) => unread.push(f) },
    ) as { amount: string } | undefined
    return unread.length > 0 ? 'unread' : value?.amount
  }
  expect(['1.234', '-12.500', '999.999'].map((raw) => of(raw))).toEqual(['unread', 'unread', 'unread'])
  expect(['0.500', '1234.567', '12.5', '12.500000', 1.234, 12.5].map((raw) => of(raw))).toEqual([
    '0.50',
    '1234.567',
    '12.50',
    '12.50',
    '1.234',
    '12.50',
  ])
  expect([
    of('1.234', {}, 'KWD'),
    of('1.234', { decimal: '.' }),
    of('1.234', {}, 'EUR', { decimal: '.' }),
  ]).toEqual(['1.234', '1.234', '1.234'])
  const comma = { decimal: ',' }
  expect(
    ['1.234', '1.234,50', '1.234.567,8', '12,5', '-3,00', '1 234,50 €', "1'234,5", '5'].map((raw) =>
      of(raw, comma),
    ),
  ).toEqual(['1234', '1234.50', '1234567.80', '12.50', '-3.00', '1234.50', '1234.50', '5'])
  expect(['12.5', '1.23,4', '1,234.50', 'x'].map((raw) => of(raw, comma))).toEqual(Array(4).fill('unread'))
  expect(of('$1,234.50', { decimal: '.' })).toBe('1234.50')
})

it('cents are counted as the currency of the amount has them, where the mapping says so', () => {
  const of = (n: number, c: string) =>
    mapField(
      'f',
      { type: 'money' },
      { from: 'n', minor: 'currency', currency: { from: 'c' } },
      { row: { n, c }, root: {}, locale: {}, unread: () => {} },
    )
  expect([of(5000, 'JPY'), of(5000, 'eur'), of(5000, 'KWD')]).toEqual([
    { amount: '5000', currency: 'JPY' },
    { amount: '50.00', currency: 'EUR' },
    { amount: '5.000', currency: 'KWD' },
  ])
})

it('a currency beside the value comes before one above it', () => {
  const lines = mapField(
    'lines',
    { type: 'text', list: true, of: { price: { type: 'money' } } },
    { from: 'lines', of: { price: { from: 'p', currency: { from: 'c' } } } },
    {
      row: { lines: [{ p: 1, c: 'GBP' }, { p: 2 }] },
      root: { c: 'EUR' },
      locale: {},
      unread: () => {},
    },
  )
  expect(lines).toEqual([
    { price: { amount: '1', currency: 'GBP' } },
    { price: { amount: '2', currency: 'EUR' } },
  ])
})
