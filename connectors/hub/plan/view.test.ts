import { expect, test } from 'vitest'
import type { Connector, Policy, Template } from '../../contract/index.ts'
import { viewerOf } from '../policy/viewer.ts'
import { clear, panel, policy, role, rule, system, template } from '../testing/test-hub.ts'
import { viewFicha } from './view.ts'

const note = (title: string) => ({
  title,
  confirm: `${title}?`,
  input: {
    line: { type: 'text' as const, sensitivity: 'personal' as const, required: true as const, maxLength: 80 },
  },
  run: async () => ({ done: true }),
})
const shop: Connector = {
  ...system('shop', { rows: { orders: [], payments: [] } }, []),
  actions: { note: note('Anotar'), refund: note('Devolver') },
}
const desk: Connector = {
  ...system('desk', { rows: { requests: [] } }, []),
  actions: { reply: note('Responder') },
}
const view = (
  more: Partial<Template>,
  see: Policy['roles'][string]['see'] = clear,
  {
    mayAct = ['*'],
    actable = ['shop', 'desk'],
    forbids = [],
    connectors = [shop, desk],
  }: { mayAct?: string[]; actable?: string[]; forbids?: string[]; connectors?: Connector[] } = {},
) =>
  viewFicha({
    template: template(more),
    rules: [rule('best', '', { title: { es: 'Mejores' } })],
    others: [template({ id: 'till', title: { es: 'Caja', en: 'Till' } })],
    actable: new Set(actable),
    connectors,
    settings: { owners: {}, patience: { soft: 1, hard: 2 } },
    viewer: viewerOf(
      policy({ adviser: role(see, { mayAct }) }, forbids),
      ['adviser'],
      'care',
      {},
      new Map(connectors.map((c) => [c.id, c])),
      'es',
    ),
  })

test('acts are offered that the policy allows, in systems that have a record of this person', () => {
  const names = (more: Parameters<typeof view>[2]) =>
    view({}, clear, more).actions.map((a) => `${a.connector}.${a.name}`)
  expect(names({})).toEqual(['shop.note', 'shop.refund', 'desk.reply'])
  expect(names({ actable: ['desk'] })).toEqual(['desk.reply'])
  expect(names({ mayAct: ['shop.note'] })).toEqual(['shop.note'])
  expect(names({ mayAct: [] })).toEqual([])
  expect(view({}).actions[0]).toMatchObject({
    title: 'Anotar',
    confirm: 'Anotar?',
    input: [{ name: 'line', type: 'text', required: true, maxLength: 80 }],
  })
})

test('a panel of which the role sees nothing is withheld and names no field; one that no system answers is open and empty', () => {
  const panels = [panel('orders', 'orders', ['total']), panel('visits', 'bookings' as never, ['*'])].slice(
    0,
    1,
  )
  expect(view({ panels }).panels[0]).toMatchObject({ state: 'open', fields: [{ name: 'total' }] })
  expect(view({ panels }, { none: 'clear' }).panels[0]).toMatchObject({ state: 'withheld', fields: [] })
  expect(view({ panels }, clear, { connectors: [desk] }).panels[0]).toMatchObject({
    state: 'open',
    systems: [],
    fields: [],
  })
})

test('a panel lists the systems it asks, and no others', () => {
  const panels = [panel('orders', 'orders', ['total'], { from: ['till'] })]
  expect(view({ panels }).panels[0]?.systems).toEqual([])
  expect(view({ panels: [panel('orders', 'orders', ['total'])] }).panels[0]?.systems).toEqual([
    { connector: 'shop', title: 'SHOP' },
  ])
})

test('more may be asked of what the ficha allows, no panel shows, a system answers and the role sees', () => {
  const mayAsk = (see: Policy['roles'][string]['see'] = clear, forbids: string[] = []) =>
    view({ mayAsk: ['orders', 'payments', 'requests', 'returns'] }, see, { forbids }).mayAsk.map(
      (m) => m.question,
    )
  expect(mayAsk()).toEqual(['requests', 'payments'])
  expect(mayAsk({ none: 'clear', pseudonymous: 'clear', 'payments.*': 'withheld' })).toEqual(['requests'])
  expect(mayAsk(clear, ['payments'])).toEqual(['requests'])
  expect(view({ mayAsk: [] }).mayAsk).toEqual([])
})

test('there is a timeline where the role sees one of its questions', () => {
  expect(view({ timeline: ['orders'] }).timeline).toBe(true)
  expect(view({ timeline: ['returns'] }).timeline).toBe(false)
  expect(view({ timeline: ['orders'] }, {}).timeline).toBe(false)
  expect(view({ timeline: [] }).timeline).toBe(false)
})

test('words of the house stand beside the panel they are about, and only where it and its column are seen', () => {
  const beside = (field?: string) => [
    {
      id: 'p1',
      title: 'Plazo',
      text: 'Treinta días',
      beside: { question: 'orders' as const, ...(field ? { where: { field, is: 'late' } } : {}) },
    },
  ]
  const words = (
    field: string | undefined,
    see?: Policy['roles'][string]['see'],
    question: 'orders' | 'requests' = 'orders',
  ) =>
    view(
      {
        panels: [panel('p', question, question === 'orders' ? ['total', 'status'] : ['subject'])],
        policies: beside(field) as never,
      },
      see,
    ).panels[0]?.policies?.map((p) => p.title)
  expect(words(undefined)).toEqual(['Plazo'])
  expect(words('status')).toEqual(['Plazo'])
  expect(words('motive')).toBeUndefined()
  expect(words(undefined, {})).toBeUndefined()
  expect(words(undefined, clear, 'requests')).toBeUndefined()
})

test('the titles of rules, panels and other fichas are in the reader’s language', () => {
  expect(view({ glance: ['best', 'gone'] })).toMatchObject({
    glance: [{ rule: 'best', title: 'Mejores' }],
    others: [{ id: 'till', title: 'Caja' }],
    purpose: 'care',
  })
})

const answer = { from: 'record' as const, get: async () => ({ value: null, complete: true }) as never }
const bank = system(
  'bank',
  {
    extra: {
      own: {
        fields: { credit: { type: 'money', sensitivity: 'financial', label: { es: 'Crédito' } } },
        blocks: [{ block: 'facts', title: { es: 'Cuenta', en: 'Account' }, fields: ['credit'] }],
        answer,
      },
      cards: { sensitivity: 'none', keys: [{ key: 'plan', title: { es: 'Tarifa' } }], answer },
    },
  },
  [],
)

test('fields of a system’s own have its labels and its layout, and its cards their titles', () => {
  const connectors = [bank]
  const panels = [panel('own', 'own', ['*']), panel('cards', 'cards', ['*'])]
  const see = { ...clear, 'cards.bank': 'clear' as const }
  expect(view({ panels }, see, { connectors }).panels).toMatchObject([
    {
      fields: [{ name: 'credit', label: 'Crédito', type: 'money' }],
      blocks: [{ connector: 'bank', blocks: [{ block: 'facts', title: 'Cuenta', fields: ['credit'] }] }],
    },
    { state: 'open', fields: [{ name: 'plan', label: 'Tarifa', type: 'text' }] },
  ])
  expect(view({ panels }, clear, { connectors }).panels[1]).toMatchObject({ state: 'withheld', fields: [] })
})

test('foreign cards that a policy line admits may be asked for beside the ficha, all of them', () => {
  const more = (see: Policy['roles'][string]['see']) =>
    view({ mayAsk: ['own', 'cards'] }, see, { connectors: [bank] }).mayAsk
  expect(more(clear).map((m) => m.question)).toEqual(['own'])
  expect(more({ ...clear, 'cards.bank': 'clear' }).at(-1)).toMatchObject({
    question: 'cards',
    panel: { ask: 'on-request', state: 'open', fields: [{ name: 'plan' }] },
  })
})
