import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { findings } from './instrument.ts'

describe('axe finds nothing in the pages around the card', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([
      startDemo({ people: 300, env: { DEMO_HISTORY: '1' } }),
      launchChromium(),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function looked(url: string, see: (page: Page) => Promise<unknown>, width = 1280): Promise<string[]> {
    const context = await browser.newContext({
      bypassCSP: true,
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(45_000)
    await page.goto(url)
    await see(page)
    const found = await findings(page.mainFrame())
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
      found.push('sticks out sideways')
    await context.close()
    return found
  }
  const host = (path: string, query: Record<string, string>) =>
    `${demo.hostUrl}/${path}?${new URLSearchParams(query)}`
  const asked = async (page: Page) => {
    await page.locator('details.systems summary').click()
    await page.locator('.systems-choices select').nth(6).waitFor()
  }

  it.each([
    ['es', 'light', 1280],
    ['en', 'dark', 375],
    ['pt', 'dark', 1280],
  ] as const)('the demo: index, helpdesk, till, bare (%s, %s, %i px)', async (lang, theme, width) => {
    const choices = { lang, theme }
    expect
      .soft(
        await looked(
          host('', choices),
          async (page) => {
            await page.locator('.person').nth(20).waitFor()
            await asked(page)
          },
          width,
        ),
        'index',
      )
      .toEqual([])
    expect
      .soft(
        await looked(
          host('helpdesk', choices),
          async (page) => {
            await page.locator('.inbox li button').first().click()
            await page.locator('.inbox li button').nth(2).click()
            await page.locator('.notes summary').first().waitFor({ state: 'attached' })
          },
          width,
        ),
        'two conversations open',
      )
      .toEqual([])
    expect
      .soft(
        await looked(
          host('helpdesk', choices),
          async (page) => {
            await page.locator('.inbox > button').click()
            await page.locator('dialog.ringing').waitFor()
          },
          width,
        ),
        'a call comes in',
      )
      .toEqual([])
    expect
      .soft(
        await looked(
          host('pos', choices),
          async (page) => {
            await page.locator('.shelf button').first().click()
            await page.locator('.lines .close').first().waitFor()
          },
          width,
        ),
        'a sale',
      )
      .toEqual([])
    expect
      .soft(await looked(host('bare', choices), (page) => page.locator('iframe').waitFor(), width), 'bare')
      .toEqual([])
  })

  it('the till says by which key it looks, and takes a telephone for what it is, in a hurry', async () => {
    const page = await browser.newPage()
    page.setDefaultTimeout(45_000)
    await page.goto(host('pos', { lang: 'es' }))
    const pressed = () =>
      page.getByRole('group', { name: 'Buscar por' }).getByRole('button', { pressed: true }).allTextContents()
    await expect.poll(pressed).toEqual(['Tarjeta'])
    await page.getByRole('textbox', { name: 'Escanea o escribe' }).fill('600 12 34 56')
    await page.keyboard.press('Enter')
    await page
      .frameLocator('iframe[title="Ficha de cliente"]')
      .getByRole('heading', { level: 1, name: /^Lucía/ })
      .waitFor()
    await page.getByRole('button', { name: 'Nombre', exact: true }).click()
    await expect.poll(pressed).toEqual(['Nombre'])
    await page.close()
  })

  it.each([
    ['es', 'dark'],
    ['pt', 'light'],
  ] as const)('what is about to be published, and what is wrong (%s, %s)', async (lang, theme) => {
    const url = `${demo.gatewayUrl}/editor?lang=${lang}&theme=${theme}#token=${await demo.token('admin')}`
    expect(
      await looked(
        url,
        async (page) => {
          await page.locator('.side ul').nth(1).locator('button.nav').first().click()
          await page.locator('.named input').first().fill('77')
          await page.locator('textarea.code').first().fill('orders.within(')
          await page.locator('.expression .fault').first().waitFor()
          await page.locator('.head .do').click()
          await page.locator('dialog[open]').waitFor()
        },
        1500,
      ),
    ).toEqual([])
  })

  it.each([
    ['es', 'light', 420],
    ['en', 'dark', 1180],
  ] as const)(
    'a day in somebody’s shoes and one’s own card in each role’s eyes (%s, %s, %i px)',
    async (lang, theme, width) => {
      const url = `${demo.gatewayUrl}/quality?lang=${lang}&theme=${theme}#token=${await demo.token('admin')}`
      expect(
        await looked(
          url,
          async (page) => {
            await page.locator('.lead-day .journey, .lead-day [role=alert]').first().waitFor()
            await page.locator('.lead-own button').first().click()
            await page.locator('.lead-own .still h1, .lead-own [role=alert]').first().waitFor()
          },
          width,
        ),
      ).toEqual([])
    },
  )
})
