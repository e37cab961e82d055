import { expect, test } from 'vitest'
import type { Connector, Policy } from '../../contract/index.ts'
import { clear, policy, role, system } from '../testing/test-hub.ts'
import { forbidden, mayAct, mayReveal, see, sensitivityOf, viewerOf } from './viewer.ts'

const shop: Connector = {
  ...system('shop', {}, []),
  own: {
    fields: { colour: { type: 'text', sensitivity: 'personal' } },
    answer: { from: 'record', get: async () => ({ value: null, complete: true }) },
  },
  cards: {
    sensitivity: 'financial',
    keys: [],
    answer: { from: 'record', get: async () => ({ rows: [], complete: true }) },
  },
}
const connectors = new Map([['shop', shop]])
const viewer = (roles: Policy['roles'], forbids: string[] = []) =>
  viewerOf(policy(roles, forbids), Object.keys(roles), 'care', {}, connectors, 'es')

test('how private a fact is comes from its declaration; what nobody declared is as private as can be', () => {
  const of = (path: string) => sensitivityOf(path, connectors)
  expect(['orders.total', 'person.name', 'own.shop.colour', 'cards.shop'].map(of)).toEqual([
    'financial',
    'personal',
    'personal',
    'financial',
  ])
  expect(['orders.odd', 'own.shop.odd', 'own.till.colour', 'cards.till', 'rule.best', 'odd'].map(of)).toEqual(
    Array(6).fill('special'),
  )
  // The price of a line is an amount wherever it stands.
  expect(of('orders.lines.price')).toBe('financial')
})

test('foreign cards need a line: their own, or one for all, which shows none beyond what is seen of their kind', () => {
  const card = (see_: Policy['roles'][string]['see']) => see(viewer({ a: role(see_) }), 'cards.shop')
  expect(card({ financial: 'clear' })).toBe('withheld')
  expect(card({ 'cards.*': 'clear' })).toBe('withheld')
  expect(card({ financial: 'clear', 'cards.*': 'clear' })).toBe('clear')
  expect(card({ financial: 'withheld', 'cards.*': 'clear' })).toBe('withheld')
  expect(card({ financial: 'masked', 'cards.*': 'clear' })).toBe('masked')
  expect(card({ financial: 'clear', 'cards.*': 'masked' })).toBe('masked')
  expect(card({ financial: 'clear', 'cards.*': 'withheld' })).toBe('withheld')
  expect(card({ financial: 'withheld', 'cards.*': 'withheld', 'cards.shop': 'clear' })).toBe('clear')
  expect(card({ financial: 'clear', 'cards.*': 'clear', 'cards.shop': 'withheld' })).toBe('withheld')
})

test('of several roles the most permissive line counts, fact by fact', () => {
  const v = viewer({
    a: role({ 'orders.total': 'masked' }),
    b: role({ 'orders.total': 'clear', personal: 'withheld' }),
  })
  expect(see(v, 'orders.total')).toBe('clear')
  expect(see(v, 'orders.total', ['a'])).toBe('masked')
  expect(see(v, 'orders.total', [])).toBe('withheld')
  expect(see(v, 'person.name')).toBe('withheld')
})

test('what the purpose forbids is withheld from every role: by fact, by question, by how private it is', () => {
  for (const [line, hidden] of [
    ['orders.total', ['orders.total']],
    ['orders', ['orders.total', 'orders.motive']],
    ['orders.*', ['orders.total', 'orders.motive']],
    ['personal', ['person.name', 'own.shop.colour']],
    ['own.shop', ['own.shop.colour']],
    ['own.*', ['own.shop.colour']],
  ] as const) {
    const v = viewer({ a: role({ ...clear, 'own.shop.colour': 'clear' }, { mayReveal: ['*'] }) }, [line])
    for (const path of hidden)
      expect([see(v, path), mayReveal(v, path)], `${line} ${path}`).toEqual(['withheld', false])
    expect(see(v, 'payments.status'), line).toBe('clear')
    expect(forbidden(v, 'payments.status'), line).toBe(false)
  }
})

test('a value may be revealed by a role that both may reveal and sees that it is there', () => {
  const masked = { 'orders.total': 'masked' as const }
  const may = (roles: Policy['roles'], as?: string[]) => mayReveal(viewer(roles), 'orders.total', as)
  expect(may({ a: role(masked, { mayReveal: ['orders.total'] }) })).toBe(true)
  expect(may({ a: role(masked, { mayReveal: ['orders.*'] }) })).toBe(true)
  expect(may({ a: role(masked, { mayReveal: ['*'] }) })).toBe(true)
  expect(may({ a: role(masked, { mayReveal: ['payments.*', 'orders.tot'] }) })).toBe(false)
  expect(may({ a: role({}, { mayReveal: ['*'] }) })).toBe(false)
  // One role's leave is not another's sight.
  const split = { a: role(masked), b: role({}, { mayReveal: ['*'] }) }
  expect(may(split)).toBe(false)
  const two = { a: role(masked, { mayReveal: ['*'] }), b: role(masked) }
  expect([may(two), may(two, ['b'])]).toEqual([true, false])
})

test('an act is allowed by its name, by its system or altogether', () => {
  const may = (...lines: string[]) => mayAct(viewer({ a: role({}, { mayAct: lines }) }), 'shop', 'refund')
  expect([may('shop.refund'), may('shop.*'), may('*'), may('refund')]).toEqual([true, true, true, true])
  expect([may(), may('shop.note'), may('till.*'), may('shop')]).toEqual([false, false, false, false])
})

test('a role without a policy lends nothing', () => {
  const v = viewerOf(policy({ a: role(clear) }), ['a', 'constructor', 'b'], 'odd', {}, connectors, 'es')
  expect([v.roles.map((r) => r.name), v.forbids]).toEqual([['a'], []])
})
