import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

let demo: Demo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

it('one value out of many: where systems disagree the winner shows and the others are one click away, each with its system', async () => {
  const { card, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
  // Each system that answers may put another value first.
  await card.locator('.further').waitFor()
  const data = card.getByRole('region', { name: 'Datos' })
  await data.getByRole('button', { name: /^Ver/ }).click()
  const losers = data.locator('details.losers').first()
  await losers.waitFor()
  expect(await losers.locator('li').first().isVisible()).toBe(false)
  await losers.locator('summary').click()
  await losers.locator('li').first().waitFor({ state: 'visible' })
  expect(await losers.locator('li small').first().innerText()).toMatch(/^\S.* · datos hasta/)
  await close()
})
