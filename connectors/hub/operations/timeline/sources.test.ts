import { expect, test } from 'vitest'
import type {
  AnyRow,
  Connector,
  SystemRecord,
  TimelineAnswer,
  TimelineRequest,
} from '../../../contract/index.ts'
import { ConnectorError } from '../../../contract/index.ts'
import {
  agent,
  all,
  ana,
  listen,
  never,
  of,
  order,
  request,
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
async function opened(connectors: readonly Connector[]) {
  const { hub } = testHub({ connectors, templates })
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
