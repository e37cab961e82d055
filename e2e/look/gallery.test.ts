import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { caseNames } from '../../widget/gallery/cases/index.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { onFreePorts } from '../support/ports.ts'

/** `npm run gallery`, as a designer opens it. */
const root = join(import.meta.dirname, '../..')
let gallery: ChildProcess
let url = ''
let browser: Browser
let page: Page
let problems: string[] = []

function start(port: number): Promise<string> {
  gallery = spawn(
    process.execPath,
    [join(root, 'node_modules/jiti/lib/jiti-cli.mjs'), 'demo-host/dev/gallery.ts'],
    { cwd: root, env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  return new Promise((resolve, reject) => {
    let output = ''
    const hear = (text: Buffer) => {
      output += String(text)
      const [, address] = /Gallery: (\S+)/.exec(output) ?? []
      if (address) resolve(address)
    }
    gallery.stdout?.on('data', hear)
    gallery.stderr?.on('data', hear)
    gallery.once('exit', (code) => reject(new Error(`npm run gallery ended with ${code}: ${output}`)))
  })
}

beforeAll(async () => {
  ;[url, browser] = await Promise.all([onFreePorts(1, start), launchChromium()])
})
beforeEach(async () => {
  await page?.close()
  page = await browser.newPage({ viewport: { width: 1700, height: 1200 } })
  page.setDefaultTimeout(90_000)
  problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    // The card itself tells the integrator that nobody proved who the agent is.
    if (/error|warning/.test(message.type()) && !/gave no token/.test(message.text()))
      problems.push(message.text())
  })
})
afterAll(async () => {
  await browser?.close()
  if (gallery?.exitCode === null) {
    const gone = once(gallery, 'exit')
    gallery.kill('SIGTERM')
    await gone
  }
})

it('each state comes whole, without a word in the console, in a layout, a theme and a language', async () => {
  for (const [i, state] of caseNames.entries()) {
    const dress = {
      lang: ['es', 'en', 'pt'][i % 3] as string,
      layout: ['compact', 'touch'][i % 2] as string,
      theme: ['light', 'dark'][Math.floor(i / 2) % 2] as string,
    }
    await page.goto(`${url}card.html?${new URLSearchParams({ state, ...dress })}`)
    await page.locator('html[data-ready]').waitFor({ state: 'attached' })
    const card = page.locator(`html[lang=${dress.lang}][data-theme=${dress.theme}] main.card.${dress.layout}`)
    expect((await card.innerText()).trim(), state).not.toBe('')
    expect(problems, state).toEqual([])
  }
}, 900_000)

it('the page holds every state and fills what is in view; what is chosen narrows it, and stays in its address', async () => {
  await page.goto(`${url}?states=zzz`)
  const state = page.getByRole('searchbox', { name: 'State' })
  await state.fill('lost-empty')
  // Shown in three languages, two layouts and two themes.
  const figures = page.locator('[data-state=lost-empty] figure')
  await expect.poll(() => figures.count()).toBe(12)
  await page.getByRole('checkbox', { name: 'en' }).uncheck()
  await page.getByRole('checkbox', { name: 'pt' }).uncheck()
  await page.getByRole('checkbox', { name: 'dark' }).uncheck()
  await expect.poll(() => figures.count()).toBe(2)
  for (const layout of ['compact', 'touch']) {
    const figure = page.locator(`[data-state=lost-empty] .${layout}`)
    await figure.scrollIntoViewIfNeeded()
    const frame = figure.frameLocator('iframe')
    await frame.locator('html[data-ready]').waitFor({ state: 'attached' })
    expect(await frame.locator('main').innerText()).toContain('Sin conexión con la pasarela.')
  }
  expect(new URL(page.url()).search).toBe('?states=lost-empty&theme=light&lang=es')

  await state.fill('')
  await expect
    .poll(() => page.locator('article').evaluateAll((all) => all.map((one) => one.dataset.state)))
    .toEqual(caseNames)
  expect(problems).toEqual([])
})
