import { expect, test } from 'vitest'
import type { Policy } from '../../contract/index.ts'
import {
  agent,
  all,
  ana,
  type Call,
  clear,
  lastReading,
  never,
  of,
  order,
  policy,
  request,
  role,
  system,
  testHub,
} from '../testing/test-hub.ts'

const masked = { ...clear, 'orders.total': 'masked' as const }
async function opened(
  roles: Policy['roles'],
  claims: Record<string, string> = {},
  pages?: (cursor: string | undefined) => object,
) {
  const calls: Call[] = []
  const made = testHub({
    connectors: [
      system(
        'shop',
        {
          records: [ana],
          rows: { orders: [order('1', { shop: 'Centro' }), order('2', { shop: 'Norte' })] },
          ...(pages
            ? {
                extra: {
                  answers: {
                    orders: {
                      from: 'record',
                      get: async (_r: unknown, want: { cursor?: string }) => pages(want.cursor),
                    },
                  } as never,
                },
              }
            : {}),
        },
        calls,
      ),
    ],
    policy: policy(roles),
  })
  const me = agent({ roles: Object.keys(roles), claims })
  const events = await all(made.hub.open(request(), me, never))
  const card = of(events, 'who').at(-1)?.card as string
  const known = lastReading(events, 'shop')?.state
  const rows = known?.known === 'value' || known?.known === 'incomplete' ? known.value : []
  const reveal = (ref: string | undefined, field = 'total') =>
    made.hub.reveal({ card, ref: ref as string, field, reason: 'lo pide' }, me, never)
  return { ...made, rows, reveal, card, me }
}

test('a row that only a role without leave to reveal is admitted to, is not revealed', async () => {
  const { rows, reveal } = await opened(
    {
      adviser: role(masked),
      store: role(masked, {
        mayReveal: ['orders.total'],
        rows: [{ question: 'orders', field: 'shop', values: ['$agent.shop'] }],
      }),
    },
    { shop: 'Centro' },
  )
  const refs = new Map(rows.map((r) => [(r.fields.shop as { value?: string }).value, r.ref]))
  expect(await reveal(refs.get('Centro'))).toMatchObject({ forSeconds: 60 })
  await expect(reveal(refs.get('Norte'))).rejects.toMatchObject({ code: 'not-found' })
})

test('a row that stands further down by now is looked for page by page, as far as ten pages', async () => {
  let shift = false
  const page = (n: number) => ({
    rows: n === 3 ? [order('1')] : [order(String(n + 10))],
    complete: false,
    next: String(n + 1),
    freshFor: 0,
  })
  const { rows, reveal } = await opened({ adviser: role(masked, { mayReveal: ['*'] }) }, {}, (cursor) =>
    shift ? page(Number(cursor ?? 0)) : { rows: [order('1')], complete: true, freshFor: 0 },
  )
  shift = true
  expect(await reveal(rows[0]?.ref)).toMatchObject({ value: { amount: '60.00' } })
})

test('a field that the row does not have, or another card’s row, is refused', async () => {
  const { rows, reveal } = await opened({ adviser: role(masked, { mayReveal: ['*'] }) })
  await expect(reveal(rows[0]?.ref, 'odd')).rejects.toMatchObject({ code: 'bad-request' })
  await expect(reveal('forged')).rejects.toMatchObject({ code: 'expired-handle' })
})
