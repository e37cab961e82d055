import type { Page } from 'playwright-core'

/** What one sample saw, in milliseconds of the page's clock; `offset` turns it into the server's. */
export interface Seen {
  /** From the hint to the name in the document, and to the frame after the one that showed it. */
  nameIn: number
  name: number
  /** When the last panel was in the document, and the frame after the one that showed it. */
  panelsIn: number
  panels: number
  offset: number
}

/**
 * The same instrument in every contender's page, there before its first script. It watches the document; a
 * thing counts as painted when a whole frame has passed since it was there (two animation frames). A name is
 * an h1 with exactly those words; the panels are full when there are panels and none of them is waiting for a
 * system.
 */
export const eye = `(() => {
  const full = () => document.querySelector('section.panel') && !document.querySelector('section.panel:is(.is-waiting, .is-late), section.panel .from.wait')
  const after = (run) => requestAnimationFrame(() => requestAnimationFrame(() => run(performance.now())))
  globalThis.eye = {
    watch(name, from) {
      return new Promise((resolve, reject) => {
        const seen = {}
        const timer = setTimeout(() => { observer.disconnect(); reject(new Error('waited 20 s for ' + name + '; the h1 says ' + document.querySelector('h1')?.textContent + ', seen ' + JSON.stringify(seen))) }, 20000)
        const done = () => { if (seen.name !== undefined && seen.panels !== undefined) { clearTimeout(timer); resolve(seen) } }
        const look = () => {
          if (seen.nameIn === undefined) {
            if (document.querySelector('h1')?.textContent !== name) return
            seen.nameIn = performance.now() - from
            after((now) => { seen.name = now - from; done() })
          }
          if (seen.panelsIn === undefined && full()) {
            seen.panelsIn = performance.now()
            observer.disconnect()
            after((now) => { seen.panels = now; done() })
          }
        }
        const observer = new MutationObserver(look)
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['class'] })
        look()
      })
    },
    /** The server's clock minus this page's: taken from the quickest of ten questions. */
    async sync() {
      let best = Infinity, offset = 0
      for (let i = 0; i < 10; i++) {
        const sent = performance.now()
        const { now } = await (await fetch('/bench/clock', { cache: 'no-store' })).json()
        const back = performance.now()
        if (back - sent < best) { best = back - sent; offset = now - (sent + back) / 2 }
      }
      return offset
    },
    async hint(hash, name) {
      const from = performance.now()
      const seen = this.watch(name, from)
      location.hash = hash
      return seen
    },
    settled: () => new Promise((resolve) => { const look = () => document.querySelector('.further') ? resolve() : setTimeout(look, 5); look() }),
  }
})()`

interface Eye {
  hint(hash: string, name: string): Promise<Omit<Seen, 'offset'>>
  watch(name: string, from: number): Promise<Omit<Seen, 'offset'>>
  sync(): Promise<number>
  settled(): Promise<void>
}
// biome-ignore lint/suspicious/noShadowRestrictedNames: what the page in the browser has, not this process
declare const globalThis: { eye: Eye; first: Promise<Omit<Seen, 'offset'>> }

/**
 * Another customer, told to a page that is already there. Resolves when the card has settled, so that the
 * next sample starts from rest.
 */
export const switchTo = (page: Page, hash: string, name: string): Promise<Omit<Seen, 'offset'>> =>
  page.evaluate(
    ([h, n]) =>
      globalThis.eye.hint(h as string, n as string).then((seen) => globalThis.eye.settled().then(() => seen)),
    [hash, name],
  )

/** The page's first customer: counted from the start of the navigation. */
export const firstCard = (page: Page): Promise<Omit<Seen, 'offset'>> =>
  page.evaluate(() => globalThis.first.then((seen) => globalThis.eye.settled().then(() => seen)))

export const syncClock = (page: Page): Promise<number> => page.evaluate(() => globalThis.eye.sync())
