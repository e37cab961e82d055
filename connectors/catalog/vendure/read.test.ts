import { describe, expect, it } from 'vitest'
import { scripted } from '../../fixtures/scripted.ts'
import type { VendureOptions } from './options.ts'
import { money, offered, orderOf, paymentsOf, personOf, recordOf, refundsOf } from './read.ts'

const options: VendureOptions = {
  id: 'shop',
  title: 'Vendure',
  base: 'https://vendure.example',
  access: { kind: 'bearer', secret: 'VENDURE_KEY' },
  currency: 'USD',
  phonePrefix: '+34',
  pages: 'https://vendure.example/dashboard',
}
const want = { fields: [], limit: 10, locale: 'en' }
const eur = (amount: string) => ({ amount, currency: 'EUR' })

it('what is offered is what a customer, an order, a payment and a refund are read into', () => {
  const context = scripted(() => ({})).context
  const keys = (row: object | undefined) =>
    Object.keys(row ?? {}).filter((name) => name !== 'id' && name !== 'url')
  const order = { payments: [{ refunds: [{}] }] }
  expect([
    keys(personOf(options, {}, context)),
    keys(orderOf(options, {}, want)),
    keys(paymentsOf(options, order, want)[0]),
    keys(refundsOf(options, order, want)[0]),
  ]).toEqual([offered.person, offered.orders, offered.payments, offered.returns])
})

describe('a customer of Vendure', () => {
  const customer = {
    id: 7,
    createdAt: '2024-01-02T03:04:05Z',
    updatedAt: '2026-05-01T10:00:00Z',
    firstName: 'Ana',
    lastName: ' Ruiz ',
    emailAddress: 'ana@correo.example',
    phoneNumber: '600 12 34 56',
    groups: [{ name: '' }, { name: 'vip' }, { name: 'b2b' }],
    user: { verified: true },
    addresses: [
      { id: 1, streetLine1: 'Calle Sol 9', city: 'Vigo', postalCode: '36202', phoneNumber: '600 12 34 56' },
      {
        id: 2,
        streetLine1: 'Mayor 3',
        streetLine2: '2º B',
        city: 'Madrid',
        province: 'Comunidad de Madrid',
        postalCode: '28001',
        country: { code: 'ES' },
        phoneNumber: '91 123 45 67',
        defaultShippingAddress: true,
      },
    ],
  }
  const address = {
    street: 'Mayor 3, 2º B',
    locality: 'Madrid',
    region: 'Comunidad de Madrid',
    postalCode: '28001',
    country: 'ES',
  }
  it('bears all telephones and postcodes, each once, and lives where orders are shipped', () =>
    expect(recordOf(options, customer, 'V-1')).toEqual({
      id: '7',
      name: { full: 'Ana Ruiz', given: 'Ana', family: 'Ruiz' },
      address,
      observedAt: '2026-05-01T10:00:00Z',
      identifiers: [
        { kind: 'system', value: '7', scope: 'shop' },
        { kind: 'mail', value: 'ana@correo.example', verified: true },
        { kind: 'phone', value: '600 12 34 56' },
        { kind: 'phone', value: '91 123 45 67' },
        { kind: 'postcode', value: '28001' },
        { kind: 'postcode', value: '36202' },
        { kind: 'order', value: 'V-1', scope: 'shop' },
      ],
      url: 'https://vendure.example/dashboard/customer/customers/7',
    }))
  it('has a mail that is proved or not, or whose proof nobody knows, as without an account', () => {
    const verified = (user: unknown) => recordOf(options, { ...customer, user })?.identifiers[1]?.verified
    expect([verified({ verified: true }), verified({ verified: false }), verified(null)]).toEqual([
      true,
      false,
      undefined,
    ])
    expect(recordOf(options, { ...customer, id: '' })).toBeUndefined()
  })
  it('is a person with telephones that can be dialled, the first group that has a name, and their first day', () => {
    const { context } = scripted(() => ({}))
    expect(personOf(options, customer, context)).toEqual({
      id: '7',
      name: { full: 'Ana Ruiz', given: 'Ana', family: 'Ruiz' },
      mails: ['ana@correo.example'],
      phones: ['+34600123456', '+34911234567'],
      address,
      since: '2024-01-02',
      verified: true,
      segment: { code: 'vip' },
    })
    expect(personOf(options, { ...customer, user: null, groups: [] }, context)).toMatchObject({
      verified: false,
      segment: undefined,
    })
    expect(personOf(options, { ...customer, user: { verified: false } }, context).verified).toBe(false)
  })
})

describe('an order of Vendure', () => {
  const order = {
    id: 3,
    code: 'V-3',
    state: 'PartiallyShipped',
    createdAt: '2026-05-01T08:00:00Z',
    orderPlacedAt: '2026-05-02T08:00:00Z',
    currencyCode: 'EUR',
    totalWithTax: 9_498,
    totalQuantity: 3,
    lines: [{ quantity: 2, linePriceWithTax: 5_000, productVariant: { name: 'Casco' } }],
    shippingAddress: { streetLine1: 'Mayor 3', city: 'Madrid', countryCode: 'ES' },
    payments: [
      {
        id: 1,
        method: 'card',
        amount: 9_498,
        state: 'Settled',
        transactionId: 't-1',
        createdAt: '2026-05-02T09:00:00Z',
        refunds: [
          { id: 5, total: 1_000, state: 'Pending', reason: 'roto', createdAt: '2026-05-09T09:00:00Z' },
          { id: 6, total: 500, state: 'Odd', transactionId: 'r-6', createdAt: '2026-05-10T09:00:00Z' },
        ],
      },
      { id: 2, amount: 1, state: 'Declined' },
    ],
  }
  it('was placed when its cart was closed, and its lines are in its own currency', () =>
    expect(orderOf(options, order, want)).toEqual({
      id: '3',
      url: 'https://vendure.example/dashboard/orders/3',
      orderNumber: 'V-3',
      orderDate: '2026-05-02T08:00:00Z',
      status: { code: 'partly-shipped', label: 'Partly shipped', tone: 'warn' },
      total: eur('94.98'),
      items: 3,
      lines: [{ product: 'Casco', quantity: 2, price: eur('50.00') }],
      shippedTo: { street: 'Mayor 3', locality: 'Madrid', country: 'ES' },
    }))
  it('has the day it was begun where it was never placed, no lines that were not fetched, and a word of its own', () => {
    const bare = orderOf(options, { id: 4, createdAt: '2026-05-01T08:00:00Z', state: 'Own' }, want)
    expect(bare).toMatchObject({ orderDate: '2026-05-01T08:00:00Z', status: { code: 'Own' } })
    expect(bare.lines).toBeUndefined()
  })
  it('was paid in parts, each with its state', () =>
    expect(paymentsOf(options, order, want)).toEqual([
      {
        id: '1',
        reference: 't-1',
        amount: eur('94.98'),
        status: { code: 'paid', label: 'Paid', tone: 'good' },
        method: 'card',
        paymentDate: '2026-05-02T09:00:00Z',
        order: 'V-3',
      },
      {
        id: '2',
        reference: undefined,
        amount: eur('0.01'),
        status: { code: 'declined', label: 'Declined', tone: 'bad' },
        method: undefined,
        paymentDate: undefined,
        order: 'V-3',
      },
    ]))
  it('was given back in parts, each of its own amount, not of the payment it undoes', () =>
    expect(refundsOf(options, order, want)).toEqual([
      {
        id: '5',
        number: '5',
        returnDate: '2026-05-09T09:00:00Z',
        status: { code: 'pending', label: 'Pending', tone: 'warn' },
        amount: eur('10.00'),
        reason: 'roto',
        order: 'V-3',
      },
      {
        id: '6',
        number: 'r-6',
        returnDate: '2026-05-10T09:00:00Z',
        status: { code: 'Odd' },
        amount: eur('5.00'),
        reason: undefined,
        order: 'V-3',
      },
    ]))
  it('is in the currency it names, else in that of the options, else in none', () => {
    expect(money(options, 5, 'EUR')).toEqual(eur('0.05'))
    expect(money(options, 5, '')).toEqual({ amount: '0.05', currency: 'USD' })
    const { currency: _currency, ...bare } = options
    expect(money(bare, 5, undefined)).toBeUndefined()
    expect(money({ ...options, precision: 0 }, 5, 'JPY')).toEqual({ amount: '5', currency: 'JPY' })
  })
})
