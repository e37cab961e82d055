import { expect, test } from 'vitest'
import { type CardEvent, ConnectorError } from '../contract/index.ts'
import { type Cache, Refusal } from './ports.ts'
import {
  agent,
  all,
  ana,
  type Call,
  clear,
  handClock,
  idle,
  lastReading,
  listen,
  never,
  of,
  order,
  panel,
  policy,
  request,
  role,
  rule,
  steer,
  system,
  template,
  testHub,
  until,
} from './testing/test-hub.ts'

const hang = () => new Promise<never>(() => {})
const refusal = async (stream: AsyncIterable<CardEvent>): Promise<Refusal> => {
  try {
    await all(stream)
  } catch (e) {
    if (e instanceof Refusal) return e
  }
  throw new Error('not refused')
}

test('a card says who it is, then what each system answered, then that nothing more comes', async () => {
  const calls: Call[] = []
  const { hub, audit } = testHub({
    connectors: [
      system('shop', { records: [ana], rows: { orders: [order('1'), order('2')] } }, calls),
      system('till', { records: [], rows: { orders: [] } }, calls),
    ],
  })
  const events = await all(hub.open(request(), agent(), never))
  expect(events.map((e) => e.event)[0]).toBe('who')
  expect(events.at(-1)?.event).toBe('settled')
  expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i))
  const who = of(events, 'who').at(-1)
  expect(who?.outcome).toBe('identified')
  expect(who?.person?.name).toEqual({ shown: 'clear', value: ana.name })
  expect(who?.keys).toEqual([
    { kind: 'phone', value: { shown: 'clear', value: '600 12 34 56' }, found: true },
  ])
  const shop = lastReading(events, 'shop')
  expect(shop?.state.known === 'value' && shop.state.value.map((r) => r.fields.orderNumber)).toEqual([
    { shown: 'clear', value: 'N-2' },
    { shown: 'clear', value: 'N-1' },
  ])
  expect(lastReading(events, 'till')?.state.known).toBe('none')
  expect(JSON.stringify(events)).not.toContain('customer¤7001')
  expect(audit.lines).toEqual([
    {
      at: '2026-03-10T10:00:00.000Z',
      tenant: 'demo',
      agent: 'a1',
      purpose: 'care',
      act: 'open',
      subject: expect.stringMatching(/^[\w-]{22}$/),
      what: ['orders'],
      outcome: 'allowed',
    },
  ])
})

test('nothing waits for the slowest system: a hanging one is late, then failed, and the rest is already there', async () => {
  const clock = handClock()
  const { hub } = testHub({
    clock,
    connectors: [
      system('shop', { records: [ana], rows: { orders: [order('1')] } }, []),
      system('mute', { find: hang, rows: { orders: hang } }, []),
      system('slow', { records: [{ ...ana, id: 's-1' }], rows: { orders: hang } }, []),
    ],
  })
  const { events, is } = listen(hub.open(request(), agent(), never))
  await until('the shop', () => lastReading(events, 'shop')?.state.known === 'value')
  await until('slow asked', () => lastReading(events, 'slow')?.asking.asking === 'waiting')
  expect(is.ended).toBe(false)
  clock.advance(100)
  await until(
    'late',
    () =>
      of(events, 'system').filter((s) => s.state === 'late').length >= 2 &&
      lastReading(events, 'slow')?.asking.asking === 'late',
  )
  clock.advance(1_000)
  await until('the end', () => is.ended)
  expect(lastReading(events, 'slow')).toMatchObject({
    state: { known: 'nothing' },
    asking: { asking: 'failed', code: 'late' },
  })
  expect(lastReading(events, 'mute')).toMatchObject({
    state: { known: 'nothing' },
    asking: { asking: 'failed', code: 'late' },
  })
  expect(of(events, 'settled')).toMatchObject([{ answered: 1, failed: 2 }])
})

test('after the signal aborts nothing is said and nothing is asked any more', async () => {
  const stop = new AbortController()
  let stopped = false
  const calls: Call[] = []
  const { hub } = testHub({
    connectors: [
      system(
        'shop',
        {
          records: [ana],
          rows: {
            orders: (_by, { signal }) => {
              signal.addEventListener('abort', () => {
                stopped = true
              })
              return hang()
            },
          },
        },
        calls,
      ),
    ],
  })
  const { events, is } = listen(hub.open(request(), agent(), stop.signal))
  await until('asked', () => calls.some((c) => c.question === 'orders') && events.length > 1)
  await idle()
  const said = events.length
  stop.abort()
  await until('the end', () => is.ended)
  await idle()
  expect(events).toHaveLength(said)
  expect(is.error).toBeUndefined()
  await until('upstream stopped', () => stopped)
})

test('two agents on one customer: one upstream call, and one closing the card does not empty the other’s', async () => {
  const calls: Call[] = []
  const clock = handClock()
  let give: (rows: unknown) => void = () => {}
  const { hub } = testHub({
    clock,
    connectors: [
      system(
        'shop',
        {
          records: [ana],
          rows: {
            orders: () =>
              new Promise((r) => {
                give = r
              }),
          },
        },
        calls,
      ),
    ],
  })
  const first = new AbortController()
  const one = listen(hub.open(request(), agent(), first.signal))
  const two = listen(hub.open(request(), agent({ id: 'a2', session: 's2', roles: ['store'] }), never))
  // each waits by two timers of its own
  await until(
    'both wait for the one call',
    () =>
      [one, two].every((l) => lastReading(l.events, 'shop')?.asking.asking === 'waiting') &&
      clock.pending() === 4,
  )
  first.abort()
  give({ rows: [order('1')], complete: true })
  await until('the other', () => two.is.ended)
  expect(lastReading(two.events, 'shop')?.state.known).toBe('value')
  expect(calls.filter((c) => c.question === 'orders')).toHaveLength(1)
})

test('what is withheld from a role is never asked, and looks the same whether it exists or not', async () => {
  const calls: Call[] = []
  const published = {
    policy: policy({ night: role({ none: 'clear', personal: 'masked' }) }),
    templates: [
      template({ panels: [panel('orders', 'orders', ['total']), panel('requests', 'requests', ['kind'])] }),
    ],
  }
  const shapes = []
  for (const rows of [[order('1')], []]) {
    const { hub } = testHub({
      ...published,
      connectors: [
        system(
          'shop',
          { records: [ana], rows: { orders: rows, requests: [{ id: 'r', kind: { code: 'claim' } }] } },
          calls,
        ),
      ],
    })
    const events = await all(hub.open(request(), agent({ roles: ['night'] }), never))
    const who = of(events, 'who')[0]
    expect(who?.ficha.panels.map((p) => [p.id, p.state, p.fields.length])).toEqual([
      ['orders', 'withheld', 0],
      ['requests', 'open', 1],
    ])
    expect(who?.person?.name).toEqual({ shown: 'masked', hint: 'A. P. S.', revealable: false })
    expect(of(events, 'reading').map((e) => e.reading.question)).not.toContain('orders')
    // Who is still asked is told or not as it happens to end sooner: all else is the same, in whatever order
    // it came.
    shapes.push(
      events
        .filter((e) => !(e.event === 'system' && e.state === 'asking'))
        .filter((e) => !(e.event === 'reading' && e.reading.asking.asking === 'waiting'))
        .map((e) =>
          JSON.stringify(e, (k, v: unknown) =>
            ['seq', 'card', 'ref', 'record', 'fetchedAt', 'freshUntil', 'changes', 'since', 'about'].includes(
              k,
            )
              ? ''
              : v,
          ),
        )
        .sort(),
    )
  }
  expect(calls.map((c) => c.question)).not.toContain('orders')
  expect(shapes[0]).toEqual(shapes[1])
})

test('what nobody asked for is never fetched: only fields of panels, rules and marks, less what the purpose forbids', async () => {
  const calls: Call[] = []
  const { hub } = testHub({
    connectors: [
      system(
        'shop',
        { records: [ana], rows: { orders: [order('1')], payments: [], loyalty: [], behaviour: [] } },
        calls,
      ),
    ],
    templates: [
      template({
        marks: ['loyalty.tier'],
        signals: ['big'],
        panels: [
          panel('orders', 'orders', ['orderNumber', 'shop']),
          panel('web', 'behaviour', ['what']),
          panel('pay', 'payments', ['amount'], { ask: 'on-opening' }),
        ],
      }),
    ],
    rules: [rule('big', 'orders.exists(o, o.total.amount > 50)')],
    policy: policy({ adviser: role(clear) }, ['behaviour', 'orders.shop']),
  })
  await all(hub.open(request(), agent(), never))
  // Rules read lists in the order of their dates, so the date is among what they read.
  const asked = calls
    .filter((c) => c.question !== 'find')
    .map((c) => `${c.question}: ${[...c.fields].sort().join(',')}`)
  expect(asked.sort()).toEqual(['loyalty: tier', 'orders: orderDate,orderNumber,total'])
})

test('a rule whose system is down is unknown because of it, never no; and yes when what is known decides it', async () => {
  const run = async (total: string) => {
    const down = () =>
      Promise.reject(new ConnectorError('unavailable', 'x', { retryAt: '2030-01-01T00:00:00Z' }))
    const { hub } = testHub({
      connectors: [
        system(
          'shop',
          { records: [ana], rows: { orders: [order('1', { total: { amount: total, currency: 'EUR' } })] } },
          [],
        ),
        system('till', { records: [{ ...ana, id: 't' }], rows: { orders: down } }, []),
      ],
      templates: [template({ signals: ['big'] })],
      rules: [rule('big', 'orders.exists(o, o.total.amount > 50)')],
    })
    return of(await all(hub.open(request(), agent(), never)), 'signal').at(-1)?.answer
  }
  expect(await run('10.00')).toMatchObject({
    shown: 'clear',
    value: { is: 'unknown', because: [{ code: 'down', connector: 'till' }] },
  })
  expect(await run('90.00')).toMatchObject({ shown: 'clear', value: { is: 'yes' } })
})

test('answers reached by an identifier are labelled so, and never claim to be confirmed', async () => {
  const calls: Call[] = []
  const { hub } = testHub({
    connectors: [
      system('shop', { records: [ana] }, calls),
      system(
        'survey',
        {
          rows: { feedback: async () => ({ rows: [{ id: 'f', score: 9 }], complete: true }) },
          byIdentifier: ['feedback'],
          extra: { find: undefined as never },
        },
        calls,
      ),
    ],
    templates: [template({ panels: [panel('f', 'feedback', ['score'])] })],
    policy: policy({ adviser: role({ ...clear, 'person.mails': 'masked' }) }),
  })
  const events = await all(hub.open(request(), agent(), never))
  const reading = lastReading(events, 'survey', 'feedback')
  expect(reading?.state.known === 'value' && reading.state.value[0]?.from).toMatchObject({
    confirmed: false,
    askedBy: 'correo a•••@•••',
  })
  expect(calls.find((c) => c.question === 'feedback')?.by).toBe('ana.perez@example.com')
})

test('no trace, no account: the person shows, nothing else does, and the card is sent to try again', async () => {
  const clock = handClock()
  const { hub } = testHub({
    clock,
    connectors: [system('shop', { records: [ana], rows: { orders: [order('1')] } }, [])],
    ports: { audit: { write: () => Promise.reject(new Error('disk full')) } },
  })
  const events = await all(hub.open(request(), agent(), never))
  expect(of(events, 'reading')).toEqual([])
  expect(of(events, 'fault')).toMatchObject([{ code: 'hub' }])
  expect(events.at(-1)?.event).toBe('settled')
  const heard = hub.changes(
    {
      card: of(events, 'who').at(-1)?.card as string,
      changes: of(events, 'settled').at(-1)?.changes as string,
    },
    agent(),
    never,
  )
  expect((await steer(clock, heard, 1_000)).what).toEqual(['systems'])
})

test('a role that waits for a confirmed question sees only the nucleus until then, and the confirmation is traced', async () => {
  const calls: Call[] = []
  const { hub, audit } = testHub({
    connectors: [system('shop', { records: [ana], rows: { orders: [order('1')] } }, calls)],
    policy: policy({ adviser: role(clear, { afterConfirmation: true }) }),
  })
  const locked = await all(hub.open(request(), agent(), never))
  expect(of(locked, 'who')[0]).toMatchObject({
    outcome: 'identified',
    locked: { words: expect.any(String) as string },
  })
  expect(of(locked, 'reading')).toEqual([])
  expect(calls.some((c) => c.question === 'orders')).toBe(false)
  const card = of(locked, 'who')[0]?.card as string
  expect(
    (await refusal(hub.ask({ card, question: 'orders', epoch: 1, locale: 'es' }, agent(), never))).code,
  ).toBe('forbidden')
  const open = await all(hub.open(request({ confirmed: true }), agent(), never))
  expect(of(open, 'who')[0]?.locked).toBeUndefined()
  expect(lastReading(open, 'shop')?.state.known).toBe('value')
  expect(audit.lines.map((l) => l.act)).toEqual(['confirm', 'open'])
})

test('who may not is told what to ask for', async () => {
  const { hub } = testHub({ connectors: [] })
  expect(await refusal(hub.open(request(), agent({ roles: ['ghost'] }), never))).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('ghost') as string,
  })
  expect(await refusal(hub.open(request({ purpose: 'sale' }), agent(), never))).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('care') as string,
  })
  expect(await refusal(hub.open(request({ template: 'nope' }), agent(), never))).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('adviser') as string,
  })
})

test('nobody is said only when everybody was heard', async () => {
  const clock = handClock()
  const { hub } = testHub({
    clock,
    connectors: [system('shop', { records: [] }, []), system('mute', { find: hang }, [])],
  })
  const { events, is } = listen(hub.open(request(), agent(), never))
  await until('the mute one asked', () => clock.pending() === 2)
  await idle()
  expect(events).toEqual([])
  clock.advance(1_000)
  await until('the end', () => is.ended)
  expect(of(events, 'who')).toMatchObject([{ outcome: 'nobody', keys: [{ found: false }] }])
  expect(
    of(events, 'system')
      .filter((s) => s.connector === 'mute')
      .at(-1),
  ).toMatchObject({ state: 'down', code: 'late' })
})

test('a cache that breaks costs nobody their card', async () => {
  const broken: Cache = {
    get: () => Promise.reject(new Error('x')),
    set: () => Promise.reject(new Error('x')),
    drop: () => Promise.reject(new Error('x')),
  }
  const { hub } = testHub({
    connectors: [system('shop', { records: [ana], rows: { orders: [order('1')] } }, [])],
    ports: { cache: broken },
  })
  expect(lastReading(await all(hub.open(request(), agent(), never)), 'shop')?.state.known).toBe('value')
})
