import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../browser/find-browser.ts'
import { bundle } from './bundle.ts'
import { document, type Origin, openOrigin } from './origins.ts'

/**
 * Three sites: the host page, the card, and somebody hostile. And the same three with plain Postmate, as a
 * control.
 */
export interface World {
  browser: Browser
  host: Origin
  card: Origin
  evil: Origin
  page(): Promise<Page>
  problems: string[]
  close(): Promise<void>
}

export async function openWorld(): Promise<World> {
  const [browser, host, card, evil, element, child, plainChild, plainParent] = await Promise.all([
    launchChromium(),
    openOrigin('localhost'),
    openOrigin('127.0.0.1'),
    openOrigin('127.0.0.1'),
    bundle('../../widget/element.ts'),
    bundle('./pages/child.ts'),
    bundle('./pages/plain-child.ts'),
    bundle('./pages/plain-parent.ts'),
  ])
  const problems: string[] = []
  for (const site of [host, evil]) {
    site.set('/element.js', { script: element })
    site.set('/plain.js', { script: plainParent })
    site.set('/empty', { html: document('') })
    site.set('/desk', { html: document('<script type="module" src="/element.js"></script>') })
    site.set('/plain', {
      html: document('<div id="here"></div><script type="module" src="/plain.js"></script>'),
    })
  }
  card.set('/child.js', { script: child })
  card.set('/plain-child.js', { script: plainChild })
  card.set('/card', {
    html: document(
      '<script type="module" src="/child.js"></script>',
      `<meta name="ficha-hosts" content="${host.origin}">`,
    ),
  })
  card.set('/plain', { html: document('<script type="module" src="/plain-child.js"></script>') })
  card.set('/mute', { html: document('nobody answers here') })
  card.set('/empty', { html: document('') })
  card.set('/element.js', { script: element })
  card.set('/desk', { html: document('<script type="module" src="/element.js"></script>') })
  return {
    browser,
    host,
    card,
    evil,
    problems,
    async page() {
      const context = await browser.newContext()
      const page = await context.newPage()
      page.on('pageerror', (error) => problems.push(error.message))
      return page
    },
    async close() {
      await browser.close()
      await Promise.all([host.close(), card.close(), evil.close()])
    },
  }
}

/** The one frame of a page whose address holds `part`. */
export async function frameOf(page: Page, part: string) {
  for (let i = 0; i < 1_000; i++) {
    const found = page.frames().find((frame) => frame.url().includes(part))
    if (found) {
      await found.waitForLoadState('load')
      return found
    }
    await page.waitForTimeout(30)
  }
  throw new Error(
    `no frame at ${part}: ${page
      .frames()
      .map((f) => f.url())
      .join(', ')}`,
  )
}
