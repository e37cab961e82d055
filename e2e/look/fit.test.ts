import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { peopleToTry } from '../../demo-host/people/people-to-try.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard, switchOver } from '../support/card.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

describe('what fits the agent’s sidebar', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  /** Who is meant to try the demo: whoever comes out as a person, several as the first of them. */
  const named = peopleToTry.filter((w) => w.outcome !== 'nobody')
  /** Longer than any of theirs, as long as names are here. */
  const long = 'María de los Ángeles Fernández-Villaverde y González de la Torre'

  it('identity, the eight answers and the first advice of each of them show at 340 × 600 without scrolling, in three languages', () =>
    Promise.all(
      ['es', 'en', 'pt'].map(async (lang) => {
        const { page, card, close } = await openCard(browser, demo, {
          lang,
          width: 340,
          height: 600,
          attributes: { phone: lucia.phone },
        })
        page.setDefaultTimeout(30_000)
        const below: Record<string, number> = {}
        let advised = 0
        for (const one of named) {
          await switchOver(page, card, {
            hints: [{ kind: one.hint.kind, value: one.hint.value }],
            interaction: `fit-${one.key}`,
          })
          // Whoever waits for an answer sees a longer card, not a shorter one: measured once every system has
          // spoken.
          await card.locator('.further, .chooser').first().waitFor()
          if (one.outcome === 'several') {
            await card.locator('.chooser .pick').first().click()
            await card.locator('.further').waitFor()
          }
          const seen = await card.locator('main').evaluate(
            (main, name) => {
              const bottom = () =>
                Math.max(
                  ...[...main.querySelectorAll('.glance, .advice')]
                    .slice(0, 2)
                    .map((e) => e.getBoundingClientRect().bottom),
                )
              const [own, answers, advice] = [
                bottom(),
                main.querySelectorAll('.glance dt').length,
                main.querySelectorAll('.advice').length,
              ]
              const h1 = main.querySelector('h1 bdi')
              if (name && h1) h1.textContent = name
              return { own, answers, advice, longer: bottom() }
            },
            one.key === 'lucia' ? long : '',
          )
          expect(seen.answers, one.key).toBe(8)
          advised += seen.advice
          if (Math.max(seen.own, seen.longer) > 600) below[one.key] = Math.max(seen.own, seen.longer)
        }
        expect(advised, lang).toBeGreaterThan(named.length / 3)
        expect(below, lang).toEqual({})
        await close()
      }),
    ))

  it.each([280, 340, 420])('nothing sticks out sideways at %i px', async (width) => {
    for (const layout of ['compact', 'touch']) {
      const { card, close } = await openCard(browser, demo, {
        width,
        layout,
        attributes: { phone: lucia.phone },
      })
      await card.locator('.further').waitFor()
      expect(
        await card.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth),
        layout,
      ).toBeLessThanOrEqual(0)
      await close()
    }
  })
})
