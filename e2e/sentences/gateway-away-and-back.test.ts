import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard, switchTo } from '../support/card.ts'
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

  it('gateway away and back: says so, keeps what it had with its age, and comes back by itself', async () => {
    const { page, card, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    await card.getByText(lucia.order, { exact: true }).first().waitFor()
    await demo.stopGateway('SIGKILL')
    await card
      .getByText(/Sin conexión|Se cortó la conexión/)
      .first()
      .waitFor({ timeout: 60_000 })
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    await card.getByText(lucia.order, { exact: true }).first().waitFor()
    await demo.startGateway()
    await expect
      .poll(() => card.getByText(/Sin conexión|Se cortó la conexión/).count(), { timeout: 60_000 })
      .toBe(0)
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    await switchTo(page, { hints: [{ kind: 'loyalty', value: javier.loyalty }] })
    await card.getByRole('heading', { level: 1, name: javier.name }).waitFor()
    await close()
  })
})
