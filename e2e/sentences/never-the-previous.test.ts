import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard, switchOver, switchTo } from '../support/card.ts'
import { type Demo, startDemo, systems } from '../support/demo.ts'
import { javier, lucia } from '../support/people.ts'

describe(`over the ${systems} systems`, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo(), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('never the previous customer: no word of the first is left once the second was named', async () => {
    const { page, card, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    for (let round = 0; round < 6; round++) {
      // Over, not only to: the first may not have come yet, and then this one's card of before is still
      // there.
      await switchOver(page, card, { hints: [{ kind: 'loyalty', value: javier.loyalty }] })
      await card.getByRole('heading', { level: 1, name: javier.name }).waitFor()
      const text = await card.locator('body').innerText()
      expect(text).not.toContain('Lucía')
      expect(text).not.toContain(lucia.order)
      expect(
        await card
          .locator('title')
          .textContent()
          .catch(() => ''),
      ).not.toContain('Lucía')
      // Mid-answer, and back to the first: A → B → A.
      await switchTo(page, { hints: [{ kind: 'phone', value: lucia.phone }] })
      if (round % 2 === 0) await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    }
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    expect(await card.locator('body').innerText()).not.toContain('Javier')
    await switchTo(page, null)
    await expect.poll(() => card.locator('body').innerText()).not.toContain('Lucía')
    await close()
  })
})
