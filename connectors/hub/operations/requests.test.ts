import { expect, test } from 'vitest'
import { type Action, type CardEvent, ConnectorError, type ConnectorErrorCode } from '../../contract/index.ts'
import { type Agent, type Hub, type HubPorts, Refusal } from '../ports.ts'
import {
  agent,
  all,
  ana,
  type Call,
  clear,
  handClock,
  lastReading,
  never,
  of,
  order,
  panel,
  policy,
  request,
  role,
  rule,
  type SystemPlan,
  steer,
  system,
  type TestHubOptions,
  template,
  testHub,
  until,
} from '../testing/test-hub.ts'

const refused = async (p: Promise<unknown>): Promise<Refusal> =>
  p.then(
    () => {
      throw new Error('not refused')
    },
    (e: unknown) => {
      if (e instanceof Refusal) return e
      throw e
    },
  )
/** How often somebody has begun to wait for what moves. */
function waitsOf(ports: HubPorts): () => number {
  const { wait } = ports.notices
  let begun = 0
  ports.notices.wait = (...asked) => {
    begun++
    return wait(...asked)
  }
  return () => begun
}
/** The same text with another character at one place: never, by chance, the text itself. */
const altered = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
const orders = Array.from({ length: 9 }, (_, i) => order(String(i + 1)))
const note: Action = {
  title: 'Nota',
  confirm: 'Dejar «{text}»',
  input: { text: { type: 'text', sensitivity: 'none', required: true, maxLength: 20 } },
  run: async (input) => ({ done: true, message: `ok ${String(input.text)}`, refresh: ['requests'] }),
}

async function opened(
  trial: Partial<TestHubOptions> & {
    plan?: Partial<SystemPlan>
    who?: Partial<Agent>
    ask?: Parameters<typeof request>[0]
  } = {},
) {
  const calls: Call[] = []
  const shop = system(
    'shop',
    {
      records: [ana],
      rows: {
        orders,
        requests: [{ id: 'r1', subject: 'roto' }],
        payments: [{ id: 'p', amount: { amount: '5.00', currency: 'EUR' } }],
      },
      ...trial.plan,
    },
    calls,
  )
  const made = testHub({ connectors: [shop], ...trial })
  const me = agent(trial.who)
  const events = await all(made.hub.open(request(trial.ask), me, never))
  return { ...made, calls, me, events, card: of(events, 'who').at(-1)?.card as string, rows: rowsOf(events) }
}
const rowsOf = (events: readonly CardEvent[]) => {
  const s = lastReading(events, 'shop')?.state
  return s?.known === 'value' || s?.known === 'incomplete' ? s.value : []
}
const more = (
  hub: Hub,
  me: Agent,
  card: string,
  question: 'orders' | 'requests' | 'payments',
  rest: object = {},
) => all(hub.ask({ card, question, epoch: 1, locale: 'es', ...rest }, me, never))

test('a panel opened later asks its question then, and a question the ficha neither shows nor allows is refused', async () => {
  const { hub, me, card, calls } = await opened({
    templates: [
      template({
        panels: [
          panel('orders', 'orders', ['orderNumber']),
          panel('req', 'requests', ['subject'], { ask: 'on-opening' }),
        ],
        mayAsk: [],
      }),
    ],
  })
  expect(calls.some((c) => c.question === 'requests')).toBe(false)
  const events = await more(hub, me, card, 'requests')
  expect(events.map((e) => e.event)).toEqual(['system', 'reading', 'system', 'reading', 'settled'])
  expect(lastReading(events, 'shop', 'requests')?.state).toMatchObject({
    known: 'value',
    value: [{ fields: { subject: { shown: 'clear', value: 'roto' } } }],
  })
  expect((await refused(more(hub, me, card, 'payments'))).code).toBe('forbidden')
})

test('"pedir más" asks one question the ficha lets the role ask, and leaves a trace', async () => {
  const { hub, me, card, audit, events } = await opened({ templates: [template({ mayAsk: ['payments'] })] })
  expect(of(events, 'who')[0]?.ficha.mayAsk).toMatchObject([
    {
      question: 'payments',
      title: 'Pagos',
      panel: { question: 'payments', title: 'Pagos', ask: 'on-request', state: 'open' },
    },
  ])
  expect(of(events, 'who')[0]?.ficha.mayAsk[0]?.panel?.fields).toContainEqual({
    name: 'amount',
    label: 'Importe',
    type: 'money',
  })
  expect(lastReading(await more(hub, me, card, 'payments'), 'shop', 'payments')?.state.known).toBe('value')
  expect(audit.lines.at(-1)).toMatchObject({ act: 'ask', what: ['payments'] })
})

test('the next page goes on where the last one ended, until there is no more', async () => {
  const { hub, me, card, events, calls } = await opened({
    templates: [
      template({
        signals: ['many'],
        panels: [panel('orders', 'orders', ['orderNumber', 'orderDate'], { limit: 4 })],
      }),
    ],
    rules: [rule('many', 'orders.count() > 3')],
  })
  const numbers = (e: readonly CardEvent[]) =>
    rowsOf(e).map((r) => (r.fields.orderNumber as { value: string }).value)
  expect(numbers(events)).toEqual(['N-9', 'N-8', 'N-7', 'N-6'])
  expect(lastReading(events, 'shop')?.totals).toEqual({ count: 9 })
  const asked = calls.length
  const second = await more(hub, me, card, 'orders', { next: lastReading(events, 'shop')?.next })
  expect(numbers(second)).toEqual(['N-5', 'N-4', 'N-3', 'N-2'])
  const third = await more(hub, me, card, 'orders', { next: lastReading(second, 'shop')?.next })
  expect(numbers(third)).toEqual(['N-1'])
  expect(lastReading(third, 'shop')?.next).toBeUndefined()
  expect(calls.length).toBe(asked)
  const same = (e: readonly CardEvent[]) => new Set(rowsOf(e).map((r) => r.from.record))
  expect(same(third)).toEqual(same(events))
})

test('a card handle opens for nobody else, and is not one for something else', async () => {
  const { hub, me, card, rows } = await opened()
  for (const other of [agent({ id: 'b' }), agent({ session: 'other' }), agent({ tenant: 'else' })])
    expect((await refused(more(hub, other, card, 'orders'))).code).toBe('expired-handle')
  expect((await refused(more(hub, me, rows[0]?.ref as string, 'orders'))).code).toBe('expired-handle')
  for (const at of [0, card.length >> 1, card.length - 2])
    expect((await refused(more(hub, me, altered(card, at), 'orders'))).code).toBe('expired-handle')
})

test('a masked value is shown for a minute, with a reason, after its trace', async () => {
  const masked = policy({
    adviser: role({ ...clear, 'orders.total': 'masked' }, { mayReveal: ['orders.total'] }),
  })
  const { hub, me, card, rows, audit } = await opened({ policy: masked })
  expect(rows[0]?.fields.total).toEqual({
    shown: 'masked',
    hint: expect.any(String) as string,
    revealable: true,
  })
  const ask = { card, ref: rows[0]?.ref as string, field: 'total', reason: 'el cliente lo pide' }
  expect(await hub.reveal(ask, me, never)).toEqual({
    value: { amount: '60.00', currency: 'EUR' },
    forSeconds: 60,
  })
  expect(audit.lines.at(-1)).toMatchObject({
    act: 'reveal',
    what: ['orders.total'],
    reason: 'el cliente lo pide',
    outcome: 'allowed',
  })
  expect((await refused(hub.reveal({ ...ask, field: 'shop' }, me, never))).code).toBe('forbidden')
  expect(audit.lines.at(-1)).toMatchObject({ act: 'reveal', outcome: 'refused' })
})

test('asked again in the same conversation a row has the same handle, so that what was revealed stays beside it; in another, or to another agent, it has another', async () => {
  const clock = handClock()
  const { hub, me } = await opened({ clock, ask: { interaction: 'T-1' } })
  const refs = async (interaction: string, who = me) =>
    rowsOf(await steer(clock, all(hub.open(request({ interaction }), who, never)))).map((r) => r.ref)
  const first = await refs('T-1')
  expect(new Set(first).size).toBe(5)
  expect(await refs('T-1')).toEqual(first)
  const elsewhere = [
    ...(await refs('T-2')),
    ...(await refs('T-1', agent({ id: 'b' }))),
    ...(await refs('T-1', agent({ session: 's2' }))),
  ]
  expect(elsewhere.filter((ref) => first.includes(ref))).toEqual([])
  clock.advance(600_000)
  expect((await refs('T-1')).filter((ref) => first.includes(ref))).toEqual([])
})

test('a row filter does not fetch what the purpose forbids, not even for a reveal', async () => {
  const filtered = role({}, { rows: [{ question: 'orders', field: 'shop', values: ['$agent.shop'] }] })
  const free = role({ 'orders.total': 'masked' }, { mayReveal: ['*'] })
  const { hub, me, card, rows, calls } = await opened({
    who: { roles: ['store', 'adviser'] },
    policy: policy({ adviser: free, store: filtered }, ['none']),
  })
  const ask = { card, ref: rows[0]?.ref as string, field: 'total', reason: 'el cliente lo pide' }
  expect(await hub.reveal(ask, me, never)).toEqual({
    value: { amount: '60.00', currency: 'EUR' },
    forSeconds: 60,
  })
  expect(calls.filter((c) => c.question === 'orders').map((c) => c.fields)).not.toContainEqual(
    expect.arrayContaining(['shop']),
  )
})

test('no trace, no reveal: the value is not even asked for', async () => {
  const calls: Call[] = []
  let fails = false
  const { hub } = testHub({
    connectors: [system('shop', { records: [ana], rows: { orders } }, calls)],
    policy: policy({ adviser: role({ ...clear, 'orders.total': 'masked' }, { mayReveal: ['*'] }) }),
    ports: { audit: { write: () => (fails ? Promise.reject(new Error('disk')) : Promise.resolve()) } },
  })
  const events = await all(hub.open(request(), agent(), never))
  fails = true
  const asked = calls.length
  const no = await refused(
    hub.reveal(
      {
        card: of(events, 'who').at(-1)?.card as string,
        ref: rowsOf(events)[0]?.ref as string,
        field: 'total',
        reason: 'porque sí',
      },
      agent(),
      never,
    ),
  )
  expect(no.code).toBe('audit-unavailable')
  expect(calls).toHaveLength(asked)
})

test('an action is checked, traced, done once per key, and what it changed is asked anew', async () => {
  let ran = 0
  const extra = {
    actions: {
      note: {
        ...note,
        run: async (...a: Parameters<Action['run']>) => {
          ran++
          return note.run(...a)
        },
      },
    },
  }
  const { hub, me, card, events, calls, audit, ports } = await opened({
    plan: { extra },
    policy: policy({ adviser: role(clear, { mayAct: ['shop.note'] }) }),
  })
  expect(of(events, 'who').at(-1)?.ficha.actions).toMatchObject([
    { connector: 'shop', name: 'note', input: [{ name: 'text', required: true, maxLength: 20 }] },
  ])
  const go = (input: Record<string, unknown>, key = 'key-00001') =>
    hub.act({ card, connector: 'shop', action: 'note', input, key }, me, never)
  for (const input of [{}, { text: 7 }, { text: 'x'.repeat(21) }, { text: 'a', other: 1 }])
    expect((await refused(go(input))).code).toBe('bad-request')
  expect(ran).toBe(0)
  const before = await ports.notices.cursor('demo')
  expect(await Promise.all([go({ text: 'hola' }), go({ text: 'hola' })])).toEqual([
    { done: true, says: 'ok hola', refresh: ['requests'] },
    { done: true, says: 'ok hola', refresh: ['requests'] },
  ])
  await go({ text: 'hola' })
  expect(ran).toBe(1)
  expect(await ports.notices.cursor('demo')).not.toBe(before)
  expect(audit.lines.some((l) => l.act === 'act' && l.what[0] === 'shop.note')).toBe(true)
  const asked = calls.filter((c) => c.question === 'orders').length
  await more(hub, me, card, 'orders')
  expect(calls.filter((c) => c.question === 'orders')).toHaveLength(asked + 1)
})

/** Two processes over one store: what each kept for itself dies with it. */
function processes(run: Action['run']) {
  const given = testHub({
    connectors: [
      system(
        'shop',
        { records: [ana], rows: { orders }, extra: { actions: { note: { ...note, run } } } },
        [],
      ),
    ],
    policy: policy({ adviser: role(clear, { mayAct: ['shop.note'] }) }),
  })
  const { flags: marks, handles, links, audit } = given.ports
  const next = () =>
    testHub({
      connectors: given.ports.connectors,
      policy: policy({ adviser: role(clear, { mayAct: ['shop.note'] }) }),
      settings: { subjectKey: 'shared' },
      ports: { flags: marks, handles, links, audit },
    }).hub
  const cardOf = async (hub: Hub) =>
    of(await all(hub.open(request(), agent(), never)), 'who').at(-1)?.card as string
  return {
    next,
    cardOf,
    send: (hub: Hub, card: string, text: string, key = 'key-00001') =>
      hub.act({ card, connector: 'shop', action: 'note', input: { text }, key }, agent(), never),
  }
}

test('an act whose answer was lost with the process is done once: the next process, or another instance, knows that it was', async () => {
  let ran = 0
  const { next, cardOf, send } = processes(async () => {
    ran++
    return { done: true, refresh: ['requests'] }
  })
  const first = next()
  const card = await cardOf(first)
  await send(first, card, 'hola')
  expect(await send(next(), card, 'hola')).toEqual({ done: true, says: 'Hecho.', refresh: ['requests'] })
  expect(ran).toBe(1)
  expect((await refused(send(next(), card, 'adiós'))).message).toMatch(/otras palabras/)
  expect(ran).toBe(1)
  await send(next(), card, 'adiós', 'key-00002')
  expect(ran).toBe(2)
})

test('an act that was cut may have been done: it says so, goes again under the same key, and no other words pass for it; one that was refused is not in the way', async () => {
  const keys: string[] = []
  let fails: ConnectorErrorCode | undefined = 'denied'
  const { next, cardOf, send } = processes(async (_input, on) => {
    keys.push(on.key)
    if (fails) throw new ConnectorError(fails, 'x')
    return { done: keys.length > 4 }
  })
  const hub = next()
  const card = await cardOf(hub)
  expect((await refused(send(hub, card, 'hola'))).message).toBe('SHOP no lo ha hecho (denied).')
  fails = undefined
  expect(await send(hub, card, 'otra cosa')).toMatchObject({ done: false })
  fails = 'unavailable'
  expect((await refused(send(hub, card, 'y otra'))).message).toMatch(/No se sabe si SHOP lo ha hecho/)
  fails = 'denied'
  expect((await refused(send(next(), card, 'y otra'))).message).toMatch(/No se sabe si SHOP lo ha hecho/)
  fails = undefined
  for (const process of [hub, next()])
    expect((await refused(send(process, card, 'hola'))).message).toMatch(/otras palabras/)
  expect(keys).toHaveLength(4)
  expect(await send(next(), card, 'y otra')).toMatchObject({ done: true })
  expect((await refused(send(hub, card, 'hola'))).message).toMatch(/otras palabras/)
  expect(new Set(keys).size).toBe(1)
})

test('an action the policy does not allow is refused, traced, and not run', async () => {
  let ran = false
  const { hub, me, card, audit, events } = await opened({
    plan: {
      extra: {
        actions: {
          note: {
            ...note,
            run: async () => {
              ran = true
              return { done: true }
            },
          },
        },
      },
    },
  })
  expect(of(events, 'who').at(-1)?.ficha.actions).toEqual([])
  expect(
    (
      await refused(
        hub.act(
          { card, connector: 'shop', action: 'note', input: { text: 'a' }, key: 'key-00001' },
          me,
          never,
        ),
      )
    ).code,
  ).toBe('forbidden')
  expect(ran).toBe(false)
  expect(audit.lines.at(-1)).toMatchObject({ act: 'act', outcome: 'refused' })
})

test('"this is not them" holds for this interaction at once, for no other, and can be undone', async () => {
  const { hub, me, card, audit } = await opened({ ask: { interaction: 'T-1' } })
  const outcome = async (interaction: string) =>
    of(await all(hub.open(request({ interaction }), me, never)), 'who').at(-1)?.outcome
  const { link } = await hub.decide({ card, decision: 'not-them' }, me)
  expect(await outcome('T-1')).toBe('nobody')
  expect(await outcome('T-2')).toBe('identified')
  await hub.decide({ card, decision: 'undo', link }, me)
  expect(await outcome('T-1')).toBe('identified')
  expect(audit.lines.filter((l) => l.act === 'unlink')).toHaveLength(2)
  expect((await refused(hub.decide({ card, decision: 'undo', link: 'nope' }, me))).code).toBe('not-found')
})

test('a decision said again because its answer was lost is one word: undone once, it is undone', async () => {
  const { hub, me, card } = await opened({ ask: { interaction: 'T-1' } })
  const outcome = async () =>
    of(await all(hub.open(request({ interaction: 'T-1' }), me, never)), 'who').at(-1)?.outcome
  await hub.decide({ card, decision: 'not-them' }, me)
  const { link } = await hub.decide({ card, decision: 'not-them' }, me)
  expect(await outcome()).toBe('nobody')
  await hub.decide({ card, decision: 'undo', link }, me)
  expect(await outcome()).toBe('identified')
  await hub.decide({ card, decision: 'not-them' }, me)
  await hub.decide({ card, decision: 'not-them' }, agent({ id: 'a1' }))
  expect(await outcome()).toBe('nobody')
})

test('a decision whose notice died with the process that took it is heard by every open card all the same', async () => {
  const { hub, me, card, events, ports } = await opened({ ask: { interaction: 'T-1' } })
  const changes = of(events, 'settled')[0]?.changes as string
  const { publish } = ports.notices
  ports.notices.publish = async () => {
    throw new Error('killed')
  }
  await expect(hub.decide({ card, decision: 'not-them' }, me)).rejects.toThrow('killed')
  ports.notices.publish = publish
  expect(await hub.changes({ card, changes }, me, never)).toEqual({ changes, what: ['records'] })
  const again = await all(hub.open(request({ interaction: 'T-1' }), me, never))
  expect(of(again, 'who').at(-1)?.outcome).toBe('nobody')
  const quiet = new AbortController()
  const waits = waitsOf(ports)
  const waiting = hub.changes(
    { card: of(again, 'who').at(-1)?.card as string, changes: of(again, 'settled')[0]?.changes as string },
    me,
    quiet.signal,
  )
  await until('the wait', () => waits() === 1)
  quiet.abort()
  expect((await waiting).what).toEqual([])
})

test('what an act comes to, and why it is refused, is said in the language of the card, whatever the agent’s token claims', async () => {
  for (const [locale, done, parted, refusal] of [
    ['es', 'Hecho.', 'Separados', 'Esa decisión ya no está'],
    ['en', 'Done.', 'Kept apart', 'That decision is no longer there'],
    ['pt', 'Feito.', 'Separados', 'Essa decisão já não existe'],
  ] as const) {
    const extra = { actions: { note: { ...note, run: async () => ({ done: true }) } } }
    const { hub, me, card } = await opened({
      ask: { locale, interaction: 'T-1' },
      plan: { extra },
      policy: policy({ adviser: role(clear, { mayAct: ['shop.note'] }) }),
    })
    const other = { ...me, claims: { ...me.claims, language: locale === 'en' ? 'es' : 'en' } }
    expect(
      (
        await hub.act(
          { card, connector: 'shop', action: 'note', input: { text: 'a' }, key: 'key-00001' },
          other,
          never,
        )
      ).says,
    ).toBe(done)
    expect((await hub.decide({ card, decision: 'not-them' }, other)).says).toContain(parted)
    await expect(hub.decide({ card, decision: 'undo', link: 'nope' }, other)).rejects.toThrow(refusal)
  }
})

test('search needs three characters and a role that may; what it finds is released and can be opened', async () => {
  const search = { run: async () => [ana] }
  const { hub, me } = await opened({
    plan: { extra: { search } },
    policy: policy({
      adviser: role({ ...clear, 'person.phones': 'masked' }),
      store: role(clear, { maySearch: false }),
    }),
  })
  expect((await refused(hub.search({ text: 'an', locale: 'es', limit: 8 }, me, never))).code).toBe(
    'bad-request',
  )
  expect(
    (await refused(hub.search({ text: 'ana', locale: 'es', limit: 8 }, agent({ roles: ['store'] }), never)))
      .code,
  ).toBe('forbidden')
  const found = await hub.search({ text: 'ana pérez', locale: 'es', limit: 8 }, me, never)
  expect(found).toMatchObject([
    { name: { shown: 'clear', value: { full: 'Ana Pérez Soto' } }, systems: ['SHOP'] },
  ])
  expect(found[0]?.facts.find((f) => f.kind === 'phone')?.field).toMatchObject({
    shown: 'masked',
    hint: '••• 56',
  })
  expect(JSON.stringify(found)).not.toContain('customer¤7001')
  const who = of(
    await all(hub.open(request({ hints: [], chosen: found[0]?.ref as string }), me, never)),
    'who',
  ).at(-1)
  expect(who).toMatchObject({ outcome: 'identified', keys: [] })
})

test('one customer in three systems is one find of a search, and a namesake is another', async () => {
  const calls: Call[] = []
  const search = (...found: (typeof ana)[]) => ({ extra: { search: { run: async () => found } } })
  const { hub } = testHub({
    connectors: [
      system(
        'shop',
        search(ana, {
          id: 'x',
          name: { full: 'Ana Pérez Soto' },
          birthDate: '1950-01-01',
          identifiers: [{ kind: 'phone', value: '+34699999999' }],
        }),
        calls,
      ),
      system('desk', search({ ...ana, id: 'd' }), calls),
      system('till', search({ ...ana, id: 't' }), calls),
    ],
  })
  const found = await hub.search({ text: 'ana pérez', locale: 'es', limit: 8 }, agent(), never)
  expect(found.map((c) => c.systems.length).sort()).toEqual([1, 3])
})

test('a card hears of what changed for its customer, of new fichas, and is sent to try again when a system had failed', async () => {
  const clock = handClock()
  const { hub, me, card, events, ports } = await opened({
    clock,
    plan: { extra: { actions: { note } } },
    policy: policy({ adviser: role(clear, { mayAct: ['*'] }) }),
  })
  const changes = of(events, 'settled')[0]?.changes as string
  const waits = waitsOf(ports)
  const waiting = hub.changes({ card, changes }, me, never)
  await until('the wait', () => waits() === 1)
  await ports.notices.publish('demo', 'records:of-somebody-else')
  await hub.act(
    { card, connector: 'shop', action: 'note', input: { text: 'a' }, key: 'key-00001' },
    me,
    never,
  )
  expect((await waiting).what).toEqual(['systems'])
  const them = hub.changes({ card, changes: (await waiting).changes }, me, never)
  await until('the second wait', () => waits() === 2)
  const { link } = await hub.decide({ card, decision: 'not-them' }, me)
  expect((await them).what).toEqual(['records'])
  await hub.decide({ card, decision: 'undo', link }, me)
  const fichas = hub.changes({ card, changes: `${await ports.notices.cursor('demo')}~0` }, me, never)
  await until('the third wait', () => waits() === 3)
  await ports.notices.publish('demo', 'fichas')
  expect((await fichas).what).toEqual(['templates'])
  const quiet = await steer(clock, hub.changes({ card, changes: (await fichas).changes }, me, never), 1_000)
  expect(quiet.what).toEqual([])
  const failed = await steer(
    clock,
    hub.changes({ card, changes: quiet.changes.replace(/~0$/, '~10') }, me, never),
    1_000,
  )
  expect(failed.what).toEqual(['systems'])
})

test('what is decided about its customer while a card is still being filled is heard by it', async () => {
  const { hub, me, card } = await opened()
  const stream = hub.open(request(), agent({ id: 'b', session: 's2' }), never)[Symbol.asyncIterator]()
  const events: CardEvent[] = [(await stream.next()).value as CardEvent]
  await hub.decide({ card, decision: 'not-them' }, me)
  for (let next = await stream.next(); !next.done; next = await stream.next()) events.push(next.value)
  const theirs = {
    card: of(events, 'who').at(-1)?.card as string,
    changes: of(events, 'settled')[0]?.changes as string,
  }
  expect((await hub.changes(theirs, agent({ id: 'b', session: 's2' }), never)).what).toEqual(['records'])
})

test('an advice not wanted now is not repeated, in this channel or another, and the count holds nothing personal', async () => {
  const outcomes: unknown[] = []
  const trial = {
    rules: [
      rule('call', 'orders.count() > 0', {
        kind: 'advice',
        text: { yes: 'Llámele' },
        advice: { rank: 'help', restDays: 30 },
      }),
    ],
    templates: [template({ advice: ['call'] })],
    ports: { outcomes: { record: async (...a: unknown[]) => void outcomes.push(a) } },
  }
  const { hub, me, events } = await opened(trial)
  const item = of(events, 'advice').at(-1)?.items[0]
  expect(item).toMatchObject({ id: 'call', text: 'Llámele' })
  await hub.outcomes(
    [{ kind: 'advice-not-now', at: '2026-03-10T10:00:00Z', rule: 'call', ref: item?.ref as string }],
    me,
  )
  const again = await all(
    hub.open(
      request({ context: { channel: 'store' } }),
      agent({ id: 'other', session: 's9', roles: ['store'] }),
      never,
    ),
  )
  expect(of(again, 'advice').at(-1)?.items ?? []).toEqual([])
  expect(JSON.stringify(outcomes)).not.toMatch(/"ref"|customer¤7001|"a1"/)
})
