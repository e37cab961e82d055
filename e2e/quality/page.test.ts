import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { type Demo, startDemo } from '../support/demo.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let demo: Demo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([
    startDemo({ people: 300, env: { DEMO_HISTORY: '1' } }),
    launchChromium(),
  ])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

async function open(
  query: Record<string, string>,
  width = 1180,
): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  const problems: string[] = []
  page.on('pageerror', (e) => problems.push(e.message))
  page.on('console', (m) => {
    if (m.type() === 'error') problems.push(m.text())
  })
  await page.goto(`${demo.hostUrl}/quality?${new URLSearchParams(query)}`)
  await page.locator('[data-measure]').first().waitFor()
  return { page, problems }
}

test('the first row is the customer’s: five measures, each with its size, the period before, a chart, its table and a CSV', async () => {
  const { page, problems } = await open({ lang: 'es' })
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('¿Está mejor atendido el cliente?')
  expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe('El cliente')
  expect(
    await page
      .locator('[data-measure]')
      .evaluateAll((all) => all.map((a) => (a as HTMLElement).dataset.measure)),
  ).toEqual(['satisfied-after', 'again', 'promises-kept', 'stayed', 'came-back'])
  expect(await page.getByText('inventada para la demostración').isVisible()).toBe(true)
  expect(page.url()).not.toContain('token')
  const first = page.locator('[data-measure=satisfied-after]')
  expect(await first.getByText(/^de \d+$/).count()).toBe(1)
  expect(await first.locator('[data-figure=before]').innerText()).toMatch(/antes: \d+\s?% de \d+/)
  expect(await first.getByRole('img').getAttribute('aria-label')).toMatch(
    /^Satisfechos tras ser atendidos: \d/,
  )
  await first.getByText('Ver la tabla').click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    first.getByRole('button', { name: /Descargar CSV/ }).click(),
  ])
  const csv = readFileSync(await file.path(), 'utf8')
  expect(csv.replace('\uFEFF', '').split('\r\n')[0]).toBe('Desde,Valor,Casos')
  expect(problems).toEqual([])
  if (process.env.FICHA_SHOTS)
    await page.screenshot({ path: `${process.env.FICHA_SHOTS}/quality.png`, fullPage: true })
  await page.close()
})

test('axe finds nothing, in both themes and three languages, wide and narrow', async () => {
  for (const [lang, theme, width] of [
    ['es', 'light', 1180],
    ['es', 'dark', 420],
    ['en', 'dark', 1180],
    ['pt', 'light', 360],
  ] as const) {
    const { page, problems } = await open({ lang, theme }, width)
    for (const fold of await page.locator('details').all())
      await fold.evaluate((d) => {
        ;(d as HTMLDetailsElement).open = true
      })
    const found = await page.evaluate(
      `(() => { ${axe}; return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', '))) })()`,
    )
    expect([lang, theme, found]).toEqual([lang, theme, []])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(problems).toEqual([])
    if (process.env.FICHA_SHOTS)
      await page.screenshot({
        path: `${process.env.FICHA_SHOTS}/quality-${lang}-${theme}-${width}.png`,
        fullPage: true,
      })
    await page.close()
  }
})

test('by keyboard: another period is chosen with an arrow, a table opened with Enter, and the focus stays where it was', async () => {
  const { page } = await open({ lang: 'en' })
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('28')
  const range = page.locator('.q-head p')
  const before = await range.innerText()
  await page.keyboard.press('ArrowRight')
  // The numbers of the other period are here when the page says from when they are.
  await expect.poll(() => range.innerText()).not.toBe(before)
  await expect.poll(() => page.getByRole('radio', { name: '12 weeks' }).isChecked()).toBe(true)
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('84')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('details[open]').count()).toBe(1)
  await page.close()
})

test('without a signature, or with a role that has not the purpose, it says so and shows nothing', async () => {
  const page = await browser.newPage()
  await page.goto(`${demo.gatewayUrl}/quality?lang=es`)
  await page.getByRole('alert').getByText('no trae una firma válida').waitFor()
  await page.goto('about:blank')
  await page.goto(`${demo.gatewayUrl}/quality?lang=es#token=${await demo.token('adviser')}`)
  await page.getByRole('alert').getByText('no tiene la finalidad').waitFor()
  expect(await page.locator('[data-measure]').count()).toBe(0)
  await page.close()
})
