import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CardEvent, Hint, SignalEvent } from '../../connectors/contract/index.ts'
import { type Demo, startDemo } from '../../demo-host/demo.ts'
import { named } from '../../demo-host/people/named.ts'
import { type Recounted, recount } from '../../demo-host/people/recount.ts'
import { makeWorld } from '../../demo-host/people/world.ts'
import { onFreePorts } from '../support/ports.ts'

/**
 * The eight answers of every person with a name, as the whole demo gives them (systems, connectors, gateway,
 * rules), against a recount from raw data that shares no code with it. "Not known" is allowed only where no
 * key of theirs leads to that system.
 */
const PEOPLE = 300
let demo: Demo
/** Noon of one day, here and in every process of the demo: no day ends while its answers are asked for. */
const clock = {
  CLOCK_SHIFT_MS: String(Date.parse('2026-11-21T11:00:00Z') - Date.now()),
  NODE_OPTIONS: `--import ${new URL('../support/shifted-clock.mjs', import.meta.url).href}`,
}
process.env.CLOCK_SHIFT_MS = clock.CLOCK_SHIFT_MS
await import(/* @vite-ignore */ new URL('../support/shifted-clock.mjs', import.meta.url).href)
const now = Date.now()
const world = makeWorld({ now, people: PEOPLE })
const lives = named(world.when)
type Answered = SignalEvent & {
  answer: { shown: 'clear'; value: { is: 'yes' | 'no' | 'unknown' } }
  text: { shown: 'clear'; value: string }
}

beforeAll(async () => {
  demo = await onFreePorts(24, (port) =>
    startDemo({ port, quiet: true, people: PEOPLE, env: { ...clock, DEMO_PATIENCE: '200000' } }),
  )
}, 600_000)
afterAll(() => demo?.stop())

/** New for each card: however long the others took, it has not aged. */
async function session(): Promise<string> {
  const answer = await fetch(`${demo.gatewayUrl}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hostToken: await demo.token('adviser') }),
  })
  if (!answer.ok) throw new Error(`session: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { token: string }).token
}

async function card(token: string, hint: Hint, more: { chosen?: string } = {}): Promise<CardEvent[]> {
  const answer = await fetch(`${demo.gatewayUrl}/v1/card`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ hints: [hint], ...more }),
  })
  if (!answer.ok) throw new Error(`card: ${answer.status} ${await answer.text()}`)
  return (await answer.text())
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as CardEvent)
}
const whoOf = (events: readonly CardEvent[]) =>
  events.findLast((e): e is Extract<CardEvent, { event: 'who' }> => e.event === 'who')

/**
 * The best key each person has; where it leads to several, the one of that name is chosen, as an agent would.
 */
async function opened(key: string): Promise<Map<string, Answered>> {
  const life = lives.find((l) => l.key === key)!
  const owned = world.owned.get(key)!
  const loyalty =
    key === 'hostil' ? undefined : world.raw.till.members.find((m) => owned.till.includes(m.id))?.card
  const hint: Hint = loyalty
    ? { kind: 'loyalty', value: loyalty }
    : life.mails[0] && key !== 'hostil'
      ? { kind: 'mail', value: life.mails[0] }
      : life.visitors?.[0]
        ? { kind: 'visitor', value: life.visitors[0].id }
        : { kind: 'phone', value: life.phones[0]! }
  const token = await session()
  let events = await card(token, hint)
  if (whoOf(events)?.outcome === 'several') {
    const mine = whoOf(events)?.candidates?.find(
      (c) =>
        c.name.shown === 'clear' &&
        [life.given, `${life.given[0]}. ${life.family.split(' ')[0]?.toUpperCase()}`].some(
          (n) => c.name.shown === 'clear' && c.name.value.full?.startsWith(n),
        ),
    )
    expect(mine, `${key} is among the candidates`).toBeDefined()
    events = await card(token, hint, { chosen: mine!.ref })
  }
  expect(whoOf(events)?.outcome, `${key} by ${hint.kind}`).toBe('identified')
  return new Map(
    events.filter((e): e is CardEvent & Answered => e.event === 'signal').map((e) => [e.rule, e]),
  )
}

/**
 * Systems that this person cannot be asked about, because nothing they are known by leads there: the honest
 * answer is "not known".
 */
const unreachable: Readonly<Record<string, readonly string[]>> = {
  prospect: [
    'history',
    'best-customer',
    'contacts-a-lot',
    'satisfied',
    'open',
    'recommended-us',
    'who-marks',
  ],
  'manuel-padre': ['contacts-a-lot'],
  'manuel-hijo': ['contacts-a-lot'],
  hostil: ['satisfied'],
}
/** What the words must say, beside yes or no; a long list may say "at least". */
const expected = (r: Recounted): readonly [string, 'yes' | 'no' | 'unknown', (RegExp | undefined)?][] => [
  [
    'history',
    r.history.orders > 0 ? 'yes' : 'no',
    r.history.orders > 100
      ? /^al menos \d{2,}/
      : r.history.orders > 0
        ? new RegExp(`^${r.history.orders} pedidos? · ${spent(r.history.cents)}`)
        : undefined,
  ],
  ['best-customer', r.best ? 'yes' : 'no'],
  [
    'contacts-a-lot',
    r.contacts.often ? 'yes' : 'no',
    r.contacts.times > 30 ? undefined : new RegExp(`(^|\\D)${r.contacts.times} ve`),
  ],
  [
    'satisfied',
    r.satisfied.is,
    r.satisfied.score === undefined ? undefined : new RegExp(` ${r.satisfied.score}$`),
  ],
  [
    'open',
    r.open.count > 0 ? 'yes' : 'no',
    r.open.count > 0
      ? new RegExp(
          `^(al menos )?${r.open.count} casos? · ${r.open.due === 0 ? '(0|no se sabe cuántos)' : `(al menos )?${r.open.due}`} `,
        )
      : undefined,
  ],
  [
    'recommended-us',
    r.recommended > 0 ? 'yes' : 'no',
    r.recommended > 0 ? new RegExp(`A ${r.recommended} `) : undefined,
  ],
  ['who-marks', r.marks ? 'yes' : 'no', r.marks ? new RegExp(r.marks.slice(0, 20)) : undefined],
]
/** Euros as Spanish writes them: grouped from four figures on; whole amounts may leave their cents out. */
const spent = (cents: number) => {
  const [whole = '', part = ''] = (cents / 100).toFixed(2).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '\\.?')}${part === '00' ? '(,00)?' : `,${part}`}\\s€`
}

test.each(lives.map((l) => l.key))(
  'the eight answers of %s are those recounted from raw data',
  async (key) => {
    const shown = await opened(key)
    const wrong: string[] = []
    for (const [rule, is, words] of expected(recount(world.raw, world.owned.get(key)!, now))) {
      const said = shown.get(rule)
      const want = unreachable[key]?.includes(rule) ? 'unknown' : is
      if (said?.answer.value.is !== want || (want !== 'unknown' && words && !words.test(said.text.value)))
        wrong.push(
          `${rule}: the card says ${said?.answer.value.is} "${said?.text.value}", the recount ${want} ${words ?? ''}`,
        )
    }
    expect(wrong).toEqual([])
  },
)

test('a recount that differs is noticed: one order less in the raw data fails the comparison', async () => {
  const owned = world.owned.get('lucia')!
  const less = {
    ...world.raw,
    shop: { ...world.raw.shop, orders: world.raw.shop.orders.filter((o) => o.number !== '10440') },
  }
  const said = (await opened('lucia')).get('history')
  const [, , words] = expected(recount(less, owned, now))[0]!
  expect(words!.test(said!.text.value)).toBe(false)
})
