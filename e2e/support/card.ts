import type { Browser, BrowserContext, Frame, FrameLocator, Page } from 'playwright-core'
import type { Demo } from './demo.ts'

/** A bare host page with one card, on the demo's own (allowed) host origin; its HTML is this test's. */
export interface Opened {
  page: Page
  card: FrameLocator
  context: BrowserContext
  problems: string[]
  close(): Promise<void>
}

export interface CardOptions {
  role?: string
  lang?: string
  theme?: string
  layout?: string
  width?: number
  height?: number
  attributes?: Record<string, string>
}

/** The demo's own bare page, with what its address says on the element. */
export function bareUrl(demo: Demo, o: CardOptions): string {
  const query = new URLSearchParams({
    role: o.role ?? 'adviser',
    lang: o.lang ?? 'es',
    ...(o.theme && { theme: o.theme }),
    ...(o.layout && { layout: o.layout }),
    ...o.attributes,
  })
  return `${demo.hostUrl}/bare?${query}`
}

/** A page of a host that nobody listed, with its own copy of the element. */
export const strangerPage = (
  demo: Demo,
  phone: string,
): string => `<!doctype html><html lang="es"><meta charset="utf-8"><title>Extraño</title>
<ficha-nucleo src="${demo.gatewayUrl}/card" phone="${phone}" token-url="${demo.hostUrl}/token?role=adviser"></ficha-nucleo>
<script type="module" src="/element/element.js"></script></html>`

export async function openCard(browser: Browser, demo: Demo, options: CardOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 340, height: options.height ?? 900 },
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  await page.goto(bareUrl(demo, options))
  return {
    page,
    context,
    problems,
    card: page.frameLocator('iframe[title="Ficha de cliente"]'),
    close: () => context.close(),
  }
}

/** Changes who the host says is on screen. */
export const switchTo = (
  page: Page,
  subject: {
    hints: { kind: string; value: string; scope?: string }[]
    context?: Record<string, unknown>
    interaction?: string
  } | null,
): Promise<void> =>
  page.evaluate((s) => {
    ;(document.querySelector('ficha-nucleo') as unknown as { subject: unknown }).subject = s
  }, subject)

/**
 * Makes a change, and waits until the card is another: what is read next is not the last customer's, still on
 * screen for a moment.
 */
export async function changeOver(card: FrameLocator | Frame, change: () => Promise<unknown>): Promise<void> {
  await card.locator('main').evaluate((main) => main.setAttribute('data-before', ''))
  await change()
  await card.locator('main:not([data-before])').waitFor({ state: 'attached' })
}
export const switchOver = (
  page: Page,
  card: FrameLocator | Frame,
  subject: Parameters<typeof switchTo>[1],
): Promise<void> => changeOver(card, () => switchTo(page, subject))
