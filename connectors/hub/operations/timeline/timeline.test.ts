import { expect, test } from 'vitest'
import fc from '../../../../e2e/support/properties.ts'
import type { AnyRow, Connector, TimelineAnswer, TimelineRequest } from '../../../contract/index.ts'
import { ConnectorError } from '../../../contract/index.ts'
import { Refusal } from '../../ports.ts'
import {
  agent,
  all,
  ana,
  clear,
  handClock,
  never,
  of,
  policy,
  request,
  role,
  type TestHubOptions,
  template,
  testHub,
  until,
} from '../../testing/test-hub.ts'
import { mergeSources } from './merge-sources.ts'
import type { TimelineQuery } from './timeline-queries.ts'
import { type SourcePosition, TimelineSource } from './timeline-source.ts'

const ago = (minutes: number): string =>
  new Date(Date.parse('2026-03-10T10:00:00Z') - minutes * 60_000).toISOString()
const stream = (id: string): TimelineQuery => ({
  question: 'orders',
  connector: { id } as Connector,
  dated: 'orderDate',
  fields: [],
})
/** A source with these moments, newest first, in pages of its own size. */
const source = (
  id: string,
  minutes: readonly number[],
  size: number,
  place?: SourcePosition,
  make: typeof TimelineSource = TimelineSource,
) => {
  const rows = minutes.map((m, i): AnyRow => ({ id: String(i).padStart(4, '0'), orderDate: ago(m) }))
  return new make(
    stream(id),
    { by: 'record', key: `${id}/1`, record: { id: '1', identifiers: [] } },
    id,
    place,
    false,
    async (_, at) => {
      const from = Number(at ?? 0)
      return {
        ok: true,
        answer: {
          rows: rows.slice(from, from + size),
          complete: from + size >= rows.length,
          next: from + size < rows.length ? String(from + size) : undefined,
          faults: [],
          fetchedAt: '',
          freshUntil: '',
        } as never,
      }
    },
  )
}
const sources = fc.array(
  fc.record({
    minutes: fc.array(fc.nat(300), { maxLength: 40 }).map((m) => m.sort((a, b) => a - b)),
    size: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 1, maxLength: 5 },
)

/**
 * All pages of a few sources, as requests one after another would give them, with nothing kept between but
 * the places.
 */
async function pages(
  given: readonly { minutes: readonly number[]; size: number }[],
  limit: number,
  make: typeof TimelineSource = TimelineSource,
): Promise<{ id: string; row: string; at: number; outOfOrder: boolean }[]> {
  let places: readonly (SourcePosition | undefined)[] = given.map(() => undefined)
  let bound: number | undefined
  const out: { id: string; row: string; at: number; outOfOrder: boolean }[] = []
  for (let n = 0; n < 500; n++) {
    const strands = given.map((g, i) => source(`s${i}`, g.minutes, g.size, places[i], make))
    const merged = await mergeSources(
      strands,
      limit,
      bound,
      10_000,
      () => true,
      () => true,
    )
    out.push(
      ...merged.taken.map((t) => ({
        id: t.source.name,
        row: t.dated.key,
        at: t.dated.at,
        outOfOrder: t.outOfOrder,
      })),
    )
    places = strands.map((s) => s.position())
    bound = merged.to ?? bound
    if (strands.every((s) => s.exhausted)) return out
  }
  throw new Error('the pages never ended')
}
const inOrder = (all: readonly { at: number }[]) =>
  all.every((e, i) => i === 0 || e.at <= (all[i - 1] as { at: number }).at)

test('whatever the sizes of pages, every row comes once and the newest of all comes first', async () => {
  await fc.assert(
    fc.asyncProperty(sources, fc.integer({ min: 1, max: 30 }), async (given, limit) => {
      const got = await pages(given, limit)
      expect(inOrder(got)).toBe(true)
      expect(new Set(got.map((e) => `${e.id} ${e.row}`)).size).toBe(got.length)
      expect(got.length).toBe(given.reduce((n, g) => n + g.minutes.length, 0))
      expect(got.some((e) => e.outOfOrder)).toBe(false)
    }),
    { numRuns: 60 },
  )
})
test('a merge that does not wait for a source whose page has run out would be caught', async () => {
  // A planted fault: what was read counts as all there is, until nothing else is left.
  class Hasty extends TimelineSource {
    override get needsReading(): boolean {
      return this.state === 'unread'
    }
  }
  expect(
    inOrder(
      await pages(
        [
          { minutes: [1, 2, 3, 4], size: 2 },
          { minutes: [5, 6, 7, 8], size: 9 },
        ],
        3,
        Hasty,
      ).catch(() => [{ at: 1 }, { at: 2 }]),
    ),
  ).toBe(false)
  expect(
    inOrder(
      await pages(
        [
          { minutes: [1, 2, 3, 4], size: 2 },
          { minutes: [5, 6, 7, 8], size: 9 },
        ],
        3,
      ),
    ),
  ).toBe(true)
})

interface Asked {
  connector: string
  question: string
  fields: readonly string[]
  cursor?: string | undefined
  limit: number
}
function shop(
  id: string,
  rows: Partial<Record<'orders' | 'interactions' | 'things' | 'payments', readonly AnyRow[]>>,
  asked: Asked[],
  how: { size?: number; fail?: () => boolean; slow?: Promise<void> } = {},
): Connector {
  const answers = Object.fromEntries(
    Object.entries(rows).map(([question, list]) => [
      question,
      {
        from: 'record',
        freshFor: 300,
        async get(_: unknown, want: { fields: readonly string[]; limit: number; cursor?: string }) {
          asked.push({ connector: id, question, fields: want.fields, cursor: want.cursor, limit: want.limit })
          await how.slow
          if (how.fail?.()) throw new ConnectorError('unavailable', 'down')
          const from = Number(want.cursor ?? 0)
          const size = Math.min(want.limit, how.size ?? 100)
          return {
            rows: list.slice(from, from + size),
            complete: from + size >= list.length,
            ...(from + size < list.length ? { next: String(from + size) } : {}),
          }
        },
      },
    ]),
  )
  return {
    id,
    title: id.toUpperCase(),
    origins: [],
    access: { kind: 'open' },
    find: { by: ['phone'], run: async () => ({ match: 'one', record: ana }) },
    answers: answers as Connector['answers'],
  }
}
const orders = (n: number, every = 60, more: Record<string, unknown> = {}) =>
  Array.from(
    { length: n },
    (_, i): AnyRow => ({
      id: `o${i}`,
      url: `https://shop.example/${i}`,
      orderNumber: `N-${i}`,
      orderDate: ago(1 + i * every),
      total: { amount: '8642.97', currency: 'EUR' },
      status: { code: 'sent' },
      motive: 'secreto¤',
      ...more,
    }),
  )
async function opened(
  connectors: readonly Connector[],
  trial: Partial<TestHubOptions> = {},
  roles: readonly string[] = ['adviser'],
) {
  const made = testHub({
    connectors,
    templates: [template({ panels: [], timeline: ['orders', 'interactions', 'things', 'payments'] })],
    ...trial,
  })
  const me = agent({ roles })
  const card = of(await all(made.hub.open(request(), me, never)), 'who').at(-1)?.card as string
  const page = (more: Partial<TimelineRequest> = {}): Promise<TimelineAnswer> =>
    made.hub.timeline({ card, limit: 50, locale: 'es', ...more }, me, never)
  const whole = async (more: Partial<TimelineRequest> = {}) => {
    const got: TimelineAnswer[] = [await page(more)]
    while (got.at(-1)?.more) got.push(await page({ ...more, next: got.at(-1)?.next }))
    return got
  }
  return { ...made, me, card, page, whole }
}
const refused = async (p: Promise<unknown>): Promise<string> =>
  p.then(
    () => 'not refused',
    (e: unknown) => (e instanceof Refusal ? e.code : String(e)),
  )
const numbers = (a: TimelineAnswer) =>
  a.entries.map((e) => {
    const f = e.fields[e.title ?? '']
    return f?.shown === 'clear' ? f.value : f?.shown
  })

test('a page asks each system for one page, of the fields an entry shows and no others', async () => {
  const asked: Asked[] = []
  const { page, audit } = await opened([shop('shop', { orders: orders(5_000) }, asked)])
  asked.length = 0
  const first = await page()
  expect(asked).toEqual([
    {
      connector: 'shop',
      question: 'orders',
      fields: ['orderDate', 'expectedArrival', 'orderNumber', 'status', 'total'],
      cursor: undefined,
      limit: 100,
    },
  ])
  expect(first.entries).toHaveLength(50)
  expect(JSON.stringify(first)).not.toMatch(/secreto¤|"id":|"o49"/)
  expect(first.entries[0]).toMatchObject({
    question: 'orders',
    from: { url: 'https://shop.example/0' },
    title: 'orderNumber',
    amount: 'total',
  })
  expect(audit.lines.at(-1)).toMatchObject({ act: 'ask', what: ['timeline', 'orders'] })
  await page({ next: first.next })
  expect(asked).toHaveLength(1)
})
test('5,000 orders and as many calls of two systems come whole, once each, in order', async () => {
  const { whole } = await opened([
    shop('shop', { orders: orders(300, 7) }, []),
    shop(
      'desk',
      {
        interactions: Array.from({ length: 500 }, (_, i) => ({
          id: `c${i}`,
          startDate: ago(2 + i * 5),
          kind: { code: 'call' },
        })),
      },
      [],
      { size: 33 },
    ),
  ])
  const got = (await whole({ limit: 100 })).flatMap((a) => a.entries)
  expect(got).toHaveLength(800)
  expect(new Set(got.map((e) => e.key)).size).toBe(800)
  expect(inOrder(got.map((e) => ({ at: Date.parse(e.at) })))).toBe(true)
})
test('what the role may not see is neither asked nor sent, and said once; a question whose date is hidden is not on the line', async () => {
  const asked: Asked[] = []
  const { page } = await opened(
    [
      shop(
        'shop',
        {
          orders: orders(3),
          payments: [{ id: 'p', paymentDate: ago(1), amount: { amount: '9753.86', currency: 'EUR' } }],
        },
        asked,
      ),
    ],
    {
      policy: policy({ store: role({ ...clear, financial: 'withheld', 'payments.paymentDate': 'masked' }) }),
    },
    ['store'],
  )
  asked.length = 0
  const answer = await page()
  expect(asked.map((a) => [a.question, a.fields])).toEqual([
    ['orders', ['orderDate', 'expectedArrival', 'orderNumber', 'status']],
  ])
  expect(JSON.stringify(answer)).not.toMatch(/8642\.97|9753\.86/)
  expect(answer.withheld).toEqual(['Total'])
  expect(answer.kinds.map((k) => k.question)).toEqual(['orders'])
})
test('looking for what is masked finds nothing: a search must not guess', async () => {
  const eyes = (shown: 'clear' | 'masked') => ({
    policy: policy({ adviser: role({ ...clear, 'orders.orderNumber': shown }) }),
  })
  expect(
    (await (await opened([shop('shop', { orders: orders(9) }, [])], eyes('clear'))).page({ text: 'n-3' }))
      .entries,
  ).toHaveLength(1)
  expect(
    (await (await opened([shop('shop', { orders: orders(9) }, [])], eyes('masked'))).page({ text: 'n-3' }))
      .entries,
  ).toHaveLength(0)
})
test('a search that finds little says how far back it looked, and goes on from there', async () => {
  const { page } = await opened([shop('shop', { orders: orders(7_000, 1) }, [])])
  const first = await page({ text: 'n-6999' })
  expect(first.entries).toHaveLength(0)
  expect(first.searchedTo).toBe(orders(7_000, 1)[5_999]?.orderDate)
  expect(numbers(await page({ text: 'n-6999', next: first.next }))).toEqual(['N-6999'])
})
test('a silent system is named and does not hold the others up; asked again, its entries take their place', async () => {
  let down = true
  const { page } = await opened([
    shop('shop', { orders: orders(3) }, [], { fail: () => down }),
    shop('desk', { interactions: [{ id: 'c', startDate: ago(5_000), kind: { code: 'call' } }] }, []),
  ])
  const first = await page()
  expect(first.entries.map((e) => e.question)).toEqual(['interactions'])
  expect(first.gaps).toEqual([{ connector: 'shop', title: 'SHOP', question: 'orders', is: 'failed' }])
  expect(first.more).toBe(false)
  down = false
  const again = await page({ next: first.next, fresh: true })
  expect(numbers(again)).toEqual(['N-0', 'N-1', 'N-2'])
  expect(again.gaps).toEqual([{ connector: 'shop', title: 'SHOP', question: 'orders', is: 'unordered' }])
})
test('who is late is said to be waited for, and what they say comes with the next page', async () => {
  let arrive = () => {}
  const slow = new Promise<void>((done) => {
    arrive = done
  })
  const asked: Asked[] = []
  const clock = handClock()
  const { page } = await opened(
    [
      shop('shop', { orders: orders(2) }, asked, { slow }),
      shop('desk', { interactions: [{ id: 'c', startDate: ago(1), kind: { code: 'call' } }] }, []),
    ],
    { clock },
  )
  const read = page()
  await until(
    'only the shop is waited for, by its two timers',
    () => asked.length === 1 && clock.pending() === 2,
  )
  clock.advance(100)
  const first = await read
  expect(first.gaps).toMatchObject([{ connector: 'shop', is: 'waiting' }])
  expect(first.more).toBe(true)
  arrive()
  const second = await page({ next: first.next })
  expect(second.entries.map((e) => e.question)).toEqual(['orders', 'orders'])
  expect(asked).toHaveLength(1)
})
test('what is coming stands apart, soonest first, and says who may have more of it', async () => {
  const soon = (id: string, minutes: number) => ({
    id,
    name: id,
    purchaseDate: ago(9_000),
    warrantyEnds: ago(-minutes),
  })
  const { page } = await opened([
    shop('till', { things: [soon('later', 500), soon('sooner', 60), { ...soon('over', -5) }] }, []),
    shop('shop', { orders: orders(200) }, []),
  ])
  const answer = await page()
  expect(answer.coming.map((e) => (e.fields.name as { value: string }).value)).toEqual(['sooner', 'later'])
  expect(answer.comingPartial).toEqual(['SHOP'])
  expect(answer.entries.every((e) => !e.coming)).toBe(true)
})
test('a cursor opens for no other card, agent or filter', async () => {
  const connectors = [shop('shop', { orders: orders(200) }, [])]
  const { page, hub, me, card } = await opened(connectors)
  const { next } = await page()
  expect(await refused(page({ next, text: 'x' }))).toBe('expired-handle')
  expect(
    await refused(hub.timeline({ card, next, limit: 5, locale: 'es' }, agent({ id: 'other' }), never)),
  ).toBe('expired-handle')
  const another = of(await all(hub.open(request(), me, never)), 'who').at(-1)?.card as string
  expect(await refused(hub.timeline({ card: another, next, limit: 5, locale: 'es' }, me, never))).toBe(
    'expired-handle',
  )
})

const call = (id: string, minutes: number): AnyRow => ({
  id,
  startDate: ago(minutes),
  kind: { code: 'call' },
})

test('a row dated ahead of now is coming, and takes nobody’s place among what was', async () => {
  const { page } = await opened([
    shop('shop', { orders: [{ ...orders(1)[0], id: 'ahead', orderDate: ago(-60) }, ...orders(3)] }, []),
  ])
  const answer = await page({ limit: 2 })
  expect(numbers(answer)).toEqual(['N-0', 'N-1'])
  expect(answer.coming.map((e) => e.at)).toEqual([ago(-60)])
})
test('only a system that tells what is coming may have more of it', async () => {
  const calls = Array.from({ length: 150 }, (_, i) => call(`c${i}`, i + 1))
  const { page } = await opened([shop('desk', { interactions: calls }, [])])
  expect((await page()).comingPartial).toEqual([])
})
test('a system that failed while the person was looked for is a gap; one that does not know them is none', async () => {
  const lost = (run: () => Promise<unknown>): Connector => ({
    ...shop('desk', { interactions: [call('c', 1)] }, []),
    find: { by: ['phone'], run: run as never },
  })
  const down = await opened([
    shop('shop', { orders: orders(1) }, []),
    lost(async () => {
      throw new ConnectorError('unavailable', 'down')
    }),
  ])
  expect((await down.page()).gaps).toEqual([
    { connector: 'desk', title: 'DESK', question: 'interactions', is: 'failed' },
  ])
  const none = await opened([shop('shop', { orders: orders(1) }, []), lost(async () => ({ match: 'none' }))])
  expect((await none.page()).gaps).toEqual([])
})
test('a role that is admitted to some rows only is told that it may not be all', async () => {
  const rows = [{ question: 'orders' as const, field: 'orderNumber', values: ['N-1'] }]
  const { page } = await opened([shop('shop', { orders: orders(3) }, [])], {
    policy: policy({ adviser: role(clear, { rows }) }),
  })
  const answer = await page()
  expect(numbers(answer)).toEqual(['N-1'])
  expect(answer.gaps).toEqual([{ connector: 'shop', title: 'SHOP', question: 'orders', is: 'filtered' }])
})
test('a row whose date its own roles may not see is not on the line, though another role sees dates', async () => {
  const rows = [{ question: 'orders' as const, field: 'orderNumber', values: ['N-1'] }]
  const { page } = await opened(
    [shop('shop', { orders: orders(3) }, [])],
    {
      policy: policy({
        adviser: role(clear, { rows }),
        store: role({ ...clear, 'orders.orderDate': 'masked' }),
      }),
    },
    ['adviser', 'store'],
  )
  expect(numbers(await page())).toEqual(['N-1'])
})
test('what comes out of order after a retry is said on each page of it', async () => {
  let down = true
  const { page } = await opened([
    shop('shop', { orders: orders(3) }, [], { fail: () => down }),
    shop('desk', { interactions: [call('c', 5_000)] }, []),
  ])
  const first = await page()
  down = false
  const second = await page({ next: first.next, fresh: true, limit: 2 })
  const third = await page({ next: second.next, limit: 2 })
  expect([numbers(second), numbers(third)]).toEqual([['N-0', 'N-1'], ['N-2']])
  expect([second, third].map((a) => a.gaps.map((g) => g.is))).toEqual([['unordered'], ['unordered']])
})
