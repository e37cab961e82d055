import { expect, test } from 'vitest'
import { type Connector, questions } from '../../../contract/index.ts'
import { testGateway } from '../../testing/test-gateway.ts'
import { shippedFichas } from '../templates.ts'
import { material } from './material.ts'

const none = { from: 'record', get: async () => ({ rows: [], complete: true }) } as const
const till: Connector = {
  id: 'till',
  title: { es: 'Caja', en: 'Till' },
  origins: [],
  access: { kind: 'open' },
  answers: { orders: none as never },
  own: {
    fields: {
      colour: { type: 'text', label: { es: 'Color', en: 'Colour' }, sensitivity: 'special', list: true },
    },
    answer: none,
  } as never,
  actions: { refund: { title: { es: 'Devolver', en: 'Refund' } } as never },
}
const desk: Connector = {
  id: 'desk',
  title: 'Mesa',
  origins: [],
  access: { kind: 'open' },
  answers: { requests: none as never },
}
const ports = (await testGateway({ config: { connectors: [till, desk] } })).ports()
const words = (locale: string) =>
  material(
    ports,
    shippedFichas.policy,
    ['zendesk'],
    { shop: 'centro' },
    (id) => (id === 'till' ? { mean: 0.25, count: 12 } : undefined),
    locale,
  )

test('every question is there in the reader’s words, with the systems that answer it', () => {
  const { questions: all } = words('en')
  expect(all.map(({ question }) => question)).toEqual([...questions, 'own', 'cards'])
  const of = (name: string) => all.find(({ question }) => question === name)
  expect(of('orders')).toMatchObject({
    label: 'Orders',
    many: true,
    dated: expect.anything(),
    systems: ['till'],
  })
  expect(of('requests')?.systems).toEqual(['desk'])
  expect(of('own')).toMatchObject({ many: false, systems: ['till'] })
  expect(of('cards')).toMatchObject({ many: true, systems: [] })
  expect(of('person')).toMatchObject({ many: false, systems: [] })
  expect(of('own')).not.toHaveProperty('dated')
  expect(words('es').questions.find(({ question }) => question === 'orders')?.label).toBe('Pedidos')
})

test('every fact is there with its type and how sensitive it is, those that a system adds as well', () => {
  const of = (path: string) => words('en').facts.find((fact) => fact.path === path)
  expect(of('orders.total')).toMatchObject({ type: 'money', sensitivity: 'financial' })
  expect(of('orders.total')).not.toHaveProperty('list')
  expect(of('own.till.colour')).toEqual({
    path: 'own.till.colour',
    label: 'Colour',
    type: 'text',
    list: true,
    sensitivity: 'special',
  })
})

test('a system is there with its title and, once it was asked, with how long it takes', () => {
  expect(words('en').systems).toEqual([
    { connector: 'till', title: 'Till', seconds: 0.25, measured: 12 },
    { connector: 'desk', title: 'Mesa' },
  ])
})

test('an action is there under the name that a policy gives it; and so are roles, hosts, samples and the company itself', () => {
  const found = words('es')
  expect(found.actions).toEqual([{ action: 'till.refund', title: 'Caja: Devolver' }])
  expect(found.roles).toEqual(Object.keys(shippedFichas.policy.roles))
  expect(found.hosts).toEqual(['zendesk'])
  expect(found.samples.length).toBeGreaterThan(0)
  expect(found.preview.claims).toEqual({ shop: 'centro' })
  expect(found.preview.declared).toHaveLength(2)
})
