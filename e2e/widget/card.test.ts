import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { settled, who } from '../../widget/source/sample-events.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { bundle } from './bundle.ts'
import { type FakeGateway, openGateway } from './gateway.ts'
import { document, type Origin, openOrigin } from './origins.ts'

/**
 * The built card, whole, between a host page of another site and a gateway that says what each test wants.
 */
let browser: Browser
let host: Origin
let gateway: FakeGateway
const pages: Page[] = []
const problems: string[] = []
beforeAll(async () => {
  const [launched, site, element] = await Promise.all([
    launchChromium(),
    openOrigin('localhost'),
    bundle('../../widget/element.ts'),
  ])
  browser = launched
  host = site
  gateway = await openGateway(() => [host.origin])
  host.set('/element.js', { script: element })
  host.set('/token', { html: 'aaa.bbb.ccc' })
})
afterEach(async () => {
  gateway.release()
  gateway.stopAnswering(false)
  for (const page of pages.splice(0)) await page.context().close()
})
afterAll(async () => {
  await browser?.close()
  await gateway?.close()
  await host?.close()
})

const named = (full: string, epoch: unknown) => ({
  ...who,
  epoch,
  person: { ...who.person, name: { shown: 'clear', value: { full } } },
})
const end = (epoch: unknown) => ({ ...settled, epoch, seq: 1 })
const nameOf = (request: Record<string, unknown>) =>
  `Cliente ${(request.hints as { value: string }[])[0]?.value}`
const desk = async (
  attributes: string,
  before?: (page: Page) => Promise<unknown>,
): Promise<{ page: Page; card: FrameLocator }> => {
  const page = await (await browser.newContext({ viewport: { width: 340, height: 700 } })).newPage()
  pages.push(page)
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) problems.push(message.text())
  })
  await before?.(page)
  host.set('/desk', {
    html: document(
      `<ficha-nucleo style="display:block;height:600px" src="${gateway.origin}/card" token-url="/token" ${attributes}></ficha-nucleo><script type="module" src="/element.js"></script>`,
    ),
  })
  await page.goto(`${host.origin}/desk`)
  return { page, card: page.frameLocator('iframe[title="Ficha de cliente"]') }
}
const h1 = (card: FrameLocator, name: string) => card.getByRole('heading', { level: 1, name }).waitFor()

describe('the card between its host and its gateway', () => {
  it('shows the name the host’s hint leads to, under the gateway’s own headers', async () => {
    gateway.says((request) => ['beat', named(nameOf(request), request.epoch), 'beat', end(request.epoch)])
    const { page, card } = await desk('order="ORDER-1001" channel="phone" interaction="T-1"')
    await h1(card, 'Cliente ORDER-1001')
    const asked = gateway.calls.filter((c) => c.path === '/v1/card').at(-1)!
    expect(asked.body).toMatchObject({
      hints: [{ kind: 'order', value: 'ORDER-1001' }],
      context: { channel: 'phone' },
      interaction: 'T-1',
    })
    expect(asked.bearer).toMatch(/^Bearer t/)
    expect(gateway.calls.find((c) => c.path === '/v1/session')?.body).toEqual({ hostToken: 'aaa.bbb.ccc' })
    expect(
      page
        .frames()
        .map((f) => f.url())
        .join(),
    ).not.toContain('ORDER-1001')
  })

  it('never shows the customer before, nor one whose answer comes late', async () => {
    gateway.says((request) => {
      const who = named(nameOf(request), request.epoch)
      return nameOf(request) === 'Cliente B'
        ? ['hold', who, end(request.epoch)]
        : [who, 'hold', end(request.epoch)]
    })
    const { page, card } = await desk('order="A"')
    await h1(card, 'Cliente A')
    await page.evaluate(() => {
      const f = window.document.querySelector('ficha-nucleo')!
      f.setAttribute('order', 'B')
      f.setAttribute('order', 'C')
    })
    await h1(card, 'Cliente C')
    const waiting = () => gateway.calls.filter((c) => c.path === '/v1/changes').length
    const before = waiting()
    gateway.release()
    // The late answers are let go first, and a card that has read its own to the end waits for changes.
    await expect.poll(waiting).toBeGreaterThan(before)
    expect(await card.locator('body').innerText()).not.toMatch(/Cliente [AB]/)
    await page.evaluate(() => window.document.querySelector('ficha-nucleo')!.removeAttribute('order'))
    await card.getByText('Cliente C').first().waitFor({ state: 'detached' })
  })

  it('lists what it asked and heard where its address says debug, without a value of it, and nowhere else', async () => {
    gateway.says((request) => [named(nameOf(request), request.epoch), end(request.epoch)])
    const { page, card } = await desk('order="DEBUG-77"')
    await h1(card, 'Cliente DEBUG-77')
    const list = card.locator('.debug')
    expect(await list.count()).toBe(0)
    await page.evaluate(() => {
      const element = window.document.querySelector('ficha-nucleo')!
      element.setAttribute('src', `${element.getAttribute('src')}?debug`)
    })
    await list.getByRole('row').filter({ hasText: 'settled' }).waitFor()
    await h1(card, 'Cliente DEBUG-77')
    const who = list.getByRole('row').filter({ hasText: 'identified' })
    expect(await who.getByRole('cell').allInnerTexts()).toEqual([
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/),
      'who',
      'identified',
      '',
      '',
    ])
    expect(await list.innerText()).not.toContain('DEBUG-77')
  })

  it('comes back by itself when the line is cut and when the gateway is away', async () => {
    gateway.says((request, nth) =>
      nth === 0
        ? [named(nameOf(request), request.epoch), 'cut']
        : [named(nameOf(request), request.epoch), end(request.epoch)],
    )
    const { page, card } = await desk('order="D"')
    await h1(card, 'Cliente D')
    await expect
      .poll(
        () =>
          gateway.calls.filter(
            (c) => c.path === '/v1/card' && (c.body.hints as { value: string }[])[0]?.value === 'D',
          ).length,
      )
      .toBeGreaterThan(1)
    await h1(card, 'Cliente D')
    gateway.stopAnswering(true)
    await page.evaluate(() => window.document.querySelector('ficha-nucleo')!.setAttribute('order', 'E'))
    await card
      .getByText(/Sin conexión|Se cortó la conexión/)
      .first()
      .waitFor()
    gateway.stopAnswering(false)
    await h1(card, 'Cliente E')
  })

  it('works the same where storage is forbidden', async () => {
    gateway.says((request) => [named(nameOf(request), request.epoch), end(request.epoch)])
    const { card } = await desk('order="F"', (page) =>
      page.addInitScript(() => {
        for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('forbidden', 'SecurityError')
            },
          })
      }),
    )
    await h1(card, 'Cliente F')
  })

  it('opened by an address, alone, reads it once and cleans it', async () => {
    gateway.says((request) => [named(nameOf(request), request.epoch), end(request.epoch)])
    const page = await (await browser.newContext()).newPage()
    pages.push(page)
    await page.goto(`${gateway.origin}/card?phone=600123456#token=aaa.bbb.ccc`)
    await page.getByRole('heading', { level: 1, name: 'Cliente 600123456' }).waitFor()
    expect(page.url()).toBe(`${gateway.origin}/card`)
  })

  it('inside Chatwoot reads its conversation, from the page that frames it and from no other', async () => {
    gateway.says((request) => [named(nameOf(request), request.epoch), end(request.epoch)])
    const page = await (await browser.newContext()).newPage()
    pages.push(page)
    const context = (email: string) =>
      JSON.stringify({
        event: 'appContext',
        data: {
          conversation: { id: 4, meta: { sender: {}, channel: 'Channel::Email' } },
          contact: { email },
          theme: 'light',
        },
      })
    host.set('/chatwoot', {
      html: document(
        `<iframe title="Ficha de cliente" src="${gateway.origin}/card?adapter=chatwoot#token=aaa.bbb.ccc" width="340" height="600"></iframe><iframe name="other" src="about:blank"></iframe>`,
      ),
    })
    await page.addInitScript((words) => {
      if (window !== window.parent) return
      Object.assign(window, { asked: 0 })
      addEventListener('message', (event) => {
        if (event.data === 'chatwoot-dashboard-app:fetch-info') {
          ;(window as unknown as { asked: number }).asked++
          ;(event.source as Window).postMessage(words, '*')
        }
      })
    }, context('ana@example.es'))
    await page.goto(`${host.origin}/chatwoot`)
    const card = page.frameLocator('iframe[title="Ficha de cliente"]')
    await h1(card, 'Cliente ana@example.es')
    expect(await page.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(1)
    expect(gateway.calls.filter((c) => c.path === '/v1/card').at(-1)?.body).toMatchObject({
      hints: [{ kind: 'mail', value: 'ana@example.es' }],
      context: { channel: 'mail', host: 'chatwoot' },
      interaction: 'chatwoot:4',
    })
    await page
      .frame({ name: 'other' })!
      .evaluate((words) => window.parent.frames[0]!.postMessage(words, '*'), context('evil@example.es'))
    // What the framing page says after it has arrived, so has what was said before.
    await page.evaluate(
      (words) => window.frames[0]!.postMessage(words, '*'),
      context('next@example.es').replace('"id":4', '"id":5'),
    )
    await h1(card, 'Cliente next@example.es')
    expect(await card.locator('body').innerText()).not.toContain('evil@example.es')
    expect(JSON.stringify(gateway.calls)).not.toContain('evil@example.es')
  })

  it('broke no policy and threw nothing on the way', () => expect(problems).toEqual([]))
})
