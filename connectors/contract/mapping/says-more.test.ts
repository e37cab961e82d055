import { expect, it } from 'vitest'
import { saysMore } from './says-more.ts'

it.each<[string, object, string]>([
  ['Stripe', { object: 'list', data: [], has_more: true }, 'data'],
  ['HubSpot', { results: [], paging: { next: { after: '52', link: 'https://x.example' } } }, 'results'],
  ['Zendesk', { tickets: [], next_page: 'https://x.example/2' }, 'tickets'],
  ['Zendesk by cursor', { tickets: [], meta: { has_more: true, after_cursor: 'x' } }, 'tickets'],
  ['Intercom', { data: [], pages: { page: 1 }, pagination: { next_page: 2 } }, 'data'],
  ['OData', { value: [], '@odata.nextLink': 'https://x.example?$skip=20' }, 'value'],
  ['Salesforce', { records: [], done: false, nextRecordsUrl: '/services/q-2000' }, 'records'],
  ['HAL', { _embedded: { orders: [] }, _links: { next: { href: '/orders?page=2' } } }, '_embedded.orders'],
  ['JSON:API', { data: [], links: { self: '/a', next: '/a?page=2' } }, 'data'],
  [
    'GraphQL',
    { data: { customer: { orders: { nodes: [], pageInfo: { hasNextPage: true } } } } },
    'data.customer.orders.nodes',
  ],
  ['Twilio', { messages: [], next_page_uri: '/2010-04-01/m?Page=1' }, 'messages'],
])('%s says that there is more', (_who, body, rows) => expect(saysMore(body, rows)).toBe(true))

it.each<[string, unknown, string]>([
  ['a flag that is false', { data: [], has_more: false }, 'data'],
  ['no next page', { data: [], next_page: null, links: { next: null }, paging: {} }, 'data'],
  ['an empty cursor', { data: [], meta: { next_cursor: '' } }, 'data'],
  ['a bare list', [{ next: 'x', has_more: true }], ''],
  ['what a row says', { data: [{ has_more: true, next: '/x' }] }, 'data'],
  ['one card, whatever its fields are called', { id: 1, next: 'gold', more: true }, ''],
])('%s says nothing of the kind', (_what, body, rows) => expect(saysMore(body, rows)).toBe(false))

it.each<[object, string]>([
  [{ data: [1, 2], meta: { total: 3 } }, 'data'],
  [{ orders: [1, 2], total_count: 3 }, 'orders'],
  [{ results: [1, 2], pagination: { totalItems: 3 } }, 'results'],
])('%j counts more than the 2 that came, and no more than 3', (body, rows) => {
  expect([saysMore(body, rows, 2), saysMore(body, rows, 3)]).toEqual([true, false])
})
it('a total of money is no count', () =>
  expect(saysMore({ orders: [1], total: 950, total_amount: 950 }, 'orders', 1)).toBe(false))
