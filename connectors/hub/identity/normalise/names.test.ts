import { describe, expect, it } from 'vitest'
import { compareNames } from '../compare/compare-names.ts'
import { Level } from '../compare/weights.ts'
import { isMojibake, isNobody, parseName } from './names.ts'

const first = (full: string) => {
  const cut = parseName({ full })?.cuts[0]
  return cut && `${cut.given.join(' ')}|${cut.family.join(' ')}`
}
const agree = (a: string, b: string) => {
  const levels = compareNames(parseName({ full: a }), parseName({ full: b }))
  return levels !== null && levels.given <= Level.given.variant && levels.family <= Level.family.oneOfTwo
}

describe('a name as people have it', () => {
  it.each([
    ['Ana Le', 'ana|le'],
    ['Ana Do', 'ana|do'],
    ['Ana Das', 'ana|das'],
    ['Ana da Silva', 'ana|silva'],
    ['Don Draper', 'don|draper'],
    ['Don José Pérez', 'jose|perez'],
    ['Dña. Ana Ruiz', 'ana|ruiz'],
    ['D.ª Ana Ruiz', 'ana|ruiz'],
    ['Mª Ruiz', 'maria|ruiz'],
    ['Ana Ruiz, PhD', 'ana|ruiz'],
    ['Ana Ruiz MD', 'ana|ruiz'],
    ['Ruiz, Ana', 'ana|ruiz'],
  ])('%s', (full, want) => expect(first(full)).toBe(want))

  it('may be Lady, which is no title there', () => {
    expect(parseName({ full: 'Lady Johana Pérez' })?.cuts[0]?.given).toContain('lady')
  })

  it.each([
    ['Ali Al Hassan', 'Ali Alhassan'],
    ['Juan de la Cruz', 'Juan Delacruz'],
    ['Peter van Dyke', 'Peter Vandyke'],
    ['Ana de la Cruz', 'Ana Cruz'],
  ])('%s and %s are one name', (a, b) => expect([agree(a, b), agree(b, a)]).toEqual([true, true]))

  it.each([
    ['Minh Le', 'Minh Do'],
    ['Ana Das', 'Ana Do'],
  ])('%s and %s are two', (a, b) => expect(agree(a, b)).toBe(false))

  it.each(['Juan Constructor Levante', 'Ana toString', 'hasOwnProperty Ruiz'])(
    '%s is read like any other',
    (full) => expect(parseName({ full })).not.toBeNull(),
  )

  it.each(['Null', 'Na', 'Nan', 'True'])('a surname %s is a surname', (family) =>
    expect(parseName({ full: `Ana ${family}`, given: 'Ana', family })?.cuts[0]?.family).toEqual([
      family.toLowerCase(),
    ]),
  )
})

describe('a name that was decoded wrongly', () => {
  it.each(['Luc\ufffda', 'LucÃ­a MartÃ­n', 'MarÃ\u00ada', 'Iâ€™m', 'NuÃ±ez'])('%j is no name', (text) => {
    expect(isMojibake(text)).toBe(true)
    expect(parseName({ full: text })).toBeNull()
  })
  it.each(['Lucía', 'João', 'Ângela', 'SÃO', 'Čapek', 'Ægir', 'Íñigo'])('%s is one', (text) =>
    expect(isMojibake(text)).toBe(false),
  )
})

it('names of nobody, as shops, tills and forms write them, and people who are called nearly so', () => {
  for (const nobodys of [
    'Cliente de contado',
    'Cliente ocasional',
    'Venta rápida',
    'Guest user',
    'Visitor 12345',
    'Test Test',
    'null null',
    'Nombre Apellidos',
    'FirstName LastName',
    'Max Mustermann',
    'Laufkunde',
    'Client de passage',
    'Deleted User',
  ])
    expect(isNobody(nobodys), nobodys).toBe(true)
  for (const real of [
    'Prueba García',
    'Guest Martínez',
    'Kunde Müller',
    'Test Ribera',
    'Ana Null',
    'Varios Ruiz',
  ])
    expect(isNobody(real), real).toBe(false)
})

it.each(['Señora Ana Ruiz', 'Frau Ana Ruiz', 'Mme Ana Ruiz', 'Exma. Sra. Ana Ruiz', 'Arq. Ana Ruiz'])(
  'how %s is addressed is no name of hers',
  (full) => expect(parseName({ full })?.cuts[0]).toMatchObject({ given: ['ana'], family: ['ruiz'] }),
)
