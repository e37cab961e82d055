// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadStylesheet } from './style.ts'

const sheets = (href: string) => [...document.head.querySelectorAll<HTMLLinkElement>(`link[href='${href}']`)]
const came = async (sheet: Promise<void>) =>
  await Promise.race([sheet.then(() => true), vi.advanceTimersByTimeAsync(0).then(() => false)])
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // The page of this test fetches nothing by itself.
  vi.spyOn(document.head, 'append').mockImplementation((...nodes) => {
    for (const node of nodes) (node as HTMLLinkElement).removeAttribute('rel')
    HTMLElement.prototype.append.call(document.head, ...nodes)
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  document.head.replaceChildren()
})

it('a style sheet is asked for once, however many parts need it', async () => {
  const first = loadStylesheet('/once.css')
  expect(loadStylesheet('/once.css')).toBe(first)
  expect(sheets('/once.css')).toHaveLength(1)
  expect(await came(first)).toBe(false)
  sheets('/once.css')[0]?.onload?.(new Event('load'))
  expect(await came(first)).toBe(true)
})
it('a part is shown without a style sheet that does not come', async () => {
  const sheet = loadStylesheet('/slow.css')
  expect(await came(sheet)).toBe(false)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await came(sheet)).toBe(true)
  expect(sheets('/slow.css')).toHaveLength(1)
})
it('one that failed is taken away, and asked for again by whoever needs it next', async () => {
  const sheet = loadStylesheet('/cut.css')
  const [link] = sheets('/cut.css')
  link?.onerror?.(new Event('error'))
  expect([await came(sheet), sheets('/cut.css')]).toEqual([true, []])
  void loadStylesheet('/cut.css')
  expect(sheets('/cut.css')).toHaveLength(1)
})
