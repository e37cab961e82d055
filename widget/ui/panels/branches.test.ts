import { expect, test } from 'vitest'
import type { ReleasedRow } from '../../../connectors/contract/index.ts'
import { branches, rollUp } from './branches.ts'

const row = (name: string, parent?: string, amount?: string | null, kind = 'company'): ReleasedRow =>
  ({
    ref: name,
    from: { connector: 'till', record: 'r', fetchedAt: '2026-01-01T00:00:00Z' },
    fields: {
      kind: { shown: 'clear', value: { code: kind, label: kind } },
      name: { shown: 'clear', value: name },
      ...(parent ? { parent: { shown: 'clear', value: parent } } : {}),
      ...(amount === undefined
        ? {}
        : {
            total:
              amount === null
                ? { shown: 'withheld' }
                : { shown: 'clear', value: { amount, currency: 'EUR' } },
          }),
    },
  }) as unknown as ReleasedRow
const drawn = (list: ReturnType<typeof branches>): unknown =>
  list.map((b) => (b.under.length > 0 ? [b.name, drawn(b.under)] : b.name))

test('companies stand under the parent they name, and a parent nobody gave a row for is still named', () => {
  expect(
    drawn(
      branches([
        row('Reformas Vidal', 'Grupo Vidal'),
        row('Pinturas Vidal', 'Grupo Vidal'),
        row('Familia Vidal', undefined, undefined, 'household'),
      ]),
    ),
  ).toEqual([['Grupo Vidal', ['Reformas Vidal', 'Pinturas Vidal']], 'Familia Vidal'])
  expect(drawn(branches([row('Grupo Vidal'), row('Reformas Vidal', 'Grupo Vidal')]))).toEqual([
    ['Grupo Vidal', ['Reformas Vidal']],
  ])
})
test('two of one name stay two, and a circle of parents loses nobody', () => {
  expect(drawn(branches([row('Vidal', 'G'), row('Vidal', 'G')]))).toEqual([['G', ['Vidal', 'Vidal']]])
  expect(JSON.stringify(drawn(branches([row('A', 'B'), row('B', 'A'), row('C', 'C')])))).toMatch(
    /(?=.*"A")(?=.*"B")(?=.*"C")/,
  )
})
test('whoever names a parent of which there are two stands under the first one', () => {
  expect(drawn(branches([row('G'), row('G'), row('A', 'G')]))).toEqual([['G', ['A']], 'G'])
})
test('totals add up without losing a cent, one sum for each currency, only of the kind asked', () => {
  const all = branches([
    row('A', 'G', '0.10'),
    row('B', 'G', '0.20'),
    row('H', 'G', '99.00', 'household'),
    row('L', 'A', '1000'),
  ])
  expect(rollUp(all, 'company')).toEqual({
    rows: 3,
    partial: false,
    sums: [{ amount: '1000.30', currency: 'EUR' }],
  })
  expect(rollUp(all, 'household')?.sums).toEqual([{ amount: '99.00', currency: 'EUR' }])
})
test('a total this role may not see makes the sum "at least", never a smaller sum without a word', () => {
  expect(rollUp(branches([row('A', 'G', '5.00'), row('B', 'G', null)]), 'company')).toMatchObject({
    rows: 1,
    partial: true,
  })
  expect(rollUp(branches([row('A', 'G', null)]), 'company')).toBeUndefined()
})
