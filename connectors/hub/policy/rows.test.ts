import { expect, test } from 'vitest'
import type { Connector } from '../../contract/index.ts'
import { clear, policy, role, system } from '../testing/test-hub.ts'
import { admittingRoles, filterFields, isFiltered, rowsDifferByRole } from './rows.ts'
import { viewerOf } from './viewer.ts'

const shop = system('shop', { rows: { orders: [], person: [] } }, [])
const mine = { question: 'orders' as const, field: 'shop', values: ['$agent.shop', 'Online'] }
const filter = (more: object = {}) => role(clear, { rows: [{ ...mine, ...more }] })
const viewer = (
  roles: Parameters<typeof policy>[0],
  { claims = { shop: 'Centro' }, forbids = [] }: { claims?: Record<string, string>; forbids?: string[] } = {},
) =>
  viewerOf(
    policy(roles, forbids),
    Object.keys(roles),
    'care',
    claims,
    new Map<string, Connector>([['shop', shop]]),
    'es',
  )
const admits = (v: ReturnType<typeof viewer>, shopOfRow: unknown) =>
  admittingRoles(v, 'orders', { id: '1', shop: shopOfRow }).length > 0

test('a row is seen by who the filter names: by a fixed value, by what the host signed, by any value of a list, by the code of a status', () => {
  const v = viewer({ store: filter() })
  expect(['Centro', 'Online', 'Norte', 'centro'].map((s) => admits(v, s))).toEqual([true, true, false, false])
  expect([['Norte', 'Centro'], ['Norte', 'Sur'], []].map((s) => admits(v, s))).toEqual([true, false, false])
  expect([{ code: 'Online' }, { code: 'Norte', label: 'Online' }].map((s) => admits(v, s))).toEqual([
    true,
    false,
  ])
  expect([undefined, null].map((s) => admits(v, s))).toEqual([true, true])
})

test('a claim that the host did not sign admits nobody', () => {
  const v = viewer({ store: filter({ values: ['$agent.shop'] }) }, { claims: {} })
  expect(['Centro', 'undefined', ''].map((s) => admits(v, s))).toEqual([false, false, false])
})

test('rows of another question are not filtered', () => {
  expect(admittingRoles(viewer({ store: filter() }), 'payments', { id: '1', shop: 'Norte' })).toEqual([
    'store',
  ])
})

test('an answer is filtered where every role of the agent filters it', () => {
  expect(isFiltered(viewer({ store: filter() }), 'orders')).toBe(true)
  expect(isFiltered(viewer({ store: filter(), claims: role(clear) }), 'orders')).toBe(false)
  expect(isFiltered(viewer({ store: filter() }), 'payments')).toBe(false)
  expect(isFiltered(viewer({}), 'orders')).toBe(false)
})

test('rows are uneven where a filtered role sees more of them than one that sees them all', () => {
  const all = (total: 'clear' | 'masked') => role({ ...clear, 'orders.total': total })
  expect(rowsDifferByRole(viewer({ store: filter() }), 'orders')).toBe(true)
  expect(rowsDifferByRole(viewer({ store: filter(), claims: all('masked') }), 'orders')).toBe(true)
  expect(rowsDifferByRole(viewer({ store: filter(), claims: all('clear') }), 'orders')).toBe(false)
  expect(rowsDifferByRole(viewer({ store: filter() }), 'payments')).toBe(false)
})

test('what a filter needs is fetched, unless the purpose forbids it or the system has no such field', () => {
  expect(filterFields(viewer({ store: filter() }), 'orders', shop)).toEqual(['shop'])
  expect(filterFields(viewer({ store: filter({ field: 'odd' }) }), 'orders', shop)).toEqual([])
  expect(filterFields(viewer({ store: filter() }, { forbids: ['orders.shop'] }), 'orders', shop)).toEqual([])
  expect(filterFields(viewer({ store: filter() }), 'payments', shop)).toEqual([])
})
