import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { bareUrl } from '../support/card.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

type Watched = Window & { settledAt?: number }
/** Runs in the card before it: notes when "settled" reaches it, and lets no patience of seconds end because this machine is busy. */
function untilSettled(): void {
  const { fetch, setTimeout } = window
  window.setTimeout = ((run: () => void, ms?: number) =>
    setTimeout(run, ms !== undefined && ms >= 1_000 ? 1e9 : ms)) as typeof window.setTimeout
  window.fetch = async (...asked) => {
    const answer = await fetch(...asked)
    if (!String(asked[0]).endsWith('/v1/card') || !answer.body) return answer
    const read = new TextDecoder()
    let said = ''
    return new Response(
      answer.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(piece, on) {
            said += read.decode(piece, { stream: true })
            if (said.includes('"event":"settled"')) (window as Watched).settledAt ??= performance.now()
            on.enqueue(piece)
          },
        }),
      ),
      answer,
    )
  }
}

const brotli = (bytes: Buffer) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

describe('bytes, brotli', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('the element fits 3,072', () => {
    const bytes = brotli(readFileSync(join(import.meta.dirname, '../../dist/element/element.js')))
    console.log(`element.js: ${bytes} of 3,072 B`)
    expect(bytes).toBeLessThanOrEqual(3_072)
  })

  it.each(['es', 'en', 'pt'])(
    'document, scripts, styles and words of one language until settled fit 30,720: %s',
    async (lang) => {
      const page = await browser.newPage()
      await page.addInitScript(untilSettled)
      await page.goto(bareUrl(demo, { lang, attributes: { phone: lucia.phone } }))
      const card = page.frameLocator('iframe[title="Ficha de cliente"]')
      await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
      expect(await card.locator('section.panel').count()).toBeGreaterThanOrEqual(3)
      const frame = page.frames().find((f) => f.url().startsWith(demo.gatewayUrl))
      if (!frame) throw new Error('the card has no frame')
      // The browser's own account of what it fetched, and of when the card was handed "settled": what began after that was not needed for it.
      const settled =
        (await (await frame.waitForFunction(() => (window as Watched).settledAt)).jsonValue()) ?? 0
      const entries = await frame.evaluate(() =>
        performance.getEntriesByType('resource').map((e) => ({ url: e.name, start: e.startTime })),
      )
      const asked = [
        frame.url(),
        ...entries.filter((e) => e.start <= settled && !e.url.includes('/v1/')).map((e) => e.url),
      ]
      let total = 0
      for (const url of new Set(asked)) {
        const answer = await fetch(url)
        expect(answer.status, url).toBe(200)
        const bytes = brotli(Buffer.from(await answer.arrayBuffer()))
        total += bytes
        console.log(`${String(bytes).padStart(7)} B  ${new URL(url).pathname}`)
      }
      console.log(
        `${String(total).padStart(7)} B of 30,720 (${lang}) in ${asked.length} files; ${entries.length - asked.length + 1} more requests came after or were data`,
      )
      expect(asked.length).toBeGreaterThan(2)
      // Its own words, and nobody else's.
      expect(
        asked
          .filter((url) => /\/(es|en|pt)-[^/]*\.js$/.test(url))
          .map((url) => /\/(..)-[^/]*$/.exec(url)?.[1]),
      ).toEqual([lang])
      expect(await frame.evaluate(() => document.documentElement.lang)).toBe(lang)
      expect(total).toBeLessThanOrEqual(30_720)
      await page.close()
    },
  )
})
