import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard, switchOver } from '../support/card.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia, shared } from '../support/people.ts'
import { hands, heard, listening } from './hands.ts'

describe('whole flows by keyboard alone', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function sitting(attributes: Record<string, string>, ready: string) {
    const opened = await openCard(browser, demo, { width: 360, attributes })
    opened.page.setDefaultTimeout(45_000)
    await opened.card.locator(ready).first().waitFor()
    // Each system that answers may change an order or add a choice.
    await opened.card.locator('.systems .wait').first().waitFor({ state: 'detached' })
    const frame = opened.page.frames().find((f) => f.url().startsWith(demo.gatewayUrl)) as Frame
    await opened.page.locator('h1').first().click()
    return { ...opened, frame, ...hands(opened.page, frame) }
  }
  const on = (frame: Frame, name: string) => frame.getByRole('heading', { level: 1, name }).waitFor()
  const told = (page: Page, frame: Frame, hints: { kind: string; value: string }[], interaction: string) =>
    switchOver(page, frame, { hints, interaction })

  it('searches, chooses, reveals with a reason, leaves a line for whoever comes next', async () => {
    const { page, frame, press, tabTo, arrives, type, lost, close } = await sitting(
      { phone: '699 99 99 99' },
      '.acts',
    )
    await listening(frame)
    await page.keyboard.press('Tab')
    await tabTo(/^Buscar$/)
    await press('/')
    await arrives(/Buscar a una persona/)
    await type('Lucía Martín Ort')
    await frame.getByRole('option').filter({ hasText: lucia.name }).waitFor()
    await press('ArrowDown')
    await expect.poll(() => frame.locator('[aria-selected=true]').textContent()).toContain(lucia.name)
    await press('Enter')
    await on(frame, lucia.name)
    await arrives(new RegExp(lucia.name))
    await frame.locator('.further').waitFor()
    // As the first system that answered spells the name; said once all the same.
    expect(await heard(frame)).toEqual([expect.stringMatching(/luc[ií]a/i)])

    await tabTo(/^Ver: Datos$/)
    await press('Enter')
    await frame.locator('[data-panel=person] .masked').first().waitFor()
    await arrives(/^Datos$/)
    await tabTo(/Ver \(queda registrado\)$/)
    await press('Enter')
    await arrives(/Para qué necesitas verlo/)
    await press('Escape')
    await arrives(/Ver \(queda registrado\)$/)
    await press('Enter')
    await arrives(/Para qué necesitas verlo/)
    await press('Enter')
    await frame.getByText('queda en el registro').waitFor()
    await arrives(/Para qué necesitas verlo/)
    await type('Confirmar el reenvío')
    await page.keyboard.press('Enter')
    await frame.locator('.seen').waitFor()
    await arrives(/@|\d{3} \d{2}/)

    await tabTo(/^Para el siguiente$/)
    await press('Enter')
    await frame.locator('.over textarea, .over input').first().waitFor()
    await type('Le llamo el martes')
    await tabTo(/^Confirmar$/)
    await page.keyboard.press('Enter')
    await frame.locator('.toast.on').waitFor()
    await arrives(/^Para el siguiente$/)
    // Nothing of this was somebody else: who is on screen was said once, and no more.
    expect(await heard(frame)).toHaveLength(1)
    expect(lost).toEqual([])
    await close()
  })

  it('reads the line of time: filters, opens an entry in its system, closes; turns the card over and back', async () => {
    const { page, context, frame, press, tabTo, arrives, lost, close } = await sitting(
      { phone: lucia.phone },
      '.further',
    )
    await page.keyboard.press('Tab')
    await tabTo(/^Cronología$/)
    await press('Enter')
    await frame.locator('.scroller li').first().waitFor()
    await arrives(/^Cerrar$/)
    // How many there are is said when they are there; before that, that they are awaited.
    const counted = async () =>
      /^\d+ entradas?/.exec(
        (await frame.locator('.timeline > p[role=status]').first().textContent()) ?? '',
      )?.[0]
    await expect.poll(counted).toBeDefined()
    const all = await counted()
    await tabTo(/^Filtrar$/)
    await press('P')
    await expect
      .poll(async () => {
        const now = await counted()
        return now !== undefined && now !== all
      })
      .toBe(true)
    await arrives(/^Filtrar$/)
    await tabTo(/^Abrir en /)
    const where = await frame.evaluate(() => (document.activeElement as HTMLAnchorElement).href)
    const asked = context.waitForEvent('request', (r) => r.isNavigationRequest() && r.url() === where)
    const [outside] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')])
    await asked
    await outside.close()
    await page.bringToFront()
    // A key goes nowhere while the browser still hands the focus back from the page that was closed.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Escape')
          return frame.locator('.timeline').count()
        },
        { interval: 500 },
      )
      .toBe(0)
    await arrives(/^Cronología$/)
    await tabTo(/^Ponte en su lugar$/)
    await press('Enter')
    await frame.locator('.journey .steps').waitFor()
    await arrives(/^Volver a la ficha$/)
    await press('Enter')
    await arrives(/^Ponte en su lugar$/)
    await press('Enter')
    await arrives(/^Volver a la ficha$/)
    await press('Escape')
    await arrives(/^Ponte en su lugar$/)
    expect(lost).toEqual([])
    await close()
  })

  it('chooses between several with the arrows, confirms a doubt and takes it back, answers an advice', async () => {
    const { page, frame, press, tabTo, arrives, held, type, lost, close } = await sitting(
      { phone: shared.phone },
      '.chooser .pick',
    )
    await listening(frame)
    await page.keyboard.press('Tab')
    await tabTo(new RegExp(shared.names[0] ?? ''))
    const first = await held()
    await press('ArrowDown')
    await expect.poll(held).not.toEqual(first)
    await press('ArrowUp')
    await expect.poll(held).toEqual(first)
    await press('Enter')
    await on(frame, shared.names[0] ?? '')
    await arrives(new RegExp(shared.names[0] ?? ''))

    await told(
      page,
      frame,
      [
        { kind: 'phone', value: '619 21 22 23' },
        { kind: 'name', value: 'Ana Quiroga' },
      ],
      'flow-1',
    )
    await frame.locator('.possible').first().waitFor()
    await tabTo(/^Sí, es$/)
    await page.keyboard.press('Enter')
    await frame.getByRole('button', { name: 'Deshacer' }).waitFor()
    await arrives(/Ana Gil/i)
    await tabTo(/^Deshacer$/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await frame.locator('.possible').first().waitFor()
    await arrives(/Ana Gil/i)

    await told(page, frame, [{ kind: 'phone', value: lucia.phone }], 'flow-2')
    await on(frame, lucia.name)
    await frame.locator('.further').waitFor()
    await tabTo(/^Otra cosa$/)
    await press('Enter')
    await arrives(/Qué has hecho/)
    await press('Escape')
    await arrives(/^Otra cosa$/)
    await press('Enter')
    await arrives(/Qué has hecho/)
    await type('Le he pedido disculpas')
    await press('Enter')
    await arrives(/^Consejo$/)
    expect(lost).toEqual([])
    // Once for each that was on screen: chosen, doubted, confirmed, doubted again, and the next call.
    const said = await heard(frame)
    expect(
      said.map((words) =>
        [/carmen/i, /quizá/i, /ana gil/i, /luc[ií]a/i].findIndex((name) => name.test(words)),
      ),
    ).toEqual([0, 1, 2, 1, 3])
    await close()
  })

  it('the till: digits by touch, the customer at once, the focus back in the field for the next scan', async () => {
    const context = await browser.newContext({ viewport: { width: 1180, height: 820 }, hasTouch: true })
    const page = await context.newPage()
    page.setDefaultTimeout(45_000)
    await page.goto(`${demo.hostUrl}/pos?lang=es`)
    for (const key of ['9', '7', '2', '4', '0', '0', '0', '0', '4', '4', '1', '8', '⌫', '7'])
      await page
        .getByRole('group', { name: 'Teclado' })
        .getByRole('button', { name: key === '⌫' ? 'Borrar una cifra' : key, exact: true })
        .tap()
    expect(await page.locator('#scan').inputValue()).toBe('972400004417')
    await page.getByRole('button', { name: 'Buscar cliente' }).tap()
    const card = page.frameLocator('iframe[title="Ficha de cliente"]')
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('scan')
    // Every target of a till is as large as a thumb.
    await card.locator('.further, .systems').first().waitFor()
    const small = await page
      .locator('.keypad button, .kinds button, .finder .buttons button, .shelf button')
      .evaluateAll((all) =>
        all.filter((b) => b.getBoundingClientRect().height < 48).map((b) => b.textContent),
      )
    expect(small).toEqual([])
    expect(
      await card
        .locator('main button:visible, main select:visible')
        .evaluateAll((all) =>
          all.filter((b) => b.getBoundingClientRect().height < 47.5).map((b) => b.textContent),
        ),
    ).toEqual([])
    await page.getByRole('button', { name: 'Cliente siguiente' }).tap()
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor({ state: 'detached' })
    await context.close()
  })
})
