import { describe, expect, test } from 'vitest'
import { compareProfiles, newLevels } from '../../hub/identity/compare/compare.ts'
import { profileOf } from '../../hub/identity/compare/profile.ts'
import { Field, missing, shipped } from '../../hub/identity/compare/weights.ts'
import { foundRecordOf, type LoadedRecord, type recordOf } from '../files/records.ts'
import { createAnswerer } from '../linkage/answerer.ts'
import { besideOne, shippedRelatives } from '../linkage/relatives.ts'
import { familyWorld, worldSettings } from './families/generate.ts'
import { measure } from './families/measure.ts'
import { english } from './families/traditions.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
type Values = Parameters<typeof recordOf>[1]
const loaded = (id: string, values: Values): LoadedRecord => {
  const found = { ...foundRecordOf('records', id, values, settings), key: `0\n${id}` }
  return { id, file: 0, found, profile: profileOf(found, 'ES') }
}
const profile = (values: Values) => loaded('x', values).profile
const levelsOf = (a: Values, b: Values) => compareProfiles(profile(a), profile(b), newLevels())

describe('a register of households in which nobody gives a birth date', () => {
  const kept = { birthdate: 0, nationalid: 0, email: 0, phone: 0, street: 1, locality: 1, postcode: 1 }
  const measured = [81, 82].map((seed) =>
    measure(
      familyWorld(
        worldSettings(seed, 700, {
          traditions: [english],
          kept,
          namesakes: 0.03,
          twins: 0.02,
          alone: 0.2,
          slips: 0.15,
        }),
      ),
    ),
  )
  test('one name twice at one address is one person sooner than two', () => {
    for (const m of measured) {
      console.log(`no birth dates: precision ${m.precision.toFixed(4)} recall ${m.recall.toFixed(4)}`)
      expect(m.linked.trained.households).toBe(true)
      expect(m.precision).toBeGreaterThanOrEqual(0.95)
      expect(m.recall).toBeGreaterThanOrEqual(0.7)
    }
  })
  test('and relatives are never learnt to share first names more than is known of families, for nothing told two of them apart', () => {
    for (const m of measured)
      expect(m.linked.trained.relatives?.r[0]?.[0]).toBeLessThanOrEqual(
        (shippedRelatives[0]?.[0] as number) + 1e-9,
      )
  })
})

test('an address speaks once of whether it is a household: street, town and postcode together no more than the most telling of them', () => {
  const levels = levelsOf(
    { given: 'Ana', family: 'Ruiz', street: 'Calle Mayor 3', locality: 'Vigo', postcode: '36201' },
    { given: 'Ana', family: 'Ruiz', street: 'Calle Mayor 3', locality: 'Vigo', postcode: '36201' },
  )
  const street = levelsOf(
    { given: 'Ana', family: 'Ruiz', street: 'Calle Mayor 3' },
    { given: 'Ana', family: 'Ruiz', street: 'Calle Mayor 3' },
  )
  expect(besideOne(shippedRelatives, levels, shipped.m, false)).toBeCloseTo(
    besideOne(shippedRelatives, street, shipped.m, false),
    6,
  )
})

test('a year of birth says what a slip says, another year that it is another, and never what a day does', () => {
  const at = (a: string, b: string) =>
    levelsOf({ given: 'Ana', family: 'Ruiz', birthdate: a }, { given: 'Ana', family: 'Ruiz', birthdate: b })
      .at[Field.birthDate]
  expect([
    at('1967', '1967'),
    at('1967', '1967-05-12'),
    at('1967', '1968'),
    at('1967', '1994'),
    at('12/05/1967', '1967-05-12'),
  ]).toEqual([2, 2, 4, 5, 0])
})

test('what is written where nothing is known is no value', () => {
  const p = loaded('1', {}).profile
  expect(p.name).toBeNull()
  for (const name of ['CLIENTE VARIOS', 'Sin datos', 'NO TIENE', 'clientes contado'])
    expect(profile({ name }).nobody, name).toBe(true)
  expect(
    levelsOf({ given: 'Ana', family: 'Ruiz' }, { given: 'Ana', family: 'Ruiz' }).at[Field.nationalId],
  ).toBe(missing)
})

describe('asked with few fields', () => {
  const people: Values[] = [
    { given: 'Héctor', family: 'Azorín Quintana', postcode: '47036' },
    { given: 'Inês', family: 'Sousa Bettencourt', postcode: '47001' },
    { given: 'Justin', family: 'Faixford', postcode: '16356' },
    ...Array.from({ length: 12 }, (_, n) => ({
      given: n % 2 ? 'Austin' : 'Justin',
      family: `${'Bcdfghjlmnpr'[n]}olmedo`,
      postcode: `280${10 + n}`,
    })),
    // strangers enough that a postcode tells
    ...Array.from({ length: 400 }, (_, n) => ({
      given: ['Olga', 'Iván', 'Rosa', 'Luis'][n % 4] as string,
      family: `${'BCDFGLMNPRST'[n % 12]}${'aeiou'[n % 5]}${'lmnrst'[n % 6]}${'aeo'[n % 3]}z`,
      postcode: String(10_000 + n),
    })),
  ]
  const answer = createAnswerer(
    people.map((p, n) => loaded(String(n), p)),
    'ES',
    'en',
  )
  const asked = (values: Values) => {
    const { outcome, id } = answer(loaded('q', values))
    return `${outcome} ${id}`
  }
  test('a name in one box, surnames first, is found however it was cut', () => {
    expect(asked({ name: 'AZORIN QUINTANA HECTOR', postcode: '47036' })).toBe('possible 0')
  })
  test('somebody known by the last surname is found', () => {
    expect(asked({ given: 'Ines', family: 'Bettencourt', postcode: '47001' })).toBe('possible 1')
  })
  test('Austin asks where Justin lives: both are names people bear, so a brother is shown and not preselected; a slip that is no name still finds him', () => {
    expect(asked({ given: 'Austin', family: 'Faixford', postcode: '16356' })).toBe('several null')
    expect(asked({ given: 'Jusrin', family: 'Faixford', postcode: '16356' })).toBe('possible 2')
  })
})
