import { expect, test } from 'vitest'
import type { AnyRow, Connector } from '../../contract/index.ts'
import type { FetchedAnswer } from '../fetch/fetcher.ts'
import type { LookupStatus, SourceAnswer, SourcedRow } from '../fetch/sourced-rows.ts'
import type { PlannedQuery } from '../plan/queries.ts'
import { viewerOf } from '../policy/viewer.ts'
import { clear, order, policy, role, system } from '../testing/test-hub.ts'
import { type QueryState, releaseFrom, releaseReading, stampOf } from './reading.ts'

const shop: Connector = system('shop', { rows: { orders: [] } }, [])
const store = { rows: [{ question: 'orders' as const, field: 'shop', values: ['Centro'] }] }
const viewer = (roles: Parameters<typeof policy>[0] = { adviser: role(clear) }) =>
  viewerOf(policy(roles), Object.keys(roles), 'care', {}, new Map([['shop', shop]]), 'es')
const query: PlannedQuery = {
  question: 'orders',
  connector: shop,
  fields: ['orderNumber', 'orderDate', 'total', 'shop'],
  shown: ['orderNumber', 'orderDate', 'total', 'shop'],
  limit: 2,
  shownLimit: 2,
  patience: { soft: 1, hard: 2 },
  priority: 0,
}
interface Told {
  rows?: readonly AnyRow[]
  by?: 'record' | 'identifier'
  heard?: Partial<FetchedAnswer>
  asking?: SourceAnswer['asking']
}
function state(all: readonly Told[], more: Partial<QueryState> = {}): QueryState {
  const sources = all.map(
    ({ rows = [], by = 'record', heard = {}, asking = { now: 'idle' } }, n): SourceAnswer => {
      const mail = { kind: 'mail', value: 'ana@example.com', raw: '', grade: 'strong' } as const
      const whole: FetchedAnswer = {
        rows,
        complete: true,
        faults: [],
        fetchedAt: `2026-03-10T10:0${n}:00Z`,
        freshUntil: `2026-03-10T10:1${n}:00Z`,
        ...heard,
      }
      const sourced = rows.map(
        (row): SourcedRow => ({
          row,
          connector: shop,
          from: {
            connector: 'shop',
            record: `r${n}`,
            fetchedAt: whole.fetchedAt,
            confirmed: by === 'record',
          },
        }),
      )
      return {
        target:
          by === 'record'
            ? { by, key: `shop/${n}`, record: { id: `${n}`, identifiers: [] } }
            : { by, identifier: mail },
        name: `shop/${n}`,
        asking,
        ...(asking.now === 'idle' ? { answer: whole } : {}),
        rows: sourced,
        stop: new AbortController(),
      }
    },
  )
  const sourced = sources.flatMap((s) => s.rows)
  return {
    query,
    standing: 'held',
    sources,
    rows: sourced,
    siblings: sourced,
    now: '2026-03-10T11:00:00Z',
    ...more,
  }
}
const seal = {
  row: async (sourced: SourcedRow) => `ref ${sourced.row.id}`,
  cursor: async (payload: unknown) => JSON.stringify(payload),
  order: async (sourced: SourcedRow) => String(sourced.row.id),
}
const reading = async (of: QueryState, roles?: Parameters<typeof policy>[0], offset?: number) => {
  const released = await releaseReading(viewer(roles), of, {}, seal, offset)
  if (!released) throw new Error('nothing is shown of it')
  return released
}
const numbers = ({ state }: Awaited<ReturnType<typeof reading>>) =>
  state.known === 'value' || state.known === 'incomplete' ? state.value.map((r) => r.ref) : state.known

test('rows come newest first, a page at a time, and the next page begins where this one ends', async () => {
  const of = state([{ rows: ['1', '3', '2', '5', '4'].map((id) => order(id)) }])
  const first = await reading(of)
  expect(numbers(first)).toEqual(['ref 5', 'ref 4'])
  expect(JSON.parse(first.next as string)).toMatchObject({ offset: 2, connector: 'shop', question: 'orders' })
  const second = await reading(of, undefined, 2)
  expect(numbers(second)).toEqual(['ref 3', 'ref 2'])
  const last = await reading(of, undefined, 4)
  expect([numbers(last), last.next]).toEqual([['ref 1'], undefined])
})

test('the system’s own next page follows once all that it gave has been shown', async () => {
  const { next } = await reading(state([{ rows: [order('1')], heard: { next: 'upstream-2' } }]))
  expect(JSON.parse(next as string)).toMatchObject({ offset: 0, upstream: 'upstream-2', target: 'shop/0' })
})

test('of several answers the oldest says how old it is, and the first to age how long it is fresh', async () => {
  const { state: known } = await reading(state([{ rows: [order('1')] }, { rows: [order('2')] }]))
  expect(known).toMatchObject({
    known: 'value',
    from: { fetchedAt: '2026-03-10T10:00:00Z' },
    freshUntil: '2026-03-10T10:10:00Z',
  })
})

test('what is cut, still out or filtered is incomplete; what nobody has is none; what was not asked is nothing', async () => {
  const told = async (of: QueryState, roles?: Parameters<typeof policy>[0]) => {
    const { known, ...rest } = (await reading(of, roles)).state
    return [known, 'missing' in rest ? rest.missing : undefined]
  }
  const rows = [order('1')]
  const out = { asking: { now: 'waiting', since: '' } } as const
  expect(await told(state([{ rows }]))).toEqual(['value', undefined])
  expect(await told(state([{ rows, heard: { complete: false } }]))).toEqual(['incomplete', 'truncated'])
  expect(await told(state([{ heard: { complete: false } }]))).toEqual(['incomplete', 'truncated'])
  expect(await told(state([{ rows }, out]))).toEqual(['incomplete', 'truncated'])
  expect(await told(state([{ rows }]), { store: role(clear, store) })).toEqual(['incomplete', 'filtered'])
  expect(await told(state([{ rows, heard: { unread: ['total'] } }]))).toEqual(['incomplete', 'unreadable'])
  expect(await told(state([{ rows, heard: { unreadRows: 1 } }]))).toEqual(['incomplete', 'unreadable'])
  expect(await told(state([{ rows, heard: { unread: ['total'], complete: false } }]))).toEqual([
    'incomplete',
    'truncated',
  ])
  expect(await told(state([{}]))).toEqual(['none', undefined])
  expect(await told(state([out]))).toEqual(['nothing', undefined])
  const found = (standing: LookupStatus) => told(state([], { standing }))
  expect(await found('none')).toEqual(['none', undefined])
  expect(await found('waiting')).toEqual(['nothing', undefined])
  expect(await found({ failed: 'late', since: '' })).toEqual(['nothing', undefined])
})

test('that a hidden value could not be read is not seen', async () => {
  const rows = [order('1')]
  const of = (unread: string[]) => state([{ rows, heard: { unread } }])
  const hidden = { adviser: role({ ...clear, financial: 'withheld' }) }
  expect((await reading(of(['total']))).state).toMatchObject({ missing: 'unreadable' })
  expect(await reading(of(['total']), hidden)).toEqual(await reading(of([]), hidden))
  expect((await reading(of(['orderDate']), hidden)).state).toMatchObject({ missing: 'unreadable' })
  // A field that only rules read is not on the card.
  expect(await reading(of(['delivered']))).toEqual(await reading(of([])))
})

test('what was asked by a key that the system does not echo is not confirmed, in the rows and in silence', async () => {
  const by = 'identifier' as const
  for (const rows of [[order('1')], []]) {
    expect((await reading(state([{ rows }]))).state).toMatchObject({ from: { confirmed: true } })
    expect((await reading(state([{ rows, by }]))).state).toMatchObject({ from: { confirmed: false } })
  }
})

test('how the question stands is its least settled part: late, then waiting, then failed', async () => {
  const late = { now: 'late', after: 100 } as const
  const waiting = { now: 'waiting', since: '' } as const
  const failed = { now: 'failed', code: 'denied', since: '', retryAt: '2026-03-10T12:00:00Z' } as const
  const asking = async (...all: SourceAnswer['asking'][]) =>
    (await reading(state(all.map((a) => ({ asking: a }))))).asking
  expect(await asking(failed, waiting, late)).toMatchObject({ asking: 'late' })
  expect(await asking(failed, waiting)).toMatchObject({ asking: 'waiting' })
  expect(await asking({ now: 'idle' }, failed)).toMatchObject({
    asking: 'failed',
    code: 'denied',
    retryAt: '2026-03-10T12:00:00Z',
  })
  expect(await asking({ now: 'idle' })).toEqual({ asking: 'idle' })
  const standing = { failed: 'late', since: '' } as const
  expect((await reading(state([], { standing }))).asking).toMatchObject({ asking: 'failed', code: 'late' })
})

test('totals are said to who may see all rows, and sums to who may see every amount', async () => {
  const totals = { count: 12, sum: { amount: '120.00', currency: 'EUR' } }
  const of = state([{ rows: [order('1')], heard: { totals } }])
  const masked = role({ ...clear, 'orders.total': 'masked' })
  expect((await reading(of)).totals).toEqual(totals)
  expect((await reading(of, { adviser: masked })).totals).toEqual({ count: 12 })
  expect((await reading(of, { store: role(clear, store) })).totals).toBeUndefined()
  // One role sees every row and no amount, the other amounts of its own rows alone: together they see no sum.
  expect((await reading(of, { adviser: masked, store: role(clear, store) })).totals).toEqual({ count: 12 })
  // A system that counts nothing is counted only where all of it came, and more than is shown.
  const three = [order('1'), order('2'), order('3')]
  expect((await reading(state([{ rows: three }]))).totals).toEqual({ count: 3 })
  expect((await reading(state([{ rows: three, heard: { complete: false } }]))).totals).toBeUndefined()
  expect((await reading(state([{ rows: three.slice(1) }]))).totals).toBeUndefined()
})

test('a masked value may be revealed only where the policy says so', async () => {
  const of = state([{ rows: [order('1')] }])
  const total = async (mayReveal: string[]) => {
    const { state: known } = await reading(of, {
      adviser: role({ ...clear, financial: 'masked' }, { mayReveal }),
    })
    return known.known === 'value' ? known.value[0]?.fields.total : undefined
  }
  expect(await total([])).toMatchObject({ shown: 'masked', revealable: false })
  expect(await total(['payments.*', 'orders.motive'])).toMatchObject({ revealable: false })
  expect(await total(['orders.total'])).toMatchObject({ revealable: true })
  expect(await total(['orders.*'])).toMatchObject({ revealable: true })
})

test('the key a row was asked by is shown as that fact is', () => {
  const from = {
    connector: 'shop',
    record: 'r',
    fetchedAt: '',
    confirmed: false,
    askedBy: 'mail:ana@example.com',
  }
  const asked = (see: 'clear' | 'masked' | 'withheld') =>
    releaseFrom(viewer({ adviser: role({ ...clear, personal: see }) }), from).askedBy
  expect(asked('clear')).toContain('ana@example.com')
  expect(asked('masked')).toContain('a•••@•••')
  for (const see of ['masked', 'withheld'] as const) expect(asked(see)).not.toContain('ana@')
})

test('a row is stamped with how it was asked for: by a record it is confirmed, by a key it is not, and the key is named', () => {
  const [byRecord, byKey] = state([{ rows: [] }, { rows: [], by: 'identifier' }]).sources
  const stamp = (source: SourceAnswer | undefined, url?: string) =>
    stampOf(shop, 'r1', source as SourceAnswer, { url }, '2026-01-01')
  expect(stamp(byRecord, 'https://shop.example/1')).toEqual({
    connector: 'shop',
    record: 'r1',
    url: 'https://shop.example/1',
    fetchedAt: '2026-03-10T10:00:00Z',
    observedAt: '2026-01-01',
    confirmed: true,
  })
  expect(stamp(byKey)).toMatchObject({ confirmed: false, askedBy: 'mail:ana@example.com' })
})

test('of a fact that two systems tell, the one that wins shows it, with what the other said beside it', async () => {
  const segment = (code: string) => ({ id: '1', segment: { code } })
  const both = state([{ rows: [segment('gold')] }, { rows: [segment('silver')] }], {
    query: { ...query, question: 'person', fields: ['segment'], shown: ['segment'] },
  })
  const [winner] = both.rows as [SourcedRow, SourcedRow]
  winner.row.verified = true
  const { state: known } = await reading(both)
  const [first, second] = known.known === 'value' ? known.value : []
  expect(first?.fields.segment).toMatchObject({
    shown: 'clear',
    value: { code: 'gold' },
    losers: [{ value: { code: 'silver' } }],
  })
  expect(second?.fields).not.toHaveProperty('segment')
})
