import { describe, expect, test } from 'vitest'
import type {
  AnyRow,
  Connector,
  Policy,
  SystemRecord,
  TimelineAnswer,
  TimelineRequest,
} from '../../../contract/index.ts'
import { ConnectorError } from '../../../contract/index.ts'
import {
  agent,
  all,
  ana,
  clear,
  listen,
  never,
  of,
  order,
  policy,
  request,
  role,
  system,
  template,
  testHub,
  until,
} from '../../testing/test-hub.ts'

const templates = [template({ panels: [], timeline: ['orders', 'interactions'] })]
const lined =
  (hub: ReturnType<typeof testHub>['hub'], card: string) =>
  (more: Partial<TimelineRequest> = {}): Promise<TimelineAnswer> =>
    hub.timeline({ card, limit: 50, locale: 'es', ...more }, agent(), never)
async function opened(connectors: readonly Connector[], roles?: Policy) {
  const { hub } = testHub({ connectors, templates, ...(roles ? { policy: roles } : {}) })
  const card = of(await all(hub.open(request(), agent(), never)), 'who').at(-1)?.card ?? ''
  return lined(hub, card)
}
const numbers = (answer: TimelineAnswer) =>
  answer.entries.map((e) => {
    const field = e.fields[e.title ?? '']
    return field?.shown === 'clear' ? field.value : field?.shown
  })

test('a system that is still being asked for the person is waited for, and named', async () => {
  const silent = system('desk', { rows: { interactions: [] }, find: () => new Promise(() => {}) }, [])
  const shop = system('shop', { records: [ana], rows: { orders: [order('1')] } }, [])
  const { hub } = testHub({ connectors: [shop, silent], templates })
  const leave = new AbortController()
  const { events } = listen(hub.open(request(), agent(), leave.signal))
  await until('the person', () => of(events, 'who').some((w) => w.outcome === 'identified'))
  const answer = await lined(hub, of(events, 'who').at(-1)?.card ?? '')()
  expect(answer.gaps).toEqual([{ connector: 'desk', title: 'DESK', question: 'interactions', is: 'waiting' }])
  expect(numbers(answer)).toEqual(['N-1'])
  leave.abort()
})

test('of a system that has the person twice, each record is read on from its own place', async () => {
  const twin: SystemRecord = { ...ana, id: 'customer¤7002' }
  const rows: Record<string, AnyRow[]> = {
    [ana.id]: [order('9'), order('7'), order('5'), order('3'), order('1')],
    [twin.id]: [order('8'), order('2')],
  }
  const shop = system(
    'shop',
    {
      records: [ana, twin],
      rows: { orders: async (by) => ({ rows: rows[by] ?? [], complete: true }) },
      extra: { mayHoldDuplicates: true },
    },
    [],
  )
  const page = await opened([shop])
  const pages = [await page({ limit: 2 })]
  while (pages.at(-1)?.more) pages.push(await page({ limit: 2, next: pages.at(-1)?.next }))
  expect(pages.map(numbers)).toEqual([['N-9', 'N-8'], ['N-7', 'N-5'], ['N-3', 'N-2'], ['N-1']])
})

test('an entry says when, its title, its status and its amount, and which field is which', async () => {
  const shop = system('shop', { records: [ana], rows: { orders: [order('1')] } }, [])
  const [entry] = (await (await opened([shop]))()).entries
  expect(entry).toMatchObject({
    question: 'orders',
    at: '2026-02-01T10:00:00Z',
    coming: false,
    title: 'orderNumber',
    status: 'status',
    amount: 'total',
    fields: {
      orderNumber: { shown: 'clear', value: 'N-1' },
      status: { shown: 'clear', value: { code: 'open' } },
      total: { shown: 'clear', value: { amount: '60.00', currency: 'EUR' } },
    },
    from: { connector: 'shop' },
  })
  expect(Object.keys(entry?.fields ?? {})).toHaveLength(3)
})

test('what a silent system said before is shown in its place, and there is more of it than a page holds', async () => {
  let down = false
  const shop = system(
    'shop',
    {
      records: [ana],
      rows: {
        orders: async () => {
          if (down) throw new ConnectorError('unavailable', 'down')
          return { rows: [order('3'), order('2'), order('1')], complete: true }
        },
      },
    },
    [],
  )
  const page = await opened([shop])
  await page()
  down = true
  const kept = await page({ fresh: true, limit: 2 })
  expect([numbers(kept), kept.more, kept.gaps.map((g) => g.is)]).toEqual([['N-3', 'N-2'], true, ['failed']])
  const whole = await page({ fresh: true })
  expect([numbers(whole), whole.more]).toEqual([['N-3', 'N-2', 'N-1'], false])
})

describe('rows that have no place on the line', () => {
  const undated = (n: string, more: Partial<AnyRow> = {}): AnyRow => {
    const { orderDate: _, ...row } = order(n)
    return { ...row, ...more }
  }
  const shop = (rows: readonly AnyRow[]) => system('shop', { records: [ana], rows: { orders: rows } }, [])
  const onlyCentro = policy({
    adviser: role(clear, { rows: [{ question: 'orders', field: 'shop', values: ['Centro'] }] }),
  })
  const unread = { connector: 'shop', title: 'SHOP', question: 'orders', is: 'unread' }

  test('because no date came with them: the others stand there, and their system is named', async () => {
    const answer = await (await opened([shop([order('2'), undated('1')])]))()
    expect([numbers(answer), answer.gaps]).toEqual([['N-2'], [unread]])
  })
  test('unless they are still to come; a day that has passed places nothing', async () => {
    const told = async (expectedArrival: string) => {
      const answer = await (await opened([shop([undated('1', { expectedArrival })])]))()
      return [answer.coming.length, answer.gaps.map((g) => g.is)]
    }
    expect([await told('2099-01-01T10:00:00Z'), await told('2001-01-01T10:00:00Z')]).toEqual([
      [1, []],
      [0, ['unread']],
    ])
  })
  test('because the system could not give them: the same; who sees only some is told that, and no more', async () => {
    const broken = system(
      'shop',
      {
        records: [ana],
        rows: { orders: async () => ({ rows: [order('2')], complete: true, unreadRows: 1 }) },
      },
      [],
    )
    const answer = await (await opened([broken]))()
    expect([numbers(answer), answer.gaps]).toEqual([['N-2'], [unread]])
    const some = await (await opened([broken], onlyCentro))()
    expect(some.gaps.map((g) => g.is)).toEqual(['filtered'])
  })
  test('a row that the role may not see is not told by its lack of a date', async () => {
    const sold = (shop: string) => undated('1', { shop })
    const told = async (row: AnyRow) =>
      (await (await opened([shop([row])], onlyCentro))()).gaps.some((g) => g.is === 'unread')
    expect([await told(sold('Norte')), await told(sold('Centro'))]).toEqual([false, true])
  })
})
