import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { bareUrl } from '../support/card.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { findings } from './instrument.ts'

describe('axe finds nothing', () => {
  let demo: Demo
  let browser: Browser
  let context: BrowserContext
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()])
    // The card's own policy lets no foreign script in; the instrument is one.
    context = await browser.newContext({
      bypassCSP: true,
      reducedMotion: 'reduce',
      viewport: { width: 420, height: 1200 },
    })
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  /** The card's frame, once it stands still. */
  async function card(url: string): Promise<string[]> {
    const page = await context.newPage()
    await page.goto(url)
    const inside = page.frameLocator('iframe[title="Ficha de cliente"]')
    await inside.getByRole('heading', { level: 1 }).waitFor()
    await inside.locator('.further, .chooser, .acts, .locked, .possible, .banner').first().waitFor()
    const frame = page.frames().find((f) => f.url().startsWith(demo.gatewayUrl))
    const found = frame ? await findings(frame) : ['no frame']
    await page.close()
    return found
  }

  it('it would: a picture without words and grey on grey are found', async () => {
    const page = await context.newPage()
    await page.setContent(
      '<main><h1>x</h1><img src="data:,"><p style="color:#999;background:#aaa">grey</p></main>',
    )
    expect((await findings(page.mainFrame())).map((f) => f.split(':')[0])).toEqual(
      expect.arrayContaining(['image-alt', 'color-contrast']),
    )
    await page.close()
  })
  for (const theme of ['light', 'dark'])
    for (const lang of ['es', 'en', 'pt'])
      for (const layout of ['compact', 'touch']) {
        it(`a whole card, ${theme}, ${lang}, ${layout}`, async () =>
          expect(
            await card(bareUrl(demo, { theme, lang, layout, attributes: { phone: lucia.phone } })),
          ).toEqual([]))
      }
  for (const theme of ['light', 'dark']) {
    for (const role of ['store', 'claims', 'night'])
      it(`the card of ${role}, ${theme}`, async () =>
        expect(await card(bareUrl(demo, { theme, role, attributes: { phone: lucia.phone } }))).toEqual([]))
    it(`a system down, ${theme}`, async () => {
      await demo.mode('survey', 'down')
      try {
        expect(await card(bareUrl(demo, { theme, attributes: { phone: lucia.phone } }))).toEqual([])
      } finally {
        await demo.mode('survey', 'ok')
      }
    })
  }
})
