import { afterAll, beforeAll, expect, it } from 'vitest'
import { peopleToTry } from '../../demo-host/people/people-to-try.ts'
import { type Demo, session, startDemo } from '../support/demo.ts'

let demo: Demo
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => demo?.stop())

/** The last word of a card on who it is. */
type Who = {
  event: 'who'
  outcome: string
  person?: { name: { value?: { full: string } } }
  candidates?: { name: { value?: { full: string } }; facts: unknown[] }[]
}
const first = (full: string): string =>
  full
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[\s,(]+/)[0] ?? ''

it.each(peopleToTry.map((w) => [w.key, w] as const))('%s comes out as stated', async (_key, w) => {
  const { events } = await session(demo)
  const all = await events('/v1/card', { hints: [w.hint], context: { channel: w.channel } })
  const who = all.filter((e) => e.event === 'who').at(-1) as unknown as Who
  expect(who.outcome, `${w.who}: ${JSON.stringify(who.candidates?.map((c) => c.name.value?.full))}`).toBe(
    w.outcome,
  )
  if (w.outcome === 'identified' && w.key !== 'prospect' && w.key !== 'hostil')
    expect(first(who.person?.name.value?.full ?? ''), 'the person named').toBe(first(w.who))
  if (w.outcome === 'several') {
    expect(who.person, 'nobody is preferred where several fit').toBeUndefined()
    expect(who.candidates?.length).toBeGreaterThan(1)
  }
  if (w.outcome === 'nobody') expect(who.person).toBeUndefined()
})

it('there are twenty-one of them', () => expect(peopleToTry.length).toBe(21))
