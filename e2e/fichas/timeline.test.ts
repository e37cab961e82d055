import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TimelineAnswer } from '../../connectors/contract/index.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, startDemo, until } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { openRoleCard } from './role-card.ts'

/** Buys for forty hotels: 5,000 orders, 33,000 visits, 6,000 calls. */
const beatriz = '617 19 20 21'

describe('the line of time', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 300 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })
  const pages = async (phone: string, count: number, more: Record<string, unknown> = {}) => {
    const { card, post } = await openRoleCard(demo, 'adviser', [{ kind: 'phone', value: phone }])
    const got: TimelineAnswer[] = []
    for (let n = 0; n < count && (n === 0 || got.at(-1)?.more); n++) {
      const answer = await post('/v1/timeline', {
        card,
        limit: 100,
        locale: 'es',
        ...more,
        ...(got.at(-1)?.next ? { next: got.at(-1)?.next } : {}),
      })
      if (!answer.ok) throw new Error(await answer.text())
      got.push((await answer.json()) as TimelineAnswer)
    }
    return got
  }

  it('a first page of 50,000 entries asks each system for one page, and travels as one', async () => {
    const systems = ['shop', 'phone', 'web', 'survey', 'subs'] as const
    const { card, post } = await openRoleCard(demo, 'adviser', [{ kind: 'phone', value: beatriz }])
    for (const s of systems) await demo.forget(s)
    const answer = await post('/v1/timeline', { card, limit: 100, locale: 'es' })
    const text = await answer.text()
    expect((JSON.parse(text) as TimelineAnswer).entries).toHaveLength(100)
    expect(text.length).toBeLessThan(120_000)
    for (const s of systems) expect((await demo.requests(s)).length, s).toBeLessThanOrEqual(6)
  })
  it('page after page every entry comes once, newest first', async () => {
    const all = (await pages(beatriz, 12)).flatMap((a) => a.entries)
    expect(all.length).toBe(1_200)
    expect(new Set(all.map((e) => e.key)).size).toBe(1_200)
    expect(new Set(all.map((e) => e.question)).size).toBeGreaterThan(3)
    const late = all.filter((e, i) => i > 0 && Date.parse(e.at) > Date.parse(all[i - 1]?.at ?? ''))
    // Only the helpdesk, which lists by ticket, may give a message newer than what came before.
    expect(late.filter((e) => e.from.connector !== 'desk')).toEqual([])
  })
  it('opens with what is coming, soonest first, and every entry says its system and opens there', async () => {
    const [first] = await pages(lucia.phone, 1)
    expect(first?.coming.map((e) => e.question)).toEqual(
      expect.arrayContaining(['promises', 'requests', 'subscriptions', 'things', 'loyalty']),
    )
    expect([...(first?.coming ?? [])].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))).toEqual(
      first?.coming,
    )
    expect(
      first?.entries.every(
        (e) => e.from.connector && (e.from.url === undefined || e.from.url.startsWith('https://')),
      ),
    ).toBe(true)
    expect(first?.entries.filter((e) => e.from.url).length).toBeGreaterThan(
      (first?.entries.length ?? 0) * 0.9,
    )
  })
  it('filters by kind and by words, in the gateway', async () => {
    const [calls] = await pages(lucia.phone, 1, { kinds: ['interactions'] })
    expect(new Set(calls?.entries.map((e) => e.question))).toEqual(new Set(['interactions']))
    const found = (await pages(lucia.phone, 1, { text: 'responsable' }))[0]?.entries ?? []
    expect(found).toHaveLength(1)
  })
  it('a silent system is named on the card, the rest is there, and asked again it takes its place', async () => {
    const { card, close } = await openCard(browser, demo, {
      attributes: { phone: lucia.phone },
      height: 1_200,
    })
    await card.getByRole('button', { name: 'Cronología' }).click()
    await card.getByRole('region', { name: 'Lo que ha pasado' }).waitFor()
    await card.getByRole('button', { name: 'Cerrar' }).first().click()
    await demo.restartGateway()
    await demo.mode('phone', 'down')
    const again = await openCard(browser, demo, { attributes: { phone: lucia.phone }, height: 1_200 })
    await again.card.getByRole('button', { name: 'Cronología' }).click()
    const gone = again.card.getByRole('status').filter({ hasText: 'Faltan: Centralita' })
    await gone.waitFor()
    await again.card.getByRole('region', { name: 'Lo que ha pasado' }).getByText('Opinión').first().waitFor()
    await demo.mode('phone', 'ok')
    // The gateway may spare the system that was down for a moment: an agent presses again.
    await expect
      .poll(
        async () => {
          if (await gone.count())
            await gone
              .getByRole('button', { name: 'Reintentar' })
              .click({ timeout: 5_000 })
              .catch(() => undefined)
          return again.card.getByText('Pide hablar con un responsable').count()
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBeGreaterThan(0)
    await expect.poll(() => gone.count()).toBe(0)
    await again.close()
    await close()
  })
  it('scrolled through a thousand entries, the page never holds more than a window of them', async () => {
    const { card, problems, close } = await openCard(browser, demo, {
      attributes: { phone: beatriz },
      width: 380,
      height: 1_000,
    })
    await card.getByRole('button', { name: 'Cronología' }).click()
    const region = card.getByRole('region', { name: 'Lo que ha pasado' })
    await region.waitFor()
    const counts: number[] = []
    const height = () => region.evaluate((e) => e.scrollHeight)
    await until(
      'a thousand entries',
      async () => {
        // Counted when what the scrolling brings is painted.
        const shown = await region.evaluate(async (e) => {
          e.scrollTop = e.scrollHeight
          for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
          return e.querySelectorAll('li').length
        })
        counts.push(shown)
        return (await card.locator('section.timeline [role=status]').first().textContent())?.match(
          /1[.\s]?\d\d0 entradas/,
        )
      },
      90,
    )
    expect(Math.max(...counts)).toBeLessThan(160)
    expect(await height()).toBeGreaterThan(30_000)
    expect(problems).toEqual([])
    await close()
  })
  it('by keyboard: opened, searched, scrolled and closed, and the focus goes back where it was', async () => {
    const { card, page, close } = await openCard(browser, demo, {
      attributes: { phone: lucia.phone },
      height: 1_200,
    })
    const button = card.getByRole('button', { name: 'Ponte en su lugar' })
    await card.locator('.further').waitFor()
    await button.focus()
    await page.keyboard.press('Enter')
    await card.getByRole('heading', { name: 'Ponte en su lugar' }).waitFor()
    await card.getByText(/Nos da un 3 de 10; contactó \d veces por «entrega»/).waitFor()
    expect(await card.locator('.satisfaction svg[role=img]').getAttribute('aria-label')).toMatch(
      /^Satisfacción: 9 de 10 .*; 5 respuestas\.$/,
    )
    await page.keyboard.press('Escape')
    await until('the front again', () => card.getByRole('heading', { name: 'Pedidos' }).count())
    await until('focus back', () =>
      card
        .locator(':focus')
        .evaluate((e) => /lugar|Lucía/.test(e.textContent ?? ''))
        .catch(() => false),
    )
    await close()
  })
})
