import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { type Demo, startDemo, until } from '../support/demo.ts'
import { type OpenedEditor, openEditor } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'ficha-editor-'))
const nav = (page: Page, name: string) => page.locator('button.nav', { hasText: name }).first()
async function exported(page: Page, which = 'Exportar el borrador'): Promise<string> {
  await nav(page, 'Archivos').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: which, exact: true }).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
}
async function importFile(page: Page, name: string, text: string): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, text)
  await nav(page, 'Archivos').click()
  await page.getByLabel('Elegir archivo').setInputFiles(path)
}

describe('writing in the editor', () => {
  let demo: Demo
  let browser: Browser
  let e: OpenedEditor
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 400 }), launchChromium()])
    e = await openEditor(browser, demo)
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  // One test's unfinished writing is not the next one's.
  afterEach(async () => {
    const discard = e.page.getByRole('button', { name: 'Descartar borrador' })
    // The press takes away whatever was said before, and the word comes once the gateway has forgotten the
    // draft too.
    if (await discard.isVisible()) {
      await discard.click()
      await discard.waitFor({ state: 'hidden' })
      await e.page.getByText('Borrador descartado').waitFor()
    }
  })

  it.each([
    [
      'a word that does not exist',
      "orders.within(norm.days)\n  .sum('totl') >= norm.euros",
      'Línea 2',
      /totl/,
    ],
    ['half an expression', 'orders.within(', 'Línea 1', /./],
    ['the prototype', "orders.constructor.constructor('return 1')() == 1", 'Línea 1', /./],
    [
      'a regular-expression bomb',
      "orders.exists(o, o.orderNumber.matches('^(a)\\\\1+$'))",
      'Línea 1',
      /lineal|patr/,
    ],
    [
      'a loop in a loop',
      'orders.exists(o, requests.exists(r, r.order == o.orderNumber))',
      'Línea 1',
      /recorr/,
    ],
    ['no condition at all', "orders.sum('total')", 'Línea 1', /verdadero o falso/],
  ])(
    'refuses %s as it is typed, at its place, and the card keeps its last correct version',
    async (_name, wrong, place, words) => {
      await nav(e.page, 'Entre nuestros mejores').click()
      const area = e.page.getByLabel('Expresión (CEL)', { exact: true })
      const right = await area.inputValue()
      await area.fill(wrong)
      const fault = e.page.locator('.expression .fault').filter({ hasText: words }).first()
      await fault.getByRole('button', { name: new RegExp(place) }).waitFor()
      await expect
        .poll(() => e.card.locator('dl.glance > div', { hasText: 'Entre nuestros mejores' }).count())
        .toBe(1)
      await e.page.getByText('Se ve la última versión correcta').waitFor()
      // Saved all the same? No: said, kept on screen, and what agents see is as it was.
      await e.page.getByRole('button', { name: 'Guardar borrador' }).click()
      await e.page.getByText(/No se ha guardado. Por corregir: \d+,/).waitFor()
      expect(await area.inputValue()).toBe(wrong)
      await fault.getByRole('button', { name: new RegExp(place) }).click()
      await expect
        .poll(() => area.evaluate((x: HTMLTextAreaElement) => document.activeElement === x))
        .toBe(true)
      await area.fill(right)
      await until('the fault is gone', async () => (await e.page.locator('.expression .fault').count()) === 0)
    },
  )

  it('a rule is written by choosing, and the expression follows', async () => {
    await nav(e.page, 'Entre nuestros mejores').click()
    await e.page.getByLabel('Qué se mira').selectOption({ label: 'cuántos hay' })
    await e.page.getByLabel('Cifra', { exact: true }).fill('4')
    await expect
      .poll(() => e.page.getByLabel('Expresión (CEL)', { exact: true }).inputValue())
      .toBe('orders.within(norm.days).count() >= norm.euros')
    await e.card
      .locator('dl.glance > div', { hasText: 'Entre nuestros mejores' })
      .getByText('Sí', { exact: true })
      .waitFor()
    await e.page.getByRole('button', { name: 'Descartar borrador' }).click()
    await e.page.getByText('Borrador descartado').waitFor()
  })

  it('dragging and the keyboard put a list in the same order, told aloud, with the focus where it was', async () => {
    const panels = e.page.getByRole('list', { name: 'Apartados' })
    await nav(e.page, 'Asesor').click()
    const up = panels.getByRole('button', { name: 'Subir: Contactos' })
    await up.focus()
    await e.page.keyboard.press('Enter')
    await e.page.getByText('Contactos: puesto 2 de').waitFor()
    await expect.poll(() => up.evaluate((b) => document.activeElement === b)).toBe(true)
    await e.page.keyboard.press('Enter')
    await e.page.getByText('Contactos: puesto 1 de').waitFor()
    const byKeyboard = await exported(e.page)
    await e.page.getByRole('button', { name: 'Descartar borrador' }).click()
    await e.page.getByText('Borrador descartado').waitFor()
    const before = await exported(e.page)
    expect(before).not.toBe(byKeyboard)

    await nav(e.page, 'Asesor').click()
    const row = (key: string) => panels.locator(`> li[data-key="${key}"]`)
    await row('interactions').locator('.grip').first().dragTo(row('requests').locator('.grip').first())
    await e.page.getByText('Contactos: puesto 1 de').waitFor()
    expect(await exported(e.page)).toBe(byKeyboard)
    await e.page.getByRole('button', { name: 'Descartar borrador' }).click()
    await e.page.getByText('Borrador descartado').waitFor()
  })

  it('a broken file changes nothing and says line and field; a good one becomes the draft', async () => {
    const published = await exported(e.page, 'Exportar lo publicado')
    await importFile(e.page, 'half.json', published.slice(0, 5_000))
    await e.page
      .getByText(/falla en la línea \d+, columna \d+|no es JSON/)
      .first()
      .waitFor()
    await importFile(
      e.page,
      'wrong.json',
      published.replace(
        `"when": "orders.within(norm.days).sum('total') >= norm.euros"`,
        '"when": "orders.nothing() >"',
      ),
    )
    const faults = e.page.getByRole('alert', { name: 'Por corregir' })
    await faults.getByText('rules.best-customer.when').waitFor()
    expect(await faults.textContent()).toMatch(/línea \d+ del archivo/)
    await e.page.getByText('No se ha importado').waitFor()
    expect(await exported(e.page, 'Exportar lo publicado')).toBe(published)
    expect(await exported(e.page)).toBe(published)

    const good = JSON.parse(published) as { rules: { id: string; norm: Record<string, number> }[] }
    for (const rule of good.rules) if (rule.id === 'best-customer') rule.norm.euros = 750
    await importFile(e.page, 'good.json', JSON.stringify(good, null, 2))
    await e.page.getByText('Importado como borrador').waitFor()
    await nav(e.page, 'Entre nuestros mejores').getByText('cambiada').waitFor()
    expect(await e.page.evaluate(() => document.title)).toBe('Editor de fichas')
    await e.page.getByRole('button', { name: 'Descartar borrador' }).click()
    await e.page.getByText('Borrador descartado').waitFor()
  })

  it('more than twelve facts at first sight wait for a written reason', async () => {
    await nav(e.page, 'Asesor').click()
    const ask = e.page.getByRole('list', { name: 'Apartados' }).locator('> li[data-key="payments"]')
    await ask.locator('summary').click()
    await ask.getByLabel('Cuándo se pregunta').selectOption({ label: 'al abrir la ficha' })
    await e.page
      .getByText(/a primera vista hay 13 datos/)
      .first()
      .waitFor()
    await e.page.getByRole('button', { name: 'Publicar…' }).click()
    await e.page.getByRole('button', { name: 'Publicar ahora' }).click()
    await e.page.getByText(/No se ha guardado/).waitFor()
    await e.page.getByRole('dialog').getByRole('button', { name: 'Cancelar' }).click()
    await e.page.getByLabel('Por qué hacen falta más de doce').fill('Los cobros se miran en cada llamada')
    await e.page.getByText('13 datos; lo razonable son 12').waitFor()
    await e.page.getByRole('button', { name: 'Guardar borrador' }).click()
    await e.page.getByText('Borrador guardado').waitFor()
    await e.page.getByRole('button', { name: 'Descartar borrador' }).click()
    await e.page.getByText('Borrador descartado').waitFor()
  })

  it('a result made less sensitive is confirmed by name before it is published', async () => {
    await nav(e.page, 'Descontento').click()
    await e.page.locator('summary', { hasText: 'Sensibilidad del resultado' }).click()
    const level = e.page.getByLabel('Sensibilidad del resultado')
    await level.selectOption({ label: (await level.inputValue()) === 'none' ? 'seudónima' : 'ninguna' })
    await e.page.getByRole('button', { name: 'Publicar…' }).click()
    const go = e.page.getByRole('button', { name: 'Publicar ahora' })
    await expect.poll(() => go.isDisabled()).toBe(true)
    await e.page.getByRole('dialog').getByRole('checkbox').check()
    await go.click()
    await e.page.getByText('Publicado. Las fichas abiertas').waitFor()
    expect(e.problems).toEqual([])
  })

  it('a real customer is found, shown with the administrator’s own eyes, and what it costs is measured', async () => {
    await nav(e.page, 'Asesor').click()
    await e.page.getByRole('heading', { name: 'Probar con un cliente real' }).click()
    await e.page.getByRole('searchbox', { name: 'Probar con un cliente real' }).fill('Lucía Martín')
    await e.page.getByRole('button', { name: 'Buscar', exact: true }).click()
    await e.page.getByRole('button', { name: 'Lucía Martín Ortega' }).first().click()
    await e.card.getByRole('heading', { level: 1, name: /Lucía Martín Ortega/ }).waitFor()
    await e.page
      .getByText(/Queda en el registro/)
      .first()
      .waitFor()
    // Once systems were asked, the slowest has its own figure.
    await until('a measured system', async () =>
      /\d s$/.test((await e.page.locator('.figures dd').last().textContent()) ?? ''),
    )
    expect(e.problems).toEqual([])
  })
})
