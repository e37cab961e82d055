import { describe, expect, it } from 'vitest'
import { demoFichas } from '../../../../demo-host/fichas/index.ts'
import type { CardEvent, Connector, Rule, Template } from '../../../contract/index.ts'
import { createHub } from '../../hub.ts'
import { fixedFichas, memoryPorts } from '../../memory/index.ts'
import { type Clock, realClock } from '../../ports.ts'
import { companySetupOf } from './company-setup.ts'
import { connectorStubs } from './connector-stubs.ts'
import { openPreview } from './open-preview.ts'
import { type DraftCard, openPreviewRun, type PreviewRun } from './preview-run.ts'
import { type Sample, samples } from './samples.ts'

/** The set of a whole company: the shipped one has no sum to move. */
const { templates, rules, policy } = demoFichas
const none = async () => ({ rows: [], complete: true })
const system = (id: string, answers: readonly string[]): Connector => ({
  id,
  title: id,
  origins: [`https://${id}.example`],
  access: { kind: 'bearer', secret: `${id.toUpperCase()}_TOKEN` },
  find: { by: ['phone', 'mail'], run: async () => ({ match: 'none' }) },
  answers: Object.fromEntries(answers.map((q) => [q, { from: 'record', get: none }])),
})
const many = [
  'orders',
  'requests',
  'interactions',
  'payments',
  'returns',
  'feedback',
  'subscriptions',
  'referrals',
  'consents',
  'promises',
  'behaviour',
  'things',
  'scores',
]
const ports = memoryPorts({
  // Nobody is late here, however busy the machine.
  settings: { patience: { soft: 100_000, hard: 200_000 } },
  connectors: [
    system('shop', ['person', 'preferences', 'loyalty', ...many]),
    system('desk', ['requests', 'interactions', 'promises']),
    system('till', ['orders', 'loyalty']),
  ],
  fichas: fixedFichas({ revision: 'x', ...demoFichas }),
})
const house = companySetupOf(ports, {})
const noon = new Date('2026-11-21T12:00:00Z')
const clock: Clock = { ...realClock, now: () => noon }
const never = new AbortController().signal
const template = (id: string) => templates.find((t) => t.id === id) as Template
const best = rules.find((r) => r.id === 'best-customer') as Rule
const scene = (more: Partial<DraftCard> = {}): DraftCard => ({
  template: template('adviser'),
  rules,
  policy,
  role: 'adviser',
  ...more,
})

/**
 * What a card that heard these events shows in the end, without the names that are new at each opening, and
 * without the order, which is one of them where its field is withheld.
 */
function shown(events: readonly CardEvent[]): Map<string, unknown> {
  const bare = (event: CardEvent) =>
    JSON.parse(
      JSON.stringify({ ...event, v: 0, seq: 0, revision: 0 }, (k, v: unknown) =>
        [
          'ref',
          'record',
          'card',
          'fetchedAt',
          'freshUntil',
          'order',
          'about',
          'changes',
          'at',
          'since',
          'next',
        ].includes(k)
          ? ''
          : v,
      ),
      (k, v: unknown) =>
        k === 'value' && Array.isArray(v)
          ? v.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
          : v,
    ) as unknown
  const last = new Map<string, unknown>()
  for (const event of events)
    last.set(
      event.event === 'reading'
        ? `reading ${event.reading.question} ${event.reading.connector}`
        : event.event === 'signal'
          ? `signal ${event.rule}`
          : event.event === 'system'
            ? `system ${event.connector}`
            : event.event,
      bare(event),
    )
  return last
}
/** The hub itself, as agents have it, over the same stand-ins. */
async function whole(
  sample: Sample,
  { template: t, role, ...drafted }: DraftCard,
): Promise<readonly CardEvent[]> {
  const connectors = connectorStubs(house.declared, sample, house, noon, 'es')
  const hub = createHub(
    memoryPorts({
      connectors,
      clock,
      settings: house,
      fichas: fixedFichas({ revision: 'x', templates: [{ ...t, for: { roles: [role] } }], ...drafted }),
    }),
  )
  const events: CardEvent[] = []
  for await (const event of hub.open(
    {
      hints: sample.keys.filter((k) => k.kind !== 'name').slice(0, 2) as never,
      context: {},
      epoch: 0,
      locale: 'es',
      confirmed: true,
    },
    { tenant: 'x', id: 'x', session: 'x', roles: [role], claims: {} },
    never,
  ))
    events.push(event)
  return events
}
const previewOf = (sample: Sample): PreviewRun => openPreviewRun(house, sample, 'es', clock)

describe('a draft’s card worked out beside whoever writes it', () => {
  it.each(
    samples.flatMap((sample) =>
      [
        ['adviser', 'adviser'],
        ['store', 'store'],
        ['claims', 'claims'],
        ['adviser', 'night'],
      ].map(([ficha, role]) => [sample.id, ficha as string, role as string, sample] as const),
    ),
  )(
    'shows of «%s» with the ficha %s what the hub would send to a %s, no more and no less',
    async (_id, ficha, role, sample) => {
      const now = scene({ template: template(ficha), role })
      const stage = previewOf(sample)
      // Twice, and once with another draft between: what is kept from one keystroke to the next changes
      // nothing.
      await stage.show(now)
      await stage.show({ ...now, template: template('claims'), role: 'claims' })
      expect(shown(await stage.show(now))).toEqual(shown(await whole(sample, now)))
    },
  )
  it('would see a fact too many: planted, a role that sees more', async () => {
    const [sample] = samples as [Sample]
    const wider = {
      ...policy,
      roles: {
        ...policy.roles,
        store: {
          ...policy.roles.store,
          see: {
            none: 'clear',
            pseudonymous: 'clear',
            personal: 'clear',
            financial: 'clear',
            special: 'clear',
          },
        },
      },
    } as DraftCard['policy']
    const now = scene({ template: template('store'), role: 'store' })
    expect(shown(await previewOf(sample).show({ ...now, policy: wider }))).not.toEqual(
      shown(await whole(sample, now)),
    )
  })
  it('forgets nobody’s eyes: after a role that sees all, one that sees little is shown little', async () => {
    const stage = previewOf(samples[0] as Sample)
    expect(JSON.stringify(await stage.show(scene()))).toContain('"total":{"shown":"clear"')
    expect(JSON.stringify(await stage.show(scene({ role: 'store' })))).not.toContain(
      '"total":{"shown":"clear"',
    )
  })
  it('follows a norm digit by digit, and a field that a panel shows since', async () => {
    const stage = openPreview(house, clock, () => undefined)
    const draft = (changed: readonly unknown[], t: Template = template('adviser')) =>
      stage.run(
        {
          template: t,
          rules: changed,
          role: 'adviser',
          locale: 'es',
          published: { rules, policy },
        },
        'middle',
      )
    const answer = async (euros: number) =>
      shown((await draft([{ ...best, norm: { ...best.norm, euros } }])).events ?? []).get(
        'signal best-customer',
      )
    expect(await answer(1_000)).toMatchObject({ answer: { value: { is: 'no' } } })
    expect(await answer(500)).toMatchObject({ answer: { value: { is: 'yes' } } })
    expect(await answer(1_000)).toMatchObject({ answer: { value: { is: 'no' } } })
    const t = template('adviser')
    const with_ = (fields: readonly string[]) => ({
      ...t,
      panels: t.panels.map((p) => (p.question === 'orders' ? { ...p, fields: [...fields] } : p)),
    })
    expect(JSON.stringify((await draft([], with_(['orderNumber']))).events)).not.toContain(
      '"items":{"shown":"clear"',
    )
    expect(JSON.stringify((await draft([], with_(['orderNumber', 'items']))).events)).toContain(
      '"items":{"shown":"clear"',
    )
  })
  it('tells the page nothing that could reach a system: no origin, no secret’s name', () => {
    const text = JSON.stringify(house)
    expect(text).toContain('"shop"')
    expect(text).not.toContain('https://')
    expect(text).not.toMatch(/SHOP_TOKEN|DESK_TOKEN|TILL_TOKEN/)
    expect(JSON.stringify(ports.connectors)).toContain('SHOP_TOKEN')
  })
})
