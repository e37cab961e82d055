import { expect, test } from 'vitest'
import type { Connector, Policy } from '../../contract/index.ts'
import {
  agent,
  ana,
  clear,
  never,
  of,
  order,
  panel,
  policy,
  role,
  rule,
  system,
  template,
  testHub,
} from '../testing/test-hub.ts'

const card = '972400004417'
const shop: Connector = {
  ...system('shop', { rows: { orders: [order('1')] } }, []),
  find: {
    by: ['loyalty'],
    run: async (key) => ({
      match: 'one',
      record: { ...ana, identifiers: [...ana.identifiers, { kind: 'loyalty', value: key.value }] },
    }),
  },
}
function house(roles: Policy['roles']) {
  const counted: unknown[] = []
  const noted: unknown[] = []
  const made = testHub({
    connectors: [shop],
    policy: policy(roles),
    rules: [
      rule('call', 'orders.count() > 0', {
        kind: 'advice',
        text: { yes: 'Llámele' },
        advice: { rank: 'help', restDays: 1 },
      }),
    ],
    templates: [
      template({
        for: { roles: ['adviser', 'store'] },
        advice: ['call'],
        panels: [panel('orders', 'orders', ['orderNumber', 'total'])],
      }),
    ],
    ports: {
      outcomes: { record: async (...a) => void counted.push(a) },
      observations: { note: async (...a) => void noted.push(a) },
    },
  })
  const previewAsRole = (as: string, claims: Record<string, string> = { loyalty: card }) =>
    made.hub.previewAsRole({ locale: 'es' }, agent({ roles: [as], claims }), never)
  return { ...made, previewAsRole, counted, noted }
}
const roles = {
  adviser: role(clear),
  store: role({ ...clear, financial: 'withheld' }),
  lead: role({ journey: 'clear' }),
  admin: role({}, { mayEdit: true }),
}

test('each role sees the account as it would see any customer’s', async () => {
  const { views, refused } = await house(roles).previewAsRole('lead')
  expect(refused).toEqual([])
  const totals = views.map(({ role: name, events }) => {
    const state = of(events, 'reading').at(-1)?.reading.state
    return [name, state?.known === 'value' ? state.value[0]?.fields.total?.shown : state?.known]
  })
  expect(totals).toEqual([
    ['adviser', 'clear'],
    ['store', 'withheld'],
  ])
})

test('it is looked at and not acted upon: no handle of a card, a row, a page or an advice, and nothing is counted', async () => {
  const { previewAsRole, counted, noted } = house(roles)
  for (const { events } of (await previewAsRole('admin')).views) {
    expect(of(events, 'who').map((w) => w.card)).toEqual(of(events, 'who').map(() => '-'))
    for (const { reading } of of(events, 'reading')) {
      expect(reading.next).toBeUndefined()
      if (reading.state.known === 'value') expect(reading.state.value.map((r) => r.ref)).toEqual(['-'])
    }
    const advice = of(events, 'advice').at(-1)
    expect([advice?.items.map((i) => i.ref), advice?.ask]).toEqual([['-'], undefined])
  }
  expect([counted, noted]).toEqual([[], []])
})

test('only who leads or edits may look, and only at the account their host signed for', async () => {
  const { previewAsRole } = house(roles)
  for (const as of ['adviser', 'store'])
    await expect(previewAsRole(as)).rejects.toMatchObject({ code: 'forbidden' })
  for (const as of ['lead', 'admin']) expect((await previewAsRole(as)).views).toHaveLength(2)
  await expect(previewAsRole('lead', {})).rejects.toMatchObject({ code: 'not-found' })
})

test('a role whose card is refused is named with the reason, and the others are shown', async () => {
  const { previewAsRole } = house({ ...roles, store: role(clear, { purposes: [] }) })
  const { views, refused } = await previewAsRole('lead')
  expect([views.map((v) => v.role), refused.map((r) => r.role)]).toEqual([['adviser'], ['store']])
})
