import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, session, startDemo } from '../support/demo.ts'
import { openEditor } from './open.ts'

/** 589.70 euros in a year: below the demo's norm of 1,000, above 500. */
const antonio = 'antonio.cabrera@casa.example'

describe('the best-customer norm, from 1,000 to 500 euros', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 400 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('an administrator changes one line and publishes; the open card of another agent shows it without reload, with its reason', async () => {
    const open = await openCard(browser, demo, { attributes: { mail: antonio } })
    const best = open.card.locator('dl.glance > div', { hasText: 'Entre nuestros mejores' })
    await best.getByText('Todavía no').waitFor()
    await open.page.evaluate(() => {
      ;(window as unknown as { stayed: boolean }).stayed = true
    })

    const editor = await openEditor(browser, demo)
    await editor.page.locator('button.nav', { hasText: 'Entre nuestros mejores' }).click()
    await editor.page.getByLabel('Cliente', { exact: true }).selectOption({ label: 'Pablo Ejemplo Sanz' })
    const sample = editor.card.locator('dl.glance > div', { hasText: 'Entre nuestros mejores' })
    await sample.getByText('Todavía no').waitFor()
    await editor.page.getByLabel('euros', { exact: true }).fill('500')
    // The preview follows before anything is saved; the other agent's card does not.
    await sample.getByText('Sí', { exact: true }).waitFor()
    expect(await best.getByText('Todavía no').count()).toBe(1)

    await editor.page.getByRole('button', { name: 'Publicar…' }).click()
    const dialog = editor.page.getByRole('dialog')
    await dialog.getByText('Entre nuestros mejores').waitFor()
    await dialog.getByLabel('Qué cambia y por qué').fill('La norma baja a 500 €')
    await dialog.getByRole('button', { name: 'Publicar ahora' }).click()
    await editor.page.getByText('Publicado. Las fichas abiertas lo muestran ya.').waitFor()

    await best.getByText('Sí', { exact: true }).waitFor({ timeout: 60_000 })
    expect(await open.page.evaluate(() => (window as unknown as { stayed?: boolean }).stayed)).toBe(true)
    await best.getByRole('button').click()
    const reasons = open.card.getByRole('list', { name: 'Datos que se han tenido en cuenta' })
    await reasons.waitFor()
    expect(await reasons.textContent()).toMatch(/Total/)
    expect(await reasons.textContent()).toMatch(/Tienda|Caja/)
    expect([...editor.problems, ...open.problems]).toEqual([])

    await editor.page.getByRole('button', { name: 'Historial' }).click()
    const last = editor.page.locator('.history > li').first()
    await last.filter({ hasText: 'La norma baja a 500 €' }).waitFor()
    expect(await last.textContent()).toContain('Bruno Arias')
    // And back: the former revision is published again, and the open card follows once more.
    await editor.page
      .locator('.history > li')
      .nth(1)
      .getByRole('button', { name: /Volver a esta/ })
      .click()
    await editor.page.getByText('Publicada de nuevo la versión anterior.').waitFor()
    await best.getByText('Todavía no').waitFor({ timeout: 60_000 })
    await expect.poll(() => editor.page.locator('.history > li').count()).toBe(3)
    await Promise.all([open.close(), editor.close()])
  })

  it('whoever may not edit gets no editor, and a host token is good once', async () => {
    const adviser = await openEditor(browser, demo, { role: 'adviser' })
    await adviser.page.getByText('Tu puesto no puede cambiar fichas').waitFor()
    await adviser.close()
    const nobody = await browser.newPage()
    await nobody.goto(`${demo.gatewayUrl}/editor?lang=es`)
    await nobody.getByText('No se ha podido entrar').waitFor()
    await nobody.close()
    const { post } = await session(demo, 'adviser')
    expect((await post('/v1/fichas/publish', { base: 'first' })).status).toBe(403)
  })

  it('from the demo’s own pages one link opens it, signed in, and no token stays in the address', async () => {
    const page = await browser.newPage()
    await page.goto(demo.hostUrl)
    await page.getByRole('link', { name: 'Editor de fichas' }).click()
    await page.getByRole('heading', { level: 1, name: 'Editor de fichas' }).waitFor()
    await page.getByRole('button', { name: 'Historial' }).waitFor()
    expect(new URL(page.url()).hash).toBe('')
    await page.close()
  })
})
