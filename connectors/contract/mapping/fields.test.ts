import { expect, it } from 'vitest'
import { validValue } from '../coerce.ts'
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
