import { describe, expect, test } from 'vitest'
import { type Clock, realClock } from '../../hub/ports.ts'
import { origin, testGateway, trialFichas } from '../testing/test-gateway.ts'

const clock: Clock = { ...realClock, now: () => new Date('2026-03-02T10:00:00.000Z') }
const ago = (days: number, more = 0) =>
  new Date(clock.now().getTime() - days * 86_400_000 + more).toISOString()
const { policy } = trialFichas
const leaders = {
  ...trialFichas,
  policy: {
    ...policy,
    roles: { ...policy.roles, admin: { ...policy.roles.admin!, purposes: ['care', 'quality'] } },
  },
}
async function bench(config = {}) {
  const t = await testGateway({ clock, fichas: leaders, config })
  const tokens = { admin: await t.bearer({ roles: ['admin'] }), adviser: await t.bearer() }
  const get = (path: string, role: keyof typeof tokens = 'admin') =>
    t.gateway.fetch(new Request(`${origin}${path}`, { headers: { authorization: `Bearer ${tokens[role]}` } }))
  const asked = (question: string, received: string) =>
    t.stores.outcomes.record(
      'demo',
      received,
      Array.from({ length: 5 }, () => ({
        kind: 'asked-more' as const,
        at: '',
        template: 'adviser',
        question: question as 'returns',
        role: 'adviser',
      })),
    )
  return { t, get, asked }
}

describe('the quality page', () => {
  test('counts four weeks unless another of its periods is asked for; there are no others', async () => {
    const { get } = await bench()
    const days = async (query: string) =>
      ((await (await get(`/v1/quality${query}`)).json()) as { days: number }).days
    expect([await days(''), await days('?days='), await days('?days=7'), await days('?days=84')]).toEqual([
      28, 28, 7, 84,
    ])
    for (const strange of ['5', '28.5', '-7', 'x', '0', '1000']) {
      const answer = await get(`/v1/quality?days=${strange}`)
      expect([answer.status, await answer.json()], strange).toEqual([
        400,
        expect.objectContaining({ code: 'bad-request', detail: 'days: expected one of 7, 28, 84' }),
      ])
    }
  })

  test('speaks the language asked for; Spanish where none is, or nonsense', async () => {
    const { get, asked } = await bench()
    await asked('campaigns', ago(1))
    const label = async (query: string) =>
      ((await (await get(`/v1/quality/proposals${query}`)).json()) as { items: { label: string }[] }).items[0]
        ?.label
    expect([
      await label('?locale=en'),
      await label('?locale=en-GB'),
      await label(''),
      await label('?locale=%22%3E%3Cscript'),
      await label('?locale=english-language-please'),
    ]).toEqual(['Campaigns', 'Campaigns', 'Campañas', 'Campañas', 'Campañas'])
  })

  test('is for who leads alone', async () => {
    const { get } = await bench()
    for (const path of ['/v1/quality', '/v1/quality/proposals'])
      expect([(await get(path, 'adviser')).status, (await get(path)).status], path).toEqual([403, 200])
  })
})

describe.each(['/v1/quality/proposals', '/v1/fichas/proposals'])('%s', (path) => {
  test('looks thirty days back, up to this very moment, at one’s own tenant', async () => {
    const { t, get, asked } = await bench()
    await asked('campaigns', ago(30))
    await asked('scores', ago(0))
    await asked('returns', ago(30, -1))
    await t.stores.outcomes.record(
      'rival',
      ago(1),
      Array.from({ length: 9 }, () => ({
        kind: 'asked-more' as const,
        at: '',
        template: 'adviser',
        question: 'orders' as const,
        role: 'adviser',
      })),
    )
    const { items } = (await (await get(path)).json()) as { items: { question: string }[] }
    expect(items.map(({ question }) => question)).toEqual(['campaigns', 'scores'])
  })
})

test('whoever leads reads the title of each ficha; the editor, which has them all, its id', async () => {
  const { get, asked } = await bench()
  await asked('campaigns', ago(1))
  const titles = async (path: string) =>
    ((await (await get(path)).json()) as { items: { title?: string }[] }).items.map(({ title }) => title)
  expect([await titles('/v1/quality/proposals'), await titles('/v1/fichas/proposals')]).toEqual([
    ['Asesor'],
    [undefined],
  ])
})

test('the editor names hosts as the configuration does: by their names, or by their origins where none has one', async () => {
  const hosts = async (configured: (string | { origin: string; name?: string })[]) => {
    const { get } = await bench({ hosts: configured })
    return ((await (await get('/v1/fichas/material')).json()) as { hosts: string[] }).hosts
  }
  expect(await hosts(['https://a.example', { origin: 'https://b.example' }])).toEqual([
    'https://a.example',
    'https://b.example',
  ])
  expect(await hosts(['https://a.example', { origin: 'https://b.example', name: 'desk' }])).toEqual(['desk'])
})
