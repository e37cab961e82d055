import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { Demo } from './demo.ts'

/** A bare host page with one card, on the demo's own (allowed) host origin; its HTML is this test's. */
export interface Opened { page: Page; card: FrameLocator; context: BrowserContext; problems: string[]; close(): Promise<void> }

export interface CardOptions { role?: string; lang?: string; theme?: string; layout?: string; width?: number; height?: number; attributes?: Record<string, string> }

const escape = (s: string) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

export function hostPage(demo: Demo, o: CardOptions): string {
  const attributes = Object.entries({ src: `${demo.gatewayUrl}/card`, 'token-url': `/token?role=${o.role ?? 'adviser'}`, lang: o.lang ?? 'es', ...(o.theme && { theme: o.theme }), ...(o.layout && { layout: o.layout }), ...o.attributes })
  return `<!doctype html><html lang="es"><meta charset="utf-8"><title>Anfitrión</title>
<style>html,body{margin:0;height:100%}ficha-nucleo{display:block;height:100%}</style>
<ficha-nucleo ${attributes.map(([k, v]) => `${k}="${escape(v)}"`).join(' ')}></ficha-nucleo>
<script type="module" src="/element/element.js"></script></html>`
}

export async function openCard(browser: Browser, demo: Demo, options: CardOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: options.width ?? 340, height: options.height ?? 900 } })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
  page.on('console', (message) => { if (message.type() === 'error') problems.push(`console: ${message.text()}`) })
  await page.route(`${demo.hostUrl}/card-under-test`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: hostPage(demo, options) }))
  await page.goto(`${demo.hostUrl}/card-under-test`)
  return { page, context, problems, card: page.frameLocator('iframe[title="Ficha de cliente"]'), close: () => context.close() }
}

/** Changes who the host says is on screen. */
export const switchTo = (page: Page, subject: { hints: { kind: string; value: string; scope?: string }[]; context?: Record<string, unknown>; interaction?: string } | null): Promise<void> =>
  page.evaluate((s) => { (document.querySelector('ficha-nucleo') as unknown as { subject: unknown }).subject = s }, subject)
