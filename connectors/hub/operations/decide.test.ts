import { expect, test } from 'vitest'
import { memoryLinks } from '../memory/index.ts'
import type { Agent, Links } from '../ports.ts'
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
  steer,
  system,
  testHub,
} from '../testing/test-hub.ts'

const eva = {
  id: 'eva',
  name: { full: 'Eva Mora' },
  identifiers: [{ kind: 'phone' as const, value: '+34612345678' }],
}
function house(ports: { links?: Links } = {}) {
  const clock = handClock()
  const told: string[] = []
  const made = testHub({
    clock,
    connectors: [system('shop', { records: [ana, eva], extra: { search: { run: async () => [eva] } } }, [])],
    policy: policy({ adviser: role(clear), store: role(clear, { mayLink: false }) }),
    ports,
  })
  const { publish } = made.ports.notices
  made.ports.notices.publish = async (tenant, topic) => {
    told.push(topic)
    return publish(tenant, topic)
  }
  const open = async (who: Partial<Agent> = {}) =>
    of(await steer(clock, all(made.hub.open(request({ interaction: 'T-1' }), agent(who), never))), 'who').at(
      -1,
    )
  return { ...made, clock, told, open }
}

test('a role that may not link decides nothing', async () => {
  const { hub, open, told, audit } = house()
  const store = { roles: ['store'] }
  const card = (await open(store))?.card as string
  const before = audit.lines.length
  await expect(hub.decide({ card, decision: 'not-them' }, agent(store))).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect([told, audit.lines.length]).toEqual([[], before])
})

test('the same word within ten minutes is the same decision; later, or by another agent, it is one of its own', async () => {
  const { hub, clock, open } = house()
  const card = (await open())?.card as string
  const decide = async (who: Partial<Agent> = {}, mine = card) =>
    (await hub.decide({ card: mine, decision: 'not-them' }, agent(who))).link
  const first = await decide()
  clock.advance(599_000)
  expect(await decide()).toBe(first)
  clock.advance(1_001)
  const later = await decide()
  expect(later).not.toBe(first)
  const two = house({ links: memoryLinks() })
  const one = (await two.open())?.card as string
  const b = { id: 'b', session: 's2' }
  const theirs = (await two.open(b))?.card as string
  const mine = await two.hub.decide({ card: one, decision: 'not-them' }, agent())
  expect((await two.hub.decide({ card: theirs, decision: 'not-them' }, agent(b))).link).not.toBe(mine.link)
})

test('a decision between two is told to the cards of both, and so is its undoing to the card it was taken on', async () => {
  const { hub, told, open } = house()
  const card = (await open())?.card as string
  const [found] = await hub.search({ text: 'Eva Mora', locale: 'es', limit: 8 }, agent(), never)
  const { link } = await hub.decide({ card, decision: 'different', candidate: found?.ref }, agent())
  expect(new Set(told.splice(0)).size).toBe(2)
  await hub.decide({ card, decision: 'undo', link }, agent())
  expect(told).toHaveLength(1)
})

test('of several decisions undone together it is enough that one still stood', async () => {
  const { hub, open } = house()
  const card = (await open())?.card as string
  const { link } = await hub.decide({ card, decision: 'not-them' }, agent())
  expect((await hub.decide({ card, decision: 'undo', link: `gone+${link}` }, agent())).link).toBe(
    `gone+${link}`,
  )
  await expect(hub.decide({ card, decision: 'undo', link }, agent())).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('every decision leaves its line in the audit, and one about nobody is none', async () => {
  const { hub, audit, open } = house()
  const card = (await open())?.card as string
  await expect(hub.decide({ card, decision: 'same' }, agent())).rejects.toMatchObject({
    code: 'bad-request',
  })
  await hub.decide({ card, decision: 'not-them' }, agent())
  expect(audit.lines.filter((l) => l.act.endsWith('link')).map((l) => l.what)).toEqual([['not-them']])
})
