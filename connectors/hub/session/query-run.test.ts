import { expect, test } from 'vitest'
import type { AnyRow, Connector } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { FetchedAnswer, FetchOutcome } from '../fetch/fetcher.ts'
import type { Inquiry } from '../fetch/inquiry.ts'
import type { PlannedQuery } from '../plan/queries.ts'
import { handClock, idle, order, system } from '../testing/test-hub.ts'
import { QueryRun, type QueryRunOptions } from './query-run.ts'

const shop = system('shop', { rows: { orders: [] } }, [])
const mail = system('mail', { rows: { orders: [] }, byIdentifier: ['orders'] }, [])
const lane = (connector: Connector, more: Partial<PlannedQuery> = {}): PlannedQuery => ({
  question: 'orders',
  connector,
  fields: ['orderNumber'],
  shown: ['orderNumber'],
  limit: 5,
  shownLimit: 5,
  patience: { soft: 1, hard: 2 },
  priority: 0,
  freshFor: 15,
  ...more,
})
interface Out {
  inquiry: Inquiry
  signal: AbortSignal
  answer(rows: readonly AnyRow[], more?: Partial<FetchedAnswer>): void
  fail(stale?: readonly AnyRow[]): void
}
function world(lanes: readonly PlannedQuery[] = [lane(shop)], more: Partial<QueryRunOptions> = {}) {
  const out: Out[] = []
  const forgotten: (string | undefined)[] = []
  const heard = (rows: readonly AnyRow[], rest: Partial<FetchedAnswer> = {}): FetchedAnswer => ({
    rows,
    complete: true,
    faults: [],
    fetchedAt: '10:00',
    freshUntil: '10:01',
    ...rest,
  })
  const inside = {
    ports: { clock: handClock() },
    hash: async (text: string) => `#${text}`,
    fetcher: {
      fetch: (inquiry: Inquiry, _patience: unknown, signal: AbortSignal) =>
        new Promise<FetchOutcome<FetchedAnswer>>((done, fail) => {
          signal.addEventListener('abort', () => fail(signal.reason))
          out.push({
            inquiry,
            signal,
            answer: (rows, rest) => done({ ok: true, answer: heard(rows, rest) }),
            fail: (stale) =>
              done({
                ok: false,
                code: 'unavailable',
                since: '10:00',
                ...(stale ? { stale: heard(stale) } : {}),
              }),
          })
        }),
      forget: async (_tenant: string, _connector: Connector, target?: string) => void forgotten.push(target),
    },
  } as unknown as HubContext
  const stop = new AbortController()
  const run = { tenant: 'demo', purpose: 'care', locale: 'es', salt: 's', signal: stop.signal, ...more }
  return { gathering: new QueryRun(inside, lanes, run, () => {}), out, forgotten, stop }
}
const subject = (...ids: string[]) => ({
  records: ids.map((id) => ({ key: `shop/${id}`, connector: 'shop', record: { id, identifiers: [] } })),
  identifiers: ids.map((id) => ({
    kind: 'mail' as const,
    value: `${id}@x.example`,
    raw: '',
    grade: 'strong' as const,
  })),
})
const numbers = (gathering: QueryRun) => gathering.rowsOf('orders').map((h) => h.row.id)

test('each record is asked about once, however often it is said whose card it is', async () => {
  const { gathering, out } = world()
  expect(gathering.about(subject('1'))).toEqual([])
  expect(gathering.about(subject('1', '2'))).toEqual([])
  expect(out.map((o) => o.inquiry.target)).toEqual(['shop/1', 'shop/2'])
  expect(out[0]?.inquiry).toMatchObject({
    tenant: 'demo',
    purpose: 'care',
    freshFor: 15,
    fresh: false,
    want: { limit: 5 },
  })
  out[0]?.answer([order('1')])
  out[1]?.answer([order('2')])
  await idle()
  expect([numbers(gathering), gathering.pending]).toEqual([['1', '2'], 0])
})

test('who is not theirs is let go: their question is stopped, their rows are dropped, and what was kept of them is forgotten', async () => {
  const { gathering, out, forgotten } = world()
  gathering.about(subject('1', '2', '3'))
  out[1]?.answer([order('2')])
  await idle()
  expect(gathering.about(subject('1'))).toEqual(['shop/2', 'shop/3'])
  expect([numbers(gathering), forgotten, out[2]?.signal.aborted]).toEqual([[], ['shop/2', 'shop/3'], true])
  expect(out[0]?.signal.aborted).toBe(false)
})

test('what comes for who was let go in the same moment is not taken', async () => {
  const { gathering, out } = world()
  gathering.about(subject('1', '2'))
  out[1]?.answer([order('2')])
  // The answer is on its way while the record is let go, and asked about anew.
  gathering.about(subject('1'))
  gathering.about(subject('1', '2'))
  await idle()
  expect([numbers(gathering), gathering.pending]).toEqual([[], 2])
})

test('a system that fails keeps what was heard before, and says that it failed', async () => {
  const { gathering, out } = world()
  gathering.about(subject('1'))
  out[0]?.fail([order('1')])
  await idle()
  const [source] = [...(gathering.entries[0]?.sources.values() ?? [])]
  expect([numbers(gathering), source?.asking]).toMatchObject([['1'], { now: 'failed', code: 'unavailable' }])
})

test('only the system that is to be tried again is asked anew, or all of them', () => {
  const lanes = [lane(shop), lane(mail)]
  const fresh = (of: string | undefined) => {
    const { gathering, out } = world(lanes, { fresh: of })
    gathering.about(subject('1'))
    return out.map((o) => o.inquiry.fresh)
  }
  expect([fresh(undefined), fresh('mail'), fresh('*')]).toEqual([
    [false, false],
    [false, true],
    [true, true],
  ])
})

test('a row that two keys reach is one row; of records, each has its own', async () => {
  const { gathering, out } = world([lane(mail)])
  gathering.about(subject('1', '2'))
  for (const one of out) one.answer([order('7')])
  await idle()
  expect([out.length, numbers(gathering)]).toEqual([2, ['7']])
  const records = world()
  records.gathering.about(subject('1', '2'))
  for (const one of records.out) one.answer([order('7')])
  await idle()
  expect(numbers(records.gathering)).toEqual(['7', '7'])
})

test('a fault of an answer is said once; left, nothing more is asked', async () => {
  const { gathering, out, stop } = world()
  gathering.about(subject('1', '2'))
  const faults = [{ code: 'malformed' as const, says: 'a row without id was dropped' }]
  for (const one of out) one.answer([], { faults })
  await idle()
  expect(gathering.faults).toEqual([{ connector: 'shop', ...faults[0] }])
  stop.abort()
  gathering.about(subject('1', '2', '3'))
  expect(out).toHaveLength(2)
})

test('a system that knows records stands as its search for the person does, one asked by keys when a key fits', () => {
  const { gathering } = world([lane(shop), lane(mail)])
  const [byRecord, byKey] = gathering.entries
  if (!byRecord || !byKey) throw new Error('two lanes')
  expect(gathering.standing(byRecord, 'none', true)).toBe('none')
  expect([gathering.standing(byKey, 'none', false), gathering.standing(byKey, 'none', true)]).toEqual([
    'waiting',
    'not-asked',
  ])
  gathering.about(subject('1'))
  expect([gathering.standing(byRecord, 'none', true), gathering.standing(byKey, 'none', true)]).toEqual([
    'held',
    'held',
  ])
})
