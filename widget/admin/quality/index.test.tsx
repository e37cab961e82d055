// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { mountQuality } from './index.tsx'

/** A gateway whose answers about a period come when the test says so. */
function heldGateway() {
  const held = new Map<string, (answer: Response) => void>()
  const json = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  vi.stubGlobal('fetch', async (address: string | URL) => {
    const url = new URL(String(address), 'https://gateway.example')
    if (url.pathname === '/v1/session')
      return json({ token: 't', expiresIn: 3_600, agent: { roles: [], languages: [] }, cacheKey: '' })
    if (url.pathname === '/v1/quality/proposals') return json({ items: [] })
    if (url.pathname === '/v1/quality')
      return new Promise<Response>((done) => held.set(url.searchParams.get('days') ?? '', done))
    return json({}, 404)
  })
  return {
    asked: () => [...held.keys()],
    answer: (days: number) =>
      held.get(String(days))?.(
        json({
          from: '2026-11-01',
          to: '2026-11-29',
          days,
          minGroupSize: 5,
          before: { from: '2026-10-04', to: '2026-11-01' },
          customer: [],
          ours: [],
        }),
      ),
    refuse: (days: number) => held.get(String(days))?.(json({}, 500)),
  }
}
const period = () => document.querySelector<HTMLInputElement>('input[name=days]:checked')?.value
const choose = (days: number) =>
  fireEvent.click(document.querySelector(`input[name=days][value="${days}"]`) as HTMLInputElement)
const turns = async () => {
  for (let i = 0; i < 20; i++) await new Promise((done) => setImmediate(done))
}

beforeEach(() => {
  document.body.replaceChildren(document.createElement('div'))
  history.replaceState(null, '', '/quality?lang=es#token=aaa.bbb.ccc')
})
afterEach(() => vi.unstubAllGlobals())

it.each(['answer', 'refuse'] as const)(
  'of two periods chosen at once the last one stays, however late the first comes (%s)',
  async (late) => {
    const gateway = heldGateway()
    const soon = { timeout: 30_000 }
    const mounted = mountQuality(document.body.firstElementChild as HTMLElement)
    await waitFor(() => expect(gateway.asked()).toEqual(['28']), soon)
    gateway.answer(28)
    await mounted
    expect(period()).toBe('28')
    choose(7)
    choose(84)
    await waitFor(() => expect(gateway.asked()).toEqual(['28', '7', '84']), soon)
    gateway.answer(84)
    await waitFor(() => expect(period()).toBe('84'), soon)
    gateway[late](7)
    await turns()
    expect(period()).toBe('84')
  },
)
