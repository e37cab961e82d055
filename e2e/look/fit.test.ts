import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { startDemo, type Demo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

describe('what fits the agent’s sidebar', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => { [demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()]) })
  afterAll(async () => { await browser?.close(); await demo?.stop() })

  it.each(['es', 'en', 'pt'])('identity, the eight answers and the first advice show at 340 × 600 without scrolling (%s)', async (lang) => {
    const { card, close } = await openCard(browser, demo, { lang, width: 340, height: 600, attributes: { phone: lucia.phone } })
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    const advice = card.locator('.advice').first()
    await advice.waitFor()
    expect(await card.locator('.glance dt').count()).toBe(8)
    // Whoever waits for an answer sees a longer card, not a shorter one: measured once every system has spoken.
    await card.locator('.further').waitFor()
    const bottom = await advice.evaluate((element) => element.getBoundingClientRect().bottom)
    expect(bottom).toBeLessThanOrEqual(600)
    await close()
  })

  it.each([280, 340, 420])('nothing sticks out sideways at %i px', async (width) => {
    for (const layout of ['compact', 'touch']) {
      const { card, close } = await openCard(browser, demo, { width, layout, attributes: { phone: lucia.phone } })
      await card.locator('.further').waitFor()
      expect(await card.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth), layout).toBeLessThanOrEqual(0)
      await close()
    }
  })
})
