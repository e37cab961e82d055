import { expect, test } from 'vitest'
import type { Connector, Policy, RolePolicy, Rule } from '../../../contract/index.ts'
import { withOwnEyes } from './own-eyes.ts'

const role = (more: Partial<RolePolicy>): RolePolicy => ({
  purposes: ['care'],
  see: {},
  mayReveal: [],
  mayAct: [],
  rows: [],
  afterConfirmation: false,
  maySearch: false,
  mayLink: false,
  mayEdit: false,
  ...more,
})
const policyOf = (roles: Record<string, Partial<RolePolicy>>): Policy => ({
  version: 1,
  purposes: { care: { title: 'Atención', forbids: [] }, sale: { title: 'Venta', forbids: [] } },
  roles: Object.fromEntries(Object.entries(roles).map(([name, more]) => [name, role(more)])),
})
const shop: Connector = {
  id: 'shop',
  title: 'Tienda',
  origins: [],
  access: { kind: 'open' },
  answers: {},
  own: {
    title: 'Tienda',
    fields: { colour: { type: 'text', label: 'Color', sensitivity: 'none' } },
    answer: { from: 'record', get: async () => ({ rows: [], complete: true }) },
  } as never,
  cards: { sensitivity: 'none', answer: {} } as never,
}
const rules = [{ id: 'vip' } as Rule]
/** What the role `boss` sees in the eyes of an editor with these roles. */
const seen = (roles: Record<string, Partial<RolePolicy>>, editor: readonly string[] = ['editor']) =>
  withOwnEyes(policyOf(roles), 'boss', editor, [shop], rules).roles.boss as RolePolicy

test('a fact is shown no clearer than either of the two sees it', () => {
  const lines = ['clear', 'masked', 'withheld'] as const
  for (const [b, boss] of lines.entries())
    for (const [e, editor] of lines.entries())
      expect(
        seen({ boss: { see: { 'orders.total': boss } }, editor: { see: { 'orders.total': editor } } }).see[
          'orders.total'
        ],
        `${boss}, ${editor}`,
      ).toBe(lines[Math.max(b, e)])
})

test('of several roles of the editor the one that sees most counts', () => {
  const roles = {
    boss: { see: { financial: 'clear', 'orders.total': 'clear' } },
    editor: { see: { 'orders.total': 'withheld', financial: 'masked' } },
    second: { see: { 'orders.total': 'masked', financial: 'withheld' } },
  } as const
  expect(seen(roles, ['editor', 'second', 'no such role']).see).toMatchObject({
    'orders.total': 'masked',
    financial: 'masked',
  })
  expect(seen(roles, ['second']).see.financial).toBe('withheld')
})

test('a wide line of the role is written out fact by fact: it lets nothing through that the editor does not see', () => {
  const { see } = seen({
    boss: { see: { 'orders.*': 'clear' } },
    editor: { see: { 'orders.items': 'clear' } },
  })
  expect(see).not.toHaveProperty(['orders.*'])
  expect([see['orders.items'], see['orders.total']]).toEqual(['clear', 'withheld'])
})

test('what a system adds of its own, and its cards, are facts like any other', () => {
  const lines = { 'own.shop.colour': 'clear', 'cards.shop': 'clear' } as const
  expect(seen({ boss: { see: lines }, editor: {} }).see).toMatchObject({
    'own.shop.colour': 'withheld',
    'cards.shop': 'withheld',
  })
  expect(seen({ boss: { see: lines }, editor: { see: lines } }).see).toMatchObject(lines)
})

test('each kind of sensitive fact is shown no clearer than either sees it, and not at all without a line', () => {
  const { see } = seen({
    boss: { see: { none: 'clear', personal: 'clear', special: 'clear' } },
    editor: { see: { none: 'clear', personal: 'masked', financial: 'clear' } },
  })
  expect(see).toMatchObject({
    none: 'clear',
    pseudonymous: 'withheld',
    personal: 'masked',
    financial: 'withheld',
    special: 'withheld',
  })
})

test('a line that opens a conclusion counts where both have one; a line that closes it counts always', () => {
  const vip = (boss?: 'clear' | 'masked' | 'withheld', editor?: 'clear' | 'masked' | 'withheld') =>
    seen({
      boss: { see: boss ? { 'rule.vip': boss } : {} },
      editor: { see: editor ? { 'rule.vip': editor } : {} },
    }).see['rule.vip']
  expect([vip('clear', 'clear'), vip('clear', 'masked'), vip('withheld', 'clear')]).toEqual([
    'clear',
    'masked',
    'withheld',
  ])
  expect([vip('clear'), vip(undefined, 'clear'), vip()]).toEqual([undefined, undefined, undefined])
  expect([vip('masked'), vip(undefined, 'withheld')]).toEqual(['masked', 'withheld'])
})

test('it serves the purposes that both have; without one nobody looks', () => {
  expect(seen({ boss: { purposes: ['care', 'sale'] }, editor: { purposes: ['sale'] } }).purposes).toEqual([
    'sale',
  ])
  expect(seen({ boss: { purposes: ['care'] }, editor: { purposes: ['sale'] } })).toBeUndefined()
})

test('a role or an editor that the policy does not know sees nothing, however it is named', () => {
  expect(seen({ editor: {} })).toBeUndefined()
  expect(seen({ boss: {} }, ['no such role'])).toBeUndefined()
  expect(seen({ boss: {} }, ['constructor'])).toBeUndefined()
})

test('a preview carries no power: it reveals, acts, edits, searches and links nothing', () => {
  const powers = {
    mayReveal: ['*'],
    mayAct: ['*'],
    mayEdit: true,
    maySearch: true,
    mayLink: true,
  }
  expect(seen({ boss: powers, editor: powers })).toMatchObject({
    mayReveal: [],
    mayAct: [],
    mayEdit: false,
    maySearch: false,
    mayLink: false,
  })
})

test('rows are filtered by what filters either, and no other role is left', () => {
  const filter = (field: string) => [{ question: 'orders' as const, field, values: ['$agent.shop'] }]
  const policy = policyOf({
    boss: { rows: filter('channel') },
    editor: { rows: filter('orderNumber') },
    other: { rows: filter('status') },
  })
  const eyes = withOwnEyes(policy, 'boss', ['editor'], [shop], rules)
  expect(eyes.roles.boss?.rows.map(({ field }) => field)).toEqual(['channel', 'orderNumber'])
  expect(Object.keys(eyes.roles)).toEqual(['boss'])
  expect(eyes.purposes).toEqual(policy.purposes)
})
