import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readsOf } from '../../connectors/hub/rules/index.ts'
import { demoFichas } from '../../demo-host/fichas/index.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { openRoleCard, type Role, type RoleCard } from './role-card.ts'

const roles = ['adviser', 'store', 'claims'] as const
const systems = ['shop', 'desk', 'phone', 'survey', 'web', 'subs'] as const
/** Which upstream path answers which question. */
const pathOf: Readonly<Record<string, readonly [(typeof systems)[number], RegExp]>> = {
  orders: ['shop', /\/customers\/[^/?]+\/orders/],
  payments: ['shop', /\/customers\/[^/?]+\/payments/],
  returns: ['shop', /\/customers\/[^/?]+\/returns/],
  consents: ['shop', /\/customers\/[^/?]+\/consents/],
  requests: ['desk', /\/tickets\?(?=.*Requestor)/],
  interactions: ['phone', /\/calls\?/],
  feedback: ['survey', /\/answers\?/],
  behaviour: ['web', /\/visitors\/[^/?]+\/events/],
  campaigns: ['web', /\/campaigns\?/],
  subscriptions: ['subs', /\/subscriptions\?/],
}

/** The same customer, three roles: what was asked of the systems, and what travelled to the card. */
describe('the same customer as adviser, store and claims', () => {
  let demo: Demo
  const cards = new Map<Role, RoleCard>()
  const asked = new Map<Role, Record<string, boolean>>()
  beforeAll(async () => {
    demo = await startDemo({ people: 300 })
    for (const role of roles) {
      // A purpose is part of the cache's key; a restart makes sure that nothing one role asked answers
      // another.
      if (role !== 'adviser') await demo.restartGateway()
      for (const s of systems) await demo.forget(s)
      cards.set(role, await openRoleCard(demo, role, [{ kind: 'phone', value: lucia.phone }]))
      const logs = new Map(
        await Promise.all(
          systems.map(
            async (s) => [s, (await demo.requests(s)).map((r) => decodeURIComponent(r.path))] as const,
          ),
        ),
      )
      asked.set(
        role,
        Object.fromEntries(
          Object.entries(pathOf).map(([q, [s, path]]) => [q, (logs.get(s) ?? []).some((p) => path.test(p))]),
        ),
      )
    }
  })
  afterAll(() => demo?.stop())
  const card = (role: Role): RoleCard => cards.get(role) as RoleCard

  it('is one person with one name, on three cards', () => {
    for (const role of roles)
      expect(card(role).who).toMatchObject({
        outcome: 'identified',
        person: { name: { shown: 'clear', value: { full: lucia.name } } },
      })
    expect(roles.map((r) => card(r).who.ficha.id)).toEqual(['adviser', 'store', 'claims'])
    expect(
      new Set(
        roles.map((r) =>
          card(r)
            .who.ficha.panels.map((p) => p.id)
            .join(),
        ),
      ).size,
    ).toBe(3)
    expect(new Set(roles.map((r) => [...card(r).signals.keys()].sort().join())).size).toBe(3)
  })
  it.each(roles)('%s: systems were asked what its panels and its rules need, and nothing else', (role) => {
    const template = demoFichas.templates.find((t) => t.id === role)
    if (!template) throw new Error(`no ficha ${role}`)
    const used = new Set([...template.glance, ...template.signals, ...template.advice])
    const purpose = demoFichas.policy.roles[role]?.purposes[0] as string
    const forbids = demoFichas.policy.purposes[purpose]?.forbids ?? []
    const needed = new Set(
      [
        ...template.panels.filter((p) => p.ask === 'at-once').map((p) => p.question as string),
        ...template.marks.map((m) => m.split('.')[0]),
        ...demoFichas.rules
          .filter((r) => used.has(r.id))
          .flatMap((r) => readsOf(r).map((f) => f.split('.')[0] as string)),
      ].filter((q) => !forbids.includes(`${q}.*`)),
    )
    expect(asked.get(role)).toEqual(Object.fromEntries(Object.keys(pathOf).map((q) => [q, needed.has(q)])))
    expect(needed.has('behaviour') && needed.has('campaigns')).toBe(false)
  })
  it('store: no amount and no personal fact travels, in rows, reasons, texts or links', () => {
    // Sealed handles are noise in which any four figures may stand, and `1.842` is a moment as well as an
    // amount.
    const read = (role: Role) =>
      card(role)
        .wire.replace(/"(ref|card|next|changes|record)":"[^"]*"/g, '')
        .replace(/"about":\[[^\]]*\]/g, '')
        .replace(/T\d\d:\d\d:\d\d\.\d+Z/g, '')
    const money = /"(total|amount|reward|iban|money)":\{"shown":"(clear|masked)"/
    const wire = read('store')
    expect(wire).not.toMatch(money)
    for (const secret of [
      'lucia.martin@correo.example',
      '44871220K',
      'Sorní',
      '+34600123456',
      '0119',
      '1986-04-23',
      'Reclama el pedido',
      '1842',
      '1.842',
    ])
      expect(wire, secret).not.toContain(secret)
    expect(wire).toContain('T-8841')
    // The planted fault: the adviser's wire, read by the same eyes, holds what the store's must not.
    expect(read('adviser')).toMatch(money)
  })
  it('every role: masked facts never travel whole, and what is special not at all', () => {
    for (const role of roles)
      for (const secret of [
        'lucia.martin@correo.example',
        'l.martin@trabajo.example',
        '44871220K',
        '+34600123456',
        '600123456',
      ])
        expect(card(role).wire, `${role}: ${secret}`).not.toContain(secret)
  })
  it('reasons name only facts the role may see; of the others only that there is one', () => {
    for (const role of roles) {
      const see = demoFichas.policy.roles[role]?.see ?? {}
      for (const s of card(role).signals.values())
        for (const r of s.reasons) {
          if (r.fact === 'withheld')
            expect(r).toEqual({ fact: 'withheld', label: expect.any(String), field: { shown: 'withheld' } })
          else expect(see[r.fact], `${role} ${s.rule} ${r.fact}`).not.toBe('withheld')
        }
    }
    const best = card('store').signals.get('best-customer')
    // The store gets the conclusion, not the amounts it rests on.
    expect(best?.answer).toMatchObject({ shown: 'clear', value: { is: 'yes' } })
    expect(best?.reasons.some((r) => r.fact === 'orders.total')).toBe(false)
  })
})
