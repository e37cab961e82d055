import { expect, test } from 'vitest'
import type { Outcome } from '../../contract/index.ts'
import type { Agent } from '../ports.ts'
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
  rule,
  steer,
  system,
  template,
  testHub,
  until,
} from '../testing/test-hub.ts'

async function opened(who: Partial<Agent> = {}, restDays = 3) {
  const clock = handClock('2026-03-10T10:25:30.000Z')
  const recorded: { at: string; list: readonly object[] }[] = []
  const made = testHub({
    clock,
    connectors: [system('shop', { records: [ana], rows: { orders: [] } }, [])],
    policy: policy({ adviser: role(clear), store: role(clear) }),
    templates: [template({ advice: ['call'] })],
    rules: [
      rule('call', 'orders.count() == 0', {
        kind: 'advice',
        text: { yes: 'Llámele' },
        advice: { rank: 'help', restDays },
      }),
    ],
    ports: { outcomes: { record: async (_tenant, at, list) => void recorded.push({ at, list }) } },
  })
  const me = agent(who)
  const events = await steer(clock, all(made.hub.open(request(), me, never)))
  await until('the card’s own count', () => recorded.length === 1)
  recorded.length = 0
  const send = (...outcomes: Outcome[]) => made.hub.outcomes(outcomes, me)
  return { ...made, clock, me, events, recorded, send, card: of(events, 'who').at(-1)?.card as string }
}

test('an outcome is counted under the agent’s first role and by the hour, both of when it was and of when it came', async () => {
  const { send, recorded } = await opened({ roles: ['store', 'adviser'] })
  await send(
    { kind: 'missed', at: '2026-03-10T08:59:59+01:00', reason: 'busy' },
    { kind: 'missed', at: 'yesterday', reason: 'me falta la talla' },
  )
  expect(recorded).toEqual([
    {
      at: '2026-03-10T10:00:00.000Z',
      list: [
        { kind: 'missed', at: '2026-03-10T07:00:00.000Z', reason: 'busy', role: 'store' },
        { kind: 'missed', at: '2026-03-10T10:00:00.000Z', role: 'store' },
      ],
    },
  ])
})

test('an advice not wanted now rests as many days as its rule says, and no longer', async () => {
  const { send, events, clock, ports } = await opened()
  const ref = of(events, 'advice').at(-1)?.items[0]?.ref as string
  const marks = () => ports.flags.of('demo', ['shop/customer¤7001'])
  await send({ kind: 'advice-not-now', at: '2026-03-10T10:00:00Z', rule: 'call', ref: 'forged' })
  expect(await marks()).toEqual([])
  await send({ kind: 'advice-taken', at: '2026-03-10T10:00:00Z', rule: 'call', ref })
  expect(await marks()).toEqual([])
  await send({ kind: 'advice-not-now', at: '2026-03-10T10:00:00Z', rule: 'call', ref })
  expect(await marks()).toEqual(['advice:call'])
  clock.advance(3 * 86_400_000 - 1_000)
  expect(await marks()).toEqual(['advice:call'])
  clock.advance(2_000)
  expect(await marks()).toEqual([])
})

test('an advice whose rule names no days rests for one', async () => {
  const { send, events, clock, ports } = await opened({}, 0)
  const ref = of(events, 'advice').at(-1)?.items[0]?.ref as string
  const marks = () => ports.flags.of('demo', ['shop/customer¤7001'])
  await send({ kind: 'advice-not-now', at: '2026-03-10T10:00:00Z', rule: 'call', ref })
  clock.advance(86_400_000 - 1_000)
  expect(await marks()).toEqual(['advice:call'])
  clock.advance(2_000)
  expect(await marks()).toEqual([])
})

test('a card waits twenty-five seconds for what moves, ten where a system had failed, and asks of what its own records are', async () => {
  const { hub, card, me, ports } = await opened()
  const waits: { topics: number; ms: number; systems: boolean }[] = []
  ports.notices.wait = async (_tenant, topics, since, _signal, ms) => {
    waits.push({ topics: topics.length, ms, systems: topics.includes('systems') })
    return { cursor: since, moved: [] }
  }
  expect((await hub.changes({ card, changes: 'x~0' }, me, never)).what).toEqual([])
  expect((await hub.changes({ card, changes: 'x~10' }, me, never)).what).toEqual(['systems'])
  // fichas, the record and its rows; and the systems, where one had failed
  expect(waits).toEqual([
    { topics: 3, ms: 25_000, systems: false },
    { topics: 4, ms: 10_000, systems: true },
  ])
})

test('a wait that the card itself gave up sends nobody back to the systems', async () => {
  const { hub, card, me, ports } = await opened()
  ports.notices.wait = async (_tenant, _topics, since) => ({ cursor: since, moved: [] })
  const stop = new AbortController()
  stop.abort()
  expect((await hub.changes({ card, changes: 'x~10' }, me, stop.signal)).what).toEqual([])
  expect((await hub.changes({ card, changes: 'x~10' }, me, never)).what).toEqual(['systems'])
})
