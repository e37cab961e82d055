// @vitest-environment happy-dom
import { signal } from '@preact/signals-core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { GatewayParts } from './source/gateway.ts'

const words = vi.fn<(language: string) => Promise<void>>()
const mount = vi.fn()
const mountEditor = vi.fn()
const mountQuality = vi.fn()
const config = { hosts: [], debug: false }
const host = { token: vi.fn(async () => 'jwt') }
const source = { agent: async () => ({ cacheKey: 'key' }) }
const heard = { traced: source }
const store = { queue: vi.fn(async () => {}), unqueue: vi.fn(async () => ['kept']) }
const who = signal<object | undefined>(undefined)
let parts: GatewayParts
let late: { filled: Promise<unknown>; cacheKey: () => Promise<string> }
let made: Record<string, unknown>
vi.mock('./i18n/index.ts', () => ({ setLanguage: words }))
vi.mock('./host/index.ts', () => ({ readConfig: () => config, openHost: async () => host }))
vi.mock('./source/gateway.ts', () => ({
  createGatewaySource: (given: GatewayParts) => {
    parts = given
    return source
  },
}))
vi.mock('./state/index.ts', () => ({
  createCard: (given: Record<string, unknown>) => {
    made = given
    return { state: signal({ who }) }
  },
}))
vi.mock('./storage/late.ts', () => ({
  lateStore: (filled: Promise<unknown>, cacheKey: () => Promise<string>) => {
    late = { filled, cacheKey }
    return store
  },
}))
vi.mock('./ui/shell/index.tsx', () => ({ mount }))
vi.mock('./ui/debug/index.tsx', () => ({ debugList: () => heard }))
vi.mock('./admin/editor/index.tsx', () => ({ mountEditor }))
vi.mock('./admin/quality/index.tsx', () => ({ mountQuality }))

let root: HTMLElement
/** The page at this address, as far as it comes by itself. */
async function page(path = '/card') {
  history.replaceState(null, '', path)
  vi.resetModules()
  await import('./main.tsx')
  await vi.advanceTimersByTimeAsync(0)
}
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.clearAllMocks()
  words.mockImplementation(async () => {})
  who.value = undefined
  config.debug = false
  document.documentElement.lang = 'pt'
  root = document.body.appendChild(document.createElement('div'))
  root.id = 'ficha'
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

it('a name that comes at once is painted at once, in the language that the document was served in', async () => {
  who.value = { outcome: 'identified' }
  await page()
  expect(mount.mock.calls).toEqual([[root, { state: expect.anything() }]])
  expect(words.mock.calls).toEqual([['pt']])
  expect(made).toMatchObject({ host, source, store, settings: { language: 'pt' } })
})
it('a name that comes a moment later is painted when it comes, and nobody is waited for without end', async () => {
  await page()
  expect(mount).not.toHaveBeenCalled()
  who.value = { outcome: 'identified' }
  await vi.advanceTimersByTimeAsync(0)
  expect(mount).toHaveBeenCalledTimes(1)

  mount.mockClear()
  who.value = undefined
  await page()
  expect(mount).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(mount).toHaveBeenCalledTimes(1)
})
it('no card is painted without its words: they are asked for until they come', async () => {
  who.value = { outcome: 'identified' }
  words.mockRejectedValueOnce(new Error('cut')).mockRejectedValueOnce(new Error('cut'))
  await page()
  expect(mount).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(words.mock.calls).toEqual([['pt'], ['pt'], ['pt']])
  expect(mount).toHaveBeenCalledTimes(1)
})
it('the host vouches for the agent; what could not be sent is kept, and what was kept is sent', async () => {
  await page()
  expect(await parts.token()).toBe('jwt')
  parts.unsent?.([{ kind: 'late' } as never])
  expect(store.queue.mock.calls).toEqual([[[{ kind: 'late' }]]])
  expect(await parts.queued?.()).toEqual(['kept'])
})
it('what the agent keeps waits for the first card to be filled, and is read with the key of the session', async () => {
  await page()
  let filled = false
  void late.filled.then(() => {
    filled = true
  })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(filled).toBe(false)
  parts.settled?.()
  await vi.advanceTimersByTimeAsync(0)
  expect([filled, await late.cacheKey()]).toEqual([true, 'key'])
})
it('a developer who asks for it hears what goes over the line', async () => {
  config.debug = true
  await page()
  await vi.waitFor(() => expect(made.source).toBe(heard))
})
it('the pages of whoever is in charge are those and no card', async () => {
  await page('/editor')
  await vi.waitFor(() => expect(mountEditor.mock.calls).toEqual([[root]]))
  await page('/quality')
  await vi.waitFor(() => expect(mountQuality.mock.calls).toEqual([[root]]))
  await vi.advanceTimersByTimeAsync(1_000)
  expect([mountEditor.mock.calls.length, mount.mock.calls, words.mock.calls]).toEqual([1, [], []])
})
