import { expect, it } from 'vitest'
import { hostToken } from './token.ts'

/** A page at an address, as far as the token reads it. */
function pageAt(address: string) {
  const url = new URL(address, 'https://gateway.example')
  const events = new EventTarget()
  const page = Object.assign(events, {
    location: url,
    history: {
      replaceState: (_: unknown, __: string, path: string) => void (url.href = new URL(path, url).href),
    },
  })
  return {
    page: page as unknown as Window,
    address: () => url.pathname + url.search + url.hash,
    goTo(hash: string) {
      url.hash = hash
      events.dispatchEvent(new Event('hashchange'))
    },
  }
}

it('a token is taken out of the address at once, and is good for one exchange', async () => {
  const { page, address } = pageAt('/editor?lang=es#token=aaa.bbb.ccc')
  const token = hostToken(page)
  expect(address()).toBe('/editor?lang=es')
  expect(await token()).toBe('aaa.bbb.ccc')
  await expect(token()).rejects.toThrow('the address holds no token')
})
it('a new fragment brings a new one; a fragment without one changes nothing', async () => {
  const { page, address, goTo } = pageAt('/editor')
  const token = hostToken(page)
  goTo('#section')
  expect(address()).toBe('/editor#section')
  await expect(token()).rejects.toThrow()
  goTo('#a=1&token=ddd.eee.fff')
  expect([await token(), address()]).toEqual(['ddd.eee.fff', '/editor'])
})
