import { expect, test } from 'vitest'
import { type CardEvent, ConnectorError, type Policy, type Template } from '../../contract/index.ts'
import { fixedFichas } from '../memory/index.ts'
import type { Agent, HubPorts } from '../ports.ts'
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
  steer,
  system,
  template,
  testHub,
} from '../testing/test-hub.ts'

const orders = Array.from({ length: 2 }, (_, i) => order(String(i + 1)))
/** What is published may change while a card is open. */
function house(records = [ana]) {
  const clock = handClock()
  const calls: Call[] = []
  const down = new Set<string>()
  const published: { templates: Template[]; policy: Policy } = {
    templates: [template({ panels: [panel('orders', 'orders', ['orderNumber', 'total'], { limit: 10 })] })],
    policy: policy({ adviser: role(clear), store: role(clear) }),
  }
  const fichas: HubPorts['fichas'] = {
    current: (tenant) => fixedFichas({ revision: 'r', rules: [], ...published }).current(tenant),
  }
  const { hub, audit } = testHub({
    clock,
    connectors: ['shop', 'till'].map((id) =>
      system(
        id,
        {
          records,
          rows: {
            orders: async () => {
              if (down.has(id)) throw new ConnectorError('denied', 'down')
              return { rows: orders, complete: false, next: 'page-2' }
            },
          },
        },
        calls,
      ),
    ),
    ports: { fichas },
  })
  const open = async (who: Partial<Agent> = {}) => {
    const events = await steer(clock, all(hub.open(request(), agent(who), never)))
    return { events, card: of(events, 'who').at(-1)?.card as string }
  }
  const ask = (card: string, rest: object = {}, who: Partial<Agent> = {}): Promise<CardEvent[]> =>
    steer(
      clock,
      all(hub.ask({ card, question: 'orders', epoch: 1, locale: 'es', ...rest }, agent(who), never)),
    )
  return { hub, audit, clock, calls, down, published, open, ask }
}

test('a card whose ficha is no longer the role’s asks nothing more', async () => {
  const { open, ask, published } = house()
  const { card } = await open()
  published.templates = [template({ for: { roles: ['store'] } })]
  await expect(ask(card)).rejects.toMatchObject({ code: 'conflict' })
})

test('what the policy took away since the card was opened is gone from the next page too', async () => {
  const { open, ask, published, calls } = house()
  const { events, card } = await open()
  const next = lastReading(events, 'shop')?.next
  expect(next).toBeTypeOf('string')
  published.policy = policy({ adviser: role(clear) }, ['financial'])
  calls.length = 0
  const page = lastReading(await ask(card, { next }), 'shop')
  expect(page?.state.known === 'incomplete' && page.state.value.map((r) => Object.keys(r.fields))).toEqual([
    ['orderNumber'],
    ['orderNumber'],
  ])
  expect(calls.flatMap((c) => c.fields)).not.toContain('total')
})

test('asking again asks the systems anew, one alone where one is named; asking without is content with what is kept', async () => {
  const { open, ask, calls } = house()
  const { card } = await open()
  const asked = async (rest: object) => {
    calls.length = 0
    await ask(card, rest)
    return calls.map((c) => c.connector)
  }
  expect(await asked({})).toEqual([])
  expect(await asked({ fresh: true })).toEqual(['shop', 'till'])
  expect(await asked({ fresh: true, connector: 'till' })).toEqual(['till'])
  await expect(ask(card, { connector: 'odd' })).rejects.toMatchObject({ code: 'not-found' })
})

test('a panel of which a system failed is told to try again, one that came whole is not', async () => {
  const { open, ask, down } = house()
  const { card } = await open()
  const retry = async () => {
    const settled = of(await ask(card, { fresh: true }), 'settled')[0]
    return [settled?.failed, settled?.changes.split('~').at(-1)]
  }
  expect(await retry()).toEqual([0, '0'])
  down.add('till')
  expect(await retry()).toEqual([1, '10'])
})

test('until it is known who it is nothing more is asked', async () => {
  const twin = { ...ana, id: 'twin', name: { full: 'Luis Gómez' } }
  const { open, ask, audit } = house([ana, twin])
  const { card, events } = await open()
  expect(of(events, 'who').at(-1)?.outcome).not.toBe('identified')
  const before = audit.lines.length
  await expect(ask(card)).rejects.toMatchObject({ code: 'conflict' })
  expect(audit.lines).toHaveLength(before)
})
