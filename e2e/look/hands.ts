import type { Frame, Page } from 'playwright-core'

/**
 * What has the focus inside the card: its name, and whether an eye can see that it has it. `nothing` is the
 * page's body: focus was lost.
 */
export interface Held {
  name: string
  tag: string
  ring: boolean
}

/** Somebody without a mouse: keys only, and after each of them something visible has the focus. */
export function hands(page: Page, card: Frame) {
  const held = (): Promise<Held> =>
    card.evaluate(() => {
      const at = document.activeElement as HTMLElement | null
      if (!at || at === document.body) return { name: 'nothing', tag: 'body', ring: false }
      const by = at.getAttribute('aria-labelledby')
      const name =
        at.getAttribute('aria-label') ??
        (by ? document.getElementById(by)?.textContent : undefined) ??
        (at as HTMLInputElement).labels?.[0]?.textContent ??
        at.textContent ??
        ''
      const { outlineStyle, outlineWidth } = getComputedStyle(at)
      return {
        name: name.replace(/\s+/g, ' ').trim(),
        tag: at.tagName.toLowerCase(),
        ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      }
    })
  const lost: string[] = []
  /** Until what was asked for is painted. */
  const painted = (): Promise<void> =>
    card.evaluate(
      () =>
        new Promise<void>((done) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))
        }),
    )
  /**
   * A key, and what it does painted, or longer where a part is still loaded; where focus is then must be
   * somewhere and be seen.
   */
  async function press(key: string): Promise<Held> {
    await page.keyboard.press(key)
    await painted()
    let now = await held()
    for (let i = 0; i < 600 && (now.tag === 'body' || !now.ring); i++) {
      await page.waitForTimeout(50)
      now = await held()
    }
    if (now.tag === 'body' || !now.ring)
      lost.push(
        `${key}: ${now.tag === 'body' ? 'focus lost' : `no ring on ${now.tag} «${now.name.slice(0, 40)}»`}`,
      )
    return now
  }
  /** On with Tab until something of that name has the focus. */
  async function tabTo(name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 150): Promise<Held> {
    for (let i = 0; i < most; i++) {
      const now = await held()
      if (name.test(now.name)) return now
      await page.keyboard.press(key)
    }
    throw new Error(`${key} never came to ${name}; focus is on «${(await held()).name.slice(0, 60)}»`)
  }
  /** Waits until focus is on something of that name. */
  async function arrives(name: RegExp): Promise<void> {
    for (let i = 0; i < 600; i++) {
      if (name.test((await held()).name)) return
      await page.waitForTimeout(50)
    }
    throw new Error(`focus never came to ${name}; it is on «${(await held()).name.slice(0, 60)}»`)
  }
  return { held, press, tabTo, arrives, lost, type: (text: string) => page.keyboard.type(text) }
}

/** All the card says aloud of who is on screen, in order, from now on. */
export const listening = (card: Frame): Promise<void> =>
  card.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const status = document.querySelector('p.quiet[role=status]') as HTMLElement
    new MutationObserver(() => {
      if (status.textContent) said.push(status.textContent)
    }).observe(status, { childList: true, characterData: true, subtree: true })
  })
export const heard = (card: Frame): Promise<string[]> =>
  card.evaluate(() => (window as unknown as { said: string[] }).said)
