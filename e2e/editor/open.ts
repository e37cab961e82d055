import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { Demo } from '../support/demo.ts'

/**
 * The editor as an administrator opens it: a page of its own, with a fresh word from the host in the
 * fragment.
 */
export interface OpenedEditor {
  page: Page
  context: BrowserContext
  card: FrameLocator
  problems: string[]
  close(): Promise<void>
}

export async function openEditor(
  browser: Browser,
  demo: Demo,
  { lang = 'es', theme = 'light', role = 'admin' as Parameters<Demo['token']>[0] } = {},
): Promise<OpenedEditor> {
  const context = await browser.newContext({
    viewport: { width: 1500, height: 1000 },
    acceptDownloads: true,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
  // A refusal is an answer with a status; the browser writes a line for each.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      problems.push(`console: ${message.text()}`)
  })
  await page.goto(`${demo.gatewayUrl}/editor?lang=${lang}&theme=${theme}#token=${await demo.token(role)}`)
  return {
    page,
    context,
    problems,
    card: page.frameLocator('iframe.preview-frame'),
    close: () => context.close(),
  }
}
