import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { bareUrl, switchOver } from '../support/card.ts'
import { type Demo, session, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { findings } from './instrument.ts'
import { states, wordsIn } from './states.ts'

/** Seen once, each state changes its dress where it stands, as a host would: no page is loaded for it. */
const dresses = [
  ['compact', 'light'],
  ['compact', 'dark'],
  ['touch', 'dark'],
  ['touch', 'light'],
] as const
const tongues = ['es', 'en', 'pt'] as const

describe('axe finds nothing in what opens', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 500 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function open(
    theme: string,
    lang: string,
    layout: string,
    forcedColors: 'active' | 'none' = 'none',
  ): Promise<{ page: Page; frame: Frame; close(): Promise<void> }> {
    const context = await browser.newContext({
      bypassCSP: true,
      viewport: { width: 340, height: 1200 },
      reducedMotion: 'reduce',
      forcedColors,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(45_000)
    await page.goto(bareUrl(demo, { theme, lang, layout, attributes: { phone: lucia.phone } }))
    await page.frameLocator('iframe[title="Ficha de cliente"]').locator('.further, .locked').first().waitFor()
    return {
      page,
      frame: page.frames().find((f) => f.url().startsWith(demo.gatewayUrl)) as Frame,
      close: () => context.close(),
    }
  }
  const wear = async (page: Page, frame: Frame, [layout, theme]: (typeof dresses)[number]): Promise<void> => {
    await page.evaluate(
      ([l, t]) => {
        const card = document.querySelector('ficha-nucleo')
        card?.setAttribute('layout', l)
        card?.setAttribute('theme', t)
      },
      [layout, theme] as const,
    )
    await frame
      .locator(`html[data-theme=${theme}] .card${layout === 'touch' ? '.touch' : ':not(.touch)'}`)
      .first()
      .waitFor({ state: 'attached' })
  }
  let told = 0
  const shows = async (
    page: Page,
    frame: Frame,
    lang: (typeof tongues)[number],
    state: (typeof states)[number],
  ): Promise<string[]> => {
    await wear(page, frame, dresses[0])
    await switchOver(page, frame, {
      hints: state.hints ?? [{ kind: 'phone', value: lucia.phone }],
      ...(state.context && { context: state.context }),
      interaction: `look-${++told}`,
    })
    try {
      await state.see(frame, wordsIn[lang] as (typeof wordsIn)['es'], page)
    } catch (error) {
      return [
        `could not be seen: ${error instanceof Error ? error.message.split('\n').slice(0, 6).join(' ') : ''}`,
      ]
    }
    const found: string[] = []
    for (const dress of dresses) {
      await wear(page, frame, dress)
      found.push(...(await findings(frame)).map((one) => `${dress.join(', ')}: ${one}`))
    }
    return found
  }

  it('in every state, in three languages, two layouts and two themes', async () => {
    const found: Record<string, string[]> = {}
    // Side by side: most of a state is waiting for it.
    await Promise.all(
      tongues.map(async (lang) => {
        const { page, frame, close } = await open('light', lang, 'compact')
        for (const state of states) {
          const wrong = await shows(page, frame, lang, state)
          if (wrong.length > 0) found[`${state.name} (${lang})`] = wrong
        }
        await close()
      }),
    )
    expect(found).toEqual({})
    expect(told).toBe(states.length * tongues.length)
  }, 1_800_000)

  it('in forced colours: the marks of the systems keep their shapes and colours, and nothing is found', async () => {
    const { page, frame, close } = await open('light', 'es', 'compact', 'active')
    expect(await findings(frame)).toEqual([])
    await demo.mode('survey', 'down')
    try {
      // Somebody nobody asked about yet: what was heard a moment ago is not asked again.
      await switchOver(page, frame, {
        hints: [{ kind: 'mail', value: 'elena.campos@buzon.example' }],
        interaction: 'forced',
      })
      await frame.locator('.systems .from.down').waitFor()
      const look = (mark: string) =>
        frame
          .locator(`.systems .from${mark} i`)
          .first()
          .evaluate((i) => {
            const { backgroundColor, borderRadius, forcedColorAdjust } = getComputedStyle(i)
            return { backgroundColor, borderRadius, forcedColorAdjust }
          })
      const [answered, down] = [await look(':not(.down, .wait, .off)'), await look('.down')]
      expect([answered.forcedColorAdjust, down.forcedColorAdjust]).toEqual(['none', 'none'])
      expect(down.backgroundColor).not.toBe(answered.backgroundColor)
      expect(down.borderRadius).not.toBe(answered.borderRadius)
      expect(await findings(frame)).toEqual([])
    } finally {
      await demo.mode('survey', 'ok')
    }
    await close()
  })

  it.each([
    ['light', 'en', 'compact', '605 66 77 88'],
    ['dark', 'pt', 'touch', '607 88 99 00'],
  ] as const)(
    'waiting for a system that hangs, and the gateway gone: %s, %s, %s',
    async (theme, lang, layout, phone) => {
      const { page, frame, close } = await open(theme, lang, layout)
      await demo.mode('desk', 'hang')
      try {
        await switchOver(page, frame, {
          hints: [{ kind: 'phone', value: phone }],
          interaction: `hang-${theme}`,
        })
        await frame.locator('.is-waiting, .is-late').first().waitFor()
        expect(await findings(frame)).toEqual([])
      } finally {
        await demo.mode('desk', 'ok')
      }
      await demo.stopGateway()
      try {
        await switchOver(page, frame, {
          hints: [{ kind: 'phone', value: '609 10 11 12' }],
          interaction: `gone-${theme}`,
        })
        await frame.locator('.banner.cut').waitFor()
        expect(await findings(frame)).toEqual([])
      } finally {
        await demo.startGateway()
      }
      await close()
    },
  )

  it.each([
    ['dark', 'en', 'compact'],
    ['light', 'pt', 'touch'],
  ] as const)('an account that waits for a confirmed question: %s, %s, %s', async (theme, lang, layout) => {
    const admin = await session(demo, 'admin')
    const { revision, published } = (await (
      await fetch(`${demo.gatewayUrl}/v1/fichas`, { headers: { authorization: `Bearer ${admin.token}` } })
    ).json()) as {
      revision: string
      published: { policy: { roles: Record<string, Record<string, unknown>> } }
    }
    // Published once: the same set again would be no change.
    if (published.policy.roles.adviser?.afterConfirmation !== true) {
      published.policy.roles.adviser = { ...published.policy.roles.adviser, afterConfirmation: true }
      const saved = await admin.post('/v1/fichas/import', {
        set: published,
        base: revision,
        publish: true,
        note: 'a confirmed question first',
      })
      expect(saved.status).toBe(200)
    }
    const { frame, close } = await open(theme, lang, layout)
    await frame.locator('.locked').waitFor()
    expect(await findings(frame)).toEqual([])
    await close()
  })
})
