import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, findFirefox, launchChromium, launchFirefox } from '../browser/find-browser.ts'
import { customers, markedSystems, sleep } from './people.ts'
import { openRig, type Rig } from './rig.ts'

const chromium = await findChromium()
const firefox = findFirefox()
const people = customers(3)
const to = (page: Page, n: number) =>
  page.evaluate((phone) => {
    ;(document.querySelector('ficha-nucleo') as unknown as { subject: unknown }).subject = {
      hints: [{ kind: 'phone', value: phone }],
      context: {},
      interaction: `I-${phone}`,
    }
  }, people[n]?.phone as string)

/** The same walk everywhere: a customer, the next one, back, a panel opened, the words for the next agent. */
async function walk(rig: Rig, browser: Browser, before?: (page: Page) => Promise<unknown>): Promise<void> {
  const { page, card, problems } = await rig.page(browser, {
    attributes: `phone="${people[0]?.phone}"`,
    ...(before ? { before } : {}),
  })
  for (const n of [0, 1, 0]) {
    await to(page, n)
    await card.getByRole('heading', { level: 1, name: `¤c${n}¤` }).waitFor({ timeout: 30_000 })
    await card.getByText(`P1 ¤c${n}¤`).first().waitFor({ timeout: 30_000 })
    expect(await card.locator('body').innerText()).not.toMatch(n === 0 ? /¤c[12]¤/ : /¤c[02]¤/)
  }
  // From inside: a driver's mouse and keys do not find their way into a scrolled frame of another site in
  // every browser.
  await card
    .locator('section[data-panel="interactions"] button')
    .first()
    .evaluate((button) => (button as HTMLElement).click())
  await card.getByText('llamada ¤c0¤').first().waitFor({ timeout: 30_000 })
  await expect.poll(() => card.getByRole('list', { name: 'Sistemas' }).getByRole('listitem').count()).toBe(3)
  await card
    .getByRole('button', { name: 'Para el siguiente' })
    .first()
    .evaluate((button) => (button as HTMLElement).click())
  await card.locator('form textarea, form input[type=text]').first().fill('vuelve mañana')
  await to(page, 2)
  await card.getByRole('heading', { level: 1, name: '¤c2¤' }).waitFor({ timeout: 30_000 })
  expect(await card.locator('body').innerText()).not.toContain('vuelve')
  expect(problems).toEqual([])
  await page.context().close()
}

describe('the same card elsewhere', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await openRig({ connectors: markedSystems(people, { before: ({ signal }) => sleep(20, signal) }) })
  })
  afterAll(() => rig?.close())

  describe.skipIf(!chromium)('where storage is forbidden (Chromium)', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchChromium()
    })
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close()
    })
    afterAll(() => browser?.close())

    it(
      'because it throws when touched',
      () =>
        walk(rig, browser, (page) =>
          page.addInitScript(() => {
            for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches'])
              Object.defineProperty(window, name, {
                configurable: true,
                get() {
                  throw new DOMException('The operation is insecure.', 'SecurityError')
                },
              })
          }),
        ),
      90_000,
    )
    it(
      'because it never answers',
      () =>
        walk(rig, browser, (page) =>
          page.addInitScript(() => {
            IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest
          }),
        ),
      90_000,
    )
    it('because a private window says no', () => walk(rig, browser), 90_000)
  })

  describe.skipIf(!firefox)('in Firefox (Firefox)', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchFirefox()
    })
    afterAll(() => browser?.close())
    it('sees the customer, the next one, and nobody else', () => walk(rig, browser), 120_000)
  })
})
