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

  it('sees the customer: one h1, panels with headings and sources, the systems, and says who it is, once', async () => {
    const { card, problems, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
    await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
    expect(await card.getByRole('heading', { level: 1 }).count()).toBe(1)
    await card.getByRole('region', { name: 'Pedidos' }).waitFor()
    await card.getByText(lucia.order, { exact: true }).first().waitFor()
    const panel = card.getByRole('region', { name: 'Pedidos' })
    const description = () =>
      panel.evaluate((section) =>
        (section.getAttribute('aria-describedby') ?? '')
          .split(/\s+/)
          .map((id) => document.getElementById(id)?.textContent ?? '')
          .join(' '),
      )
    await expect.poll(description).toMatch(/Tienda.*·/)
    const strip = card.getByRole('list', { name: 'Sistemas' })
    await expect.poll(() => strip.getByRole('listitem').count()).toBeGreaterThan(3)
    await card.locator('.further').waitFor()
    const said = (await card.locator('[role=status]').allTextContents()).filter((text) =>
      /luc[ií]a/i.test(text),
    )
    expect(said).toHaveLength(1)
    expect(problems).toEqual([])
    await close()
  })

  it('streams who before any reading, then readings as they arrive, then settled', async () => {
    const { events } = await session(demo)
    const all = await events('/v1/card', {
      hints: [{ kind: 'phone', value: lucia.phone }],
      context: { channel: 'phone' },
    })
    const kinds = all.map((e) => e.event)
    expect(kinds[0]).toBe('who')
    expect(kinds.at(-1)).toBe('settled')
    expect(kinds.indexOf('reading')).toBeGreaterThan(0)
    expect(all.map((e) => e.seq)).toEqual(all.map((_, i) => i))
    const orders = all
      .filter((e) => e.event === 'reading')
      .map((e) => e.reading as { question: string; connector: string; state: { known: string } })
      .filter((r) => r.question === 'orders' && r.connector === 'shop')
    expect(['value', 'incomplete']).toContain(orders.at(-1)?.state.known)
  })
})
