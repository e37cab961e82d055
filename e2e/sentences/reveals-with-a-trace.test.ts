import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, session, startDemo, systems } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

describe(`over the ${systems} systems`, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo(), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('reveals with a trace: masked until a reason is given, and the reason is in the record', async () => {
    const { card, close } = await openCard(browser, demo, { attributes: { order: lucia.order } })
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    await card.getByRole('region', { name: 'Datos' }).getByRole('button', { name: /^Ver/ }).click()
    const reveal = card.getByRole('button', { name: /Ver \(queda registrado\)/ }).first()
    await reveal.waitFor()
    // Each system that answers may put another fact first.
    await card.locator('.is-waiting, .is-late').first().waitFor({ state: 'detached' })
    expect(await card.locator('body').innerText()).not.toContain(lucia.mail)
    await reveal.click()
    await card.getByLabel(/Para qué necesitas verlo/).fill('Confirmar el reenvío del pedido')
    await card.getByRole('button', { name: /Ver durante/ }).click()
    await expect
      .poll(async () =>
        /lucia\.martin@correo\.example|600 12 34 56|\+34 ?600/.test(await card.locator('body').innerText()),
      )
      .toBe(true)
    const { post } = await session(demo, 'admin')
    const audit = await post('/v1/audit', { act: 'reveal' })
    expect(audit.status).toBe(200)
    expect(await audit.text()).toContain('Confirmar el reenvío del pedido')
    await close()
  })
  it('no reason, no reveal', async () => {
    const { events, post } = await session(demo)
    const all = await events('/v1/card', { hints: [{ kind: 'phone', value: lucia.phone }] })
    const answer = await post('/v1/reveal', { card: all[0]?.card, ref: 'x', field: 'mails', reason: '  ' })
    expect(answer.status).toBe(400)
  })
})
