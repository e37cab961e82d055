import { expect, test } from 'vitest'
import type { LearntWeights } from '../../../contract/index.ts'
import { foundRecord, readHints } from '../resolve/found.ts'
import { resolve } from '../resolve/resolve.ts'
import { learntModel } from './bits.ts'
import { parseWeights } from './learnt.ts'
import { fields, hubPrior, shipped } from './weights.ts'

const file = (
  change: (w: Record<string, { m: number[]; u: number[] }>) => void = () => {},
): LearntWeights => {
  const each = Object.fromEntries(
    fields.map((f, i) => [f, { m: [...(shipped.m[i] ?? [])], u: [...(shipped.u[i] ?? [])] }]),
  )
  change(each)
  return { prior: hubPrior, households: true, fields: each as unknown as LearntWeights['fields'] }
}
const settings = { country: 'ES', ownDomains: [], ownValues: [] }
const asked = (weights: LearntWeights | undefined) =>
  resolve(
    {
      hints: readHints(
        [
          { kind: 'name', value: 'Lucía Zubiaurre' },
          { kind: 'postcode', value: '48992' },
        ],
        settings,
      ).read,
      records: [
        foundRecord(
          { id: 'shop' },
          {
            id: '1',
            name: { full: 'Lucía Zubiaurre' },
            address: { postalCode: '48992' },
            identifiers: [{ kind: 'postcode', value: '48992' }],
          },
          [],
          settings,
        ),
      ],
      links: [],
      generic: () => false,
      duplicatesAllowed: () => false,
    },
    learntModel(weights),
  )

test('learnt weights change a decision: where half the customers live in one postcode, name and postcode preselect nobody', () => {
  expect(asked(undefined).outcome).toBe('possible')
  expect(asked(file()).outcome).toBe('possible')
  const village = file((w) => {
    w.postcode = { m: [0.8, 0.05, 0.15], u: [0.6, 0.1, 0.3] }
  })
  expect(asked(village).outcome).toBe('several')
})
test('odds learnt on a small sample never make the hub bolder', () => {
  expect(learntModel({ ...file(), prior: -6 }).prior).toBe(hubPrior)
  expect(learntModel({ ...file(), prior: -25 }).prior).toBe(-25)
})

const broken: [string, unknown, RegExp][] = [
  ['a list', [], /found \[\]; write the file again/],
  ['no fields', { prior: -17, households: true }, /found no `fields`/],
  ['odds above even', { ...file(), prior: 3 }, /^prior: found 3; write bits below 0/],
  ['no word on households', { ...file(), households: 'yes' }, /^households: found "yes"/],
  [
    'a field nobody compares',
    { ...file(), fields: { ...file().fields, shoe: { m: [1], u: [1] } } },
    /^fields\.shoe: no such field/,
  ],
  [
    'a level missing',
    file((w) => {
      w.phone = { m: [0.6, 0.4], u: [0.1, 0.2, 0.7] }
    }),
    /^fields\.phone\.m: found \[0\.6,0\.4\]; write 3 chances/,
  ],
  [
    'a certainty',
    file((w) => {
      w.phone = { m: [1, 0, 0], u: [0.1, 0.2, 0.7] }
    }),
    /^fields\.phone\.m/,
  ],
  [
    'a field missing',
    file((w) => {
      delete w.mail
    }),
    /^fields\.mail\.m: found nothing; write 5 chances/,
  ],
  [
    'agreement that speaks against',
    file((w) => {
      w.nationalId = { m: [0.1, 0.1, 0.1, 0.7], u: [0.5, 0.1, 0.1, 0.3] }
    }),
    /^fields\.nationalId: found full agreement as likely among strangers/,
  ],
]
test.each(broken)('%s is refused with words', (_name, input, words) => {
  const read = parseWeights(input)
  expect(read.weights).toBeNull()
  expect(read.faults.join('\n')).toMatch(words)
})
