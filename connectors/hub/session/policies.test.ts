import { describe, expect, it } from 'vitest'
import { demoFichas } from '../../../demo-host/fichas/index.ts'
import type {
  AdviceEvent,
  CardEvent,
  Connector,
  PolicyWords,
  SignalEvent,
  Template,
  Who,
} from '../../contract/index.ts'
import { createHub } from '../hub.ts'
import { fixedFichas, memoryPorts } from '../memory/index.ts'
import { companySetupOf } from '../operations/preview/company-setup.ts'
import { connectorStubs } from '../operations/preview/connector-stubs.ts'
import { type Sample, samples } from '../operations/preview/samples.ts'
import { type Clock, realClock } from '../ports.ts'

const none = async () => ({ rows: [], complete: true })
const all = [
  'person',
  'preferences',
  'loyalty',
  'orders',
  'requests',
  'interactions',
  'payments',
  'returns',
  'feedback',
  'consents',
  'promises',
  'subscriptions',
  'referrals',
  'scores',
  'behaviour',
  'things',
]
const shop: Connector = {
  id: 'shop',
  title: 'Tienda',
  origins: [],
  access: { kind: 'open' },
  find: { by: ['phone', 'mail'], run: async () => ({ match: 'none' }) },
  answers: Object.fromEntries(all.map((q) => [q, { from: 'record', get: none }])),
}
/** The day of these cards, whatever the machine's clock says; nobody is late on it. */
const noon = new Date('2026-11-21T12:00:00Z')
const clock: Clock = { ...realClock, now: () => noon }
const house = companySetupOf(
  memoryPorts({
    connectors: [shop],
    fichas: fixedFichas({ revision: 'x', templates: [], rules: [], policy: demoFichas.policy }),
  }),
  {},
)
const words = (id: string, beside: PolicyWords['beside']): PolicyWords => ({
  id,
  title: { es: `Norma ${id}`, en: `Policy ${id}` },
  text: { es: `Palabras ${id}`, en: `Words ${id}` },
  beside,
})
const policies = [
  words('late', { question: 'requests', where: { field: 'matter', is: ['entrega'] } }),
  words('pay', { question: 'payments' }),
  words('best', { rule: 'best-customer' }),
  words('calm', { rule: 'new' }),
  words('repair', { rule: 'repair-late-order' }),
]

async function card(
  role: string,
  locale = 'es',
  template: Partial<Template> = {},
): Promise<readonly CardEvent[]> {
  const [sample] = samples as [Sample]
  const adviser = demoFichas.templates.find((t) => t.id === 'adviser') as Template
  const hub = createHub(
    memoryPorts({
      connectors: connectorStubs(house.declared, sample, house, noon, locale),
      clock,
      settings: { patience: { soft: 100_000, hard: 200_000 } },
      fichas: fixedFichas({
        revision: 'x',
        rules: demoFichas.rules,
        policy: demoFichas.policy,
        templates: [{ ...adviser, policies, ...template, for: { roles: [role] } }],
      }),
    }),
  )
  const events: CardEvent[] = []
  for await (const event of hub.open(
    {
      hints: [{ kind: 'phone', value: sample.keys[0]?.value ?? '' }],
      context: {},
      epoch: 0,
      locale,
      confirmed: true,
    },
    { tenant: 'x', id: 'x', session: 'x', roles: [role], claims: {} },
    new AbortController().signal,
  ))
    events.push(event)
  return events
}
const last = <K extends CardEvent['event']>(events: readonly CardEvent[], kind: K) =>
  events.filter((e) => e.event === kind).at(-1) as CardEvent & Extract<CardEvent, { event: K }>
const signal = (events: readonly CardEvent[], rule: string) =>
  events.filter((e): e is CardEvent & SignalEvent => e.event === 'signal' && e.rule === rule).at(-1)

describe('the words of a policy', () => {
  it('go with the panel they stand beside, in the reader’s language', async () => {
    const panel = (who: Who, question: string) => who.ficha.panels.find((p) => p.question === question)
    const spanish = last(await card('adviser'), 'who')
    expect(panel(spanish, 'requests')?.policies).toEqual([
      { id: 'late', title: 'Norma late', text: 'Palabras late', where: { field: 'matter', is: ['entrega'] } },
    ])
    expect(panel(spanish, 'orders')?.policies).toBeUndefined()
    expect(panel(last(await card('adviser', 'en'), 'who'), 'payments')?.policies).toEqual([
      { id: 'pay', title: 'Policy pay', text: 'Words pay' },
    ])
  })
  it('go with a conclusion when it is yes, and with an advice', async () => {
    const events = await card('adviser')
    expect(signal(events, 'best-customer')?.policies?.map((p) => p.id)).toEqual(['best'])
    expect(signal(events, 'new')).toMatchObject({ answer: { value: { is: 'no' } } })
    expect(signal(events, 'new')?.policies).toBeUndefined()
    expect(
      (last(events, 'advice') as AdviceEvent).items
        .find((i) => i.id === 'repair-late-order')
        ?.policies?.map((p) => p.id),
    ).toEqual(['repair'])
  })
  it('are not sent to a role that may not see what they govern; planted, one that may gets them', async () => {
    const text = (events: readonly CardEvent[]) => JSON.stringify(events)
    const few = text(await card('night'))
    for (const id of ['pay', 'repair']) expect(few, id).not.toContain(`Palabras ${id}`)
    expect(text(await card('claims'))).toContain('Palabras pay')
  })
  it('a ficha without them sends none', async () =>
    expect(JSON.stringify(await card('adviser', 'es', { policies: undefined as never }))).not.toContain(
      '"policies":[',
    ))
})
