import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia, shared } from '../support/people.ts'

describe('the whole card by keyboard', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('chooses one of two with a digit, searches with /, and closes with Escape', async () => {
    const { page, card, close } = await openCard(browser, demo, { attributes: { phone: shared.phone } })
    await card
      .getByRole('listitem')
      .filter({ hasText: shared.names[0] ?? '' })
      .first()
      .waitFor()
    // Each system that answers may change the order.
    await card.locator('.systems .wait').first().waitFor({ state: 'detached' })
    await card.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('1')
    await card.getByRole('heading', { level: 1, name: shared.names[0] ?? '' }).waitFor()
    await card.getByRole('heading', { level: 1 }).focus()
    // No wait in between: neither the keys nor the search have been loaded yet, and no letter is lost.
    await page.keyboard.type(`/${lucia.name.slice(0, 3)}`)
    await expect.poll(() => card.getByRole('combobox').inputValue()).toBe(lucia.name.slice(0, 3))
    await page.keyboard.type(lucia.name.slice(3))
    // What was found, not the offer to search for just these words.
    await card
      .getByRole('option')
      .filter({ hasText: lucia.name, hasNotText: 'exactamente' })
      .first()
      .waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    await card.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('?')
    await card.getByRole('region', { name: 'Teclas' }).waitFor()
    await page.keyboard.press('Escape')
    await card.getByRole('region', { name: 'Teclas' }).waitFor({ state: 'detached' })
    await close()
  })

  it('goes to a panel with Alt and its number, opens one, takes advice', async () => {
    const { page, card, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
    await card.locator('.further').waitFor()
    await card.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('Alt+2')
    await expect.poll(() => card.locator('h2:focus').textContent()).toBe('Pedidos')
    const closed = card.locator('section.is-closed button').first()
    const name = await closed.getAttribute('aria-label')
    await closed.focus()
    await page.keyboard.press('Enter')
    await card.locator(`[aria-label="${name}"]`).waitFor({ state: 'detached' })
    await card.locator('.advice').getByRole('button', { name: 'Hecho', exact: true }).first().focus()
    const words = await card.locator('.advice > p').first().textContent()
    await page.keyboard.press('Enter')
    await expect.poll(() => card.locator('.advice > p').allTextContents()).not.toContain(words)
    await close()
  })
})
