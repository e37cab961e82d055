import { expect, test } from 'vitest'
import type { Identifier } from '../../../contract/index.ts'
import { newLevels } from '../compare/compare.ts'
import { Field, fields, missing } from '../compare/weights.ts'
import { reasonsOf } from './reasons.ts'
import type { Relation } from './relation.ts'

function relation(
  said: Partial<Record<keyof typeof Field, [level: number, bits: number]>>,
  more: Partial<Relation> = {},
) {
  const levels = newLevels()
  levels.at.fill(missing)
  const each = new Float64Array(fields.length)
  for (const [field, [level, bits]] of Object.entries(said)) {
    levels.at[Field[field as keyof typeof Field]] = level
    each[Field[field as keyof typeof Field]] = bits
  }
  return { levels, each, human: null, unique: null, strong: [], ...more } as unknown as Relation
}
const says = (of: Relation) => reasonsOf(of, ['shop'], -3.14).map((r) => [r.reason, r.bits])
const number = (kind: Identifier['kind']): Identifier => ({ kind, value: '1', raw: '1', grade: 'unique' })

test('what spoke is told, the heaviest first whether for or against, and the prior last', () => {
  expect(says(relation({ given: [0, 4.06], family: [4, -9], birthDate: [0, 6] }))).toEqual([
    ['family.4', -9],
    ['birthDate.0', 6],
    ['given.0', 4.1],
    ['prior', -3.1],
  ])
})

test('that the parts of a name stand in their order is no reason; that they are swapped is one', () => {
  expect(says(relation({ order: [0, 1] }))).toEqual([['prior', -3.1]])
  expect(says(relation({ order: [1, -1] }))).toEqual([
    ['order.1', -1],
    ['prior', -3.1],
  ])
})

test('a human’s word, a number of their own and a verified key are told; a national id is told as its field', () => {
  const told = (more: Partial<Relation>) => says(relation({}, more)).map(([reason]) => reason)
  expect(told({ human: 'same' })).toEqual(['agent', 'prior'])
  expect(told({ human: 'different' })).toEqual(['prior'])
  expect(told({ unique: number('loyalty') })).toEqual(['number', 'prior'])
  expect(told({ unique: number('nationalId') })).toEqual(['prior'])
  const strong = (verified: boolean) => ({ strong: [{ field: Field.mail, value: 'a@b.example', verified }] })
  expect(told(strong(true) as Partial<Relation>)).toEqual(['verified', 'prior'])
  expect(told(strong(false) as Partial<Relation>)).toEqual(['prior'])
})
