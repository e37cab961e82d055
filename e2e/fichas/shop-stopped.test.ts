import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, startDemo, until } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { because, is, openRoleCard } from './role-card.ts'

/**
 * Lucía bought at the till too, but too little by that alone: without the shop nobody knows whether she is
 * among the best.
 */
describe('the shop stops', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 300 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })
  const best = () =>
    openRoleCard(demo, 'adviser', [
      { kind: 'phone', value: lucia.phone },
      { kind: 'mail', value: lucia.mail },
    ])

  it('best customer says unknown because of it, never no; started again, the open card settles by itself', async () => {
    await demo.mode('shop', 'down')
    const stopped = await best()
    expect(is(stopped, 'best-customer')).toBe('unknown')
    expect(because(stopped, 'best-customer').map((b) => [b.connector, b.code])).toContainEqual([
      'shop',
      'down',
    ])

    const { card, close } = await openCard(browser, demo, {
      attributes: { phone: lucia.phone, mail: lucia.mail },
    })
    const glance = card
      .locator('dl')
      .first()
      .locator('div')
      .filter({ hasText: 'Entre nuestros mejores' })
      .locator('dd')
    // Without the shop her name is as the others write it.
    await card.getByRole('heading', { level: 1, name: /luc[ií]a/i }).waitFor()
    const seen: string[] = []
    await until('unknown on the card', async () => {
      const words = (await glance.textContent()) ?? ''
      seen.push(words)
      return /no se sabe.*Tienda/i.test(words)
    })
    await demo.mode('shop', 'ok')
    await until(
      'settled by itself',
      async () => {
        const words = (await glance.textContent()) ?? ''
        seen.push(words)
        return /^Sí/.test(words.trim())
      },
      60,
    )
    expect(seen.filter((s) => /Todavía no/.test(s))).toEqual([])
    await close()
  })
  it('breaking off in the middle of its list: the same, and never no', async () => {
    await demo.restartGateway()
    await demo.mode('shop', 'truncate')
    const cut = await best()
    expect(is(cut, 'best-customer')).toBe('unknown')
    expect(because(cut, 'best-customer').some((b) => b.connector === 'shop')).toBe(true)
    await demo.mode('shop', 'ok')
    await until('yes again', async () => is(await best(), 'best-customer') === 'yes', 60)
  })
  it('a customer whose orders are more than were read is decided all the same once what was read decides it', async () => {
    const beatriz = await openRoleCard(demo, 'adviser', [{ kind: 'phone', value: '617 19 20 21' }])
    // Two hundred of five thousand orders were read, and they are enough.
    expect(is(beatriz, 'best-customer')).toBe('yes')
  })
  it('while the shop is down, what the till alone knows is shown, and whose part is missing is said', async () => {
    await demo.mode('shop', 'down')
    const stopped = await best()
    expect(stopped.wire).not.toMatch(/"rule":"best-customer"[^}]*"is":"no"/)
    expect(stopped.wire).toContain('Tienda')
    await demo.mode('shop', 'ok')
  })
})
