import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { cloneProject } from '../support/clone.ts'
import { lucia } from '../support/people.ts'
import { onFreePorts } from '../support/ports.ts'

/** `npm run dev` in a clone, whose files are edited as somebody at work would. */
const clone = cloneProject()
let dev: ChildProcess
let hostUrl = ''
let said = ''
let browser: Browser

const edit = (file: string, from: string, to: string): void => {
  const before = readFileSync(join(clone.folder, file), 'utf8')
  expect(before.split(from), `${file} holds ${from} once`).toHaveLength(2)
  writeFileSync(join(clone.folder, file), before.replace(from, to))
}
function start(port: number): Promise<string> {
  said = ''
  const jiti = join(clone.folder, 'node_modules/jiti/lib/jiti-cli.mjs')
  dev = spawn(process.execPath, [jiti, 'demo-host/dev/main.ts'], {
    cwd: clone.folder,
    env: { ...process.env, PORT: String(port), DEMO_PEOPLE: '50', DEMO_HISTORY: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += String(text)
      const ready = /en desarrollo: (\S+)/.exec(said)
      if (ready?.[1]) resolve(ready[1])
    }
    dev.stdout?.on('data', hear)
    dev.stderr?.on('data', hear)
    dev.once('exit', (code) => reject(new Error(`npm run dev ended with ${code}: ${said}`)))
  })
}

beforeAll(async () => {
  ;[hostUrl, browser] = await Promise.all([onFreePorts(24, start), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  if (dev && dev.exitCode === null) {
    const gone = new Promise((done) => dev.once('exit', done))
    dev.kill('SIGTERM')
    await gone
  }
  clone.remove()
})

it('a change shows: the words and the look of the card, a host page, and what a system is called in the gateway', async () => {
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/i.test(message.text())) problems.push(message.text())
  })
  await page.goto(`${hostUrl}/bare?phone=${lucia.phone}`)
  const card = page.frameLocator('iframe[title="Ficha de cliente"]')
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()

  edit('widget/i18n/es/first.ts', "'tool.search': 'Buscar'", "'tool.search': 'Encontrar'")
  await card.getByRole('button', { name: 'Encontrar' }).waitFor()
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()

  edit('widget/ui/card.css', '--pad: 14px', '--pad: 15px')
  await expect
    .poll(() =>
      card.locator('html').evaluate((html) => getComputedStyle(html).getPropertyValue('--pad').trim()),
    )
    .toBe('15px')

  edit('demo-host/connect/shop.ts', "es: 'Tienda',", "es: 'Tienda nueva',")
  await expect.poll(() => said, { timeout: 120_000 }).toContain('Started again: gateway')
  await card.getByRole('list', { name: 'Sistemas' }).getByText('Tienda nueva').first().waitFor()

  edit('demo-host/pages/bare.html', '<h1>Página mínima</h1>', '<h1>Página cambiada</h1>')
  await page.getByRole('heading', { name: 'Página cambiada' }).waitFor()
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
  expect(problems).toEqual([])
}, 300_000)
