import { expect, test } from 'vitest'
import type {
  AdviceEvent,
  Connector,
  EventBody,
  Policy,
  Rule,
  SignalEvent,
  Template,
} from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { defaultStages } from '../default-stages.ts'
import { defaultSettings } from '../memory/index.ts'
import { viewerOf } from '../policy/viewer.ts'
import type { FactRow, QuestionFacts } from '../rules/types.ts'
import { agent, clear, policy, role, rule, stillClock, system, template } from '../testing/test-hub.ts'
import type { Questions } from './facts.ts'
import { RuleResults } from './rule-results.ts'

const act = { title: 'Anotar', confirm: '¿Anotar?', input: {}, run: async () => ({ done: true }) }
const shop: Connector = { ...system('shop', { rows: { orders: [] } }, []), actions: { note: act } }
const rows = (...all: Record<string, unknown>[]): FactRow[] =>
  all.map((values) => ({
    connector: 'shop',
    from: { connector: 'shop', record: 'r', fetchedAt: '2026-03-10T10:00:00Z', confirmed: true },
    values,
  }))
const whole = (...all: Record<string, unknown>[]): QuestionFacts => ({
  complete: true,
  because: [],
  rows: rows(...all),
})
const waiting: QuestionFacts = {
  complete: false,
  because: [{ code: 'waiting', says: 'se espera' }],
  rows: [],
}

function world(
  rules: readonly Rule[],
  roles: Policy['roles'] = { adviser: role(clear, { mayAct: ['*'] }) },
  more: Partial<Template> = {},
) {
  const connectors = new Map([['shop', shop]])
  const hub = {
    connectors,
    stages: defaultStages,
    ports: {
      clock: stillClock,
      settings: defaultSettings,
      handles: { seal: async (payload: object, _: unknown, kind: string) => JSON.stringify([kind, payload]) },
    },
  } as unknown as HubContext
  const viewer = viewerOf(policy(roles), Object.keys(roles), 'care', {}, connectors, 'es')
  const card = template({
    panels: [],
    signals: rules.filter((r) => r.kind !== 'advice').map((r) => r.id),
    advice: rules.filter((r) => r.kind === 'advice').map((r) => r.id),
    ...more,
  })
  const results = new RuleResults(hub, viewer, agent(), card, rules, {})
  const run = (
    questions: Questions | ((all: boolean) => Questions),
    { flags = [] as string[], records = ['shop/1'], last = true } = {},
  ) => results.run(typeof questions === 'function' ? questions : () => questions, flags, records, last)
  return { run, results }
}
const signals = (events: readonly EventBody[]) =>
  events
    .filter((e): e is SignalEvent => e.event === 'signal')
    .map((s) => [s.rule, s.answer.shown === 'clear' ? s.answer.value.is : s.answer.shown])
const adviceOf = (events: readonly EventBody[]) =>
  events.filter((e): e is AdviceEvent => e.event === 'advice').at(-1)
const some = rule('some', 'orders.count() > 0')
const advice = (id: string, when = 'orders.count() > 0', more: object = {}): Rule =>
  rule(id, when, {
    kind: 'advice',
    text: { yes: id },
    advice: { rank: 'help', restDays: 9, ...more } as never,
  })

test('a result is said when it changes and not again, until the card has let go of all it heard', async () => {
  const { run, results } = world([some])
  const one = { orders: whole({ shop: 'a' }) }
  expect(signals(await run(one))).toEqual([['some', 'yes']])
  expect(await run(one)).toEqual([])
  expect(signals(await run({ orders: whole({ shop: 'a' }) }))).toEqual([])
  expect(signals(await run({ orders: whole() }))).toEqual([['some', 'no']])
  const none = { orders: whole() }
  await run(none)
  results.forget()
  expect(signals(await run(none))).toEqual([['some', 'no']])
})

test('a result that only waits is said when nothing more will come, and not before', async () => {
  const { run } = world([some])
  expect(await run({ orders: waiting }, { last: false })).toEqual([])
  expect(signals(await run({ orders: waiting }, { last: true }))).toEqual([['some', 'unknown']])
})

test('what rests on rows that not every role of the agent is admitted to is concluded from those they all are, unless it was released on its own', async () => {
  const roles = {
    adviser: role({ none: 'clear' }),
    store: role(clear, { rows: [{ question: 'orders', field: 'shop', values: ['a'] }] }),
  }
  const asked: boolean[] = []
  const questions = (all: boolean) => {
    asked.push(all)
    return { orders: all ? whole({ shop: 'b' }) : whole() }
  }
  const { run, results } = world([some, { ...some, id: 'free', sensitivity: 'none' }], roles)
  expect(signals(await run(questions)).find(([id]) => id === 'free')).toEqual(['free', 'yes'])
  expect(asked).toContain(false)
  expect(results.latest.map((r) => r.answer.is)).toEqual(['yes', 'yes'])
  const alike = world([some])
  asked.length = 0
  await alike.run(questions)
  expect(asked).toEqual([true])
})

test('a rule that cannot run is told once', async () => {
  const { run } = world([rule('broken', 'orders.count() +'), some])
  const faults = (events: readonly EventBody[]) => events.filter((e) => e.event === 'fault')
  expect(faults(await run({ orders: whole() }))).toMatchObject([{ code: 'rule-stopped' }])
  expect(faults(await run({ orders: whole({ shop: 'a' }) }))).toEqual([])
})

test('advice comes best first, with what a "not now" is to hold; taken away it is said to be none', async () => {
  const { run } = world([
    advice('later', undefined, { rank: 'thanks' }),
    advice('first', undefined, { rank: 'repair' }),
  ])
  expect(adviceOf(await run({ orders: whole() }))).toBeUndefined()
  const told = adviceOf(await run({ orders: whole({ shop: 'a' }) }, { records: ['shop/1', 'shop/2'] }))
  expect(told?.items.map((i) => i.id)).toEqual(['first', 'later'])
  expect(JSON.parse(told?.items[0]?.ref ?? '')).toEqual([
    'advice',
    { v: 1, rule: 'first', restDays: 9, records: ['shop/1', 'shop/2'] },
  ])
  expect(adviceOf(await run({ orders: whole({ shop: 'a' }) }))).toBeUndefined()
  const flags = ['advice:first', 'advice:later']
  expect(adviceOf(await run({ orders: whole({ shop: 'a' }) }, { flags }))?.items).toEqual([])
})

test('a question is asked where its answer can be written: in a system that has a record of this person', async () => {
  const asking = rule('asking', "orders.last().motive == 'gift'", {
    ask: { fact: 'orders.motive', words: '¿Es un regalo?', action: 'shop.note' } as never,
  })
  const told = async (records: string[]) =>
    adviceOf(await world([asking]).run({ orders: whole({ orderDate: '2026-03-01T10:00:00Z' }) }, { records }))
      ?.ask
  const ask = await told(['shop/1'])
  expect(ask).toMatchObject({
    id: 'asking',
    words: '¿Es un regalo?',
    action: { connector: 'shop', name: 'note' },
  })
  expect(JSON.parse(ask?.ref ?? '')).toMatchObject(['question', { rule: 'asking', restDays: 30 }])
  expect(await told(['shopping/1'])).toBeUndefined()
  expect(await told([])).toBeUndefined()
})

test('the words of the house stand beside a conclusion that holds, and beside no other', async () => {
  const policies = [{ id: 'p1', title: 'Plazo', text: 'Treinta días', beside: { rule: 'some' } }]
  const { run } = world([some], undefined, { policies: policies as never })
  const words = (events: readonly EventBody[]) =>
    events.flatMap((e) => (e.event === 'signal' ? [e.policies?.map((p) => p.title)] : []))
  expect(words(await run({ orders: whole({ shop: 'a' }) }))).toEqual([['Plazo']])
  expect(words(await run({ orders: whole() }))).toEqual([undefined])
})
