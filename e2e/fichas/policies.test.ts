import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openEditor } from '../editor/open.ts'
import { openCard } from '../support/card.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

/** What to do, in the company's words, where the case stands. */
describe('the words of a policy beside the case they govern', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 300 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('stand beside the request about a delivery, folded, and beside no other', async () => {
    const { page, card, close } = await openCard(browser, demo, {
      attributes: { phone: lucia.phone },
      height: 1_200,
    })
    const rows = card.locator('section[data-panel=requests] li')
    const words = rows.locator('details.norm')
    await card.locator('.further').waitFor()
    await words.first().waitFor()
    expect(await rows.filter({ has: card.locator('details.norm') }).allTextContents()).toEqual([
      expect.stringContaining('Pedido 10432 no llegó'),
    ])
    expect(await rows.count()).toBeGreaterThan(1)
    expect(await words.getByText('Pide disculpas primero').isVisible()).toBe(false)
    await words.locator('summary').press('Enter')
    await words.getByText('Pide disculpas primero').waitFor({ state: 'visible' })
    if (process.env.FICHA_PICTURES)
      await page.screenshot({ path: `${process.env.FICHA_PICTURES}/policy.png` })
    await close()
  })
  it('are in the language of the card', async () => {
    const { card, close } = await openCard(browser, demo, {
      attributes: { phone: lucia.phone },
      lang: 'en',
      height: 1_200,
    })
    await card
      .locator('section[data-panel=requests] details.norm summary')
      .getByText('Delivery that does not arrive')
      .waitFor()
    await close()
  })
  it('are not in the card of a role whose ficha has none', async () => {
    const { card, close } = await openCard(browser, demo, {
      attributes: { phone: lucia.phone },
      role: 'store',
      height: 1_200,
    })
    await card.locator('.further').waitFor()
    expect(await card.locator('details.norm').count()).toBe(0)
    await close()
  })
  it('are written in the editor and shown beside the case at once', async () => {
    const { page, card, problems, close } = await openEditor(browser, demo)
    await card.locator('details.norm').first().waitFor()
    await page.locator('details.fold', { hasText: 'Normas junto a los casos' }).locator('> summary').click()
    const norm = page.locator('details.panel-form', { hasText: 'Entrega que no llega' })
    await norm.locator('> summary').click()
    await norm
      .getByRole('group', { name: 'Qué hacer' })
      .getByLabel('Español')
      .fill('Llama tú antes de que llame.')
    await card.locator('details.norm summary').first().click()
    await card.getByText('Llama tú antes de que llame.').waitFor()
    await norm.getByLabel('Cuando es').fill('factura')
    await card.locator('section[data-panel=requests] details.norm').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Añadir una norma' }).click()
    await page.locator('details.panel-form', { hasText: 'Nueva norma' }).waitFor()
    if (process.env.FICHA_PICTURES)
      await page.screenshot({ path: `${process.env.FICHA_PICTURES}/policy-editor.png` })
    expect(problems).toEqual([])
    await close()
  })
})
