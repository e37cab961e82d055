import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, startDemo, systems } from '../support/demo.ts'
import { shared } from '../support/people.ts'

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

  it('chooses between two: one telephone, two surnames, nobody shown until the agent chose', async () => {
    const { card, close } = await openCard(browser, demo, { attributes: { phone: shared.phone } })
    const carmen = card.getByRole('button', { name: /Carmen Ibáñez/ })
    await carmen.waitFor()
    await card.getByRole('button', { name: /Ortega/i }).waitFor()
    expect(await card.getByRole('region', { name: 'Pedidos' }).count()).toBe(0)
    await carmen.click()
    await card.getByRole('heading', { level: 1, name: /Carmen Ibáñez/ }).waitFor()
    await card.getByRole('region', { name: 'Pedidos' }).waitFor()
    expect(await card.getByRole('heading', { level: 1, name: /Ortega/i }).count()).toBe(0)
    await close()
  })
})
