import { expect, test } from 'vitest'
import { profileOf } from '../../../hub/identity/compare/profile.ts'
import { foundRecordOf } from '../../files/records.ts'
import { linkProfiles } from '../../linkage/link-profiles.ts'
import { type Made, spanishWorld } from './generate.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
const link = (world: readonly Made[]) =>
  linkProfiles(
    world.map(({ id, entity: _truth, ...values }) =>
      profileOf(foundRecordOf('es', id, values, settings), 'ES'),
    ),
  )

/**
 * One record a person: a father in each house, and in the same house, on the same phone, a son of his name, a
 * generation younger, and twins of two names.
 */
function kin(houses: number): Made[] {
  const heads = spanishWorld(houses * 2, 7)
    .filter(
      (p, i, all) =>
        all.findIndex((o) => o.entity === p.entity) === i &&
        p.birthdate?.[4] === '-' &&
        p.given &&
        p.family?.includes(' ') &&
        p.given !== 'Lucía',
    )
    .slice(0, houses)
  return heads.flatMap((father, i): Made[] => {
    const { birthdate = '', nationalid: _own, ...home } = father
    const phone = `6${String(10_000_000 + i * 7_919)}`
    const born = (gap: number) => `${Number(birthdate.slice(0, 4)) + gap}${birthdate.slice(4)}`
    const made = (who: string, more: Partial<Made>): Made => ({
      ...home,
      id: `${father.id}-${who}`,
      entity: `${father.entity}-${who}`,
      phone,
      ...more,
    })
    // half of the sons share their father's very day; some years differ by one digit, some by two exchanged
    const son = born(i % 2 === 0 ? 30 : 27)
    return [
      made('father', { birthdate }),
      made('son', { birthdate: son }),
      made('twin-1', { given: 'Lucía', birthdate: born(31) }),
      made('twin-2', { given: 'Lucas', birthdate: born(31) }),
    ]
  })
}

test('a father and a son of one name, twins, one address and one phone: nobody is joined to anybody', () => {
  const world = kin(150)
  const linked = link(world)
  expect(linked.trained.households).toBe(true)
  expect(
    linked.clustering.clusters.filter((c) => c.length > 1).map((c) => c.map((i) => world[i]!.id)),
  ).toEqual([])
})
test("planted: a son who bears his father's very birth date and mail is joined to him, so the test above can fail", () => {
  const world = kin(150).map((p, _i, all) =>
    p.id.endsWith('-son')
      ? {
          ...p,
          email: 'own@correo.es',
          ...all.find((o) => o.id === p.id.replace('-son', '-father')),
          id: p.id,
        }
      : p,
  )
  expect(link(world).clustering.clusters.some((c) => c.length > 1)).toBe(true)
})
test('with no birth date in the whole file families are recognised by their first names', () => {
  const world = kin(150).map(({ birthdate: _left, ...rest }) => rest)
  const linked = link(world)
  expect(linked.trained.households).toBe(true)
  expect(linked.clustering.clusters.filter((c) => new Set(c.map((i) => world[i]!.given)).size > 1)).toEqual(
    [],
  )
})
