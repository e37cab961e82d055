import { expect, test } from 'vitest'
import type { Connector, Grade, Identifier, IdentifierKind } from '../../contract/index.ts'
import { system } from '../testing/test-hub.ts'
import { targetsOf } from './targets.ts'

const asking = (
  ...from: IdentifierKind[]
): Pick<Parameters<typeof targetsOf>[0], 'question' | 'connector'> => ({
  question: 'orders',
  connector: {
    ...system('mail', {}, []),
    answers: { orders: { from, get: async () => ({ rows: [], complete: true }) } },
  } as Connector,
})
const key = (
  kind: IdentifierKind,
  value: string,
  grade: Grade = 'strong',
  more: Partial<Identifier> = {},
): Identifier => ({
  kind,
  value,
  raw: value,
  grade,
  ...more,
})
const values = (question: ReturnType<typeof asking>, ...identifiers: Identifier[]) =>
  targetsOf(question, { records: [], identifiers }).map((t) =>
    t.by === 'identifier' ? t.identifier.value : t.key,
  )

test('a system that knows records is asked by its own, and by no other system’s', () => {
  const record = { id: '1', identifiers: [] }
  const records = {
    records: [
      { key: 'shop/1', connector: 'shop', record },
      { key: 'till/1', connector: 'till', record },
    ],
    identifiers: [key('mail', 'a@b.example')],
  }
  const shop = system('shop', { rows: { orders: [] } }, [])
  expect(targetsOf({ question: 'orders', connector: shop }, records)).toMatchObject([
    { by: 'record', key: 'shop/1' },
  ])
  expect(targetsOf({ question: 'payments', connector: shop }, records)).toEqual([])
})

test('a key that others may share asks nobody', () => {
  const grades: Grade[] = ['unique', 'strong', 'weak', 'blocked']
  expect(grades.map((g) => values(asking('mail'), key('mail', 'a@b.example', g)).length)).toEqual([
    1, 1, 0, 0,
  ])
})

test('of several keys the verified come first, each once, two at most, always the same two', () => {
  const [a, b, c] = ['a@x.example', 'b@x.example', 'c@x.example'].map((v) => key('mail', v)) as [
    Identifier,
    Identifier,
    Identifier,
  ]
  const verified = { ...c, verified: true }
  expect(values(asking('mail'), b, a, c)).toEqual(['a@x.example', 'b@x.example'])
  expect(values(asking('mail'), b, a, verified, a)).toEqual(['c@x.example', 'a@x.example'])
})

test('the first kind of key a system takes that the person has is used, and the others left', () => {
  expect(values(asking('mail', 'phone'), key('phone', '+34600'), key('mail', 'a@b.example'))).toEqual([
    'a@b.example',
  ])
  expect(values(asking('mail', 'phone'), key('phone', '+34600'))).toEqual(['+34600'])
  expect(values(asking('mail'), key('phone', '+34600'))).toEqual([])
})

test('one number in two systems is two keys', () => {
  const numbers = [
    key('order', '7', 'unique', { scope: 'shop' }),
    key('order', '7', 'unique', { scope: 'till' }),
  ]
  expect(values(asking('order'), ...numbers)).toEqual(['7', '7'])
})
