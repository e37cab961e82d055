import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { lucia, shared } from '../support/people.ts'
import { serveFiles } from './files.ts'

const dist = resolve('dist')
let site: Awaited<ReturnType<typeof serveFiles>>
let browser: Browser
beforeAll(async () => {
  if (!existsSync(join(dist, 'static/index.html')))
    throw new Error('dist/static is missing: run npm run build')
  ;[site, browser] = await Promise.all([serveFiles(join(dist, 'static')), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

async function open(query = ''): Promise<{
  page: Page
  card: FrameLocator
  problems: string[]
  elsewhere: string[]
  close(): Promise<void>
}> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } })
  const page = await context.newPage()
  const problems: string[] = []
  const elsewhere: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !request.url().startsWith('data:'))
      elsewhere.push(request.url())
  })
  await page.goto(`${site.url}${query}`)
  return {
    page,
    card: page.frameLocator('iframe[title="Ficha de cliente"]'),
    problems,
    elsewhere,
    close: () => context.close(),
  }
}
const heading = (card: FrameLocator, name: string) => card.getByRole('heading', { level: 1, name }).waitFor()
const line = (card: FrameLocator, system: string) =>
  card.getByRole('list', { name: 'Sistemas' }).getByRole('listitem').filter({ hasText: system })

test('files alone show the customer: name, facts of every system, and what this page is', async () => {
  const { card, problems, elsewhere, close } = await open()
  await heading(card, lucia.name)
  await card.getByText('Demostración dentro de la página').waitFor()
  await card.getByText(lucia.order, { exact: true }).first().waitFor()
  for (const system of ['Tienda', 'Soporte', 'Fidelidad y caja']) await line(card, system).first().waitFor()
  expect({ problems, elsewhere }).toEqual({ problems: [], elsewhere: [] })
  await close()
})

test('switching shows the next one alone, and doubt as doubt', async () => {
  const { page, card, problems, close } = await open()
  await heading(card, lucia.name)
  await page.getByRole('button', { name: 'Javier Ruiz Navarro' }).click()
  await heading(card, 'Javier Ruiz Navarro')
  expect(await card.locator('body').textContent()).not.toContain(lucia.name)
  await page.getByRole('button', { name: /Carmen Ibáñez/ }).click()
  for (const name of shared.names) await card.getByText(name).first().waitFor()
  expect(problems).toEqual([])
  await close()
})

test('one system down: the card is whole without it and says which one; it comes back when asked again', async () => {
  const { page, card, close } = await open()
  await heading(card, lucia.name)
  await page.getByText('Sistemas de muestra').click()
  await page.getByLabel('Centralita').selectOption('down')
  await page.getByText('Sistemas de muestra').click()
  await page.getByRole('button', { name: 'Rosa Delgado Prieto' }).click()
  await heading(card, 'Rosa Delgado Prieto')
  await line(card, 'Centralita').filter({ hasText: 'no responde' }).waitFor()
  await page.getByText('Sistemas de muestra').click()
  await page.getByLabel('Centralita').selectOption('ok')
  await expect
    .poll(
      async () => {
        const again = line(card, 'Centralita').getByRole('button')
        if (await again.count())
          await again
            .first()
            .click()
            .catch(() => undefined)
        return line(card, 'Centralita').textContent()
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .not.toContain('no responde')
  await close()
})

test('an agent searches, in their language, at their size; another role sees less', async () => {
  const { card, close } = await open('?lang=en&layout=touch&theme=dark')
  await heading(card, lucia.name)
  await card.getByText('Demonstration inside the page').waitFor()
  await card.locator('main.touch').waitFor()
  await card
    .getByRole('button', { name: /search/i })
    .first()
    .click()
  await card
    .getByRole('searchbox')
    .or(card.getByRole('combobox'))
    .or(card.getByRole('textbox'))
    .first()
    .fill('Ruiz Navarro')
  await card.getByText('Javier Ruiz Navarro').first().waitFor()
  await close()
  const night = await open('?role=night')
  await heading(night.card, lucia.name)
  await night.card.locator('.systems .wait').first().waitFor({ state: 'detached' })
  expect(await night.card.locator('body').textContent()).not.toContain('lucia.martin@correo.example')
  await night.close()
})

/** Which of our artefacts hold a package, told by their source maps. */
function holders(wanted: RegExp): string[] {
  const maps = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? maps(join(folder, entry.name))
        : entry.name.endsWith('.map')
          ? [join(folder, entry.name)]
          : [],
    )
  return ['card', 'element', 'host', 'node', 'static'].filter((name) => {
    const files = maps(join(dist, name))
    expect(files.length, `${name} has source maps`).toBeGreaterThan(0)
    return files.some((file) =>
      (JSON.parse(readFileSync(file, 'utf8')) as { sources: string[] }).sources.some((source) =>
        wanted.test(source),
      ),
    )
  })
}
test('MSW, the sample people and the hub in the page are in the static demo alone; the card holds no hub', () => {
  expect(holders(/node_modules\/msw\//)).toEqual(['static'])
  expect(holders(/widget\/source\/local\.ts$/)).toEqual(['static'])
  expect(holders(/connectors\/hub\/hub\.ts$/).filter((name) => name !== 'node')).toEqual(['static'])
})
