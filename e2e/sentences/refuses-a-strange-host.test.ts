import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { strangerPage } from '../support/card.ts'
import { type Demo, startDemo, systems } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

describe(`over the ${systems} systems`, () => {
  let demo: Demo
  let browser: Browser
  let stranger: Server
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo(), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    stranger?.close()
  })

  it('refuses a strange host: no frame, no name, and words for the person who can mend it', async () => {
    // It brings its own copy of the element: anybody may copy that.
    const element = readFileSync(join(import.meta.dirname, '../../dist/element/element.js'))
    stranger = createServer((request, response) => {
      if (request.url === '/element/element.js')
        return void response.setHeader('content-type', 'text/javascript').end(element)
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(strangerPage(demo, lucia.phone))
    })
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done))
    const page = await browser.newPage()
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    await page.goto(`http://localhost:${(stranger.address() as AddressInfo).port}/`)
    await expect.poll(() => said.join('\n')).toMatch(/frame-ancestors|Refused to frame|violates/)
    const frames = page.frames().filter((frame) => frame !== page.mainFrame())
    for (const frame of frames)
      expect(
        await frame
          .locator('body')
          .innerText()
          .catch(() => ''),
      ).not.toContain('Lucía')
    await page.close()
  })
  it('the page it serves names exactly the hosts of the configuration', async () => {
    const answer = await fetch(`${demo.gatewayUrl}/card`)
    expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${demo.hostUrl}`)
    expect(await answer.text()).toContain(demo.hostUrl)
  })
})
