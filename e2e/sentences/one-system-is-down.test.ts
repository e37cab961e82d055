import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, startDemo, systems } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

/** `web` and `subs` are sample systems in both worlds: they can be told to fail. */
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

  it('one system is down: the card is whole without it, says which one, and asks it again when told to', async () => {
    await demo.mode('phone', 'down')
    const { card, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    await card.getByText(lucia.order, { exact: true }).first().waitFor()
    const line = card
      .getByRole('list', { name: 'Sistemas' })
      .getByRole('listitem')
      .filter({ hasText: 'Centralita' })
    await line.filter({ hasText: 'no responde' }).waitFor()
    await demo.mode('phone', 'ok')
    // The breaker may still be closed to it for a moment: an agent presses again.
    await expect
      .poll(
        async () => {
          const again = line.getByRole('button')
          if (await again.count())
            await again
              .first()
              .click()
              .catch(() => undefined)
          return line.textContent()
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .not.toContain('no responde')
    await close()
  })
})
