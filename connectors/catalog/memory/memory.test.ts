import { describe, expect, it } from 'vitest'
import { key, testConnector } from '../../conformance/index.ts'
import { bruno, lucia } from '../../fixtures/people.ts'
import memory, { type MemoryOptions } from './index.ts'

const orders = [1, 2, 3].map((n) => ({
  id: `o${n}`,
  orderNumber: `A-${n}`,
  total: { amount: `${n}.50`, currency: 'EUR' },
  status: { code: 'delivered', tone: 'good' as const },
}))
const options: MemoryOptions = {
  id: 'memory',
  title: 'Memoria',
  people: [
    {
      record: {
        id: '1',
        name: { full: `${lucia.given} ${lucia.family}` },
        identifiers: [
          { kind: 'mail', value: lucia.mail },
          { kind: 'phone', value: lucia.phone },
        ],
      },
      answers: { orders, person: [{ id: '1', mails: [lucia.mail] }] },
    },
    {
      record: {
        id: '2',
        name: { full: `${bruno.given} ${bruno.family}` },
        identifiers: [{ kind: 'mail', value: bruno.mail }],
      },
    },
  ],
}
describe('memory', () => {
  testConnector(it, () => memory(options), {
    known: [
      { key: key('mail', lucia.mail), record: '1' },
      { key: key('phone', lucia.phone), record: '1' },
    ],
    unknown: [key('mail', 'nadie@correo.example')],
    search: 'luc',
    answers: { orders: { rows: 3 } },
    options: {
      factory: memory,
      wrong: [
        {
          options: {
            ...options,
            people: [{ record: options.people[0]?.record, answers: { orders: [{ id: '1', totl: 1 }] } }],
          },
          says: /people\.0\.answers\.orders\.0\.totl/,
        },
        { options: { ...options, id: 'Mi Tienda' }, says: /id: lower-case/ },
        { options: { ...options, fields: { orders: ['totl'] } }, says: /fields\.orders\.0/ },
      ],
    },
  })
  it('offers the fields that somebody has, or those it is said to offer', () => {
    expect([...(memory(options).answers.orders?.fields ?? [])].sort()).toEqual([
      'orderNumber',
      'status',
      'total',
    ])
    expect(memory(options).answers.person?.fields).toEqual(['mails'])
    const told = memory({ ...options, fields: { orders: ['total', 'delivered'] } })
    expect(told.answers.orders?.fields).toEqual(['total', 'delivered'])
  })
})
