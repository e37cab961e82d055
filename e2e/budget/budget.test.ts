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

  it('document, scripts, styles and words of one language until settled fit 30,720', async () => {
    const page = await browser.newPage()
    const loaded = new Map<string, Promise<Buffer>>()
    page.on('response', (response) => {
      const url = response.url()
      if (url.startsWith(demo.gatewayUrl) && !url.includes('/v1/')) loaded.set(url, response.body())
    })
    const settled = page.waitForResponse(async (response) => response.url().endsWith('/v1/card') && (await response.text()).includes('"settled"'))
    await page.goto(bareUrl(demo, { attributes: { phone: lucia.phone } }))
    await settled
    await page.frameLocator('iframe[title="Ficha de cliente"]').getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    let total = 0
    for (const [url, body] of loaded) {
      const bytes = brotli(await body)
      total += bytes
      console.log(`${String(bytes).padStart(7)} B  ${new URL(url).pathname}`)
    }
    console.log(`${String(total).padStart(7)} B of 30,720 in ${loaded.size} files`)
    expect(loaded.size).toBeGreaterThan(1)
    expect(total).toBeLessThanOrEqual(30_720)
    await page.close()
  })
})
