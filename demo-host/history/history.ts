import type { Stores } from '../../connectors/gateway/stores/ports.ts'
import type { Contact, NewObservation, RecordedOutcome } from '../../connectors/hub/ports.ts'
import { random } from '../people/random.ts'

const people = 2_000
const spread = 170
const day = 86_400_000

/**
 * Half a year of a made-up company, told through the same ports as a real one and marked as a sample: the
 * quality page of a demo is not empty.
 */
export async function seedHistory(
  stores: Pick<Stores, 'observations' | 'outcomes'>,
  tenant: string,
  now: Date,
): Promise<void> {
  // The same history every time.
  const chance = random(2_027).next
  const at = (ago: number, hour = 10) =>
    new Date(
      Date.parse(`${new Date(now.getTime() - ago * day).toISOString().slice(0, 10)}T00:00:00Z`) +
        hour * 3_600_000,
    ).toISOString()
  const on = (ago: number) => at(Math.max(0, ago)).slice(0, 10)
  const seen: NewObservation[] = []
  const note = (who: number, ago: number, what: NewObservation['what'], hour: number) => {
    if (ago >= 1)
      seen.push({ at: at(ago, hour), subjects: [`sample/${who}`], what: { ...what, sample: true } })
  }

  for (let who = 0; who < people; who++) {
    const ago = 1 + Math.floor(chance() ** 1.5 * spread)
    // Things got better with time, a little.
    const good = 0.45 + 0.42 * (1 - ago / spread)
    const hour = 8 + Math.floor(chance() * 10)
    const again = chance() < 0.36 - 0.26 * (1 - ago / spread)
    const risk = chance() < 0.3
    const stays = chance() < good
    const given = chance() < 0.22
    const matter = `m${Math.floor(chance() * 6)}`
    const promise =
      chance() < 0.45 ? [{ key: `p${who}`, due: on(ago - 2), kept: chance() < good + 0.05 }] : []
    const before: Contact = {
      saw: 'contact',
      contacts: [{ matter, on: on(ago) }],
      promises: [],
      bought: on(ago + 40),
      risk: risk ? 'yes' : 'no',
      left: 'no',
    }
    note(who, ago, before, hour)
    if (given) note(who, ago, { saw: 'gesture' }, hour)
    const back = again ? 1 + Math.floor(chance() * 6) : 8 + Math.floor(chance() * 18)
    if (chance() < 0.8)
      note(
        who,
        ago - back,
        {
          saw: 'contact',
          contacts: [
            { matter: again ? matter : 'other', on: on(ago - back) },
            { matter, on: on(ago) },
          ],
          promises: ago - 2 >= ago - back ? promise : [],
          score: {
            band: chance() < good ? 4 + Math.floor(chance() * 2) : 1 + Math.floor(chance() * 3),
            on: on(ago - Math.min(2, back)),
          },
          bought: stays || chance() < 0.1 ? on(ago - Math.max(1, back - 2)) : on(ago + 40),
          risk: risk && !stays ? 'yes' : 'no',
          left: 'no',
        },
        hour,
      )
  }
  await stores.observations.note(tenant, seen)

  const reported = new Map<string, (RecordedOutcome & { role: string })[]>()
  const roles = ['adviser', 'store', 'claims']
  for (let n = 0; n < 900; n++) {
    const when = at(Math.floor(chance() * 60), 12)
    const role = roles[Math.floor(chance() * 3)] as string
    const tell = (what: RecordedOutcome) =>
      reported.set(when, [...(reported.get(when) ?? []), { ...what, sample: true, role }])
    tell(sampleCard(when, role, chance))
    const by = ['phone', 'phone', 'mail', 'order', 'loyalty', 'ticket'][Math.floor(chance() * 6)] as string
    tell({
      kind: 'identified',
      at: when,
      template: role,
      by,
      milliseconds: Math.round(120 + 500 * chance() ** 3),
    })
    if (chance() < 0.06)
      tell({ kind: 'late', at: when, template: role, connector: chance() < 0.7 ? 'till' : 'web' })
    if (chance() < 0.5) {
      const answer = chance()
      const rule = [
        'repair-late-order',
        'repair-unhappy',
        'help-open',
        'promise-due',
        'offer-renewal',
        'thanks-recommended',
      ][Math.floor(chance() * 6)] as string
      tell({
        kind: answer < 0.6 ? 'advice-taken' : answer < 0.85 ? 'advice-not-now' : 'advice-other',
        at: when,
        template: role,
        rule,
        ...(answer >= 0.6 && answer < 0.85
          ? { reason: ['busy', 'known', 'refused', 'wrong'][Math.floor(chance() * 4)] as string }
          : {}),
      })
    }
    if (chance() < 0.35)
      tell({
        kind: 'panel-opened',
        at: when,
        template: role,
        question: (['interactions', 'promises', 'payments', 'loyalty', 'returns'] as const)[
          Math.floor(chance() * 5)
        ] as 'returns',
      })
    if (chance() < 0.04)
      tell({
        kind: 'asked-more',
        at: when,
        template: role,
        question: chance() < 0.6 ? 'campaigns' : 'scores',
      })
    if (chance() < 0.012) tell({ kind: 'wrong-person', at: when, template: role, by: 'phone' })
    if (chance() < 0.05)
      tell({
        kind: 'gesture',
        at: when,
        template: role,
        connector: 'desk',
        amount: 5 + Math.round(chance() * 10),
      })
    if (chance() < 0.06) tell({ kind: 'question-asked', at: when, template: role, rule: 'satisfied' })
  }
  for (const [when, list] of reported) await stores.outcomes.record(tenant, when, list)
}

const facts = [
  'orders.orderDate',
  'orders.total',
  'orders.status',
  'orders.delivered',
  'orders.pickup',
  'requests.status',
  'requests.due',
  'requests.matter',
  'requests.handoff',
  'requests.firstAnswered',
  'feedback.score',
  'loyalty.tier',
  'person.since',
  'preferences.formOfAddress',
  'interactions.matter',
  'interactions.resolved',
  'promises.due',
  'referrals.bought',
  'scores.value',
]
const often = [1, 1, 1, 0.9, 0.06, 0.5, 0.4, 0.5, 0, 0.3, 0.6, 0.7, 0.9, 0.6, 0.7, 0.7, 0.3, 0.1, 0.4]
function sampleCard(at: string, template: string, chance: () => number): RecordedOutcome {
  const found = chance()
  const outcome = found < 0.9 ? 'identified' : found < 0.94 ? 'possible' : found < 0.97 ? 'several' : 'nobody'
  const systems = ['shop', 'desk', 'till', 'survey', 'web', 'subscriptions'].map((connector) => {
    const down = chance() < (connector === 'till' ? 0.02 : 0.006)
    return {
      connector,
      state: down ? ('down' as const) : ('answered' as const),
      complete: !down && chance() > 0.02,
      ...(down ? {} : { age: Math.floor(chance() * 40) }),
    }
  })
  return {
    kind: 'card',
    at,
    template,
    outcome,
    systems: outcome === 'identified' ? systems : [],
    asked: outcome === 'identified' ? facts : [],
    held: outcome === 'identified' ? facts.filter((_, i) => chance() < (often[i] ?? 0)) : [],
  }
}
