import { expect, test } from 'vitest'
import type { NewObservation, RecordedOutcome } from '../../connectors/hub/ports.ts'
import { seedHistory } from './history.ts'

const now = new Date('2026-11-21T09:30:00Z')
const told = async (at = now) => {
  const observations: NewObservation[] = []
  const outcomes: { at: string; tenant: string; what: RecordedOutcome & { role?: string } }[] = []
  await seedHistory(
    {
      observations: {
        note: async (tenant: string, all: readonly NewObservation[]) => {
          expect(tenant).toBe('demo')
          observations.push(...all)
        },
      },
      outcomes: {
        record: async (tenant: string, when: string, all: readonly RecordedOutcome[]) =>
          void outcomes.push(...all.map((what) => ({ at: when, tenant, what }))),
      },
    } as never,
    'demo',
    at,
  )
  return { observations, outcomes }
}

test('the same day has the same history, another day another', async () => {
  expect(await told()).toEqual(await told())
  expect(await told(new Date('2026-11-22T09:30:00Z'))).not.toEqual(await told())
})

test('all of it is a sample, of the last half year, and none of it is of today or later', async () => {
  const { observations, outcomes } = await told()
  expect(observations.length).toBeGreaterThan(2_000)
  expect(outcomes.length).toBeGreaterThan(1_800)
  const first = new Date(now.getTime() - 172 * 86_400_000).toISOString()
  for (const { at, subjects, what } of observations) {
    expect(what.sample).toBe(true)
    expect(subjects).toEqual([expect.stringMatching(/^sample\/\d+$/)])
    expect(at >= first && at < '2026-11-21').toBe(true)
  }
  for (const { at, tenant, what } of outcomes) {
    expect([tenant, what.sample, what.at]).toEqual(['demo', true, at])
    expect(['adviser', 'store', 'claims']).toContain(what.role)
    expect(at <= '2026-11-21T12:00:00.000Z' && at > '2026-09-20').toBe(true)
  }
})

test('things got better: the later a contact, the rarer another about the same', async () => {
  const { observations } = await told()
  const contacts = observations.filter((o) => o.what.saw === 'contact')
  const firsts = contacts.filter((o) => o.what.saw === 'contact' && o.what.contacts.length === 1)
  const again = contacts.filter(
    (o) =>
      o.what.saw === 'contact' &&
      o.what.contacts.length === 2 &&
      o.what.contacts[0]?.matter === o.what.contacts[1]?.matter,
  )
  const middle = new Date(now.getTime() - 60 * 86_400_000).toISOString()
  const share = (is: (at: string) => boolean) =>
    again.filter((o) => is(o.at)).length / firsts.filter((o) => is(o.at)).length
  expect(share((at) => at >= middle)).toBeLessThan(share((at) => at < middle))
  for (const o of contacts)
    if (o.what.saw === 'contact')
      for (const c of o.what.contacts) expect(c.on <= o.at.slice(0, 10), `${c.on} ${o.at}`).toBe(true)
})

test('of a card it tells what was asked and held, and only of one that was identified', async () => {
  const cards = (await told()).outcomes.flatMap(({ what }) => (what.kind === 'card' ? [what] : []))
  expect(cards).toHaveLength(900)
  for (const card of cards) {
    const identified = card.outcome === 'identified'
    expect([card.systems.length > 0, card.asked.length > 0]).toEqual([identified, identified])
    expect(card.held.every((fact) => card.asked.includes(fact))).toBe(true)
    for (const system of card.systems) {
      expect(system.complete && system.state === 'down').toBe(false)
      expect('age' in system).toBe(system.state === 'answered')
    }
  }
  const identified = cards.filter((card) => card.outcome === 'identified').length
  expect(identified).toBeGreaterThan(750)
  expect(identified).toBeLessThan(870)
})
