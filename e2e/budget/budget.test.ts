import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../browser/find-browser.ts'
import { bareUrl } from '../support/card.ts'
import { startDemo, type Demo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

const brotli = (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

describe('bytes, brotli', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => { [demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()]) })
  afterAll(async () => { await browser?.close(); await demo?.stop() })

  it('the element fits 3,072', () => {
    const bytes = brotli(readFileSync(join(import.meta.dirname, '../../dist/element/element.js')))
    console.log(`element.js: ${bytes} of 3,072 B`)
    expect(bytes).toBeLessThanOrEqual(3_072)
  })

  it.each(['es', 'en'])('document, scripts, styles and words (%s) until settled fit 30,720', async (lang) => {
    const page = await browser.newPage()
    const asked = new Set<string>()
    let streamed = false
    page.on('request', (request) => {
      const url = request.url()
      // What is asked for after the stream has ended is not needed for it.
      if (!streamed && url.startsWith(demo.gatewayUrl) && !url.includes('/v1/')) asked.add(url)
    })
    const settled = page.waitForEvent('requestfinished', (request) => request.url().endsWith('/v1/card'))
    void settled.then(() => { streamed = true })
    await page.goto(bareUrl(demo, { lang, attributes: { phone: lucia.phone } }))
    await settled
    const card = page.frameLocator('iframe[title="Ficha de cliente"]')
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    expect(await card.locator('section.panel').count()).toBeGreaterThanOrEqual(3)
    let total = 0
    for (const url of asked) {
      const bytes = brotli(Buffer.from(await (await fetch(url)).arrayBuffer()))
      total += bytes
      console.log(`${String(bytes).padStart(7)} B  ${new URL(url).pathname}`)
    }
    console.log(`${String(total).padStart(7)} B of 30,720 in ${asked.size} files (${lang})`)
    expect(asked.size).toBeGreaterThan(1)
    expect(total).toBeLessThanOrEqual(30_720)
    await page.close()
  })
})
