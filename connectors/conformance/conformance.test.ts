import { describe, expect, it } from 'vitest'
import type {
  Answerer,
  Connector,
  ConnectorErrorCode,
  FieldName,
  Row,
  Rows,
  SystemRecord,
} from '../contract/index.ts'
import { ConnectorError, fetchJson, matched, queryValue } from '../contract/index.ts'
import { type ConformanceCases, key, testConnector } from './index.ts'

/** A small shop, good by itself; each bad connector spoils one thing of it. */
interface Api {
  customers: { id: string; email: string }[]
  orders: { id: string; no: string; cents: number; note: string }[]
  next: string | null
}
const orders = [1, 2, 3].map((n) => ({ id: `o${n}`, no: `A-${n}`, cents: n * 100, note: 'regalo' }))
let gestures: string[] = []
let answers = 0
const canary = 'canary-5a1c7e9d20'
const edge: typeof fetch = async (input) => {
  const request = input as Request
  const url = new URL(request.url)
  const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
  if (url.pathname === '/customers')
    return json({
      customers: [
        { id: '7', email: 'ana@correo.example' },
        { id: '8', email: 'eva@correo.example' },
      ].filter((c) => c.email === url.searchParams.get('email')),
      orders: [],
      next: null,
    })
  if (url.pathname === '/gestures') {
    const mark = request.headers.get('idempotency-key') ?? `${gestures.length}`
    if (!gestures.includes(mark)) gestures.push(mark)
    return json({ ok: true })
  }
  const [from, size] = [
    Number(url.searchParams.get('after') ?? 0),
    Number(url.searchParams.get('limit') ?? 100),
  ]
  return json({
    customers: [],
    orders: orders.slice(from, from + size),
    next: from + size < orders.length ? String(from + size) : null,
  })
}

type Get = Extract<Answerer<Rows<Row<'orders'>>, FieldName<'orders'>>, { from: 'record' }>['get']
const api = async (context: Parameters<Get>[2], path: string): Promise<Api> => {
  const body = (await fetchJson(context, '[good] shop', `https://api.good.example${path}`)) as Partial<Api>
  if (!Array.isArray(body?.orders))
    throw new ConnectorError('malformed', '[good] shop: no orders in the answer')
  return body as Api
}
const page: Get = async (record, want, context) => {
  const body = await api(context, `/orders?of=${record.id}&limit=${want.limit}&after=${want.cursor ?? 0}`)
  const all = (o: Api['orders'][number]): Row<'orders'> => ({
    id: o.id,
    orderNumber: o.no,
    total: { amount: (o.cents / 100).toFixed(2), currency: 'EUR' },
    motive: o.note,
  })
  const rows = body.orders.map(
    (o) =>
      Object.fromEntries(
        Object.entries(all(o)).filter(
          ([name]) => name === 'id' || want.fields.includes(name as FieldName<'orders'>),
        ),
      ) as Row<'orders'>,
  )
  return { rows, complete: body.next === null, ...(body.next === null ? {} : { next: body.next }) }
}
const recordOf = (c: Api['customers'][number]): SystemRecord => ({
  id: c.id,
  identifiers: [{ kind: 'mail', value: c.email }],
})
const good = (): Connector & {
  find: NonNullable<Connector['find']>
  actions: NonNullable<Connector['actions']>
} => ({
  id: 'good',
  title: 'Tienda',
  origins: ['https://api.good.example'],
  access: { kind: 'bearer', secret: 'GOOD_TOKEN' },
  find: {
    by: ['mail'],
    run: async (k, context) =>
      matched(
        (
          await api(
            context,
            `/customers?email=${encodeURIComponent(queryValue(k).replace(/\p{Surrogate}/gu, ''))}`,
          )
        ).customers
          .map(recordOf)
          .filter((r) => r.identifiers[0]?.value === queryValue(k)),
      ),
  },
  answers: { orders: { from: 'record', get: page } },
  actions: {
    gesture: {
      title: 'Gesto',
      confirm: 'Dar',
      input: {},
      run: async (_input, on, context) => {
        await fetchJson(context, '[good] gesture', 'https://api.good.example/gestures', {
          method: 'POST',
          headers: { 'idempotency-key': on.key },
        })
        return { done: true }
      },
    },
  },
})
const cases: ConformanceCases = {
  known: [{ key: key('mail', 'ana@correo.example'), record: '7' }],
  unknown: [key('mail', 'nadie@correo.example')],
  answers: { orders: { rows: 3 } },
  actions: { gesture: { input: {}, effects: () => gestures.length } },
}

/** The kit's own sentences run over a connector: which fail, and what they say. */
async function verdict(
  make: () => Connector,
  more: Partial<ConformanceCases> = {},
): Promise<Record<string, string>> {
  const runs: [string, () => void | Promise<void>][] = []
  gestures = []
  testConnector(
    (name, run) => runs.push([name, run]),
    make,
    { ...cases, ...more },
    { fetch: edge, patience: 100, secret: canary },
  )
  const failed: Record<string, string> = {}
  for (const [name, run] of runs)
    await Promise.resolve()
      .then(run)
      .catch((e: unknown) => {
        failed[name] = e instanceof Error ? e.message : String(e)
      })
  return failed
}
const withOrders = (get: Get): Connector => ({ ...good(), answers: { orders: { from: 'record', get } } })
const withFind = (run: NonNullable<Connector['find']>['run']): Connector => ({
  ...good(),
  find: { by: ['mail'], run },
})
/** What a hurried author writes instead of `fetchJson`. */
const naive =
  (code: (status: number) => ConnectorErrorCode, retryAt?: string): Get =>
  async (record, want, context) => {
    const probe = await context
      .fetch('https://api.good.example/orders?limit=1', { signal: context.signal })
      .catch(() => undefined)
    if (probe && !probe.ok) throw new ConnectorError(code(probe.status), 'failed', { retryAt })
    return page(record, want, context)
  }

const bad: readonly {
  what: string
  make: () => Connector
  caught: string
  says: RegExp
  also?: readonly string[]
  cases?: Partial<ConformanceCases>
}[] = [
  {
    what: 'asks another origin',
    caught: 'calls its own origins only, and only through its context',
    says: /called https:\/\/tracker\.example/,
    make: () =>
      withOrders(async (r, w, context) => {
        await context.fetch('https://tracker.example/x').catch(() => {})
        return page(r, w, context)
      }),
  },
  {
    what: 'goes round its context',
    caught: 'calls its own origins only, and only through its context',
    says: /used the global fetch/,
    make: () =>
      withOrders(async (r, w, context) => {
        await fetch('data:text/plain,x').catch(() => {})
        return page(r, w, context)
      }),
  },
  {
    what: 'ignores the signal',
    caught: 'gives up at once when its signal says so',
    says: /went on after its signal was aborted/,
    make: () =>
      withOrders((r, w, context) => page(r, w, { ...context, signal: new AbortController().signal })),
  },
  {
    what: 'answers as if it had heard when called off',
    caught: 'gives up at once when its signal says so',
    says: /as if it had heard/,
    also: ['fails with the right code'],
    make: () =>
      withOrders((r, w, context) => page(r, w, context).catch(() => ({ rows: [], complete: true }))),
  },
  {
    what: 'returns somebody else',
    caught: 'returns only who was asked',
    says: /record 7, which does not bear the mail asked/,
    make: () =>
      withFind(async (k, context) =>
        matched(
          (
            await api(
              context,
              `/customers?email=${encodeURIComponent(k.value.replace(/\p{Surrogate}/gu, ''))}`,
            )
          ).customers.map(recordOf),
        ),
      ),
  },
  {
    what: 'logs',
    caught: 'does not log',
    says: /wrote to the console/,
    make: () =>
      withOrders((r, w, context) => {
        console.log('asking about', r.id)
        return page(r, w, context)
      }),
  },
  {
    what: 'leaks its credential',
    caught: 'leaks no credential',
    says: /the error leaks the credential/,
    also: ['fails with the right code'],
    make: () =>
      withOrders(async (r, w, context) => {
        const probe = await context.fetch('https://api.good.example/orders?limit=1', {
          signal: context.signal,
        })
        if (!probe.ok) throw new ConnectorError('unavailable', `[good] ${await probe.text()}`)
        return page(r, w, context)
      }),
  },
  ...(['address', 'body'] as const).map((where) => ({
    what: `sends its credential in ${where === 'address' ? 'an address' : 'a body'}`,
    caught: 'leaks no credential',
    says: /the credential stands in an address or a body/,
    make: () =>
      withOrders(async (r, w, context) => {
        await context
          .fetch(`https://api.good.example/orders?limit=1${where === 'address' ? `&token=${canary}` : ''}`, {
            method: 'POST',
            signal: context.signal,
            body: where === 'body' ? canary : '',
          })
          .catch(() => {})
        return page(r, w, context)
      }),
  })),
  {
    what: 'answers with its credential',
    caught: 'leaks no credential',
    says: /the credential stands in its answer/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return {
          ...a,
          rows: a.rows.map((row) => ({ ...row, ...(row.motive === undefined ? {} : { motive: canary }) })),
        }
      }),
  },
  {
    what: 'has the wrong shape',
    caught: 'answers in the shape of the vocabulary',
    says: /rows\.0\.total/,
    also: ['*'],
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return { ...a, rows: a.rows.map((row) => ({ ...row, total: '1.00' as never })) }
      }),
  },
  {
    what: 'throws for "not found"',
    caught: '"nobody" and "nothing" are answers, not failures',
    says: /threw for somebody it does not know/,
    also: ['takes odd strings for what they are: nobody', 'returns only who was asked'],
    make: () =>
      withFind(async (k, context) => {
        const m = await good().find.run(k, context)
        if (m.match === 'none') throw new ConnectorError('unavailable', 'not found')
        return m
      }),
  },
  {
    what: 'gives an undeclared field',
    caught: 'answers in the shape of the vocabulary',
    says: /rows\.0\.profit/,
    also: ['*'],
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return { ...a, rows: a.rows.map((row) => ({ ...row, profit: 3 })) }
      }),
  },
  {
    what: 'gives a field that it does not name among those it offers',
    caught: 'answers in the shape of the vocabulary',
    says: /orders: it gave total, motive, which its `fields` do not name/,
    make: () => {
      const c = good()
      const orders = { ...c.answers.orders, fields: ['orderNumber'] }
      return { ...c, answers: { ...c.answers, orders } } as typeof c
    },
  },
  {
    what: 'gives fields nobody wanted',
    caught: 'gives the wanted fields only',
    says: /it gave .*motive as well/,
    make: () => withOrders((r, w, context) => page(r, { ...w, fields: ['orderNumber', 'motive'] }, context)),
  },
  {
    what: 'says complete when truncated',
    caught: 'says so when there is more than it gave',
    says: /gave 1 of 3 rows and says complete/,
    make: () =>
      withOrders(async (r, w, context) => {
        const { rows } = await page(r, w, context)
        return { rows, complete: true }
      }),
  },
  {
    what: 'loses rows between pages',
    caught: 'pages without loss or repetition',
    says: /rows are not those|its pages end after/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return a.next ? { ...a, next: String(Number(a.next) + 1) } : a
      }),
  },
  {
    what: 'repeats rows',
    caught: 'pages without loss or repetition',
    says: /came twice|never end|does not move/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return a.next && w.limit === 2 ? { ...a, next: String(Number(a.next) - 1) } : a
      }),
  },
  {
    what: 'puts personal data in a field declared free of it',
    caught: 'keeps personal data out of fields declared free of it',
    says: /orders\.shop holds a mail address, but is declared none/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return {
          ...a,
          rows: a.rows.map((row) =>
            w.fields.includes('shop') ? { ...row, shop: 'pedido de ana@correo.example' } : row,
          ),
        }
      }),
  },
  {
    what: 'makes a link of whom it was asked about',
    caught: 'links lead to a row and spell nobody',
    says: /the link of row o1 holds a mail address/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return {
          ...a,
          rows: a.rows.map((row) => ({
            ...row,
            url: `https://good.example/orders?of=${encodeURIComponent(r.identifiers[0]?.value ?? '')}`,
          })),
        }
      }),
  },
  {
    what: 'makes a link of a personal fact',
    caught: 'links lead to a row and spell nobody',
    says: /holds motive, which is personal/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return { ...a, rows: a.rows.map((row) => ({ ...row, url: 'https://good.example/orders/regalo' })) }
      }),
  },
  {
    what: 'takes 401 for a passing fault',
    caught: 'fails with the right code',
    says: /under HTTP 401: the code is `unavailable`, it should be `denied`/,
    make: () => withOrders(naive(() => 'unavailable')),
  },
  {
    what: 'forgets when it may come back',
    caught: 'fails with the right code',
    says: /retryAt is missing/,
    make: () => withOrders(naive((s) => (s === 429 ? 'limited' : s >= 500 ? 'unavailable' : 'denied'))),
  },
  {
    what: 'takes a page of HTML for "no orders"',
    caught: 'fails with the right code',
    says: /as if nothing were wrong/,
    make: () =>
      withOrders(async (r, w, context) => {
        try {
          return await page(r, w, context)
        } catch (e) {
          if ((e as ConnectorError).code === 'malformed') return { rows: [], complete: true }
          throw e
        }
      }),
  },
  {
    what: 'lets a TypeError out',
    caught: 'fails with the right code',
    says: /threw (TypeError|SyntaxError)/,
    make: () =>
      withOrders(async (r, w, context) => {
        const { fetch } = context
        await (await fetch('https://api.good.example/orders?limit=1', { signal: context.signal })).json()
        return page(r, w, context)
      }),
  },
  {
    what: 'answers otherwise each time',
    caught: 'answers the same twice',
    says: /two equal questions had two answers/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return { ...a, freshFor: ++answers }
      }),
  },
  {
    what: 'chokes on an odd string',
    caught: 'takes odd strings for what they are: nobody',
    says: /it threw URIError/,
    make: () =>
      withFind(async (k, context) => {
        encodeURIComponent(k.value)
        return good().find.run(k, context)
      }),
  },
  {
    what: 'lets a value climb out of its path',
    caught: 'takes odd strings for what they are: nobody',
    says: /it climbed to \//,
    cases: { paths: /^\/(customers|orders)(\/[^/]+)?$/ },
    make: () =>
      withFind(async (k, context) => {
        await context
          .fetch(
            `https://api.good.example/customers/${k.value}/`.replace(/\p{Surrogate}/gu, '').slice(0, 200),
            { signal: context.signal },
          )
          .catch(() => {})
        return good().find.run(k, context)
      }),
    also: ['*'],
  },
  {
    what: 'gives one customer the rows of another',
    caught: 'gives each customer their own answer',
    says: /orders: customers 7 and 8 were given the same 3 rows/,
    cases: {
      known: [...cases.known, { key: key('mail', 'eva@correo.example'), record: '8' }],
    },
    make: good,
  },
  {
    what: 'acts twice under one key',
    caught: 'does `gesture` once under one key',
    says: /had 2 effects, it must be 1/,
    make: () => ({
      ...good(),
      actions: {
        gesture: {
          ...good().actions.gesture!,
          run: async (_i, _on, context) => {
            await fetchJson(context, 'x', 'https://api.good.example/gestures', { method: 'POST' })
            return { done: true }
          },
        },
      },
    }),
  },
  {
    what: 'holds a secret instead of its name',
    caught: 'declares itself: id, exact origins, secrets by name',
    says: /NAME of a secret/,
    make: () => ({ ...good(), access: { kind: 'bearer', secret: 'sk_live_51H' } }),
  },
  {
    what: 'gives a row less than its case knows',
    caught: 'answers in the shape of the vocabulary',
    says: /orders: 3 rows came, the case says at least 4/,
    cases: { answers: { orders: { rows: 4 } } },
    make: good,
  },
  {
    what: 'gives two rows one id',
    caught: 'answers in the shape of the vocabulary',
    says: /two rows have one id/,
    also: ['pages without loss or repetition'],
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return { ...a, rows: a.rows.map((row) => ({ ...row, id: 'o1' })) }
      }),
  },
  {
    what: 'gives more rows than were wanted',
    caught: 'says so when there is more than it gave',
    says: /3 rows for a limit of 1/,
    also: ['pages without loss or repetition'],
    make: () => withOrders((r, w, context) => page(r, { ...w, limit: 100 }, context)),
  },
  {
    what: 'counts more than it gave and says complete',
    caught: 'says so when there is more than it gave',
    says: /its total is 9, it gave 3 and says complete/,
    make: () =>
      withOrders(async (r, w, context) => ({ ...(await page(r, w, context)), totals: { count: 9 } })),
  },
  {
    what: 'has pages that never end',
    caught: 'pages without loss or repetition',
    says: /its pages never end/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, { ...w, cursor: undefined }, context)
        return { ...a, complete: false, next: String(Number(w.cursor ?? 0) + 1) }
      }),
  },
  {
    what: 'has a cursor that does not move',
    caught: 'pages without loss or repetition',
    says: /its cursor does not move/,
    make: () =>
      withOrders(async (r, w, context) => {
        const a = await page(r, w, context)
        return a.next ? { ...a, next: '1' } : a
      }),
  },
  {
    what: 'finds somebody for a key nobody bears',
    caught: '"nobody" and "nothing" are answers, not failures',
    says: /found 1 records for a key nobody bears/,
    cases: { unknown: [key('mail', 'ana@correo.example')] },
    make: good,
  },
  {
    what: 'is tested by no key of a kind it finds by',
    caught: 'declares itself: id, exact origins, secrets by name',
    says: /no case for finding by phone/,
    make: () => ({ ...good(), find: { ...good().find, by: ['mail', 'phone'] } }),
  },
  {
    what: 'neither finds nor answers',
    caught: 'declares itself: id, exact origins, secrets by name',
    says: /neither finds nor answers/,
    also: ['*'],
    make: () => {
      const { find: _find, ...rest } = good()
      return { ...rest, answers: {} }
    },
  },
  {
    what: 'has an id in capitals',
    caught: 'declares itself: id, exact origins, secrets by name',
    says: /id `Shop` is not lower-case/,
    make: () => ({ ...good(), id: 'Shop' }),
  },
  {
    what: 'lacks the action of its case',
    caught: 'does `gesture` once under one key',
    says: /it has no action/,
    make: () => ({ ...good(), actions: {} as never }),
  },
  {
    what: 'says that it did nothing',
    caught: 'does `gesture` once under one key',
    says: /it says it did nothing/,
    make: () => ({
      ...good(),
      actions: { gesture: { ...good().actions.gesture!, run: async () => ({ done: false }) } },
    }),
  },
  {
    what: 'takes another key for the same act',
    caught: 'does `gesture` once under one key',
    says: /another key is another act, and had no effect/,
    make: () => ({
      ...good(),
      actions: {
        gesture: {
          ...good().actions.gesture!,
          run: (input, on, context) => good().actions.gesture!.run(input, { ...on, key: 'always' }, context),
        },
      },
    }),
  },
  {
    what: 'takes options that are wrong',
    caught: 'refuses wrong options with words that help',
    says: /these options were taken: \{"id":7\}/,
    cases: { options: { factory: good, wrong: [{ options: { id: 7 }, says: /id/ }] } },
    make: good,
  },
  {
    what: 'refuses wrong options without words that help',
    caught: 'refuses wrong options with words that help',
    says: /the refusal should say \/id: text\/, it says: no/,
    cases: {
      options: {
        factory: () => {
          throw new Error('no')
        },
        wrong: [{ options: {}, says: /id: text/ }],
      },
    },
    make: good,
  },
  {
    what: 'calls a place that is none of its own',
    caught: 'calls its own origins only, and only through its context',
    says: /it called \/customers, which is not one of its places/,
    also: ['takes odd strings for what they are: nobody'],
    cases: { paths: /^\/orders$/ },
    make: good,
  },
  {
    what: 'declares an origin that is none',
    caught: 'declares itself: id, exact origins, secrets by name',
    says: /is not exact/,
    make: () => ({ ...good(), origins: ['https://api.good.example', 'https://api.good.example/v2'] }),
  },
]

describe('testConnector', () => {
  it('passes a good connector', async () => expect(await verdict(good)).toEqual({}))
  it.each(bad)('catches a connector that $what', async ({ make, caught, says, also, cases: more }) => {
    const failed = await verdict(make, more)
    expect(failed[caught], `failed: ${Object.keys(failed).join(' · ') || 'none'}`).toMatch(says)
    // For its own reason: nothing else fails, but what follows from the same fault.
    if (!also?.includes('*'))
      expect(Object.keys(failed).filter((name) => name !== caught && !also?.includes(name))).toEqual([])
  })
  it('passes a connector that gives each of two customers what is theirs, and nothing to one', async () => {
    const known = [...cases.known, { key: key('mail', 'eva@correo.example'), record: '8' }]
    const own = withOrders(async (record, want, context) =>
      record.id === '7' ? page(record, want, context) : { rows: [], complete: true },
    )
    expect(await verdict(() => own, { known })).toEqual({})
  })
  it('leaves the console and the global fetch as they were', async () => {
    const before = [console.log, console.error, globalThis.fetch]
    await verdict(bad[0]!.make)
    expect([console.log, console.error, globalThis.fetch]).toEqual(before)
  })
})
