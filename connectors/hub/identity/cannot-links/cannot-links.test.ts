import { expect, test } from 'vitest'
import { type CardEvent, type Connector, ConnectorError, type SystemRecord } from '../../../contract/index.ts'
import { memoryLinks } from '../../memory/index.ts'
import type { Link, Links } from '../../ports.ts'
import { agent, all, handClock, never, of, request, steer, system, testHub } from '../../testing/test-hub.ts'

/**
 * Two at one telephone. The shop and the subscriptions know Ana, the helpdesk and the till know Eva; the till
 * has no name of hers.
 */
const phone = '+34612345678'
const who = (id: string, full: string, ...ids: SystemRecord['identifiers'][number][]): SystemRecord => ({
  id,
  ...(full ? { name: { full } } : {}),
  identifiers: ids,
})
const proved = { kind: 'phone' as const, value: phone, verified: true }
const card = (value: string) => ({ kind: 'loyalty' as const, value })
const systems = {
  shop: [who('1', 'Ana Ruiz', proved, card('FC100001'))],
  subs: [who('3', '', proved, card('FC100001'))],
  desk: [who('9', 'Eva Mora', proved, card('FC900009'))],
  till: [who('4', '', proved, card('FC900009'))],
}
type Who = Extract<CardEvent, { event: 'who' }>

function house(records: Record<string, readonly SystemRecord[]> = systems, links: Links = memoryLinks()) {
  const down = new Set<string>()
  const late: Record<string, number> = {}
  const connectors = Object.entries(records).map(([id, of]): Connector => {
    const made = system(id, { records: of }, [])
    const find: NonNullable<Connector['find']> = {
      by: ['phone', 'mail', 'loyalty', 'system'],
      async run(key, context) {
        for (let turns = late[id] ?? 0; turns > 0; turns--)
          await new Promise((r) => {
            setImmediate(r)
          })
        if (down.has(id)) throw new ConnectorError('unavailable', `[${id}] down`)
        return (made.find as NonNullable<Connector['find']>).run(key, context)
      },
    }
    return { ...made, find, search: { run: async () => of } }
  })
  const clock = handClock()
  // nothing heard is kept: who is down says nothing at all
  const { hub, audit } = testHub({
    connectors,
    clock,
    settings: { genericAbove: 50 },
    ports: { links, cache: { get: async () => undefined, set: async () => {}, drop: async () => {} } },
  })
  const open = async (interaction: string, more: Parameters<typeof request>[0] = {}): Promise<Who> => {
    clock.advance(120_000)
    return of(
      await steer(
        clock,
        all(
          hub.open(
            request({ hints: [{ kind: 'phone', value: phone }], interaction, ...more }),
            agent(),
            never,
          ),
        ),
        5,
      ),
      'who',
    ).at(-1) as Who
  }
  return { hub, audit, down, late, open, links }
}
type House = ReturnType<typeof house>
/** Outcome, and the systems of everybody offered: together when they stand for one person. */
const told = ({ outcome, candidates, person, sure }: Who): string =>
  [
    outcome,
    ...(candidates?.map((c) => c.systems.join('+')).sort() ?? []),
    ...(person && !candidates
      ? [[...new Set(sure?.reasons.flatMap((r) => r.systems))].sort().join('+')]
      : []),
  ].join(' ')
const decide = (h: House, at: Who, decision: 'same' | 'different' | 'not-them' | 'undo', rest: object = {}) =>
  h.hub.decide({ card: at.card, decision, ...rest }, agent())

/** On Ana's card the agent finds Eva, and says that she is somebody else. */
async function setApart(h: House): Promise<{ card: Who; link: string }> {
  const ana = await h.open('first', { hints: [card('FC100001')] })
  const eva = (await h.hub.search({ text: 'Eva Mora', locale: 'es', limit: 8 }, agent(), never)).find((c) =>
    c.systems.includes('DESK'),
  )
  return { card: ana, link: (await decide(h, ana, 'different', { candidate: eva?.ref })).link }
}
/** Whether a record of hers (desk, till) stands with one of his (shop, subs) as one person. */
const mixed = (at: Who): boolean =>
  [
    ...(at.candidates ?? []).map((c) => c.systems),
    [...new Set(at.sure?.reasons.flatMap((r) => r.systems))],
  ].some(
    (s) =>
      (s.includes('shop') || s.includes('SHOP') || s.includes('subs') || s.includes('SUBS')) &&
      (s.includes('desk') || s.includes('DESK') || s.includes('till') || s.includes('TILL')),
  )
const subsets = (all: readonly string[]): string[][] =>
  all.reduce<string[][]>((sets, one) => sets.flatMap((s) => [s, [...s, one]]), [[]])

test('set apart once, two people stay two whichever of their systems are down', async () => {
  const h = house()
  await setApart(h)
  for (const out of subsets(Object.keys(systems))) {
    h.down.clear()
    for (const id of out) h.down.add(id)
    expect(mixed(await h.open('later')), `down: ${out.join(', ') || 'nobody'}`).toBe(false)
  }
})

test('planted: with what the decision was kept with left out, the one rejected is back on the card of the other', async () => {
  const kept = memoryLinks()
  const h = house(systems, {
    ...kept,
    add: (tenant, link) => kept.add(tenant, link),
    of: (tenant, records) => kept.of(tenant, records),
  })
  await setApart(h)
  h.down.add('desk')
  expect(mixed(await h.open('later'))).toBe(true)
})

test('the decision is undone: what was apart by it alone is together again; a later word of a human wins too', async () => {
  const h = house()
  const { card: at, link } = await setApart(h)
  h.down.add('desk')
  expect(mixed(await h.open('later'))).toBe(false)
  await decide(h, at, 'undo', { link })
  expect(mixed(await h.open('later'))).toBe(true)
  expect(h.audit.lines.filter((l) => l.act === 'unlink').map((l) => l.what[0])).toEqual(['different', 'undo'])
  h.down.clear()
  await setApart(h)
  h.down.add('desk')
  expect(mixed(await h.open('later'))).toBe(false)
  await h.links.add('demo', {
    a: 'shop/1',
    b: 'till/4',
    decision: 'same',
    at: '2027-01-01T00:00:00Z',
    by: 'eva',
  })
  expect(mixed(await h.open('later'))).toBe(true)
})

test('who came first does not matter: every order of answers, with one system down, ends the same', async () => {
  const h = house()
  await setApart(h)
  for (const out of ['', 'desk', 'shop']) {
    h.down.clear()
    if (out) h.down.add(out)
    const ends = new Set<string>()
    for (const order of [
      [0, 3, 6, 9],
      [9, 6, 3, 0],
      [3, 9, 0, 6],
      [6, 0, 9, 3],
      [0, 0, 0, 0],
    ]) {
      Object.keys(systems).forEach((id, n) => {
        h.late[id] = order[n] as number
      })
      ends.add(told(await h.open('later')))
    }
    expect([...ends], `down: ${out}`).toHaveLength(1)
  }
})

const named = { ...systems, till: [who('4', 'E. Mora', proved, card('FC900009'))] }
test('"this is not them": the person’s other records are out too, those of a system that was down when it was said included', async () => {
  const h = house(named)
  h.down.add('till')
  const both = await h.open('call-1', { hints: [card('FC900009')] })
  expect(both.outcome).toBe('identified')
  await decide(h, both, 'not-them')
  h.down.clear()
  h.down.add('desk')
  expect((await h.open('call-1', { hints: [card('FC900009')] })).outcome).toBe('nobody')
  expect(
    (await h.open('call-2', { hints: [card('FC900009')] })).outcome,
    'another call is not this one',
  ).toBe('identified')
})

test('planted: told by their records alone, the one who is not them would be back', async () => {
  const kept = memoryLinks()
  const h = house(named, { ...kept, add: (tenant, link) => kept.add(tenant, link) })
  h.down.add('till')
  await decide(h, await h.open('call-1', { hints: [card('FC900009')] }), 'not-them')
  h.down.clear()
  h.down.add('desk')
  expect((await h.open('call-1', { hints: [card('FC900009')] })).outcome).toBe('identified')
})

const couple = {
  shop: [who('1', 'Ana Ruiz Soler', { kind: 'phone', value: phone })],
  desk: [who('9', 'Luis Gómez', { kind: 'phone', value: phone })],
  subs: [who('3', 'Ana Ruiz', { kind: 'phone', value: phone })],
}
test('one of two at a telephone is not them: the other one is offered, one tap away, and is not taken for certain', async () => {
  const h = house(couple)
  const several = await h.open('call-3')
  expect(several.outcome).toBe('several')
  await decide(h, several, 'different', {
    candidate: several.candidates?.find((c) => c.systems.includes('SHOP'))?.ref,
  })
  expect(told(await h.open('call-3'))).toBe('possible DESK')
  h.down.add('shop')
  expect(told(await h.open('call-3')), 'by name and telephone the subscriptions’ Ana is the same Ana').toBe(
    'possible DESK',
  )
  h.down.add('desk')
  expect((await h.open('call-3')).outcome).toBe('nobody')
})

test('of several, "none of them" sets every one apart with all their records', async () => {
  const h = house(couple)
  h.down.add('subs')
  await decide(h, await h.open('call-4'), 'not-them')
  h.down.clear()
  h.down.add('shop')
  h.down.add('desk')
  expect((await h.open('call-4')).outcome).toBe('nobody')
})

test('what a decision keeps holds no value of a person', async () => {
  const written: Link[] = []
  const kept = memoryLinks()
  const h = house(systems, {
    ...kept,
    async add(tenant, link, traits) {
      const added = await kept.add(tenant, link, traits)
      written.push(added)
      return added
    },
  })
  await setApart(h)
  expect(written).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      a: 'desk/9',
      b: 'shop/1',
      decision: 'different',
      at: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\.\d{3}Z$/),
      by: 'a1',
    },
  ])
})
