import { expect, test } from 'vitest'
import type { AnyRow, Asked, Policy, Rule } from '../../contract/index.ts'
import type { LookupStatus, SourceAnswer } from '../fetch/sourced-rows.ts'
import { viewerOf } from '../policy/viewer.ts'
import { clear, order, policy, role, rule, system } from '../testing/test-hub.ts'
import { Facts } from './facts.ts'
import type { QueryRun } from './query-run.ts'
import type { RecordLookup } from './record-lookup.ts'

const shop = system('shop', { rows: { orders: [] } }, [])
const store = { rows: [{ question: 'orders' as const, field: 'shop', values: ['Centro'] }] }
function world(roles: Policy['roles'] = { adviser: role(clear) }, forbids: string[] = []) {
  const viewer = viewerOf(
    policy(roles, forbids),
    Object.keys(roles),
    'care',
    {},
    new Map([['shop', shop]]),
    'es',
  )
  const facts = new Facts(viewer, [rule('r', '')], (_: Rule) => [
    'orders.total',
    'orders.shop',
    'context.channel',
  ])
  /** What stands of the one system, asked about one record. */
  const read = (
    rows: readonly AnyRow[],
    {
      complete = true,
      fetchedAt = '10:00',
      standing = 'held' as LookupStatus,
      asked = true,
      whole = true,
    }: {
      complete?: boolean
      fetchedAt?: string
      standing?: LookupStatus
      asked?: boolean
      whole?: boolean
    } = {},
  ) => {
    const sourced = rows.map((row) => ({
      row,
      connector: shop,
      from: { connector: 'shop', record: 'r', fetchedAt, confirmed: true },
    }))
    const source = {
      name: 'shop/1',
      asking: { now: 'idle' },
      answer: { complete, fetchedAt },
      rows: sourced,
    } as unknown as SourceAnswer
    const entry = {
      query: { question: 'orders', connector: shop },
      sources: new Map([['shop/1', source]]),
      version: 0,
    }
    const queryRun = {
      entries: asked ? [entry] : [],
      standing: () => standing,
      rowsOf: (of: Asked) => (of === 'orders' ? sourced : []),
    } as unknown as QueryRun
    return facts.questions(queryRun, { standing: () => standing } as unknown as RecordLookup, true, whole)
  }
  return { read, facts }
}
const codes = (questions: ReturnType<ReturnType<typeof world>['read']>) =>
  questions.orders?.because.map((b) => b.code)

test('rules read the rows of the questions they name, without ids and links, and know whether all came', () => {
  const { orders, ...others } = world().read([order('1', { url: 'https://shop.example/1' })])
  expect(others).toEqual({})
  expect(orders).toMatchObject({
    complete: true,
    because: [],
    rows: [{ connector: 'shop', values: { shop: 'Centro' } }],
  })
  expect(orders?.rows[0]?.values).not.toHaveProperty('id')
  expect(orders?.rows[0]?.values).not.toHaveProperty('url')
  expect(world().read([], { complete: false }).orders).toMatchObject({ complete: false })
})

test('a question that nobody answers, or of which the purpose forbids a fact, is not known to be empty', () => {
  expect(codes(world().read([], { asked: false }))).toEqual(['no-system'])
  expect(codes(world({ adviser: role(clear) }, ['orders.total']).read([]))).toEqual(['withheld'])
  expect(codes(world({ adviser: role(clear) }, ['orders.total']).read([], { asked: false }))).toEqual([
    'withheld',
  ])
  expect(codes(world({ adviser: role(clear) }, ['payments']).read([]))).toEqual([])
})

test('where roles differ in the rows they see, only those that all are admitted to are read, and it is said', () => {
  const two = world({ store: role(clear, store), claims: role({ none: 'clear' }) })
  const rows = [order('1', { shop: 'Centro' }), order('2', { shop: 'Norte' })]
  const seen = two.read(rows, { whole: false })
  expect([seen.orders?.rows.length, codes(seen)]).toEqual([1, ['withheld']])
  const all = two.read(rows)
  expect([all.orders?.rows.length, codes(all)]).toEqual([2, []])
})

test('a question that has not changed keeps its object, one that was asked again does not', () => {
  const { read } = world()
  const rows = [order('1')]
  const first = read(rows).orders
  expect(read(rows).orders).toBe(first)
  expect(read(rows, { whole: false }).orders).not.toBe(first)
  expect(read(rows, { fetchedAt: '10:05' }).orders).not.toBe(first)
  expect(read(rows, { fetchedAt: '10:05', complete: false }).orders).toMatchObject({ complete: false })
  expect(read([...rows, order('2')]).orders?.rows).toHaveLength(2)
})

test('a row tells of which fields its silence says nothing: not offered by its system, or not read', () => {
  const offering = {
    ...shop,
    answers: { orders: { ...shop.answers.orders, fields: ['total', 'delivered'] } },
  } as typeof shop
  const heard = (connector: typeof shop, unread?: string[]) => {
    const row = { id: '1', shop: 'Centro' }
    const from = { connector: 'shop', record: 'r', fetchedAt: '10:00', confirmed: true }
    const source = {
      name: 'shop/1',
      asking: { now: 'idle' },
      answer: { complete: true, fetchedAt: '10:00' },
      rows: [{ row, connector, from, unread }],
    } as unknown as SourceAnswer
    const queryRun = {
      entries: [
        { query: { question: 'orders', connector }, sources: new Map([['shop/1', source]]), version: 0 },
      ],
      standing: () => 'held',
      rowsOf: () => source.rows,
    } as unknown as QueryRun
    const lookup = { standing: () => 'held' } as unknown as RecordLookup
    return world().facts.questions(queryRun, lookup, true, true).orders?.rows[0]?.unknown
  }
  expect(heard(shop)).toBeUndefined()
  expect(heard(shop, ['delivered'])).toEqual({ unoffered: [], unread: ['delivered'] })
  expect(heard(offering)?.unoffered).toContain('pickup')
  expect(heard(offering)?.unoffered).not.toContain('delivered')
})
